// Making elements: of the board's svg, whose coordinates are CSS pixels, and of the page around it.

const SVG = "http://www.w3.org/2000/svg";

function make(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const name in attributes) node.setAttribute(name, attributes[name]);
  node.append(...children);
  return node;
}

function html(tag, className, ...children) {
  const node = document.createElement(tag);
  node.className = className;
  node.append(...children);
  return node;
}

function line(a, b, className, width) {
  const thick = width && { "stroke-width": width };
  return make("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, class: className, ...thick });
}

const circle = (at, r, className = "") => make("circle", { cx: at.x, cy: at.y, r, class: className });
const text = (at, words, className, size) =>
  make("text", { x: at.x, y: at.y, class: className, ...(size && { "font-size": size }) }, words);

// A band, not a thick line: a horizontal line has no height of its own and counts as invisible.
function band(a, b, half) {
  const f = half / (distance(a, b) || 1);
  const [nx, ny] = [(a.y - b.y) * f, (b.x - a.x) * f];
  const d = `M${a.x + nx} ${a.y + ny}L${b.x + nx} ${b.y + ny}L${b.x - nx} ${b.y - ny}L${a.x - nx} ${a.y - ny}Z`;
  return make("path", { d, class: "board-edge-hit" });
}

function cross(at) {
  const path = make("path", { d: `M${at.x - 3.5} ${at.y - 3.5}l7 7m0 -7l-7 7` });
  return make("g", { class: "board-remove", "data-remove": "" }, circle(at, 9), path);
}

// How an edge's line looks: by the sign of its weight.
const LOOKS = { 1: "", "-1": " board-negative", 0: " board-zero" };
const lineClass = (weight) => `board-line${LOOKS[Math.sign(weight)]}`;

function legend() {
  const sample = (weight) => {
    const picture = make("svg", { width: 26, height: 8, "aria-hidden": "true" });
    picture.append(line({ x: 0, y: 4 }, { x: 26, y: 4 }, lineClass(weight), 2));
    return picture;
  };
  return html(
    "div",
    "board-legend",
    html("span", "", sample(1), "positive"),
    html("span", "", sample(-1), "negative"),
    html("span", "", "thicker = larger"),
  );
}
