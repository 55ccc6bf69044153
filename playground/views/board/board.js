// The drawing board is a thin view: Python computes the whole drawing, the board draws it and
// reports what the pointer or the keyboard did as a gesture. It never changes the network itself;
// it only shows at once what a gesture would do, and waits for the next drawing.

const boards = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement));
  const board = boards.get(parentElement);
  board.show(data, (gesture) => setTriggerValue("gesture", gesture));
  return () => {
    board.close();
    boards.delete(parentElement);
  };
}

class Board {
  constructor(parent) {
    this.selected = this.handle = null; // the handle is where the mark stands that removes it
    this.gestures = new Gestures();
    this.picture = new Picture();
    this.marks = new Marks(this.picture);
    this.pointer = new Pointer(this);
    this.keys = new Keys(this);
    this.field = new NumberField(this);
    this.hint = html("div", "board-hint");
    this.hint.setAttribute("role", "status");
    this.hint.setAttribute("aria-live", "polite");
    this.counts = html("div", "board-counts"); // a neuron is added where the focus is not
    this.counts.setAttribute("role", "status");
    const said = [this.hint, this.counts];
    this.root = html("div", "board-root", this.picture.svg, legend(), ...said, this.field.root);
    parent.append(this.root);
    this.resized = new ResizeObserver(() => this.draw());
    this.resized.observe(this.picture.svg);
  }

  close() {
    this.resized.disconnect();
    this.gestures.close();
    this.field.moving = true; // what stands in it is held for the next board
    this.root.remove();
  }

  show(drawing, send) {
    const isNew = !this.drawing;
    this.drawing = drawing;
    this.gestures.send = send;
    this.selected = drawing.selected;
    this.root.style.height = `${drawing.height}px`;
    this.root.style.setProperty("--board-least", `${drawing.least}px`);
    const palette = drawing.palettes[isDark(this.root) ? "dark" : "light"];
    for (const name in palette) this.root.style.setProperty(`--board-${name}`, palette[name]);
    this.draw();
    this.field.show(drawing.refused, drawing.answered);
    if (isNew) this.field.resume();
    this.gestures.answered(drawing.answered);
  }

  // Each gesture says of what drawing it was made: on another, its neurons may be others.
  report(kind, fields = {}) {
    return this.gestures.report({ kind, ...fields, sizes: sizesToCome(this.drawing.sizes) });
  }

  say(words) {
    if (this.hint.textContent !== words) this.hint.textContent = words;
  }

  // ---- drawing ---------------------------------------------------------------------------------

  draw() {
    const { svg } = this.picture;
    if (!this.drawing || !svg.clientWidth) return;
    const focused = svg.contains(document.activeElement);
    this.layout = new Layout(this.drawing, svg.clientWidth, svg.clientHeight);
    this.root.style.setProperty("--board-type", this.layout.type);
    this.pointer.forget(); // redrawing moves the focus, which marks
    this.picture.draw(this.layout);
    const counts = boardName(this.layout);
    if (this.counts.textContent !== counts) this.counts.textContent = counts;
    this.keys.rove(this.layout.survivor(this.keys.rover));
    if (focused) this.keys.focus(this.keys.rover);
    this.pointer.resume();
    this.mark();
    if (this.field.target) this.field.place();
  }

  mark() {
    const { layout, marks, pointer, selected } = this;
    if (!layout) return;
    const { dragging, hover } = pointer;
    marks.clear();
    this.handle = layout.handleOf(selected);
    marks.selected(selected, this.handle);
    if (dragging) marks.dragged(dragging);
    else if (hover) marks.hovered(hover, pointer.at, selected);
    this.say(dragging ? dragging.plan.hint : this.hintOf(hover));
    const open = hover && hover.kind !== "nothing" && !fullText(layout, hover);
    this.picture.svg.style.cursor = dragging ? "grabbing" : open ? "pointer" : "default";
  }

  hintOf(hover) {
    if (hover) return hintFor(this.layout, hover, this.selected);
    return this.picture.svg.querySelector(":focus-visible") ? KEY_HINT : isTouched() ? TOUCH_HINT : HINT;
  }

  // ---- what a press or a key does --------------------------------------------------------------

  // `at` is where the pointer pressed, if one did, and `wasOpen` what its field was about before.
  act(target, { at = null, wasOpen = null } = {}) {
    const full = fullText(this.layout, target);
    if (full) return this.say(`${full}.`);
    const x = at && Math.round(at.x / this.layout.sx); // in the drawing's coordinates
    if (target.kind === "empty") this.report("add_layer", { after: -1, x });
    if (target.kind === "gap") this.report("add_layer", { after: target.after, x: target.x && x });
    if (target.kind === "column") this.report("add_neuron", { column: target.column });
    if (target.kind === "remove") this.remove(this.selected);
    if (target.kind === "neuron" || target.kind === "edge") this.toggle(target, wasOpen);
  }

  toggle(target, wasOpen) {
    this.keys.focus(target);
    const chosen = same(target, wasOpen) ? null : target;
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

  // Whether there was something to leave.
  escape() {
    if (this.pointer.dragging) this.pointer.letGo();
    else if (this.selected) this.select(null);
    else return false;
    return true;
  }
}
