/* A press on one of these buttons fetches a file and saves it. While it comes, the button says how much is
 * there, and a second press stops it. Where the server does not answer, it is asked again for a while; where it does
 * not know the address, since another one has taken over, the page is drawn again and brings one that it knows.
 */

const AGAIN = 500; // ms until the server is asked once more
const ENOUGH = 120; // times that it is asked
const RENEW = 3000; // ms until the page is once more asked to be drawn, with an address that is known
const CONNECTED = '[data-test-connection-state="CONNECTED"]';
const SOON = 250; // ms that a file may take without a word
const NEWLINE = 10;
const GONE = "The server does not answer. Reload the page and try again.";

const rows = new WeakMap();
const buttons = new Map(); // by their keys: one that fetches outlasts its row, which may be drawn anew
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

class FileButton {
  constructor() {
    this.icon = make("span", "icon");
    this.icon.setAttribute("aria-hidden", "true");
    this.icon.translate = false;
    this.label = make("span", "");
    this.element = make("button", "", this.icon, this.label);
    this.element.type = "button";
    this.renewed = -RENEW;
    this.element.addEventListener("click", () => (this.coming ? this.coming.abort() : this.fetch()));
  }

  show(row, said) {
    this.row = row;
    this.said = said;
    this.element.dataset.key = said.key;
    if (!this.coming) this.rest();
  }

  rest() {
    this.icon.textContent = this.said.icon;
    this.icon.hidden = !this.said.icon;
    this.label.textContent = this.said.label;
    this.element.className = this.said.main ? "main" : "";
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
        if (answer.status === 404) this.renew();
      } catch (error) {
        if (error instanceof Refused || this.coming.signal.aborted) throw error;
      }
      await pause(AGAIN);
      this.coming.signal.throwIfAborted();
    }
    throw new Error(GONE);
  }

  /** Have the page drawn again, as soon as its own connection is back. */
  renew() {
    if (performance.now() - this.renewed < RENEW || !this.row.place.isConnected) return;
    if (!document.querySelector(CONNECTED)) return;
    this.renewed = performance.now();
    this.row.renew();
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
    this.said = { alert: make("p", ""), status: make("p", "") };
    for (const [role, place] of Object.entries(this.said)) place.setAttribute("role", role);
    this.place = make("div", "file-buttons", this.said.alert, this.said.status);
    parent.append(this.place);
  }

  say(role, text) {
    this.said[role].textContent = text;
  }

  show(all) {
    this.drop(new Set(all.map(({ key }) => key)));
    for (const said of all) {
      if (!buttons.has(said.key)) buttons.set(said.key, new FileButton());
      const button = buttons.get(said.key);
      button.show(this, said);
      this.said.alert.before(button.element);
    }
  }

  /** All of its buttons but those: one that fetches goes on, and is forgotten when the next row is drawn. */
  drop(staying = new Set()) {
    for (const [key, button] of buttons) {
      const mine = button.row === this || !button.row.place.isConnected;
      if (!mine || staying.has(key)) continue;
      button.element.remove();
      if (!button.coming) buttons.delete(key);
    }
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!rows.has(parentElement)) rows.set(parentElement, new Row(parentElement));
  const row = rows.get(parentElement);
  row.renew = () => setTriggerValue("lost", Date.now());
  row.show(JSON.parse(new TextDecoder().decode(data)));
  return () => {
    row.drop();
    row.place.remove();
    rows.delete(parentElement);
  };
}
