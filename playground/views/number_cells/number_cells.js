// A table of plain <input> cells. Python hands it the texts of all cells and what is wrong with a
// refused one; it reports what was typed or pasted. A cell that is being typed in is never written
// to, and what was typed is reported again with everything that follows until Python has taken it:
// so no character gets lost or joined to another, however slow the answers are.

const PATIENCE_MS = 4_000; // after which a report without an answer is sent again
const SEVERAL = /\S[\s,;|&]+\S|[[({]/; // a paste with more than one number
const DRAFT = "backprop-playground-cell"; // what stood in a cell, not taken yet, before a reload
const CUT = '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])';
const began = Date.now();
const cutOff = new Map(); // by table and cell: what was typed while no server was there
const tables = new WeakMap();
let reports = 0;
let draft = storedDraft();
if (!wasTypedHere(draft?.page)) draft = null;

export default function ({ data, parentElement, setTriggerValue }) {
  if (!tables.has(parentElement)) tables.set(parentElement, new Cells(parentElement));
  const table = tables.get(parentElement);
  table.show(data, (report) => setTriggerValue("cells", report));
  return () => {
    clearTimeout(table.waiting);
    table.root.remove();
    tables.delete(parentElement);
  };
}

function storedDraft() {
  try {
    return JSON.parse(sessionStorage.getItem(DRAFT) ?? "null");
  } catch {
    return null;
  }
}

function storeDraft(cell) {
  try {
    sessionStorage.setItem(DRAFT, JSON.stringify(cell));
  } catch {} // a full store loses nothing on screen
}

// A table forgets its own: that of another may still be typed in.
function forgetDraft(look) {
  if (storedDraft()?.look === look) sessionStorage.removeItem(DRAFT);
}

function make(tag, attributes = {}, ...children) {
  const node = Object.assign(document.createElement(tag), attributes);
  node.append(...children);
  return node;
}

class Cells {
  constructor(parent) {
    this.pending = new Map(); // by "row,column": what Python has not taken yet
    this.why = make("div", { className: "cells-why", hidden: true });
    this.why.setAttribute("role", "alert");
    this.box = make("div", { className: "cells-box" });
    this.copy = copyButton(() => this.numpy, "cells-copy");
    this.root = make("div", { className: "cells-root" }, this.box, this.copy, this.why);
    this.root.addEventListener("keydown", (event) => this.keyDown(event));
    this.root.addEventListener("focusin", (event) => this.entered(event.target));
    this.root.addEventListener("focusout", (event) => this.take(event.target));
    this.root.addEventListener("change", (event) => this.ticks && this.take(event.target));
    this.root.addEventListener("input", (event) => this.hold(event.target));
    this.root.addEventListener("paste", (event) => this.paste(event));
    parent.append(this.root);
  }

  show(data, send) {
    this.send = send;
    this.refused = data.refused;
    this.numpy = data.numpy;
    this.copy.hidden = !data.numpy;
    const { label, rows, columns, names, ticks } = data;
    const look = JSON.stringify([label, rows, columns, names, ticks]);
    if (look !== this.look) this.build(data);
    this.look = look;
    const [session, number] = (data.answered ?? "").split("-").map(Number);
    if (session === began)
      for (const [key, cell] of this.pending) if (cell.report <= number) this.pending.delete(key);
    if (!this.pending.size) {
      clearTimeout(this.waiting);
      if (session === began && !this.isDirty()) forgetDraft(this.look);
      if (session === began) cutOff.delete(this.look);
    }
    data.texts.forEach((row, r) => row.forEach((text, c) => this.fill(r, c, text)));
    this.typeAgain();
    this.reportAgain();
    this.explain();
  }

  // Another server has drawn the table anew, and has heard of none of what was typed meanwhile.
  reportAgain() {
    if (this.pending.size || document.querySelector(CUT)) return;
    const cells = cutOff.get(this.look);
    cutOff.delete(this.look);
    for (const [row, column, text, pasted] of cells?.values() ?? []) {
      const input = this.inputs[row]?.[column];
      if (!input || (!pasted && this.read(input) === text)) continue; // it is still being typed
      if (this.ticks) input.checked = text === "1";
      else if (!pasted) input.value = text;
      this.report(input, text, pasted);
    }
  }

  holdWhileCut(...cell) {
    if (!document.querySelector(CUT)) return;
    if (!cutOff.has(this.look)) cutOff.set(this.look, new Map());
    cutOff.get(this.look).set(`${cell[0]},${cell[1]}`, cell);
  }

  // What is typed is held by the tab until Python has taken it; after a reload it is handed on.
  hold(input) {
    if (!this.at(input) || this.ticks) return;
    const { row, column, value } = input;
    storeDraft({ page: placeTyped(), look: this.look, row, column, text: value });
    this.holdWhileCut(row, column, value, false);
  }

  typeAgain() {
    if (pageOf(draft?.page) !== location.pathname || draft.look !== this.look) return;
    const input = this.inputs[draft.row]?.[draft.column];
    const { text } = draft;
    draft = null;
    if (!input || this.read(input) === text) return;
    input.value = text;
    this.take(input); // the reload left the cell
  }

  isDirty() {
    return this.inputs.flat().some((input) => this.read(input) !== input.taken);
  }

  build({ label, rows, columns, names, ticks }) {
    const focus = this.at(document.activeElement);
    this.ticks = ticks;
    this.pending.clear();
    const table = make("table");
    table.setAttribute("aria-label", label);
    const head = (text, scope) => make("th", { scope, textContent: text });
    table.createTHead().append(make("tr", {}, make("td"), ...columns.map((name) => head(name, "col"))));
    const body = table.createTBody();
    this.inputs = rows.map((row, r) => {
      const inputs = columns.map((_, c) => this.input(names[r][c], r, c));
      const cells = inputs.map((input) => make("td", {}, input));
      body.append(make("tr", {}, head(row, "row"), ...cells));
      return inputs;
    });
    this.box.replaceChildren(table);
    if (focus) this.go(...focus);
  }

  input(name, row, column) {
    const kind = this.ticks ? { type: "checkbox" } : { type: "text", spellcheck: false };
    const input = make("input", { ...kind, autocomplete: "off" });
    input.setAttribute("aria-label", name);
    return Object.assign(input, { row, column, taken: this.read(input) });
  }

  fill(r, c, text) {
    const input = this.inputs[r][c];
    const refused = this.refusal(r, c);
    input.setAttribute("aria-invalid", Boolean(refused));
    if (this.pending.has(`${r},${c}`) || this.read(input) !== input.taken) return;
    input.taken = refused?.text ?? text;
    if (this.ticks) input.checked = text === "1";
    else if (input.value !== input.taken) {
      input.value = input.taken;
      if (input === document.activeElement) input.select();
    }
    input.taken = this.read(input); // a field keeps no line breaks
  }

  read(input) {
    return this.ticks ? String(Number(input.checked)) : input.value;
  }

  refusal(r, c) {
    return this.refused.find((one) => one.row === r && one.column === c);
  }

  // ---- what is typed ---------------------------------------------------------------------------

  at(node) {
    return this.box.contains(node) && node.row !== undefined ? [node.row, node.column] : null;
  }

  entered(input) {
    if (!this.ticks && this.at(input)) input.select();
    this.explain();
  }

  take(input) {
    if (this.at(input) && this.read(input) !== input.taken) this.report(input, this.read(input));
  }

  report(input, text, pasted = false) {
    const { row, column } = input;
    input.taken = this.read(input);
    this.pending.set(`${row},${column}`, { cell: [row, column, text, pasted], report: ++reports });
    this.holdWhileCut(row, column, text, pasted);
    this.tell();
  }

  tell(choice = null) {
    clearTimeout(this.waiting);
    const cells = [...this.pending.values()].map(({ cell }) => cell);
    const shape = [this.inputs.length, this.inputs[0].length];
    this.send({ cells, shape, choice, id: `${began}-${reports}` });
    this.waiting = setTimeout(() => this.again(), PATIENCE_MS);
  }

  again() {
    if (!this.pending.size) return;
    reports += 1;
    this.tell();
  }

  paste(event) {
    const text = event.clipboardData.getData("text/plain");
    if (!this.at(event.target) || this.ticks || !SEVERAL.test(text.trim())) return;
    event.preventDefault();
    this.report(event.target, text, true);
  }

  keyDown(event) {
    const at = this.at(event.target);
    if (!at || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    event.stopPropagation(); // the app binds some of these keys to its buttons
    if (event.key === "Escape") this.leave(event.target);
    if (!step || (this.ticks && event.key === "Enter")) return;
    event.preventDefault();
    this.take(event.target);
    if (!this.go(at[0] + step, at[1])) event.target.select?.();
  }

  leave(input) {
    const refused = this.refusal(input.row, input.column);
    if (refused) return this.choose(refused, "keep");
    if (!this.ticks) input.value = input.taken;
    forgetDraft(this.look);
    cutOff.get(this.look)?.delete(`${input.row},${input.column}`);
    input.select?.();
  }

  go(row, column) {
    this.inputs[row]?.[column]?.focus();
    return Boolean(this.inputs[row]?.[column]);
  }

  // ---- what was refused ------------------------------------------------------------------------

  choose({ row, column }, name) {
    const input = this.inputs[row][column];
    input.value = input.taken;
    reports += 1;
    this.tell({ row, column, name });
    input.focus();
  }

  // Beside its cell and over what lies below, so that nothing moves.
  explain() {
    const at = this.at(document.activeElement);
    const refused = (at && this.refusal(...at)) ?? this.refused[0];
    this.why.hidden = !refused;
    if (!refused) return;
    const buttons = refused.choices.map(([name, words]) =>
      make("button", { type: "button", textContent: words, onclick: () => this.choose(refused, name) }),
    );
    const words = make("p", { textContent: refused.why });
    const isNew = this.why.textContent !== refused.why + buttons.map((one) => one.textContent).join("");
    if (isNew) this.why.replaceChildren(words, make("div", {}, ...buttons));
    this.place(this.inputs[refused.row][refused.column]);
    if (isNew) this.why.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  // To the right of the table where there is room, otherwise below the cell.
  place(input) {
    const [cell, table, root] = [input, this.box.firstChild, this.root].map((one) =>
      one.getBoundingClientRect(),
    );
    const beside = table.right - root.left + 10;
    const fits = root.width - beside >= 240;
    const left = fits ? beside : Math.max(0, Math.min(cell.left - root.left, root.width - 300));
    this.why.style.left = `${left}px`;
    this.why.style.top = `${(fits ? cell.top : cell.bottom + 4) - root.top}px`;
  }
}
