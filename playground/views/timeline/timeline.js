/* The timeline of a walk: draws the blocks that Python sends, and reports the step gone to. */

const timelines = new WeakMap();
const PAUSE = 80; // ms between two reports while somebody drags
const LEAST_TICK = 4; // px: narrower ticks run together

function element(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

class Timeline {
  constructor(parent) {
    this.track = element("div", "timeline-track");
    this.field = element("input", "timeline-field");
    Object.assign(this.field, { type: "range", min: 1, step: 1 });
    this.field.setAttribute("role", "slider");
    this.root = element("div", "timeline", this.field, this.track);
    parent.append(this.root);
    this.field.addEventListener("input", () => this.ask(Number(this.field.value) - 1));
    this.track.addEventListener("pointerdown", (event) => {
      this.track.setPointerCapture(event.pointerId);
      this.follow(event);
    });
    this.track.addEventListener("pointermove", (event) => {
      if (this.track.hasPointerCapture(event.pointerId)) this.follow(event);
    });
    this.resized = new ResizeObserver(() => this.fit());
    this.resized.observe(this.track);
  }

  show(data, report) {
    this.report = report;
    const shape = JSON.stringify(data.blocks);
    if (shape !== this.shape) this.build(data.blocks);
    this.shape = shape;
    this.field.max = this.total;
    this.field.setAttribute("aria-label", data.label);
    this.mark(data.at, data.spoken);
  }

  build(blocks) {
    this.runs = [];
    this.names = [];
    this.track.replaceChildren();
    let start = 0;
    for (const { name, runs } of blocks) {
      const bars = element("div", "timeline-bars");
      const block = element(
        "div",
        `timeline-block timeline-${runs[0].kind}`,
        element("div", "timeline-name", name),
        bars,
      );
      this.names.push({ block, words: block.firstChild, name });
      let steps = 0;
      for (const { kind, count, label } of runs) {
        const done = element("div", "timeline-done");
        const bar = element("div", "timeline-bar", done);
        const words = element("div", "timeline-label", label ?? "");
        const run = element("div", `timeline-run timeline-${kind}`, bar, words);
        bar.style.setProperty("--count", count);
        run.style.flexGrow = count;
        bars.append(run);
        this.runs.push({ bar, done, words, start, count });
        start += count;
        steps += count;
      }
      block.style.flexGrow = steps;
      this.track.append(block);
    }
    this.total = start;
    this.now = element("div", "timeline-now");
    this.fit();
  }

  /* Phases and layers are named, and ticks told apart, where there is room for it. */
  fit() {
    for (const { block, words, name } of this.names ?? []) {
      block.title = name;
      const fits = (text) => {
        words.textContent = text;
        return words.scrollWidth <= block.clientWidth;
      };
      words.style.visibility = fits(name) || fits(name.split(" ")[0]) ? "" : "hidden";
    }
    const named = (this.runs ?? []).filter(({ words }) => words.textContent);
    named.forEach(({ bar, words }, k) => {
      const end = named[k + 1] ?? this.runs.at(-1);
      const room = end.bar.getBoundingClientRect().left - bar.getBoundingClientRect().left;
      words.style.visibility = words.scrollWidth + 6 <= room || k === named.length - 1 ? "" : "hidden";
    });
    for (const { bar, count } of this.runs ?? []) {
      const width = bar.clientWidth / count;
      bar.classList.toggle("timeline-ticks", width >= LEAST_TICK);
      bar.style.setProperty("--gap", width > 8 ? "2px" : "1px");
    }
  }

  mark(at, spoken) {
    for (const { bar, done, start, count } of this.runs) {
      const share = Math.max(0, Math.min(1, (at + 1 - start) / count));
      done.style.width = `${100 * share}%`;
      if (at < start || at >= start + count) continue;
      this.now.style.left = `${(100 * (at - start)) / count}%`;
      this.now.style.width = `${100 / count}%`;
      bar.append(this.now);
    }
    if (document.activeElement !== this.field || Number(this.field.value) !== at + 1)
      this.field.value = at + 1;
    this.field.setAttribute("aria-valuetext", spoken);
  }

  /* The step under the pointer; between two runs the end of the nearer one. */
  follow(event) {
    let best = null;
    for (const run of this.runs) {
      const { left, right, width } = run.bar.getBoundingClientRect();
      const off = Math.max(left - event.clientX, event.clientX - right, 0);
      if (best && off >= best.off) continue;
      const share = Math.max(0, Math.min(0.999999, (event.clientX - left) / width));
      best = { off, step: run.start + Math.floor(share * run.count) };
    }
    if (best && best.step !== this.asked) this.ask(best.step);
  }

  ask(step) {
    this.asked = step;
    this.mark(step, `step ${step + 1} of ${this.total}`);
    if (this.waiting) return;
    this.send();
    this.waiting = setTimeout(() => {
      this.waiting = 0;
      if (this.sent !== this.asked) this.ask(this.asked);
    }, PAUSE);
  }

  send() {
    this.sent = this.asked;
    this.report(this.sent);
  }

  close() {
    clearTimeout(this.waiting);
    this.resized.disconnect();
    this.root.remove();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!timelines.has(parentElement)) timelines.set(parentElement, new Timeline(parentElement));
  const timeline = timelines.get(parentElement);
  mainStop.add(parentElement);
  timeline.show(JSON.parse(new TextDecoder().decode(data)), (step) => setTriggerValue("step", step));
  return () => {
    timeline.close();
    timelines.delete(parentElement);
    mainStop.remove(parentElement);
  };
}
