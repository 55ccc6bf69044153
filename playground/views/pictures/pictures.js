/* Paints what Python sends on one canvas: lines, small pictures and points. Each drawing is painted
 * whole, in the page's own colours, which takes a millisecond or two. */

const drawn = new WeakMap();
const KEPT = 127;
const PATIENCE = 3000; // ms until the next drawing is asked for again
const FONT = "'Source Sans', 'Source Sans Pro', sans-serif";
const CLASS_COLOURS = [
  "@negative",
  "@positive",
  "@class-c",
  "@class-d",
  "@class-e",
  "@class-f",
  "@class-g",
  "@class-h",
  "@class-i",
  "@class-j",
];

function rgb(hex) {
  return [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
}

function mixed(from, to, share) {
  return from.map((value, k) => value + (to[k] - value) * share);
}

function bytesOf(text) {
  return Int8Array.from(atob(text), (sign) => sign.charCodeAt(0));
}

class Pictures {
  constructor(parent) {
    this.root = document.createElement("div");
    this.root.className = "pictures";
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    this.root.append(this.canvas);
    parent.append(this.root);
    this.small = document.createElement("canvas");
    this.resized = new ResizeObserver(() => this.paint());
    this.resized.observe(this.root);
    this.canvas.addEventListener("click", (event) => this.press(event));
  }

  show(data, report, painted, place) {
    Object.assign(this, { data, report, painted, place });
    this.canvas.style.cursor = data.placing ? "crosshair" : "";
    this.root.style.maxWidth = `${data.wide}px`;
    this.canvas.setAttribute("aria-label", data.alt);
    this.paint();
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
      this.painted(beat);
      this.asking = setTimeout(send, PATIENCE);
    };
    this.asking = setTimeout(send, wait);
  }

  paint() {
    const { data, canvas, root } = this;
    if (!data || !root.clientWidth) return;
    this.scale = root.clientWidth / data.wide;
    const ratio = (window.devicePixelRatio || 1) * this.scale;
    const [wide, high] = [Math.round(data.wide * ratio), Math.round(data.high * ratio)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    this.colours = isDark(root) ? data.dark : data.light;
    const pen = (this.pen = canvas.getContext("2d"));
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, data.wide, data.high);
    pen.lineCap = "round";
    for (const edge of data.edges) this.edge(edge);
    for (const picture of data.pictures) this.picture(picture);
    this.points(data.points);
    pen.textAlign = "left";
    for (const [x, y, words] of data.words) this.word(words, x, y, "@muted", "left");
  }

  edge([x1, y1, x2, y2, wide, negative]) {
    const { pen, colours } = this;
    pen.strokeStyle = colours[negative ? "@negative" : "@positive"];
    pen.lineWidth = wide;
    pen.setLineDash(negative ? [5, 4 + wide] : []);
    pen.beginPath();
    pen.moveTo(x1, y1);
    pen.bezierCurveTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2);
    pen.stroke();
    pen.setLineDash([]);
  }

  picture(one) {
    const { pen, colours } = this;
    const [left, top] = [one.x - one.wide / 2, one.y - one.high / 2];
    const values = bytesOf(one.pixels);
    pen.save();
    this.outline(one);
    pen.clip();
    pen.fillStyle = colours["@paper"];
    pen.fillRect(left, top, one.wide, one.high);
    pen.imageSmoothingEnabled = !one.classes && one.rows > 1;
    pen.drawImage(this.image(one, values), left, top, one.wide, one.high);
    if (one.line) this.border(one, values, left, top);
    pen.restore();
    this.outline(one);
    pen.lineWidth = one.warned ? 4 : 1.5;
    pen.strokeStyle = colours[one.warned ? "@warned" : "@ink"];
    pen.setLineDash(one.warned ? [7, 5] : []);
    pen.stroke();
    pen.setLineDash([]);
    if (one.warned) this.word("⚠", one.x + 0.62 * one.wide, top + 8, "@warned", "center", 18);
    if (one.label) this.word(one.label, one.x, one.y + one.high / 2 + 15, "@ink", "center", 14, true);
  }

  outline(one) {
    const { pen } = this;
    pen.beginPath();
    if (one.round) pen.ellipse(one.x, one.y, one.wide / 2, one.high / 2, 0, 0, 7);
    else pen.roundRect(one.x - one.wide / 2, one.y - one.high / 2, one.wide, one.high, 6);
  }

  /* A pixel for each value, to be drawn larger. */
  image(one, values) {
    const { small, colours } = this;
    Object.assign(small, { width: one.columns, height: one.rows });
    const pen = small.getContext("2d", { willReadFrequently: true });
    const image = pen.createImageData(one.columns, one.rows);
    const paper = rgb(colours["@paper"]);
    const ends = [rgb(colours["@negative"]), rgb(colours["@positive"])];
    const classes = one.classes ? CLASS_COLOURS.map((name) => mixed(paper, rgb(colours[name]), 0.4)) : [];
    values.forEach((value, k) => {
      const share = 0.72 * Math.min(1, Math.abs(value) / KEPT);
      const colour = one.classes
        ? classes[value % classes.length]
        : mixed(paper, ends[value > 0 ? 1 : 0], share);
      image.data.set([...colour, 255], 4 * k);
    });
    pen.putImageData(image, 0, 0);
    return small;
  }

  /* Where neighbouring values change their sign: marching squares, each side cut in proportion. */
  border({ rows, columns, wide, high }, values, left, top) {
    const { pen } = this;
    const at = (r, c) => values[r * columns + c];
    const place = (r, c) => [left + ((c + 0.5) * wide) / columns, top + ((r + 0.5) * high) / rows];
    pen.strokeStyle = this.colours["@ink"];
    pen.lineWidth = 2.5;
    pen.beginPath();
    for (let r = 0; r + 1 < rows; r += 1) {
      for (let c = 0; c + 1 < columns; c += 1) {
        const corners = [
          [r, c],
          [r, c + 1],
          [r + 1, c + 1],
          [r + 1, c],
        ];
        const cuts = [];
        corners.forEach(([r1, c1], k) => {
          const [r2, c2] = corners[(k + 1) % 4];
          const [a, b] = [at(r1, c1), at(r2, c2)];
          if (a > 0 === b > 0) return;
          const share = a / (a - b);
          cuts.push(place(r1 + (r2 - r1) * share, c1 + (c2 - c1) * share));
        });
        for (let k = 0; k + 1 < cuts.length; k += 2) {
          pen.moveTo(...cuts[k]);
          pen.lineTo(...cuts[k + 1]);
        }
      }
    }
    pen.stroke();
  }

  points({ x, y, classes, hollow, ringed }) {
    const { pen, colours } = this;
    const few = x.length <= 30;
    x.forEach((_, k) => {
      const colour = colours[CLASS_COLOURS[classes[k] % CLASS_COLOURS.length]];
      this.shape(x[k], y[k], classes[k], few ? 7 : 4);
      pen.fillStyle = hollow[k] ? colours["@paper"] : colour;
      pen.strokeStyle = hollow[k] ? colour : colours["@paper"];
      pen.lineWidth = hollow[k] ? 1.6 : 1;
      pen.fill();
      pen.stroke();
    });
    pen.strokeStyle = colours["@ink"];
    pen.lineWidth = 2;
    for (const k of ringed) {
      pen.beginPath();
      pen.ellipse(x[k], y[k], 8, 8, 0, 0, 7);
      pen.stroke();
    }
  }

  /* Each class has a shape of its own: diamond, disc, square, triangle; then again. */
  shape(x, y, number, size) {
    const { pen } = this;
    pen.beginPath();
    if (number % 4 === 1) pen.ellipse(x, y, size, size, 0, 0, 7);
    else if (number % 4 === 2) pen.rect(x - 0.85 * size, y - 0.85 * size, 1.7 * size, 1.7 * size);
    else {
      const corners =
        number % 4 === 3
          ? [
              [0, -1.2],
              [1.1, 0.8],
              [-1.1, 0.8],
            ]
          : [
              [0, -1.25],
              [1.25, 0],
              [0, 1.25],
              [-1.25, 0],
            ];
      corners.forEach(([dx, dy], k) => pen[k ? "lineTo" : "moveTo"](x + dx * size, y + dy * size));
      pen.closePath();
    }
  }

  word(words, x, y, colour, align, size = 14, bold = false) {
    const { pen } = this;
    const readable = Math.max(size, 11 / this.scale);
    pen.font = `${bold ? "600 " : ""}${readable}px ${FONT}`;
    pen.textAlign = align;
    pen.textBaseline = "middle";
    pen.fillStyle = this.colours[colour];
    pen.fillText(words, x, y);
  }

  press(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / this.scale, (event.clientY - box.top) / this.scale];
    if (this.data.placing) this.place([x / this.data.wide, y / this.data.high]);
    const found = this.data.pictures.find(
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
  const painted = (beat) => setTriggerValue("painted", beat);
  const place = (at) => setTriggerValue("place", at);
  pictures.show(data, (name) => setTriggerValue("press", name), painted, place);
  return () => {
    pictures.close();
    drawn.delete(parentElement);
  };
}
