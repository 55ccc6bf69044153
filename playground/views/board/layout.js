// Where everything on the board stands: Python's drawing, stretched to the size of the board in CSS
// pixels, while radii and letters keep a readable size, so that a phone gets the same board, only
// narrower. A layout never changes; a new drawing or another size makes a new one.

const EDGE_REACH = 8; // px: how far from an edge a press still counts
const FEW_EDGES = 20; // up to here every weight is written on its edge
const GAP_Y = 20; // px: where the "+" of a gap stands, beside the titles
const WEIGHT_PLACES = [0.32, 0.4, 0.48, 0.56, 0.64, 0.72, 0.26]; // shares of an edge, best first

// ---- points ------------------------------------------------------------------------------------

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));
const distance = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
const along = (a, b, t) => ({ x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t });

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

// ---- targets: what a press or a focus is about, a neuron, an edge, a column, a gap, … -----------

const neuronTarget = ({ column, neuron }) => ({ kind: "neuron", column, neuron });
const edgeTarget = ({ layer, to, from }) => ({ kind: "edge", layer, to, from });
const keyOf = (t) => t && [t.kind, t.layer ?? t.column ?? t.after, t.to ?? t.neuron, t.from].join(",");
const place = ({ kind, ...where }) => where;
const same = (a, b) => keyOf(a) === keyOf(b);

// ---- the layout --------------------------------------------------------------------------------

class Layout {
  constructor(drawing, width, height) {
    const { size, radius, columns, neurons, slots, gaps, edges, limits } = drawing;
    Object.assign(this, { width, height, limits, middle: { x: width / 2, y: height / 2 } });
    const [sx, sy] = [width / size[0], height / size[1]];
    this.sx = sx;
    this.type = clamp(Math.min(width / 820, height / 400), 1, 1.5); // how much larger letters are
    const fit = (item) => ({ ...item, x: item.x * sx, y: (item.y ?? 0) * sy });
    this.columns = columns.map((c) => ({ ...fit(c), neurons: [] }));
    this.neurons = neurons.map((n) => ({ ...fit(n), into: 0, out: 0 }));
    for (const n of this.neurons) this.columns[n.column].neurons[n.neuron] = n;
    this.slots = slots.map(fit);
    this.gaps = gaps.map((gap) => this.fitGap(gap));
    const steps = (items, axis) => items.slice(1).map((item, i) => item[axis] - items[i][axis]);
    this.pitch = Math.min(width, ...steps(this.columns, "x"));
    const rows = Math.min(height, ...this.columns.flatMap((c) => steps(c.neurons, "y")));
    const edge = Math.min(...this.columns.map((c) => Math.min(c.x, width - c.x) - 3));
    this.r = Math.min(Math.max(radius * Math.min(sx, sy), 34), this.pitch * 0.3, rows * 0.43, edge);
    this.reach = Math.min(Math.max(this.r * 1.8, 26), this.pitch * 0.34);
    this.edges = edges.map((edge) => this.joined(edge));
    this.things = new Map(this.neurons.map((n) => [keyOf(neuronTarget(n)), n]));
    for (const edge of this.edges) this.things.set(keyOf(edgeTarget(edge)), edge);
    this.spots = this.edges.length > FEW_EDGES ? new Map() : this.weightSpots();
  }

  // The "+" of a gap stands between the titles; where those leave no room, at the bottom or below them.
  fitGap({ after, x }) {
    const near = Math.min(...this.columns.map((c) => Math.abs(c.x - x * this.sx)));
    const at = (y) => ({ after, x: clamp(x * this.sx, 14, this.width - 14), y });
    if (near >= 38) return at(GAP_Y);
    const free = (place) => [...this.slots, ...this.neurons].every((one) => distance(one, place) > 36);
    return [at(this.height - 16), at(2.3 * GAP_Y)].find(free) ?? at(this.height - 16);
  }

  joined(edge) {
    const a = this.columns[edge.layer].neurons[edge.from];
    const b = this.columns[edge.layer + 1].neurons[edge.to];
    a.out += 1;
    b.into += 1;
    return { ...edge, a, b };
  }

  // Each weight takes the first place along its edge, from the source on, that is still free:
  // of other weights and of other edges.
  weightSpots() {
    const spots = new Map();
    const hits = (p, q) => Math.abs(p.x - q.x) < (p.w + q.w) / 2 && Math.abs(p.y - q.y) < 17 * this.type;
    for (const edge of this.edges) {
      const taken = [...spots.values()];
      const others = this.edges.filter((e) => e !== edge);
      const onEdges = (p) => others.filter((e) => distanceToSegment(p, e.a, e.b) < 9 * this.type).length;
      const onNeuron = (p) => [edge.a, edge.b].some((n) => distance(p, n) < this.r + p.w / 2);
      const clash = (p) => 3 * taken.filter((q) => hits(p, q)).length + onEdges(p) + 2 * onNeuron(p);
      const w = (edge.text.length * 8 + 4) * this.type;
      const free = WEIGHT_PLACES.map((t) => ({ ...along(edge.a, edge.b, t), w }));
      spots.set(
        edge,
        free.reduce((best, p) => (clash(p) < clash(best) ? p : best)),
      );
    }
    return spots;
  }

  // ---- what is where ---------------------------------------------------------------------------

  find(target) {
    return this.things.get(keyOf(target));
  }

  gapOf({ after }) {
    return this.gaps.find((gap) => gap.after === after);
  }

  // What lies under a point; `handle` is where the mark stands that removes what is selected.
  pick(point, handle) {
    if (!this.columns.length) return { kind: "empty" };
    if (handle && distance(point, handle) < 13) return { kind: "remove" };
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

  // Where the mark stands that removes a thing. Beside an edge, not on it: a second press on the
  // middle of the edge should still deselect.
  handleOf(target) {
    const item = this.find(target);
    if (!item) return null;
    if (target.kind === "neuron") {
      const reach = this.r * 0.75 + 5;
      return { x: item.x + reach, y: item.y - reach };
    }
    const { a, b } = item;
    const [length, middle] = [distance(a, b), along(a, b, 0.5)];
    return { x: middle.x + ((b.y - a.y) / length) * 20, y: middle.y - ((b.x - a.x) / length) * 20 };
  }

  // After a redraw the thing that had the focus may be gone; its nearest relative takes over.
  survivor(target) {
    if (this.find(target)) return target;
    if (!this.columns.length) return { kind: "empty" };
    const column = this.columns[clamp(target?.column ?? target?.layer ?? 0, 0, this.columns.length - 1)];
    const neuron = column.neurons[clamp(target?.neuron ?? target?.from ?? 0, 0, column.neurons.length - 1)];
    return neuron ? neuronTarget(neuron) : this.neurons[0] && neuronTarget(this.neurons[0]);
  }

  // ---- numbers ---------------------------------------------------------------------------------

  // The numbers that a neuron or an edge has: what they are, as they are written in full.
  fieldsOf(target) {
    const item = this.find(target);
    if (!item) return [];
    if (target.kind === "neuron") return item.fields;
    return [{ what: "weight", label: `weight from ${item.a.label} to ${item.b.label}`, text: item.number }];
  }

  // Where a number's field opens: where the number stands.
  spotOf(target) {
    const item = this.find(target);
    if (!item || target.kind === "neuron") return item && this.belowName(item);
    return this.spotOn(item);
  }

  spotOn(edge) {
    return this.spots.get(edge) ?? along(edge.a, edge.b, 0.5);
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
}
