// The field that opens on the board where a number stands, to type another one. What was typed is
// reported as a gesture; the field stays until it was taken, and shows why if it was not.

const PLAIN_NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,2})?\s*$/i; // will surely be taken
const SEVERAL_NUMBERS = /\S[\s,;|&]+\S|[[({]/;
const typedHere = new Map(numbersSent().map((one) => [one.id, one])); // by the id of their gestures

class NumberField {
  constructor(board) {
    this.board = board;
    this.target = this.asked = null;
    this.inputs = [];
    this.root = html("div", "board-field");
    this.root.hidden = true;
    this.root.addEventListener("keydown", (event) => this.keyDown(event));
    this.root.addEventListener("paste", (event) => this.paste(event));
    this.root.addEventListener("focusout", (event) => this.left(event));
    this.root.addEventListener("input", (event) => this.hold(event.target));
  }

  open(target, what = null, text = null) {
    const fields = this.board.layout.fieldsOf(target);
    if (!fields.length) return this.close();
    this.target = target;
    this.asked = null;
    this.inputs = fields.map((field) => {
      const input = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off" });
      input.setAttribute("aria-label", field.label);
      return Object.assign(input, { value: field.text, taken: field.text, what: field.what });
    });
    const two = this.inputs.length > 1;
    const rows = this.inputs.map((input) => html("label", "", ...(two ? [input.what] : []), input));
    this.why = html("div", "board-why");
    this.why.setAttribute("role", "alert");
    this.moving = true; // the field that is taken away loses the focus, which is no press elsewhere
    this.root.replaceChildren(...rows, this.why);
    this.root.hidden = false;
    this.place();
    const input = this.inputs.find((one) => one.what === what) ?? this.inputs[0];
    if (text !== null) input.value = input.taken = text;
    input.focus({ preventScroll: true });
    input.select();
    this.moving = false;
  }

  // As it stood on a board before this one, whatever has been typed in it.
  resume() {
    const { sizes, target, what, text } = beingTyped ?? {};
    if (!target || String(sizes) !== String(this.board.drawing.sizes)) return;
    this.open(target, what);
    const input = this.inputs.find((one) => one.what === what);
    if (!this.target || !input) return;
    input.value = text;
    this.hold(input);
  }

  hold({ what, value }) {
    holdTyped({ sizes: this.board.drawing.sizes, target: this.target, what, text: value });
  }

  close(focus = false) {
    holdTyped(null);
    const { target } = this;
    this.target = this.asked = null;
    this.root.hidden = true;
    if (focus && target) this.board.keys.focus(target);
  }

  place() {
    const spot = this.board.layout.spotOf(this.target);
    if (!spot) return this.close();
    const [svg, root] = [this.board.picture.svg, this.board.root].map((node) => node.getBoundingClientRect());
    const half = this.root.offsetWidth / 2 + 4;
    const x = clamp(spot.x, half, Math.max(half, svg.width - half));
    this.root.style.left = `${svg.left - root.left + x}px`;
    this.root.style.top = `${svg.top - root.top + spot.y}px`;
  }

  get dirty() {
    return this.inputs.find((input) => input.value !== input.taken);
  }

  // After each drawing: what was asked is answered, and numbers may have changed.
  show(refused, answered) {
    const typed = typedHere.get(answered);
    typedHere.delete(answered);
    const wrong = typed && refused.find((one) => same(one.target, typed.target) && one.what === typed.what);
    if (this.target && !this.board.layout.fieldsOf(this.target).length) this.close();
    if (this.asked?.id === answered) this.answered(refused);
    else if (wrong) this.openAgain(wrong);
    if (!this.target) return;
    for (const { what, text } of this.board.layout.fieldsOf(this.target)) {
      const input = this.inputs.find((one) => one.what === what);
      const kept = refused.some((one) => same(one.target, this.target) && one.what === what);
      if (!input || input.value !== input.taken || kept || input.value === text) continue;
      input.value = input.taken = text;
      if (input === document.activeElement) input.select();
    }
    this.place();
  }

  // What was thought to be taken was not, and one has gone on already.
  openAgain(wrong) {
    if (this.target && this.dirty) this.take(this.dirty, null);
    this.open(wrong.target, wrong.what, wrong.text);
    this.explain(wrong);
  }

  answered(refused) {
    const { next, what } = this.asked;
    this.asked = null;
    const wrong = refused.find((one) => same(one.target, this.target) && one.what === what);
    if (wrong) this.explain(wrong);
    else if (next === "stay") this.explain(null);
    else this.go(next);
  }

  go(next) {
    if (next) this.open(next);
    else this.close(true);
  }

  explain(refused) {
    this.why.replaceChildren();
    if (!refused) return;
    const buttons = refused.choices.map(([name, words]) => {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
      button.onclick = () => this.choose(refused, name);
      return button;
    });
    this.why.append(html("p", "", refused.why), html("div", "", ...buttons));
    this.inputs.find((one) => one.what === refused.what)?.setAttribute("aria-invalid", "true");
    this.place();
  }

  choose({ target, what }, name) {
    const input = this.inputs.find((one) => one.what === what);
    input.value = input.taken;
    this.asked = { id: this.board.report("choose_number", { target, what, name }), what, next: null };
  }

  take(input, next, text = input.value, pasted = false) {
    input.taken = input.value;
    const { target } = this;
    const { what } = input;
    const chosen = next && next !== "stay" ? next : null;
    const id = this.board.report("set_number", { target, what, text, pasted, next: chosen });
    this.asked = { id, what, next };
    typedHere.set(id, { target, what });
    holdTyped(null);
  }

  keyDown(event) {
    const input = this.inputs.find((one) => one === event.target);
    event.stopPropagation(); // the app binds some keys to its buttons
    const untouched = !this.dirty && !this.why.childElementCount;
    if (event.key === "Escape" || (event.key === "Delete" && untouched)) {
      event.preventDefault();
      const { target } = this;
      this.close(true);
      if (untouched) this.board.keys.press(event.key, target); // let go, or take it away
      return;
    }
    if (!input) return;
    const forward = event.key === "Tab" && !event.shiftKey;
    const back = event.key === "Tab" && event.shiftKey;
    if (event.key !== "Enter" && !forward && !back) return;
    const at = this.inputs.indexOf(input) + (forward ? 1 : back ? -1 : 0);
    const changed = input.value !== input.taken;
    if (event.key !== "Enter" && this.inputs[at]) {
      if (changed) this.take(input, "stay");
      return; // the browser goes on to the other number of this neuron
    }
    event.preventDefault();
    const next = event.key === "Enter" ? null : this.board.layout.beside(this.target, forward ? 1 : -1);
    if (!changed) return this.goUnchanged(next);
    this.take(input, next);
    if (next && PLAIN_NUMBER.test(input.value)) this.go(next);
  }

  goUnchanged(next) {
    if (next) this.board.select(next);
    this.go(next);
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!SEVERAL_NUMBERS.test(text.trim())) return;
    event.preventDefault();
    this.take(event.target, "stay", text, true);
  }

  // A press elsewhere takes what was typed.
  left(event) {
    if (this.root.contains(event.relatedTarget) || !document.hasFocus()) return;
    if (this.moving || this.root.hidden) return;
    const input = this.dirty;
    if (input) this.take(input, null);
    this.close();
  }
}
