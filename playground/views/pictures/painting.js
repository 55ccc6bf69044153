/* How a scene and a frame are painted on a canvas: lines, small pictures, points and words. Each
 * frame is painted whole, in the page's own colours, which takes a few milliseconds. */

const KEPT = 127;
const TENTHS = 10;
const FONT = "'Source Sans', 'Source Sans Pro', sans-serif";

function rgb(hex) {
  return [1, 3, 5].map((k) => parseInt(hex.slice(k, k + 2), 16));
}

function mixed(from, to, share) {
  return from.map((value, k) => value + (to[k] - value) * share);
}

class Painter {
  constructor(canvas) {
    this.canvas = canvas;
    this.small = document.createElement("canvas");
    this.layer = document.createElement("canvas"); // with the points, which stay where they are
  }

  paint(data, width, dark) {
    const { canvas } = this;
    const { scene, warned, widths } = data;
    [this.scale, this.wide] = [width / scene.wide, scene.wide];
    const ratio = (window.devicePixelRatio || 1) * this.scale;
    const size = { width: Math.round(scene.wide * ratio), height: Math.round(scene.high * ratio) };
    if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
    this.classes = scene.classes;
    this.takeColours(dark ? scene.dark : scene.light);
    const pen = this.ready(canvas, scene, ratio);
    this.lines(scene.lines, widths);
    let from = 0;
    scene.pictures.forEach((one, k) => {
      const values = data.pixels.subarray(from, (from += one.rows * one.columns));
      this.picture(one, values, warned.includes(k));
    });
    if (scene.points.x.length) this.pointsLayer(scene, size, ratio);
    this.pen = pen;
    for (const [x, y, words] of scene.words) this.word(words, x, y, "@muted", "left");
    for (const [x, y, title] of scene.titles) this.word(title, x, y, "@muted", "center");
  }

  /* A pen on an empty canvas, in the scene's own pixels. */
  ready(canvas, scene, ratio) {
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, scene.wide, scene.high);
    pen.lineCap = "round";
    this.pen = pen;
    return pen;
  }

  pointsLayer(scene, size, ratio) {
    const { canvas, layer, colours } = this;
    const pen = this.pen;
    const of = [scene, size.width, size.height, colours];
    if (!this.layerOf?.every((one, k) => one === of[k])) {
      this.layerOf = of;
      Object.assign(layer, size);
      this.ready(layer, scene, ratio);
      this.points(scene.points);
    }
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(layer, 0, 0, canvas.width, canvas.height);
    pen.restore();
  }

  /* The colour of each pixel's byte, worked out once for a theme. */
  takeColours(colours) {
    if (this.colours === colours || this.colours?.["@paper"] === colours["@paper"]) return;
    this.colours = colours;
    const paper = rgb(colours["@paper"]);
    const ends = [rgb(colours["@negative"]), rgb(colours["@positive"])];
    this.shades = new Uint8ClampedArray(4 * 256);
    this.classShades = new Uint8ClampedArray(4 * 256);
    for (let byte = 0; byte < 256; byte += 1) {
      const value = byte > 127 ? byte - 256 : byte;
      const share = 0.72 * Math.min(1, Math.abs(value) / KEPT);
      this.shades.set([...mixed(paper, ends[value > 0 ? 1 : 0], share), 255], 4 * byte);
      const name = this.classes[byte % this.classes.length];
      this.classShades.set([...mixed(paper, rgb(colours[name]), 0.4), 255], 4 * byte);
    }
  }

  /* Lines of one look are one path: so they cost a few strokes, however many they are. */
  lines(places, widths) {
    const { pen, colours } = this;
    const looks = new Map();
    widths.forEach((width, k) => {
      if (!width) return;
      if (!looks.has(width)) looks.set(width, new Path2D());
      const [x1, y1, x2, y2] = places[k];
      const path = looks.get(width);
      path.moveTo(x1, y1);
      path.bezierCurveTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2);
    });
    for (const [width, path] of looks) {
      const wide = Math.abs(width) / TENTHS;
      pen.strokeStyle = colours[width < 0 ? "@negative" : "@positive"];
      pen.lineWidth = wide;
      pen.setLineDash(width < 0 ? [5, 4 + wide] : []);
      pen.stroke(path);
    }
    pen.setLineDash([]);
  }

  picture(one, values, warned) {
    const { pen, colours } = this;
    const [left, top] = [one.x - one.wide / 2, one.y - one.high / 2];
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
    pen.lineWidth = warned ? 4 : 1.5;
    pen.strokeStyle = colours[warned ? "@warned" : "@ink"];
    pen.setLineDash(warned ? [7, 5] : []);
    pen.stroke();
    pen.setLineDash([]);
    if (warned) this.word("⚠", one.x + 0.62 * one.wide, top + 8, "@warned", "center", 18);
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
    const { small } = this;
    const shades = one.classes ? this.classShades : this.shades;
    Object.assign(small, { width: one.columns, height: one.rows });
    const pen = small.getContext("2d", { willReadFrequently: true });
    const image = pen.createImageData(one.columns, one.rows);
    for (let k = 0; k < values.length; k += 1) {
      const from = 4 * (values[k] & 255);
      for (let c = 0; c < 4; c += 1) image.data[4 * k + c] = shades[from + c];
    }
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

  points({ x, y, classes, hollow }) {
    const { pen, colours, classes: names } = this;
    const few = x.length <= 30;
    x.forEach((_, k) => {
      const colour = colours[names[classes[k] % names.length]];
      this.shape(x[k], y[k], classes[k], few ? 7 : 4);
      pen.fillStyle = hollow[k] ? colours["@paper"] : colour;
      pen.strokeStyle = hollow[k] ? colour : colours["@paper"];
      pen.lineWidth = hollow[k] ? 1.6 : 1;
      pen.fill();
      pen.stroke();
    });
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
    const half = align === "center" ? pen.measureText(words).width / 2 : 0; // none is cut off
    pen.fillText(words, Math.max(half, Math.min(x, this.wide - half)), y);
  }
}
