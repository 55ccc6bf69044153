/* One grid of numbers: its cells, which of them are lit, and the one that has the focus. */

const KINDS = ["used", "newest", "now", "chosen", "cut"];
const FADE = 24; // px at an edge where what goes on fades out

function make(tag, className, content = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (content) node.innerHTML = content; // made by Python, which escapes what people typed
  return node;
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
