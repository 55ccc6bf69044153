// The drawing board is a thin view: Python computes the whole drawing, this file draws it and
// reports what the pointer or the keyboard did as a gesture. It never changes the network itself;
// it only shows at once what a gesture would do, and waits for the next drawing.
// The svg is measured in CSS pixels: the drawing's coordinates are stretched to fill it, while
// radii and letters keep a readable size, so that a phone gets the same board, only narrower.

const SVG = "http://www.w3.org/2000/svg";
const EDGE_REACH = 8; // px: how far from an edge a press still counts
const FEW_EDGES = 20; // up to here every weight is written on its edge
const PATIENCE_MS = 10_000; // a gesture that is never answered holds back the next no longer
const LAYERS = ["empty", "titles", "edges", "under", "weights", "places", "neurons", "over"];
const GAP_Y = 20; // px: where the "+" of a gap stands, beside the titles
const PRESS_PX = 6; // a pointer that moved less has pressed, not dragged
const HINT =
  "Click: add a neuron or a layer, or change a number · Drag a neuron to another layer: connect or cut, " +
  "up or down: reorder · Delete: remove";
const KEY_HINT =
  "Arrows: move · Enter: change the number · Delete: remove · +: add a neuron · L: add a layer · E: connections";

const boards = new WeakMap();
let gestures = 0;

export default function ({ data, parentElement, setTriggerValue }) {
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement));
  const board = boards.get(parentElement);
  board.show(data, (gesture) => setTriggerValue("gesture", gesture));
  return () => {
    board.close();
    boards.delete(parentElement);
  };
}

// ---- small helpers -----------------------------------------------------------------------------

function make(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  node.append(...children);
  return node;
}

function html(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

function line(a, b, className, width) {
  const thick = width && { "stroke-width": width };
  return make("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: className, ...thick });
}

const circle = (at, r, className = "") => make("circle", { cx: at.x, cy: at.y, r, class: className });
const text = (at, words, className, size) =>
  make("text", { x: at.x, y: at.y, class: className, ...(size && { "font-size": size }) }, words);

// A band, not a thick line: a horizontal line has no height of its own and counts as invisible.
function band(a, b) {
  const f = EDGE_REACH / (distance(a, b) || 1);
  const [nx, ny] = [(a.y - b.y) * f, (b.x - a.x) * f];
  const d = `M${a.x + nx} ${a.y + ny}L${b.x + nx} ${b.y + ny}L${b.x - nx} ${b.y - ny}L${a.x - nx} ${a.y - ny}Z`;
  return make("path", { d, class: "board-edge-hit" });
}

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
const along = (a, b, t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });
const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;
const looks = { 1: "", "-1": " board-negative", 0: " board-zero" };
const sign = (edge) => `board-line${looks[Math.sign(edge.weight)]}`;

function distanceToSegment(p, a, b) {
  const length2 = (b.x - a.x) ** 2 + (b.y - a.y) ** 2 || 1;
  const t = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length2;
  return distance(p, along(a, b, clamp(t, 0, 1)));
}

function nearest(items, measure, reach) {
  let best = null;
  for (const item of items) {
    const d = measure(item);
    if (d <= reach) [best, reach] = [item, d];
  }
  return best;
}

// A target is what a press or a focus is about: a neuron, an edge, a column, a gap, …
const neuronTarget = ({ column, neuron }) => ({ kind: "neuron", column, neuron });
const edgeTarget = ({ layer, to, from }) => ({ kind: "edge", layer, to, from });
const keyOf = (t) => t && [t.kind, t.layer ?? t.column ?? t.after, t.to ?? t.neuron, t.from].join(",");
const place = ({ kind, ...where }) => where;
const same = (a, b) => keyOf(a) === keyOf(b);

// ---- the board ---------------------------------------------------------------------------------

class Board {
  constructor(parent) {
    this.hover = this.drag = this.press = this.pointer = this.selected = this.handle = this.sent = null;
    this.queue = [];
    this.svg = make("svg", { class: "board-svg", role: "group", preserveAspectRatio: "xMidYMid meet" });
    this.layers = {};
    for (const name of LAYERS) this.layers[name] = make("g", { class: `board-layer-${name}` });
    this.svg.append(...Object.values(this.layers));
    this.drawnEdges = new Map();
    this.hint = html("div", "board-hint");
    this.hint.setAttribute("role", "status");
    this.hint.setAttribute("aria-live", "polite");
    this.field = new NumberField(this);
    this.root = html("div", "board-root", legend(), this.svg, this.hint, this.field.root);
    parent.append(this.root);
    this.listen();
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.svg);
  }

  listen() {
    const on = (name, act) => this.svg.addEventListener(name, act);
    on("pointerdown", (event) => this.pointerDown(event));
    on("pointermove", (event) => this.pointerMove(event));
    on("pointerup", (event) => this.pointerUp(event));
    on("pointercancel", () => this.letGo());
    on("pointerleave", () => this.drag || this.letGo());
    // Only a touch on a neuron keeps the page from scrolling (touch-action is ignored inside an svg).
    this.svg.addEventListener("touchstart", (event) => this.drag && event.preventDefault(), {
      passive: false,
    });
    on("keydown", (event) => this.keyDown(event));
    on("focusin", () => this.focused());
    on("focusout", () => this.mark());
  }

  close() {
    this.resized.disconnect();
    clearTimeout(this.waiting);
    this.root.remove();
  }

  show(drawing, send) {
    this.drawing = drawing;
    this.send = send;
    this.selected = drawing.selected;
    this.root.style.height = `${drawing.height}px`;
    const palette = drawing.palettes[isDark(this.root) ? "dark" : "light"];
    for (const name in palette) this.root.style.setProperty(`--board-${name}`, palette[name]);
    this.draw();
    this.field.show(drawing.refused, drawing.answered);
    if (this.sent && drawing.answered === this.sent.id) this.sendNext();
  }

  // Python sees only the newest gesture of a rerun, so the next one waits for the drawing that
  // answers it. Each says of what drawing it was made: on another, its neurons may be others.
  report(kind, fields = {}) {
    const { sizes } = this.drawing;
    const id = `${Date.now()}-${++gestures}`;
    this.queue.push({ kind, ...fields, sizes, id });
    if (!this.sent) this.sendNext();
    return id;
  }

  sendNext() {
    clearTimeout(this.waiting);
    this.sent = this.queue.shift() ?? null;
    if (!this.sent) return;
    this.waiting = setTimeout(() => this.sendNext(), PATIENCE_MS);
    this.send(this.sent);
  }

  // ---- geometry --------------------------------------------------------------------------------

  measure() {
    const { size, radius, columns, neurons, slots, gaps, edges } = this.drawing;
    this.width = this.svg.clientWidth;
    this.height = this.svg.clientHeight;
    this.middle = { x: this.width / 2, y: this.height / 2 };
    const [sx, sy] = [this.width / size[0], this.height / size[1]];
    this.sx = sx;
    const fit = (item) => ({ ...item, x: item.x * sx, y: (item.y ?? 0) * sy });
    this.columns = columns.map((c) => ({ ...fit(c), neurons: [] }));
    this.neurons = neurons.map((n) => ({ ...fit(n), into: 0, out: 0 }));
    for (const n of this.neurons) this.columns[n.column].neurons[n.neuron] = n;
    this.slots = slots.map(fit);
    this.gaps = gaps.map((gap) => this.fitGap(gap, sx));
    const steps = (items, axis) => items.slice(1).map((item, i) => item[axis] - items[i][axis]);
    this.pitch = Math.min(this.width, ...steps(this.columns, "x"));
    const rows = Math.min(this.height, ...this.columns.flatMap((c) => steps(c.neurons, "y")));
    this.r = Math.min(Math.max(radius * Math.min(sx, sy), 18), this.pitch * 0.3, rows * 0.43);
    this.reach = Math.min(Math.max(this.r * 1.8, 26), this.pitch * 0.34);
    this.edges = edges.map((edge) => {
      const [a, b] = this.ends(edge);
      a.out += 1;
      b.into += 1;
      return { ...edge, a, b };
    });
    this.things = new Map(this.neurons.map((n) => [keyOf(neuronTarget(n)), n]));
    for (const edge of this.edges) this.things.set(keyOf(edgeTarget(edge)), edge);
  }

  // The "+" of a gap stands between the titles, or at the bottom where those leave no room.
  fitGap({ after, x }, sx) {
    const near = Math.min(...this.columns.map((c) => Math.abs(c.x - x * sx)));
    return { after, x: clamp(x * sx, 14, this.width - 14), y: near < 38 ? this.height - 16 : GAP_Y };
  }

  ends({ layer, to, from }) {
    return [this.columns[layer].neurons[from], this.columns[layer + 1].neurons[to]];
  }

  pick(point) {
    if (!this.columns.length) return { kind: "empty" };
    if (this.handle && distance(point, this.handle) < 13) return { kind: "remove" };
    const close = (item) => distance(point, item);
    const neuron = nearest(this.neurons, close, this.r + 3);
    if (neuron) return neuronTarget(neuron);
    const gapButton = nearest(this.gaps, close, 14);
    if (gapButton) return { kind: "gap", after: gapButton.after };
    const column = nearest(this.columns, (c) => Math.abs(c.x - point.x), this.reach);
    // Straight above or below a neuron the column wins, so that a busy column can still grow.
    if (column && Math.abs(column.x - point.x) < this.r) return { kind: "column", column: column.column };
    // Whole pixels: where edges cross, the one drawn last lies on top and wins.
    const edge = nearest(this.edges, (e) => Math.round(distanceToSegment(point, e.a, e.b)), EDGE_REACH);
    if (edge) return edgeTarget(edge);
    if (column) return { kind: "column", column: column.column };
    const after = this.columns.filter((c) => c.x < point.x).length - 1;
    return after < 0 ? { kind: "nothing" } : { kind: "gap", after, x: point.x };
  }

  at(event) {
    const box = this.svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  find(target) {
    return this.things.get(keyOf(target));
  }

  gapOf({ after }) {
    return this.gaps.find((gap) => gap.after === after);
  }

  // ---- numbers ---------------------------------------------------------------------------------

  // The numbers that a neuron or an edge has: what they are, as they are written in full.
  fieldsOf(target) {
    const item = this.find(target);
    if (!item) return [];
    if (target.kind === "neuron") return item.fields;
    return [{ what: "weight", label: `weight from ${item.a.label} to ${item.b.label}`, text: item.number }];
  }

  spotOf(target) {
    const item = this.find(target);
    if (!item || target.kind === "neuron") return item && this.belowName(item);
    return this.spots.get(item) ?? along(item.a, item.b, 0.5);
  }

  belowName({ x, y }) {
    return { x, y: y + (this.r < 30 ? this.r + 10 : this.r * 0.42) };
  }

  // The next neuron or edge that has a number, if there is one.
  beside(target, step) {
    const all = target.kind === "edge" ? this.edges.map(edgeTarget) : this.neurons.map(neuronTarget);
    const rest = step > 0 ? all : all.reverse();
    const behind = rest.slice(rest.findIndex((one) => same(one, target)) + 1);
    return behind.find((one) => this.fieldsOf(one).length) ?? null;
  }

  // ---- words -----------------------------------------------------------------------------------

  fullText(target) {
    const { layers, neurons } = this.drawing.limits;
    const full = target.kind === "column" && this.columns[target.column].full;
    if (full) return `A layer takes at most ${neurons} neurons`;
    if (target.kind === "gap" && !this.gapOf(target)) return `A network takes at most ${layers} layers of weights`;
    return "";
  }

  hintFor(target) {
    if (!target) return HINT;
    if (this.fullText(target)) return `${this.fullText(target)}.`;
    const item = this.find(target);
    switch (target.kind) {
      case "empty":
        return "Click anywhere to place the first layer, the inputs.";
      case "column":
        return `Click to add a neuron to ${this.columns[target.column].title}.`;
      case "gap":
        return "Click to add a layer here.";
      case "nothing":
        return "Click the + on the left to add a layer in front of the inputs.";
      case "remove":
        return `Click to ${this.selected?.kind === "edge" ? "cut this connection" : "remove this neuron"}.`;
      case "neuron":
        return `${item.label}: click to change its number · drag to a neighbouring layer: connect or cut · up or down: reorder`;
      default:
        return `${item.a.label} → ${item.b.label}, weight ${item.text}: click to change it · Delete cuts it`;
    }
  }

  describe({ label, into, out }) {
    return `neuron ${label}, ${plural(into, "connection")} in, ${out} out`;
  }

  summary() {
    const count = (n, role) => (role === "hidden" ? `${n} hidden` : plural(n, role));
    const parts = this.columns.map((c) => count(c.neurons.length, c.role));
    return `Drawing board: ${parts.join(", ") || "empty"}`;
  }

  say(words) {
    if (this.hint.textContent !== words) this.hint.textContent = words;
  }

  // ---- drawing ---------------------------------------------------------------------------------

  draw() {
    if (!this.drawing || !this.svg.clientWidth) return;
    const focus = this.svg.contains(document.activeElement) ? this.rover : null;
    this.measure();
    // Redrawing moves the focus, which marks again: nothing may point at what is gone.
    this.hover = null;
    if (this.drag && !this.find(this.drag.from)) this.drag = null;
    this.items = new Map();
    this.svg.setAttribute("viewBox", `0 0 ${this.width} ${this.height}`);
    this.svg.setAttribute("aria-label", this.summary());
    this.svg.style.setProperty("--board-faint", clamp(9 / Math.sqrt(this.edges.length), 0.25, 1));
    this.layers.empty.replaceChildren(...(this.columns.length ? [] : [this.drawEmpty()]));
    this.layers.titles.replaceChildren(...this.drawTitles());
    this.drawEdges();
    this.layers.weights.replaceChildren(...this.drawWeights());
    this.layers.places.replaceChildren(
      ...this.slots.map((slot) => this.drawSlot(slot)),
      ...this.gaps.map((gap) => this.drawGap(gap)),
    );
    this.layers.neurons.replaceChildren(...this.neurons.map((n) => this.drawNeuron(n)));
    this.rove(this.survivor(this.rover));
    if (focus) this.focus(this.rover);
    this.hover = this.pointer && !this.drag ? this.pick(this.pointer) : null;
    if (this.drag?.moved) this.dragTo(this.drag.point);
    else this.mark();
    if (this.field.target) this.field.place();
  }

  item(target, name, className, label, ...children) {
    const attributes = { class: className, role: "button", tabindex: -1, "aria-label": label, ...name };
    const node = make("g", attributes, ...children);
    node.target = target;
    this.items.set(keyOf(target), node);
    return node;
  }

  drawEmpty() {
    const { middle } = this;
    const area = make("rect", { x: 2, y: 2, width: this.width - 4, height: this.height - 4, rx: 8 });
    const words = text({ x: middle.x, y: middle.y + this.r + 24 }, "Click anywhere to begin");
    const label = "Empty board: click to place the first layer";
    return this.item({ kind: "empty" }, { "data-empty": "" }, "board-empty", label, area, words);
  }

  // One size for all titles; where not even small letters fit, the second line stays away.
  drawTitles() {
    const titles = this.columns.map((c) => c.title.split(" · "));
    const longest = Math.max(...titles.flat().map((words) => words.length));
    const fitting = (this.pitch - 24) / (0.52 * longest);
    const size = clamp(fitting, 9, 13);
    const lines = fitting < 7 ? 1 : 2;
    const at = (c, i) => ({ x: this.columns[c].x, y: 14 + i * (size + 3) });
    return titles.flatMap((words, c) =>
      words.slice(0, lines).map((word, i) => text(at(c, i), word, "board-title", size)),
    );
  }

  // There may be 2048 edges; only those that changed are drawn anew.
  drawEdges() {
    const before = this.drawnEdges;
    this.drawnEdges = new Map();
    for (const edge of this.edges) {
      const { a, b, width, text: words } = edge;
      const key = keyOf(edgeTarget(edge));
      const look = [key, a.x, a.y, a.label, b.x, b.y, b.label, width, words].join();
      const kept = before.get(look);
      if (kept) this.items.set(key, kept);
      else this.layers.edges.append(this.drawEdge(edge));
      this.drawnEdges.set(look, this.items.get(key));
      before.delete(look);
    }
    for (const gone of before.values()) gone.remove();
  }

  drawEdge(edge) {
    const { layer, to, from, a, b } = edge;
    const label = `connection from ${a.label} to ${b.label}, weight ${edge.text}`;
    const name = { "data-edge": `${layer},${to},${from}` };
    const parts = [line(a, b, sign(edge), edge.width), band(a, b)];
    return this.item(edgeTarget(edge), name, "board-edge", label, ...parts);
  }

  // Each weight takes the first place along its edge, from the source on, that is still free:
  // of other weights and of other edges.
  drawWeights() {
    this.spots = new Map();
    if (this.edges.length > FEW_EDGES) return [];
    const taken = [];
    const hits = (p, q) => Math.abs(p.x - q.x) < (p.w + q.w) / 2 && Math.abs(p.y - q.y) < 15;
    return this.edges.map((edge) => {
      const others = this.edges.filter((e) => e !== edge);
      const onEdges = (p) => others.filter((e) => distanceToSegment(p, e.a, e.b) < 9).length;
      const onNeuron = (p) =>
        distance(p, edge.a) < this.r + p.w / 2 || distance(p, edge.b) < this.r + p.w / 2;
      const clash = (p) => 3 * taken.filter((q) => hits(p, q)).length + onEdges(p) + 2 * onNeuron(p);
      const w = edge.text.length * 7 + 4;
      const spots = [0.32, 0.4, 0.48, 0.56, 0.64, 0.72, 0.26].map((t) => ({
        ...along(edge.a, edge.b, t),
        w,
      }));
      const spot = spots.reduce((best, p) => (clash(p) < clash(best) ? p : best));
      taken.push(spot);
      this.spots.set(edge, spot);
      return text(spot, edge.text, "board-edge-text");
    });
  }

  drawSlot(slot) {
    const name = { class: "board-slot", "data-column": slot.column };
    return make("g", name, circle(slot, Math.min(this.r * 0.7, 15)), text(slot, "+"));
  }

  drawGap(gap) {
    return make("g", { class: "board-gap", "data-gap": gap.after }, circle(gap, 10), text(gap, "+"));
  }

  drawNeuron(neuron) {
    const { column, neuron: j, x, y, label, value } = neuron;
    const { r } = this;
    const fitted = (words, most) => Math.min(most, (r * 1.75) / (0.56 * Math.max(words.length, 2)));
    const both = value && r >= 17 && fitted(value, 11) >= 7;
    const parts = [
      circle(neuron, r),
      text({ x, y: y - (both ? r * 0.22 : 0) }, label, "", fitted(label, r > 26 ? 15 : 13)),
    ];
    if (both) parts.push(text({ x, y: y + r * 0.42 }, value, "board-value", fitted(value, r > 26 ? 12 : 11)));
    const name = { "data-neuron": `${column},${j}` };
    return this.item(neuronTarget(neuron), name, "board-neuron", this.describe(neuron), ...parts);
  }

  // ---- what is hovered, dragged or selected ----------------------------------------------------

  mark() {
    this.layers.under.replaceChildren();
    this.layers.over.replaceChildren();
    this.markSelected();
    if (this.drag?.moved) this.markDrag();
    else if (this.hover) this.markHover(this.hover);
    else this.say(this.svg.querySelector(":focus-visible") ? KEY_HINT : HINT);
    const open = this.hover && this.hover.kind !== "nothing" && !this.fullText(this.hover);
    this.svg.style.cursor = this.drag?.moved ? "grabbing" : open ? "pointer" : "default";
  }

  markSelected() {
    this.svg.querySelector('[aria-pressed="true"]')?.removeAttribute("aria-pressed");
    this.handle = null;
    const item = this.find(this.selected);
    if (!item) return;
    this.items.get(keyOf(this.selected))?.setAttribute("aria-pressed", "true");
    if (this.selected.kind === "edge") this.glow(item);
    this.handle = this.selected.kind === "edge" ? this.besideEdge(item) : this.besideNeuron(item);
    this.layers.over.append(cross(this.handle));
  }

  // Beside the edge, not on it: a second press on the middle of the edge should still deselect.
  besideEdge({ a, b }) {
    const length = distance(a, b);
    const middle = along(a, b, 0.5);
    return { x: middle.x + ((b.y - a.y) / length) * 20, y: middle.y - ((b.x - a.x) / length) * 20 };
  }

  besideNeuron({ x, y }) {
    const reach = this.r * 0.75 + 5;
    return { x: x + reach, y: y - reach };
  }

  glow(edge) {
    const { a, b, width } = edge;
    this.layers.under.append(line(a, b, "board-halo-line", width + 8), line(a, b, sign(edge), width + 1));
    const spot = this.spots.get(edge) ?? along(a, b, 0.5);
    this.layers.over.append(text(spot, edge.text, "board-label"));
  }

  markHover(target) {
    this.say(this.hintFor(target));
    const item = this.find(target);
    if (target.kind === "neuron") this.layers.under.append(circle(item, this.r + 4, "board-ring"));
    if (target.kind === "edge" && !same(target, this.selected)) this.glow(item);
    if (this.fullText(target)) this.label(this.pointer, this.fullText(target));
    else if (target.kind === "column") this.ghostNeuron(target);
    else if (target.kind === "gap") this.ghostLayer(target.x ?? this.gapOf(target).x);
    else if (target.kind === "empty") {
      const at = { ...this.middle, x: this.pointer?.x ?? this.middle.x };
      this.layers.over.append(circle(at, this.r, "board-ghost-neuron"));
    }
  }

  ghostNeuron({ column }) {
    const slot = this.slots.find((s) => s.column === column);
    if (!slot) return;
    const neighbours = [this.columns[column - 1], this.columns[column + 1]].flatMap((c) => c?.neurons ?? []);
    this.layers.under.append(...neighbours.map((n) => line(slot, n, "board-ghost-edge")));
    const room = this.height - slot.y - 3;
    this.layers.over.append(circle(slot, Math.min(this.r, room), "board-ghost-neuron"));
    this.label(slot, "+ neuron", this.r + 12);
  }

  ghostLayer(x) {
    const [top, bottom] = [
      { x, y: 40 },
      { x, y: this.height - 10 },
    ];
    const middle = { ...this.middle, x };
    this.layers.over.append(
      line(top, bottom, "board-ghost-edge"),
      circle(middle, this.r, "board-ghost-neuron"),
    );
    this.label(middle, "+ layer", this.r + 12);
  }

  // A label stands above its point, or below where there is no room, and inside the board.
  label({ x, y }, words, lift = 22) {
    const half = words.length * 3.6 + 6;
    const room = Math.max(half, this.width - half);
    const spot = { x: clamp(x, half, room), y: y - lift < 12 ? y + lift : y - lift };
    this.layers.over.append(text(spot, words, "board-label"));
  }

  markDrag() {
    const { from, point, plan } = this.drag;
    const start = this.find(from);
    this.say(plan.hint);
    this.layers.under.append(circle(start, this.r + 4, "board-ring"));
    const end = plan.end ?? point;
    const cut = plan.kind === "cut";
    const faint = cut || !plan.end ? " board-ghost-muted" : "";
    if (cut) this.layers.under.append(line(start, end, "board-erase"));
    this.layers.under.append(line(start, end, `board-ghost-edge board-ghost-strong${faint}`));
    const mark = plan.kind === "move" ? "board-ghost-neuron" : "board-ring";
    if (plan.end) this.layers.under.append(circle(end, this.r + 4, mark));
    if (cut) this.layers.over.append(cross(along(start, end, 0.5)));
    if (plan.label) this.label(end, plan.label, this.r + (plan.end ? 12 : 18));
  }

  // ---- pointer ---------------------------------------------------------------------------------

  pointerDown(event) {
    if (event.button || !event.isPrimary) return;
    this.pointer = this.at(event);
    this.press = this.hover = this.pick(this.pointer);
    this.wasOpen = this.field.target; // this press takes the focus from it, which closes it
    if (this.press.kind === "neuron") {
      this.svg.setPointerCapture(event.pointerId);
      this.drag = { from: this.press, start: this.pointer, point: this.pointer, moved: false };
    }
    this.mark();
  }

  pointerMove(event) {
    if (!event.isPrimary) return;
    this.pointer = this.at(event);
    if (this.drag) return this.dragTo(this.pointer);
    const target = this.pick(this.pointer);
    const follows = target.x || target.kind === "empty" || this.fullText(target);
    if (same(target, this.hover) && !follows) return;
    this.hover = target;
    this.mark();
  }

  dragTo(point) {
    if (!this.drag.moved && distance(point, this.drag.start) < PRESS_PX) return;
    Object.assign(this.drag, { moved: true, point, plan: this.planDrag(this.find(this.drag.from), point) });
    this.mark();
  }

  // What letting go here would do: connect, cut or move, or why it would do nothing.
  planDrag(from, point) {
    const over = nearest(this.neurons, (n) => distance(point, n), Math.max(this.r * 1.6, 22));
    const step = over ? over.column - from.column : 0;
    if (over ? !step : Math.abs(point.x - from.x) < this.reach) return this.planMove(from, point);
    if (!over) return { hint: "Drop on a neuron of a neighbouring layer · Esc: cancel" };
    if (Math.abs(step) === 1) return this.planJoin(from, over);
    const why = "only neighbouring layers can be connected";
    return { label: why, hint: `${why}.` };
  }

  planMove(from, point) {
    const end = nearest(this.columns[from.column].neurons, (n) => Math.abs(n.y - point.y), Infinity);
    if (end === from)
      return { hint: "Drag to a neighbouring layer to connect or cut · up or down to reorder" };
    const words = `move to place ${end.neuron + 1}`;
    return { kind: "move", end, label: words, hint: `Drop: ${words}.` };
  }

  planJoin(from, over) {
    const [a, b] = from.column < over.column ? [from, over] : [over, from];
    const edge = edgeTarget({ layer: a.column, to: b.neuron, from: a.neuron });
    const kind = this.find(edge) ? "cut" : "connect";
    return { kind, edge, end: over, label: kind, hint: `Drop: ${kind} ${a.label} → ${b.label}.` };
  }

  pointerUp(event) {
    if (!event.isPrimary || !this.press) return;
    const { drag, press } = this;
    this.pointer = this.at(event);
    this.drag = this.press = null;
    if (drag?.moved) this.drop(drag);
    else if (same(press, this.pick(this.pointer))) this.act(press, this.pointer);
    // A finger leaves no pointer behind, so nothing stays hovered.
    if (event.pointerType === "touch") this.pointer = null;
    this.hover = this.pointer && this.pick(this.pointer);
    this.mark();
  }

  letGo() {
    this.pointer = this.hover = this.drag = this.press = null;
    this.mark();
  }

  drop({ from, plan }) {
    const { column, neuron } = from;
    if (plan.kind === "move") this.report("move_neuron", { column, from: neuron, to: plan.end.neuron });
    else if (plan.kind) this.report(plan.kind, place(plan.edge));
  }

  // `at` is where the pointer pressed, if one did.
  act(target, at = null) {
    if (this.fullText(target)) return this.say(`${this.fullText(target)}.`);
    const x = at && Math.round(at.x / this.sx); // in the drawing's coordinates
    if (target.kind === "empty") this.report("add_layer", { after: -1, x });
    if (target.kind === "gap") this.report("add_layer", { after: target.after, x: target.x && x });
    if (target.kind === "column") this.report("add_neuron", { column: target.column });
    if (target.kind === "remove") this.remove(this.selected);
    if (target.kind === "neuron" || target.kind === "edge") this.toggle(target);
  }

  toggle(target) {
    this.focus(target);
    const chosen = same(target, this.wasOpen) ? null : target;
    this.wasOpen = null;
    if (!same(chosen, this.selected)) this.select(chosen);
    if (chosen) this.field.open(chosen);
  }

  select(target) {
    this.selected = target;
    this.report("select", { target });
    this.mark();
  }

  remove(target) {
    if (same(target, this.selected)) this.selected = null;
    if (target?.kind === "edge") this.report("cut", place(target));
    if (target?.kind === "neuron") this.report("remove_neuron", place(target));
    this.mark();
  }

  // ---- keyboard --------------------------------------------------------------------------------

  // One Tab stop for the whole board; it roves with the focus.
  rove(target) {
    this.items.get(keyOf(this.rover))?.setAttribute("tabindex", -1);
    this.rover = target;
    this.items.get(keyOf(target))?.setAttribute("tabindex", 0);
  }

  focus(target) {
    this.rove(target);
    this.items.get(keyOf(target))?.focus({ preventScroll: true });
  }

  focused() {
    const target = document.activeElement.target;
    if (target && !same(target, this.rover)) this.rove(target);
    this.mark();
  }

  // After a redraw the thing that had the focus may be gone; its nearest relative takes over.
  survivor(target) {
    if (this.items.has(keyOf(target))) return target;
    if (!this.columns.length) return { kind: "empty" };
    const column = this.columns[clamp(target?.column ?? target?.layer ?? 0, 0, this.columns.length - 1)];
    const neuron = column.neurons[clamp(target?.neuron ?? target?.from ?? 0, 0, column.neurons.length - 1)];
    return neuron ? neuronTarget(neuron) : this.neurons[0] && neuronTarget(this.neurons[0]);
  }

  keyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.rover) return;
    if (!this.pressKey(event.key, this.rover)) return;
    // The app binds some of these keys to its buttons; here they mean the board.
    event.preventDefault();
    event.stopPropagation();
  }

  pressKey(key, at) {
    const column = at.column ?? at.layer;
    if (key.startsWith("Arrow")) this.walk(key.slice(5), at);
    else if (key === "Enter" || key === " ") this.act(at);
    else if (key === "Delete" || key === "Backspace") this.remove(at);
    else if (key === "Escape") return this.escape();
    else if (key === "+") this.act(column === undefined ? at : { kind: "column", column });
    else if (key.toLowerCase() === "l") this.act(column === undefined ? at : { kind: "gap", after: column });
    else if (key.toLowerCase() === "e") this.nextEdge(at, 1);
    else return false;
    return true;
  }

  escape() {
    if (this.drag?.moved) this.letGo();
    else if (this.selected) this.select(null);
    else return false;
    return true;
  }

  walk(direction, at) {
    const step = direction === "Left" || direction === "Up" ? -1 : 1;
    const sideways = direction === "Left" || direction === "Right";
    const item = this.find(at);
    if (!item) return;
    if (at.kind === "edge" && !sideways) return this.nextEdge(at, step);
    if (at.kind === "edge") return this.focus(neuronTarget(step < 0 ? item.a : item.b));
    const column = this.columns[at.column].neurons;
    const beside = this.columns[at.column + step]?.neurons ?? [];
    const next = sideways
      ? nearest(beside, (n) => Math.abs(n.y - item.y), Infinity)
      : column[at.neuron + step];
    if (next) this.focus(neuronTarget(next));
  }

  nextEdge(at, step) {
    const [layer, from] = at.kind === "edge" ? [at.layer, at.from] : [at.column, at.neuron];
    const out = this.edges.filter((e) => e.layer === layer && e.from === from);
    if (!out.length) return this.say("No connection leaves this neuron.");
    const now = out.findIndex((e) => same(edgeTarget(e), at));
    this.focus(edgeTarget(out[(now + step + out.length) % out.length]));
  }
}

function cross(at) {
  const path = make("path", { d: `M${at.x - 3.5} ${at.y - 3.5}l7 7m0 -7l-7 7` });
  return make("g", { class: "board-remove", "data-remove": "" }, circle(at, 9), path);
}

function legend() {
  const sample = (className) => {
    const picture = make("svg", { width: 26, height: 8, "aria-hidden": "true" });
    picture.append(line({ x: 0, y: 4 }, { x: 26, y: 4 }, className, 2));
    return picture;
  };
  return html(
    "div",
    "board-legend",
    html("span", "", sample("board-line"), "positive"),
    html("span", "", sample("board-line board-negative"), "negative"),
    html("span", "", "thicker = larger"),
  );
}
