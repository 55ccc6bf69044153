/* Shows what Python sends on a canvas, reports presses, and asks for the next frame.
 *
 * A message is two lines of JSON, what it is about and its scene, and then a byte for each line and
 * each pixel. The scene is left out where this page has it already. */

const drawn = new WeakMap();
const decoder = new TextDecoder();
const scenes = new Map(); // by their digests, the latest last
const MOST_SCENES = 12;
const NEW_LINE = 10;
const PATIENCE = 3000; // ms until the next drawing is asked for again
const LOW = 400; // px: as high as a picture may be that grows with the screen

/* What it is about, with its scene, and the widths and pixels as views into the message. */
function read(message) {
  const first = message.indexOf(NEW_LINE);
  const second = message.indexOf(NEW_LINE, first + 1);
  const about = JSON.parse(decoder.decode(message.subarray(0, first)));
  const text = decoder.decode(message.subarray(first + 1, second));
  if (text) remember(about.scene, JSON.parse(text));
  const bytes = new Int8Array(message.buffer, message.byteOffset + second + 1, message.length - second - 1);
  const [widths, pixels] = [bytes.subarray(0, about.lines), bytes.subarray(about.lines)];
  return { ...about, scene: scenes.get(about.scene), widths, pixels };
}

function remember(digest, scene) {
  scenes.delete(digest);
  scenes.set(digest, scene);
  if (scenes.size > MOST_SCENES) scenes.delete(scenes.keys().next().value);
}

/* New texts for what other elements have marked as their own. The text's node stays: a node that
 * comes or goes has the browser look at all the page's styles again. */
function tell(beside) {
  for (const [name, text] of Object.entries(beside)) {
    for (const { firstChild } of document.querySelectorAll(`[data-live="${name}"]`)) {
      if (firstChild && firstChild.data !== text) firstChild.data = text;
    }
  }
}

class Pictures {
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.className = "pictures";
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.painter = new Painter(this.canvas);
    this.root.append(this.canvas);
    parent.append(this.root);
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(this.root);
    this.canvas.addEventListener("click", (event) => this.press(event));
  }

  show(data, report, painted, place) {
    if (!data.scene) {
      painted(); // it was forgotten here: ask for it
      return;
    }
    Object.assign(this, { data, report, painted, place });
    if (data.keep) handToKeeper(data.keep);
    this.canvas.style.cursor = data.placing ? "crosshair" : "";
    const { wide, high } = data.scene;
    const widest = high > LOW ? `${wide}px` : `calc(${wide}px * var(--grow, 1))`;
    this.root.style.maxWidth = `min(${widest}, ${wide / high} * var(--highest, 100vh))`;
    if (this.canvas.ariaLabel !== data.alt) this.canvas.ariaLabel = data.alt;
    this.paint();
    tell(data.beside);
    this.ask();
  }

  /* Ask for the next drawing, once for each. Where no answer comes, ask again. */
  ask() {
    const { beat, pause } = this.data;
    if (beat === this.beat) return;
    this.beat = beat;
    clearTimeout(this.asking);
    if (beat === null) return;
    const wait = Math.max(0, pause - (performance.now() - (this.asked ?? 0)));
    const send = () => {
      this.asked = performance.now();
      this.painted();
      this.asking = setTimeout(send, PATIENCE);
    };
    this.asking = setTimeout(send, wait);
  }

  paint() {
    const { data, root } = this;
    if (data && root.clientWidth) this.painter.paint(data, root.clientWidth, isDark(root));
  }

  press(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [
      (event.clientX - box.left) / this.painter.scale,
      (event.clientY - box.top) / this.painter.scale,
    ];
    if (this.data.placing) this.place([x / this.data.scene.wide, y / this.data.scene.high]);
    const found = this.data.scene.pictures.find(
      (one) => one.name && Math.abs(x - one.x) <= one.wide / 2 && Math.abs(y - one.y) <= one.high / 2,
    );
    if (found) this.report(found.name);
  }

  close() {
    clearTimeout(this.asking);
    this.resized.disconnect();
    this.root.remove();
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  if (!drawn.has(parentElement)) drawn.set(parentElement, new Pictures(parentElement));
  const pictures = drawn.get(parentElement);
  const painted = () => setTriggerValue("painted", { scenes: [...scenes.keys()], id: performance.now() });
  const place = (at) => setTriggerValue("place", at);
  pictures.show(read(data), (name) => setTriggerValue("press", name), painted, place);
  return () => {
    pictures.close();
    drawn.delete(parentElement);
  };
}
