// Lines of grids with signs between them. A thin view: Python says what stands in every cell and
// what is lit; this file draws it, moves the focus with the arrow keys, and reports presses.

const views = new WeakMap();
const KINDS = ["used", "newest", "now", "chosen", "cut"];
const FADE = 24; // px at an edge where what goes on fades out
const HEADER = 60; // px at the top that the app's header covers
let presses = 0;

export default function ({ data, parentElement, setTriggerValue }) {
  if (!views.has(parentElement)) views.set(parentElement, new View(parentElement));
  const view = views.get(parentElement);
  view.report = (cell) => setTriggerValue("cell", cell);
  view.show(JSON.parse(new TextDecoder().decode(data)));
  return () => {
    view.root.remove();
    views.delete(parentElement);
  };
}

function make(tag, className, content = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (content) node.innerHTML = content; // made by Python, which escapes what people typed
  return node;
}

// Grids with the same skeleton differ in their cells only, and are filled in again in place.
function skeleton({ lines }) {
  return JSON.stringify(
    lines.map(({ title, parts, shapes }) => [
      title,
      shapes,
      parts.map((p) => (typeof p === "string" ? p : [p.name, p.label, p.rows, p.columns, p.at])),
    ]),
  );
}

class View {
  constructor(parent) {
    this.root = make("div", "grids");
    this.root.addEventListener("click", (event) => this.pressed(event.target.closest("td[role]")));
    // a press with the pointer leaves the arrow keys to the walk
    this.root.addEventListener("mousedown", (event) => {
      if (event.target.closest("td[role]")) event.preventDefault();
    });
    this.root.addEventListener("keydown", (event) => this.keyDown(event));
    this.copy = copyButton(() => this.numpy, "grids-copy");
    parent.append(this.root);
  }

  show(data) {
    this.root.classList.toggle("grids-pressable", data.pressable);
    const form = skeleton(data);
    if (form !== this.form) this.build(data);
    const again = this.form !== undefined;
    this.form = form;
    const parts = data.lines.flatMap((line) => line.parts).filter((part) => typeof part !== "string");
    this.grids.forEach((grid, k) => grid.fill(parts[k]));
    this.numpy = data.numpy;
    this.pressable = data.pressable;
    if (data.follows && again) this.follow();
  }

  // Where the buttons of the walk stand beside the grids, the number that a step made is brought
  // into sight; below each other, as on a phone, that would take the buttons away.
  follow() {
    const [now, next] = [this.root.querySelector("td.now"), document.querySelector(".st-key-next_step")];
    if (!now || !next || !window.matchMedia("(min-width: 641px)").matches) return;
    const seen = next.getBoundingClientRect();
    if (seen.top < 0 || seen.bottom > window.innerHeight) return;
    const { top, bottom } = now.getBoundingClientRect();
    if (top < HEADER || bottom > window.innerHeight)
      now.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  build({ lines }) {
    const focused = this.root.contains(document.activeElement);
    this.grids = [];
    this.root.replaceChildren(...lines.map((line) => this.line(line)), this.copy);
    if (focused)
      requestAnimationFrame(() =>
        (this.root.querySelector("td.now") ?? this.root.querySelector("td[role]")).focus(),
      );
  }

  line({ title, parts, shapes }) {
    const node = make("div", "grids-line");
    if (title) node.append(make("p", "grids-title", title));
    const row = make("div", "grids-parts");
    let sign = null; // a sign stays with the grid after it when the line breaks
    for (const part of parts) {
      if (typeof part === "string") {
        sign = make("div", "grids-signed");
        sign.append(make("span", "grids-sign", part));
        row.append(sign);
      } else {
        const grid = new Grid(part);
        this.grids.push(grid);
        (sign ?? row).append(grid.root);
        sign = null;
      }
    }
    node.append(row);
    if (shapes) node.append(make("p", "grids-shapes", shapes));
    return node;
  }

  pressed(cell) {
    if (!cell || !this.pressable) return;
    const { at } = cell.grid;
    presses += 1;
    this.report({ at, row: cell.row, column: cell.column, id: `${Date.now()}-${presses}` });
  }

  keyDown(event) {
    const cell = event.target.closest("td[role]");
    if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!this.key(event.key, cell)) return;
    event.preventDefault(); // the app binds some of these keys to its buttons
    event.stopPropagation();
  }

  key(key, cell) {
    const { grid, row, column } = cell;
    const last = grid.cells[0].length - 1;
    const moves = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, last],
    };
    if (key in moves) grid.focus(...moves[key]);
    else if (key === "Enter" || key === " ") this.pressed(cell);
    else return false;
    return true;
  }
}

class Grid {
  constructor({ name, label, shape, rows, columns, at }) {
    this.at = at;
    this.names = [rows, columns];
    this.root = make("div", "grids-grid");
    this.root.append(make("div", "grids-name", `${name} <small>${shape}</small>`));
    this.box = make("div", "grids-box");
    const table = make("table");
    table.setAttribute("role", "grid");
    table.setAttribute("aria-label", label);
    if (columns.some(Boolean)) table.append(this.head(columns, rows.some(Boolean)));
    const body = table.appendChild(document.createElement("tbody"));
    this.cells = rows.map((row, r) => this.row(body, row, r, rows.some(Boolean), columns.length));
    this.heads = [...table.querySelectorAll("thead th")];
    this.cells[0][0].tabIndex = 0;
    this.box.append(table);
    this.box.addEventListener("scroll", () => this.shade(), { passive: true });
    new ResizeObserver(() => this.shade()).observe(this.box);
    this.root.append(this.box);
  }

  head(columns, labelled) {
    const head = document.createElement("thead");
    const row = head.insertRow();
    if (labelled) row.insertCell().setAttribute("aria-hidden", "true"); // the corner
    for (const column of columns) row.append(this.label("columnheader", column));
    return head;
  }

  label(role, text) {
    const node = make("th");
    node.setAttribute("role", role);
    node.textContent = text;
    return node;
  }

  row(body, name, r, labelled, count) {
    const row = body.insertRow();
    if (labelled) row.append(this.label("rowheader", name));
    return Array.from({ length: count }, (_, c) => {
      const cell = row.insertCell();
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      return Object.assign(cell, { grid: this, row: r, column: c });
    });
  }

  fill({ texts, full, marks, tint }) {
    const classes = this.cells.map((row) => row.map(() => []));
    for (const kind of KINDS) for (const [r, c] of marks[kind] ?? []) classes[r][c].push(kind);
    this.cells.forEach((row, r) =>
      row.forEach((cell, c) => {
        if (cell.textContent !== texts[r][c]) cell.textContent = texts[r][c];
        const look = classes[r][c].join(" ");
        if (cell.className !== look) cell.className = look;
        const [cut, now] = ["cut", "now"].map((kind) => classes[r][c].includes(kind));
        const said = cut ? "not connected" : full[r][c] || "not known yet";
        cell.title = said;
        cell.setAttribute("aria-label", [this.names[0][r], this.names[1][c], said].filter(Boolean).join(" "));
        if (now) cell.setAttribute("aria-current", "step");
        else cell.removeAttribute("aria-current");
        cell.style.background = tint && (!look || look === "chosen") ? this.colour(tint[r][c]) : "";
      }),
    );
    this.lightLabels(marks);
  }

  colour(share) {
    const hue = share < 0 ? "light-dark(#f8c49b, #84471b)" : "light-dark(#a5d0f2, #1f5582)";
    return `color-mix(in srgb, ${hue} ${Math.round(100 * Math.abs(share))}%, transparent)`;
  }

  // The names of the lit rows and columns stand out, and the first lit cell is scrolled into sight.
  lightLabels(marks) {
    const lit = [...(marks.now ?? []), ...(marks.used ?? []), ...(marks.chosen ?? [])];
    const [rows, columns] = [0, 1].map((way) => new Set(lit.map((cell) => cell[way])));
    this.cells.forEach((row, r) => {
      const name = row[0].previousElementSibling;
      if (name) name.className = rows.has(r) && rows.size < this.cells.length ? "on" : "";
    });
    this.heads.forEach((head, c) => {
      head.className = columns.has(c) && columns.size < this.heads.length ? "on" : "";
    });
    if (lit.length) this.reveal(this.cells[lit[0][0]][lit[0][1]]);
  }

  // Only the grid's own box is scrolled, never the page.
  reveal(cell) {
    const [box, at] = [this.box.getBoundingClientRect(), cell.getBoundingClientRect()];
    const margin = 48;
    if (at.left < box.left + margin) this.box.scrollLeft -= box.left + margin - at.left;
    if (at.right > box.right - FADE) this.box.scrollLeft += at.right - box.right + FADE + at.width / 2;
    if (at.top < box.top + margin / 2) this.box.scrollTop -= box.top + margin / 2 - at.top;
    if (at.bottom > box.bottom - FADE) this.box.scrollTop += at.bottom - box.bottom + FADE + at.height / 2;
  }

  // What goes on beyond an edge fades out there; cells come to rest beside the names of the rows.
  shade() {
    const { scrollLeft, scrollTop, scrollWidth, scrollHeight, clientWidth, clientHeight } = this.box;
    this.box.classList.toggle("more-right", scrollLeft + clientWidth < scrollWidth - 2);
    this.box.classList.toggle("more-left", scrollLeft > 2);
    this.box.classList.toggle("more-below", scrollTop + clientHeight < scrollHeight - 2);
    const [name, head] = [this.cells[0][0].previousElementSibling, this.heads[0]];
    this.box.style.scrollPadding = `${head?.offsetHeight ?? 0}px 0 0 ${name?.offsetWidth ?? 0}px`;
  }

  focus(row, column) {
    const cell = this.cells[row]?.[column];
    if (!cell) return;
    for (const other of this.cells.flat()) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
    this.reveal(cell);
  }
}
