/* Full screen at a press; Esc, or leaving it in any other way, is reported. */

const buttons = new WeakMap();
const ICON =
  "<svg viewBox='0 0 24 24' width='18' height='18' aria-hidden='true'><path fill='none' stroke='currentColor' stroke-width='2' d='M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5'/></svg>";

class PresentButton {
  constructor(parent) {
    this.button = document.createElement("button");
    this.button.className = "present-button";
    this.button.innerHTML = `${ICON}<span>Present</span>`;
    this.button.title = "Full screen for a class; Esc leaves";
    parent.append(this.button);
    this.button.addEventListener("click", () => this.toggle());
    this.left = () => {
      if (this.on && !document.fullscreenElement) this.report(false);
    };
    this.escaped = (event) => {
      if (!this.on || event.key !== "Escape") return;
      if (document.fullscreenElement) document.exitFullscreen();
      else this.report(false);
    };
    document.addEventListener("fullscreenchange", this.left);
    document.addEventListener("keydown", this.escaped);
  }

  show(on, report) {
    Object.assign(this, { on, report });
    this.button.setAttribute("aria-pressed", String(on));
  }

  async toggle() {
    const on = !this.on;
    this.button.blur(); // so that Space plays
    try {
      if (on) await document.documentElement.requestFullscreen?.();
      else if (document.fullscreenElement) await document.exitFullscreen();
    } catch {
      // where full screen is not allowed, the page presents in its window
    }
    this.report(on);
  }

  close() {
    document.removeEventListener("fullscreenchange", this.left);
    document.removeEventListener("keydown", this.escaped);
    this.button.remove();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!buttons.has(parentElement)) buttons.set(parentElement, new PresentButton(parentElement));
  const button = buttons.get(parentElement);
  button.show(data.on, (on) => setTriggerValue("presenting", on));
  return () => {
    button.close();
    buttons.delete(parentElement);
  };
}
