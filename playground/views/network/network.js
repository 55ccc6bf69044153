/* The picture of the network: draws the figure that Python made for this place's size, tells Python
 * the size, finds what is pressed, lets the arrow keys go from neuron to neuron, and lets a step's
 * values travel along their edges.
 *
 * One unit of the figure is one px of the size it was made for. While the place has another size,
 * the picture is scaled as a whole until the figure for the new size has come.
 */

const SETTLED = 120; // ms without a change of size before it is told
const networks = new WeakMap();

class NetworkView {
  constructor(parent) {
    this.parent = parent;
    this.root = document.createElement("div");
    this.root.className = "network-view";
    this.gd = document.createElement("div");
    this.keys = document.createElement("div"); // what the arrow keys go through, and what is said of it
    Object.assign(this.keys, { className: "network-keys", tabIndex: 0 });
    this.keys.setAttribute("role", "application");
    this.keys.setAttribute("aria-roledescription", "network");
    this.ring = document.createElement("div");
    this.ring.className = "network-ring";
    this.said = document.createElement("div");
    this.said.className = "network-said";
    this.said.setAttribute("aria-live", "polite");
    this.gd.setAttribute("role", "figure");
    this.root.append(this.gd, this.keys, this.ring, this.said);
    parent.append(this.root);
    this.at = -1;
    this.listen();
    this.place = [0, 0]; // its size as it was told: to ask for it would lay out the page once more
    this.resized = new ResizeObserver(([{ contentRect }]) =>
      this.placed(contentRect.width, contentRect.height),
    );
    this.themed = window.matchMedia("(prefers-color-scheme: dark)");
    this.retheme = () => setTimeout(() => this.draw(), 200);
    this.themed.addEventListener("change", this.retheme);
    pressQueue.add(this.gd, {
      moves: () => this.data.ahead,
      shown: () => this.data.figure,
      drawAhead: (figure) => this.draw(figure), // before the server has answered
      takeBack: () => this.draw(), // nothing came: the press led nowhere
      press: (place) => this.press(place),
    });
  }

  /* ---- drawing ---- */

  show(data, report) {
    const first = !this.data;
    Object.assign(this, { data, report });
    if (data.keep) handToKeeper(data.keep);
    this.gd.setAttribute("aria-label", data.alt);
    this.keys.setAttribute("aria-label", `${data.alt}. Arrow keys go from neuron to neuron, Enter selects.`);
    if (first) {
      this.place = [this.root.clientWidth, this.root.clientHeight];
      this.resized.observe(this.root);
    }
    if (data.ahead.length) pressQueue.answered(data.presses);
    if (window.Plotly) this.draw();
    else
      library(data.library).then(
        () => this.draw(),
        (error) => {
          this.gd.textContent = error.message;
        },
      );
  }

  draw(text = this.data?.figure) {
    if (!text || !window.Plotly || !this.place[0]) return;
    const dark = isDark(this.root);
    if (this.drawn === text && this.dark === dark) return;
    const stepped = this.drawn !== text && this.drawn !== undefined;
    const palette = dark ? this.data.dark : this.data.light;
    const { figure, targets, motion } = JSON.parse(coloured(text, palette));
    this.root.targets = targets; // for whoever looks at the page from outside
    Object.assign(this, { drawn: text, dark, targets, size: [figure.layout.width, figure.layout.height] });
    drawFigure(this.gd, figure, { displayModeBar: false, staticPlot: true });
    this.fit();
    if (stepped) stageMotion.play(this.gd, motion, palette, this.size);
    else stageMotion.stop(this.gd);
    this.point(this.at < targets.length ? this.at : -1);
    this.rename();
  }

  placed(width, height) {
    const first = !this.place[0];
    this.place = [Math.round(width), Math.round(height)];
    if (first && !this.drawn) this.draw();
    this.fit();
  }

  /* Scaled as a whole to the place, and in its middle. */
  fit() {
    const [width, height] = this.place;
    if (!width || !height) return;
    if (this.size) {
      const scale = Math.min(width / this.size[0], height / this.size[1]);
      this.scale = scale;
      this.offset = [(width - scale * this.size[0]) / 2, (height - scale * this.size[1]) / 2];
      const transform = `translate(${this.offset[0]}px, ${this.offset[1]}px) scale(${scale})`;
      this.gd.style.transform = transform;
      this.point(this.at);
    }
    const told = this.told ?? this.data.size;
    if (Math.abs(told[0] - width) <= 2 && Math.abs(told[1] - height) <= 2) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.tell(), SETTLED);
  }

  tell() {
    const [width, height] = this.place;
    if (!width || !height) return;
    this.told = [width, height];
    document.cookie = `stage_${this.data.place}=${width}x${height}; path=/; max-age=31536000; samesite=lax`;
    const { place } = this.data;
    onceIdle(() => this.root.isConnected && this.report("size", { width, height, place }));
  }

  /* ---- the pointer ---- */

  listen() {
    this.root.addEventListener("click", (event) => {
      const found = this.under(event);
      if (found) this.press(found.press);
    });
    this.root.addEventListener("pointermove", (event) => {
      const found = this.under(event);
      this.root.style.cursor = found ? "pointer" : "";
      this.name(found, event);
    });
    this.root.addEventListener("pointerleave", () => this.name(null));
    this.keys.addEventListener("keydown", (event) => this.keyed(event));
    this.keys.addEventListener("focus", () => this.point(Math.max(this.at, -1)));
    this.keys.addEventListener("blur", () => {
      this.ring.hidden = true;
    });
  }

  under({ clientX, clientY }) {
    if (!this.targets || !this.data.pressable) return null;
    const { left, top } = this.root.getBoundingClientRect();
    const [x, y] = [clientX - left - this.offset[0], clientY - top - this.offset[1]];
    this.pointed = [x / this.scale, y / this.scale];
    return stageTargets.targetAt(this.targets, ...this.pointed);
  }

  /* What the pointer is over is named beside it, large where a class looks on. */
  name(found, event) {
    if (!this.label) {
      this.label = document.createElement("div");
      this.label.className = "network-label";
      this.label.setAttribute("aria-hidden", "true");
      this.root.append(this.label);
    }
    this.label.hidden = !found;
    if (!found) return;
    this.label.textContent = found.spoken;
    const { left, top, width } = this.root.getBoundingClientRect();
    const x = Math.min(event.clientX - left + 14, width - this.label.offsetWidth - 8);
    this.label.style.transform = `translate(${Math.max(4, x)}px, ${event.clientY - top + 18}px)`;
  }

  /* In a new picture the pointer is over what has another number now. */
  rename() {
    if (!this.label || this.label.hidden) return;
    const found = stageTargets.targetAt(this.targets, ...this.pointed);
    this.label.hidden = !found;
    if (found) this.label.textContent = found.spoken;
  }

  press(place) {
    if (pressQueue.later(place)) return;
    this.count = (this.count ?? 0) + 1;
    this.report("press", { ...place, id: `${Date.now()}-${this.count}` });
  }

  /* ---- the keyboard ---- */

  keyed(event) {
    const at = this.targets?.[this.at];
    if (event.key.startsWith("Arrow") && !event.shiftKey) {
      this.point(at ? this.targets.indexOf(stageTargets.targetTowards(this.targets, at, event.key)) : 0);
    } else if (event.key === "Enter" && at) this.press(at.press);
    else if (event.key === "Escape") this.keys.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* The ring around the target at hand; what it is, is said. */
  point(at) {
    const moved = at !== this.at;
    this.at = at;
    const target = this.targets?.[at];
    this.ring.hidden = !target || document.activeElement !== this.keys;
    if (!target) return;
    const [x0, y0, x1, y1] = target.box;
    const [left, top] = this.offset;
    this.ring.style.left = `${left + this.scale * x0 - 5}px`;
    this.ring.style.top = `${top + this.scale * y0 - 5}px`;
    this.ring.style.width = `${this.scale * (x1 - x0) + 10}px`;
    this.ring.style.height = `${this.scale * (y1 - y0) + 10}px`;
    if (moved && document.activeElement === this.keys) this.said.textContent = target.spoken;
  }

  close() {
    this.resized.disconnect();
    this.themed.removeEventListener("change", this.retheme);
    clearTimeout(this.settling);
    stageMotion.stop(this.gd);
    pressQueue.remove(this.gd);
    purgeOnceDrawn(this.gd);
    this.root.remove();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!networks.has(parentElement)) networks.set(parentElement, new NetworkView(parentElement));
  const view = networks.get(parentElement);
  view.show(received(data), (name, value) => setTriggerValue(name, value));
  return () => {
    view.close();
    networks.delete(parentElement);
  };
}
