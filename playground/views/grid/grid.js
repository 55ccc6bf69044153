// Lines of grids with signs between them. A thin view: Python says what stands in every cell and
// what is lit; this file draws it, moves the focus with the arrow keys, and reports presses.

const views = new WeakMap();
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
