// What the pointer does on the board: it hovers, presses, and drags a neuron.

const PRESS_PX = 6; // a pointer that moved less has pressed, not dragged

class Pointer {
  constructor(board) {
    this.board = board;
    this.svg = board.picture.svg;
    this.letGoOfAll();
    const on = (name, act) => this.svg.addEventListener(name, act);
    on("pointerdown", (event) => this.down(event));
    on("pointermove", (event) => this.move(event));
    on("pointerup", (event) => this.up(event));
    on("pointercancel", () => this.letGo());
    on("pointerleave", () => this.drag || this.letGo());
    // Only a touch on a neuron keeps the page from scrolling (touch-action is ignored inside an svg).
    this.svg.addEventListener("touchstart", (event) => this.drag && event.preventDefault(), {
      passive: false,
    });
  }

  get layout() {
    return this.board.layout;
  }

  get dragging() {
    return this.drag?.moved ? this.drag : null;
  }

  letGoOfAll() {
    this.at = this.hover = this.drag = this.press = null;
  }

  letGo() {
    this.letGoOfAll();
    this.board.mark();
  }

  // Before a redraw: nothing may point at what is gone.
  forget() {
    this.hover = null;
    if (this.drag && !this.layout.find(this.drag.from)) this.drag = null;
  }

  // After a redraw: what lies under the pointer now.
  resume() {
    this.hover = this.at && !this.drag ? this.pick() : null;
    if (this.dragging) this.dragTo(this.drag.point);
  }

  pick() {
    return this.layout.pick(this.at, this.board.handle);
  }

  pointOf(event) {
    const box = this.svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  down(event) {
    if (event.button || !event.isPrimary || !this.layout) return;
    this.at = this.pointOf(event);
    this.press = this.hover = this.pick();
    this.wasOpen = this.board.field.target; // this press takes the focus from it, which closes it
    if (this.press.kind === "neuron") {
      this.svg.setPointerCapture(event.pointerId);
      this.drag = { from: this.press, start: this.at, point: this.at, moved: false };
    }
    this.board.mark();
  }

  move(event) {
    if (!event.isPrimary || !this.layout) return;
    this.at = this.pointOf(event);
    if (this.drag) return this.dragOn(this.at);
    const target = this.pick();
    const follows = target.x || target.kind === "empty" || fullText(this.layout, target);
    if (same(target, this.hover) && !follows) return;
    this.hover = target;
    this.board.mark();
  }

  dragOn(point) {
    if (!this.drag.moved && distance(point, this.drag.start) < PRESS_PX) return;
    this.dragTo(point);
    this.board.mark();
  }

  dragTo(point) {
    const plan = this.plan(this.layout.find(this.drag.from), point);
    Object.assign(this.drag, { moved: true, point, plan });
  }

  up(event) {
    if (!event.isPrimary || !this.press) return;
    const { dragging, press, wasOpen } = this;
    this.at = this.pointOf(event);
    this.drag = this.press = this.wasOpen = null;
    if (dragging) this.drop(dragging);
    else if (same(press, this.pick())) this.board.act(press, { at: this.at, wasOpen });
    // A finger leaves no pointer behind, so nothing stays hovered.
    if (event.pointerType === "touch") this.at = null;
    this.hover = this.at && this.pick();
    this.board.mark();
  }

  drop({ from, plan }) {
    const { column, neuron } = from;
    if (plan.kind === "move") this.board.report("move_neuron", { column, from: neuron, to: plan.end.neuron });
    else if (plan.kind) this.board.report(plan.kind, place(plan.edge));
  }

  // ---- what letting go would do: connect, cut or move, or why it would do nothing ---------------

  plan(from, point) {
    const { neurons, r, reach } = this.layout;
    const over = nearest(neurons, (n) => distance(point, n), Math.max(r * 1.6, 22));
    const step = over ? over.column - from.column : 0;
    if (over ? !step : Math.abs(point.x - from.x) < reach) return this.planMove(from, point);
    if (!over) return { hint: "Drop on a neuron of a neighbouring layer · Esc: cancel" };
    if (Math.abs(step) === 1) return this.planJoin(from, over);
    const why = "only neighbouring layers can be connected";
    return { label: why, hint: `${why}.` };
  }

  planMove(from, point) {
    const beside = this.layout.columns[from.column].neurons;
    const end = nearest(beside, (n) => Math.abs(n.y - point.y), Infinity);
    if (end === from)
      return { hint: "Drag to a neighbouring layer to connect or cut · up or down to reorder" };
    const words = `move to place ${end.neuron + 1}`;
    return { kind: "move", end, label: words, hint: `Drop: ${words}.` };
  }

  planJoin(from, over) {
    const [a, b] = from.column < over.column ? [from, over] : [over, from];
    const edge = edgeTarget({ layer: a.column, to: b.neuron, from: a.neuron });
    const kind = this.layout.find(edge) ? "cut" : "connect";
    return { kind, edge, end: over, label: kind, hint: `Drop: ${kind} ${a.label} → ${b.label}.` };
  }
}
