/* A press on one of these buttons fetches a file and saves it. While it comes, the button says how much is
 * there, and a second press stops it. Where the server does not answer, or does not know the address (another one has
 * taken over, and the page is about to say the new address), it is asked again for a while.
 */

const AGAIN = 500; // ms until the server is asked once more
const ENOUGH = 40; // times that it is asked
const SOON = 250; // ms that a file may take without a word
const NEWLINE = 10;
const GONE = "The server does not answer. Reload the page and try again.";

const rows = new WeakMap();
const make = (tag, className, ...inside) => {
  const made = Object.assign(document.createElement(tag), { className });
  made.append(...inside);
  return made;
};
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** The server has said why it cannot make the file. */
class Refused extends Error {}

/** The answer's pieces, each told to `heard` as it comes. */
async function pieces(answer, heard) {
  const reader = answer.body.getReader();
  const found = [];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return found;
    found.push(value);
    heard(value);
  }
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

class FileButton {
  constructor(row, said) {
    this.row = row;
    this.icon = make("span", "icon");
    this.icon.setAttribute("aria-hidden", "true");
    this.icon.translate = false;
    this.label = make("span", "");
    this.element = make("button", "", this.icon, this.label);
    this.element.type = "button";
    this.element.addEventListener("click", () => (this.coming ? this.coming.abort() : this.fetch()));
    this.show(said);
  }

  show(said) {
    this.said = said;
    this.element.dataset.key = said.key;
    if (!this.coming) this.rest();
  }

  rest() {
    this.icon.textContent = this.said.icon;
    this.icon.hidden = !this.said.icon;
    this.label.textContent = this.said.label;
    this.element.className = "";
    this.element.style.cssText = "";
    this.element.disabled = !this.said.address;
    this.element.removeAttribute("aria-label");
  }

  /** That it is being made or fetched; `share` of it is there, or so many bytes. */
  busy(share, bytes) {
    this.element.style.minWidth ||= `${this.element.offsetWidth}px`;
    const known = share !== null;
    this.element.className = known ? "busy" : "busy unknown";
    if (known) this.element.style.setProperty("--done", share);
    const much = known ? `${Math.floor(100 * share)} %` : bytes ? `${(bytes / 1e6).toFixed(1)} MB` : "…";
    this.icon.hidden = false;
    this.icon.textContent = "stop_circle";
    this.label.textContent = `Stop · ${much}`;
    this.element.setAttribute("aria-label", `Stop ${this.said.label}`);
  }

  async fetch() {
    this.coming = new AbortController();
    const { name } = this.said;
    const slow = setTimeout(() => {
      this.busy(null, 0);
      this.row.say("status", `${this.said.label} is being made`);
    }, SOON);
    this.row.say("alert", "");
    try {
      const found = await this.insist();
      save(found, name);
      this.row.say("status", `${name} is saved`);
    } catch (error) {
      const stopped = this.coming.signal.aborted;
      this.row.say(stopped ? "status" : "alert", stopped ? "Stopped" : error.message);
    }
    clearTimeout(slow);
    this.coming = null;
    this.rest();
  }

  /** The file, asked for until there is an answer. */
  async insist() {
    for (let times = 0; times < ENOUGH; times++) {
      try {
        const answer = await fetch(this.said.address, { signal: this.coming.signal, cache: "no-store" });
        if (answer.ok) return await this.read(answer);
        if (answer.status === 422) throw new Refused(await answer.text());
      } catch (error) {
        if (error instanceof Refused || this.coming.signal.aborted) throw error;
      }
      await pause(AGAIN);
      this.coming.signal.throwIfAborted();
    }
    throw new Error(GONE);
  }

  async read(answer) {
    const lines = Number(answer.headers.get("X-Lines"));
    let [there, bytes, shown] = [0, 0, performance.now()];
    const found = await pieces(answer, (piece) => {
      bytes += piece.length;
      if (lines) for (const sign of piece) there += sign === NEWLINE;
      if (performance.now() - shown < SOON) return;
      shown = performance.now();
      this.busy(lines ? Math.min(1, there / lines) : null, bytes);
    });
    return new Blob(found, { type: answer.headers.get("Content-Type") ?? "" });
  }
}

class Row {
  constructor(parent) {
    this.buttons = new Map();
    this.said = { alert: make("p", ""), status: make("p", "") };
    for (const [role, place] of Object.entries(this.said)) place.setAttribute("role", role);
    this.place = make("div", "file-buttons", this.said.alert, this.said.status);
    parent.append(this.place);
  }

  say(role, text) {
    this.said[role].textContent = text;
  }

  show(all) {
    const keys = new Set(all.map(({ key }) => key));
    for (const [key, button] of this.buttons) {
      if (!keys.has(key)) {
        button.element.remove();
        this.buttons.delete(key);
      }
    }
    for (const said of all) {
      const known = this.buttons.get(said.key);
      if (known) known.show(said);
      else this.buttons.set(said.key, new FileButton(this, said));
      this.said.alert.before(this.buttons.get(said.key).element);
    }
  }
}

export default function ({ data, parentElement }) {
  if (!rows.has(parentElement)) rows.set(parentElement, new Row(parentElement));
  const row = rows.get(parentElement);
  row.show(JSON.parse(new TextDecoder().decode(data)));
  return () => {
    row.place.remove();
    rows.delete(parentElement);
  };
}
