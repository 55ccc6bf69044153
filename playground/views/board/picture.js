// The board's svg: what the network looks like. What the pointer does to it is drawn by the marks.

const LAYERS = ["empty", "titles", "edges", "under", "weights", "places", "neurons", "over"];

class Picture {
  constructor() {
    this.svg = make("svg", { class: "board-svg", role: "group", preserveAspectRatio: "xMidYMid meet" });
    this.layers = {};
    for (const name of LAYERS) this.layers[name] = make("g", { class: `board-layer-${name}` });
    this.svg.append(...Object.values(this.layers));
    this.items = new Map(); // what can have the focus, by the key of its target
    this.drawnEdges = new Map();
  }

  draw(layout) {
    this.layout = layout;
    this.items = new Map();
    this.svg.setAttribute("viewBox", `0 0 ${layout.width} ${layout.height}`);
    this.svg.setAttribute("aria-label", boardName(layout));
    this.svg.style.setProperty("--board-faint", clamp(9 / Math.sqrt(layout.edges.length), 0.25, 1));
    this.fill("empty", layout.columns.length ? [] : [this.emptyBoard()]);
    this.fill("titles", this.titles());
    this.drawEdges();
    this.fill(
      "weights",
      [...layout.spots].map(([edge, spot]) => text(spot, edge.text, "board-edge-text")),
    );
    this.fill("places", [...layout.slots.map((s) => this.slot(s)), ...layout.gaps.map((g) => this.gap(g))]);
    this.fill(
      "neurons",
      layout.neurons.map((n) => this.neuron(n)),
    );
  }

  fill(layer, nodes) {
    this.layers[layer].replaceChildren(...nodes);
  }

  itemOf(target) {
    return this.items.get(keyOf(target));
  }

  item(target, name, className, label, ...children) {
    const attributes = { class: className, role: "button", tabindex: -1, "aria-label": label, ...name };
    const node = make("g", attributes, ...children);
    node.target = target;
    this.items.set(keyOf(target), node);
    return node;
  }

  emptyBoard() {
    const { middle, width, height, r } = this.layout;
    const area = make("rect", { x: 2, y: 2, width: width - 4, height: height - 4, rx: 8 });
    const words = text({ x: middle.x, y: middle.y + r + 24 }, "Click anywhere to begin");
    const label = "Empty board: click, or press Enter, to place the first layer";
    return this.item({ kind: "empty" }, { "data-empty": "" }, "board-empty", label, area, words);
  }

  // One size for all titles; where not even small letters fit, the second line stays away.
  titles() {
    const { columns, pitch } = this.layout;
    const whole = columns.map((c) => c.title.split(" · "));
    const fit = (titles) => (pitch - 24) / (0.54 * Math.max(...titles.flat().map((words) => words.length)));
    const titles = fit(whole) < 13 ? whole.map(([name, ...rest]) => [bare(name), ...rest]) : whole;
    const fitting = fit(titles);
    const size = clamp(fitting, 9, 15 * this.layout.type);
    const lines = fitting < 7 ? 1 : 2;
    const at = (c, i) => ({ x: columns[c].x, y: 14 * this.layout.type + i * (size + 3) });
    return titles.flatMap((words, c) =>
      words.slice(0, lines).map((word, i) => text(at(c, i), word, `board-title board-title-${i}`, size)),
    );
  }

  // There may be 2048 edges; only those that changed are drawn anew.
  drawEdges() {
    const before = this.drawnEdges;
    this.drawnEdges = new Map();
    for (const edge of this.layout.edges) {
      const { a, b, width, text: words } = edge;
      const key = keyOf(edgeTarget(edge));
      const look = [key, a.x, a.y, a.label, b.x, b.y, b.label, width, words].join();
      const kept = before.get(look);
      if (kept) this.items.set(key, kept);
      else this.layers.edges.append(this.edge(edge));
      this.drawnEdges.set(look, this.items.get(key));
      before.delete(look);
    }
    for (const gone of before.values()) gone.remove();
  }

  edge(edge) {
    const { layer, to, from, a, b, weight, width } = edge;
    const name = { "data-edge": `${layer},${to},${from}` };
    const parts = [line(a, b, lineClass(weight), width), band(a, b, EDGE_REACH)];
    return this.item(edgeTarget(edge), name, "board-edge", edgeName(edge), ...parts);
  }

  slot(slot) {
    const name = { class: "board-slot", "data-column": slot.column };
    return make("g", name, circle(slot, Math.min(this.layout.r * 0.7, 15)), text(slot, "+"));
  }

  gap(gap) {
    return make("g", { class: "board-gap", "data-gap": gap.after }, circle(gap, 10), text(gap, "+"));
  }

  neuron(neuron) {
    const { column, neuron: j, x, y, label, value } = neuron;
    const { r } = this.layout;
    const fitted = (words, most) => Math.min(most, (r * 1.75) / (0.56 * Math.max(words.length, 2)));
    const [large, small] = (r > 36 ? [17, 16] : [15, 14]).map((size) => size * this.layout.type);
    const both = value && r >= 17 && fitted(value, 13) >= 7;
    const parts = [
      circle(neuron, r),
      text({ x, y: y - (both ? r * 0.22 : 0) }, label, "", fitted(label, large)),
    ];
    if (both) parts.push(text({ x, y: y + r * 0.42 }, value, "board-value", fitted(value, small)));
    const name = { "data-neuron": `${column},${j}` };
    return this.item(neuronTarget(neuron), name, "board-neuron", neuronName(neuron), ...parts);
  }
}
