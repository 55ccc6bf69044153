// The keyboard on the board: one Tab stop for all of it, which roves with the focus.

class Keys {
  constructor(board) {
    this.board = board;
    this.picture = board.picture;
    this.rover = null; // the target that has the focus, or gets it back
    const on = (name, act) => this.picture.svg.addEventListener(name, act);
    on("keydown", (event) => this.down(event));
    on("focusin", () => this.focused());
    on("focusout", () => board.mark());
  }

  get layout() {
    return this.board.layout;
  }

  rove(target) {
    this.picture.itemOf(this.rover)?.setAttribute("tabindex", -1);
    this.rover = target;
    this.picture.itemOf(target)?.setAttribute("tabindex", 0);
  }

  focus(target) {
    this.rove(target);
    this.picture.itemOf(target)?.focus({ preventScroll: true });
  }

  focused() {
    const target = document.activeElement.target;
    if (target && !same(target, this.rover)) this.rove(target);
    this.board.mark();
  }

  down(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.rover) return;
    if (!this.press(event.key, this.rover)) return;
    // The app binds some of these keys to its buttons; here they mean the board.
    event.preventDefault();
    event.stopPropagation();
  }

  // Whether the key means something at that target.
  press(key, at) {
    const { board } = this;
    const column = at.column ?? at.layer;
    if (key.startsWith("Arrow")) this.walk(key.slice(5), at);
    else if (key === "Enter" || key === " ") board.act(at);
    else if (key === "Delete" || key === "Backspace") board.remove(at);
    else if (key === "Escape") return board.escape();
    else if (key === "+") board.act(column === undefined ? at : { kind: "column", column });
    else if (key.toLowerCase() === "l") board.act(column === undefined ? at : { kind: "gap", after: column });
    else if (key.toLowerCase() === "e") this.nextEdge(at, 1);
    else return false;
    return true;
  }

  walk(direction, at) {
    const step = direction === "Left" || direction === "Up" ? -1 : 1;
    const sideways = direction === "Left" || direction === "Right";
    const item = this.layout.find(at);
    if (!item) return;
    if (at.kind === "edge" && !sideways) return this.nextEdge(at, step);
    if (at.kind === "edge") return this.focus(neuronTarget(step < 0 ? item.a : item.b));
    const column = this.layout.columns[at.column].neurons;
    const beside = this.layout.columns[at.column + step]?.neurons ?? [];
    const next = sideways
      ? nearest(beside, (n) => Math.abs(n.y - item.y), Infinity)
      : column[at.neuron + step];
    if (next) this.focus(neuronTarget(next));
  }

  nextEdge(at, step) {
    const [layer, from] = at.kind === "edge" ? [at.layer, at.from] : [at.column, at.neuron];
    const out = this.layout.edges.filter((e) => e.layer === layer && e.from === from);
    if (!out.length) return this.board.say("No connection leaves this neuron.");
    const now = out.findIndex((e) => same(edgeTarget(e), at));
    this.focus(edgeTarget(out[(now + step + out.length) % out.length]));
  }
}
