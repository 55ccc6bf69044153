/* The picture of the network: draws the figure that Python made for this place's size, tells Python
 * the size, finds what is pressed, lets the arrow keys go from neuron to neuron, and lets a step's
 * values travel along their edges.
 *
 * One unit of the figure is one px of the size it was made for. While the place has another size,
 * the picture is scaled as a whole until the figure for the new size has come.
 */

const SETTLED = 120; // ms without a change of size before it is told
const TRAVEL = 250; // ms that a value takes along its edge
const REACH = 8; // px from an edge that still count as on it
const decoder = new TextDecoder();
const networks = new WeakMap();

/* The lines that Python sends: about the view, the figure with its targets and its motion, then the
 * figures that presses lead to. They stay text until they are drawn. */
function received(bytes) {
  const [about, figure, ...ahead] = decoder.decode(bytes).split("\n");
  const data = JSON.parse(about);
  return { ...data, figure, ahead: data.ahead.map((move, k) => ({ ...move, figure: ahead[k] })) };
}

function distance(x, y, [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

function svg(tag, attributes) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  return node;
}

class NetworkView {
  constructor(parent) {
    this.parent = parent;
    this.root = document.createElement("div");
    this.root.className = "network-view";
    this.gd = document.createElement("div");
    this.over = svg("svg", { class: "network-over", "aria-hidden": "true" });
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
    this.root.append(this.gd, this.over, this.keys, this.ring, this.said);
    parent.append(this.root);
    this.at = -1;
    this.listen();
    this.resized = new ResizeObserver(() => this.fit());
    this.themed = window.matchMedia("(prefers-color-scheme: dark)");
    this.retheme = () => setTimeout(() => this.draw(), 200);
    this.themed.addEventListener("change", this.retheme);
    pressQueue.add(this.gd, { moves: () => this.data.ahead, drawAhead: (...how) => this.drawAhead(...how) });
  }

  /* ---- drawing ---- */

  show(data, report) {
    const first = !this.data;
    Object.assign(this, { data, report });
    clearTimeout(this.doubt);
    this.gd.setAttribute("aria-label", data.alt);
    this.keys.setAttribute("aria-label", `${data.alt}. Arrow keys go from neuron to neuron, Enter selects.`);
    if (first) this.resized.observe(this.root);
    if (data.ahead.length) pressQueue.answered();
    if (window.Plotly) this.draw();
    else library(data.library).then(() => this.draw(), (error) => { this.gd.textContent = error.message; });
  }

  /* What a press leads to, before the server has answered. If nothing comes, the press led nowhere. */
  drawAhead(figure, patience) {
    this.draw(figure);
    this.doubt = setTimeout(() => this.draw(), patience);
  }

  draw(text = this.data?.figure) {
    if (!text || !window.Plotly || !this.root.clientWidth) return;
    const dark = isDark(this.root);
    if (this.drawn === text && this.dark === dark) return;
    const stepped = this.drawn !== text && this.drawn !== undefined;
    const palette = dark ? this.data.dark : this.data.light;
    const { figure, targets, motion } = JSON.parse(coloured(text, palette));
    this.root.targets = targets; // for whoever looks at the page from outside
    Object.assign(this, { drawn: text, dark, targets, size: [figure.layout.width, figure.layout.height] });
    window.Plotly.react(this.gd, figure.data, figure.layout, { displayModeBar: false, staticPlot: true });
    this.fit();
    this.travel(stepped && this.moves !== false ? motion : []);
    this.point(this.at < targets.length ? this.at : -1);
  }

  /* Scaled as a whole to the place, and in its middle. */
  fit() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!width || !height) return;
    if (this.size) {
      const scale = Math.min(width / this.size[0], height / this.size[1]);
      this.scale = scale;
      this.offset = [(width - scale * this.size[0]) / 2, (height - scale * this.size[1]) / 2];
      const transform = `translate(${this.offset[0]}px, ${this.offset[1]}px) scale(${scale})`;
      for (const layer of [this.gd, this.over]) layer.style.transform = transform;
      this.over.setAttribute("width", this.size[0]);
      this.over.setAttribute("height", this.size[1]);
      this.point(this.at);
    }
    const told = this.told ?? this.data.size;
    if (Math.abs(told[0] - width) <= 2 && Math.abs(told[1] - height) <= 2) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.tell(), this.told ? SETTLED : 0);
  }

  tell() {
    const { clientWidth: width, clientHeight: height } = this.root;
    if (!width || !height) return;
    this.told = [width, height];
    document.cookie = `stage_${this.data.place}=${width}x${height}; path=/; max-age=31536000; samesite=lax`;
    this.report("size", { width, height, place: this.data.place });
  }

  /* ---- motion ---- */

  travel(motion) {
    this.over.replaceChildren();
    cancelAnimationFrame(this.frame);
    if (!motion.length || window.matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const dots = motion.map(({ path, label, colour, radius, size }) => {
      const d = `M${path.map((point) => point.join(" ")).join("L")}`;
      const track = svg("path", { d, fill: "none" });
      const trail = [0.35, 0.6, 1].map((opacity) => svg("circle", { r: radius * opacity, fill: colour, opacity }));
      const words = svg("text", { fill: colour, "font-size": size, "text-anchor": "middle", "font-weight": 600 });
      words.textContent = label;
      this.over.append(track, ...trail, words);
      return { track, trail, words, length: track.getTotalLength(), radius };
    });
    const start = performance.now();
    const frame = (now) => {
      const t = Math.min(1, (now - start) / TRAVEL);
      const eased = 1 - (1 - t) ** 3;
      for (const { track, trail, words, length, radius } of dots) {
        trail.forEach((dot, k) => {
          const { x, y } = track.getPointAtLength(length * Math.max(0, eased - 0.05 * (trail.length - 1 - k)));
          dot.setAttribute("cx", x);
          dot.setAttribute("cy", y);
          if (k < trail.length - 1) return;
          words.setAttribute("x", x);
          words.setAttribute("y", y - radius - 4);
        });
      }
      if (t < 1) this.frame = requestAnimationFrame(frame);
      else this.over.replaceChildren();
    };
    this.frame = requestAnimationFrame(frame);
  }

  /* ---- the pointer ---- */

  listen() {
    this.root.addEventListener("click", (event) => {
      const found = this.under(event);
      if (found >= 0) this.press(found);
    });
    this.root.addEventListener("pointermove", (event) => {
      const found = this.under(event);
      this.root.style.cursor = found >= 0 ? "pointer" : "";
      this.name(found, event);
    });
    this.root.addEventListener("pointerleave", () => this.name(-1));
    this.keys.addEventListener("keydown", (event) => this.keyed(event));
    this.keys.addEventListener("focus", () => this.point(Math.max(this.at, -1)));
    this.keys.addEventListener("blur", () => { this.ring.hidden = true; });
  }

  /* The target below the pointer: a neuron or a box, or else the nearest edge. */
  under({ clientX, clientY }) {
    if (!this.targets || !this.data.pressable) return -1;
    const { left, top } = this.root.getBoundingClientRect();
    const [x, y] = [(clientX - left - this.offset[0]) / this.scale, (clientY - top - this.offset[1]) / this.scale];
    const inside = this.targets.findIndex(({ line, box: [x0, y0, x1, y1] }) => !line.length && x >= x0 && x <= x1 && y >= y0 && y <= y1);
    if (inside >= 0) return inside;
    let [best, reach] = [-1, REACH / this.scale];
    this.targets.forEach(({ line, box: [x0, y0, x1, y1] }, k) => {
      if (!line.length) return;
      const onChip = x >= x0 && x <= x1 && y >= y0 && y <= y1;
      let off = onChip ? 0 : Infinity;
      for (let n = 1; n < line.length && !onChip; n += 1) off = Math.min(off, distance(x, y, line[n - 1], line[n]));
      if (off < reach) [best, reach] = [k, off];
    });
    return best;
  }

  /* What the pointer is over is named beside it, large where a class looks on. */
  name(found, event) {
    if (!this.label) {
      this.label = document.createElement("div");
      this.label.className = "network-label";
      this.label.setAttribute("aria-hidden", "true");
      this.root.append(this.label);
    }
    this.label.hidden = found < 0;
    if (found < 0) return;
    this.label.textContent = this.targets[found].spoken;
    const { left, top, width } = this.root.getBoundingClientRect();
    const x = Math.min(event.clientX - left + 14, width - this.label.offsetWidth - 8);
    this.label.style.transform = `translate(${Math.max(4, x)}px, ${event.clientY - top + 18}px)`;
  }

  press(found) {
    this.count = (this.count ?? 0) + 1;
    this.report("press", { ...this.targets[found].press, id: `${Date.now()}-${this.count}` });
  }

  /* ---- the keyboard ---- */

  keyed(event) {
    const arrows = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
    const way = arrows[event.key];
    if (way && event.shiftKey) return; // with Shift the walk's own
    if (way) this.point(this.at < 0 ? 0 : this.nextTo(this.at, way));
    else if (event.key === "Enter" && this.at >= 0) this.press(this.at);
    else if (event.key === "Escape") this.keys.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* The nearest target in that direction. */
  nextTo(at, [dx, dy]) {
    const middle = ({ box: [x0, y0, x1, y1] }) => [(x0 + x1) / 2, (y0 + y1) / 2];
    const [x, y] = middle(this.targets[at]);
    let [best, least] = [at, Infinity];
    this.targets.forEach((target, k) => {
      const [tx, ty] = middle(target);
      const ahead = (tx - x) * dx + (ty - y) * dy;
      const aside = Math.abs((tx - x) * dy) + Math.abs((ty - y) * dx);
      const cost = ahead + 2.5 * aside;
      if (ahead > 4 && cost < least) [best, least] = [k, cost];
    });
    return best;
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
    clearTimeout(this.doubt);
    clearTimeout(this.settling);
    cancelAnimationFrame(this.frame);
    pressQueue.remove(this.gd);
    if (window.Plotly) window.Plotly.purge(this.gd);
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
