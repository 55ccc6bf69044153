// What is drawn over and under the network while it is pointed at, dragged or selected.

class Marks {
  constructor(picture) {
    this.picture = picture;
    this.over = picture.layers.over;
    this.under = picture.layers.under;
  }

  get layout() {
    return this.picture.layout;
  }

  clear() {
    this.under.replaceChildren();
    this.over.replaceChildren();
    this.picture.svg.querySelector('[aria-pressed="true"]')?.removeAttribute("aria-pressed");
  }

  // What is selected, with a mark at `handle` that removes it.
  selected(target, handle) {
    if (!handle) return;
    this.picture.itemOf(target)?.setAttribute("aria-pressed", "true");
    if (target.kind === "edge") this.glow(this.layout.find(target));
    this.over.append(cross(handle));
  }

  glow(edge) {
    const { a, b, width, weight } = edge;
    this.under.append(line(a, b, "board-halo-line", width + 8), line(a, b, lineClass(weight), width + 1));
    this.over.append(text(this.layout.spotOn(edge), edge.text, "board-label"));
  }

  // What a press at `point` would be about, with what it would add.
  hovered(target, point, selected) {
    const { layout } = this;
    const [item, full] = [layout.find(target), fullText(layout, target)];
    if (target.kind === "neuron") this.under.append(circle(item, layout.r + 4, "board-ring"));
    if (target.kind === "edge" && !same(target, selected)) this.glow(item);
    if (full) this.label(point, full);
    else if (target.kind === "column") this.ghostNeuron(target);
    else if (target.kind === "gap") this.ghostLayer(target.x ?? layout.gapOf(target).x);
    else if (target.kind === "empty") {
      const at = { ...layout.middle, x: point?.x ?? layout.middle.x };
      this.over.append(circle(at, layout.r, "board-ghost-neuron"));
    }
  }

  ghostNeuron({ column }) {
    const { columns, slots, height, r } = this.layout;
    const slot = slots.find((s) => s.column === column);
    if (!slot) return;
    const neighbours = [columns[column - 1], columns[column + 1]].flatMap((c) => c?.neurons ?? []);
    this.under.append(...neighbours.map((n) => line(slot, n, "board-ghost-edge")));
    const room = height - slot.y - 3;
    this.over.append(circle(slot, Math.min(r, room), "board-ghost-neuron"));
    this.label(slot, "+ neuron", r + 12);
  }

  ghostLayer(x) {
    const { middle, height, r } = this.layout;
    const at = { ...middle, x };
    this.over.append(
      line({ x, y: 40 }, { x, y: height - 10 }, "board-ghost-edge"),
      circle(at, r, "board-ghost-neuron"),
    );
    this.label(at, "+ layer", r + 12);
  }

  // A label stands above its point, or below where there is no room, and inside the board.
  label({ x, y }, words, lift = 22) {
    const half = words.length * 3.6 + 6;
    const room = Math.max(half, this.layout.width - half);
    const spot = { x: clamp(x, half, room), y: y - lift < 12 ? y + lift : y - lift };
    this.over.append(text(spot, words, "board-label"));
  }

  // What letting go would do, as the pointer planned it.
  dragged({ from, point, plan }) {
    const { r } = this.layout;
    const start = this.layout.find(from);
    this.under.append(circle(start, r + 4, "board-ring"));
    const end = plan.end ?? point;
    const cut = plan.kind === "cut";
    const faint = cut || !plan.end ? " board-ghost-muted" : "";
    if (cut) this.under.append(line(start, end, "board-erase"));
    this.under.append(line(start, end, `board-ghost-edge board-ghost-strong${faint}`));
    const mark = plan.kind === "move" ? "board-ghost-neuron" : "board-ring";
    if (plan.end) this.under.append(circle(end, r + 4, mark));
    if (cut) this.over.append(cross(along(start, end, 0.5)));
    if (plan.label) this.label(end, plan.label, r + (plan.end ? 12 : 18));
  }
}
