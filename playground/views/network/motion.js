/* A step's numbers on their way: a dot runs along each edge of the step in the direction of its
 * phase, with two fainter ones behind it and its product beside it.
 *
 * `play(plot, dots, colours, size)` draws on a layer of its own above the plot, so that the figure is
 * never redrawn for it. The next step cuts it short: `stop(plot)`, or another `play`. Where the
 * reader wants less motion nothing moves, and the figure shows the end state at once.
 */

const MOTION = {
  milliseconds: 250,
  fade: 120,
  trail: [
    [0, 1, 1],
    [0.085, 0.6, 0.55],
    [0.16, 0.4, 0.25],
  ],
};
const running = new WeakMap();

function wantsLessMotion() {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}

/* How far each point of a path is from its start. */
function distances(path) {
  const along = [0];
  for (let k = 1; k < path.length; k += 1) {
    const [[x0, y0], [x1, y1]] = [path[k - 1], path[k]];
    along.push(along[k - 1] + Math.hypot(x1 - x0, y1 - y0));
  }
  return along;
}

/* The point at that share of the way; before its start there is none. */
function pointAt(path, along, share) {
  if (share < 0) return null;
  const wanted = Math.min(1, share) * along[along.length - 1];
  let k = 1;
  while (k < path.length - 1 && along[k] < wanted) k += 1;
  const part = (wanted - along[k - 1]) / (along[k] - along[k - 1] || 1);
  const [[x0, y0], [x1, y1]] = [path[k - 1], path[k]];
  return [x0 + part * (x1 - x0), y0 + part * (y1 - y0)];
}

function easeOut(share) {
  return 1 - (1 - share) ** 3;
}

function svg(name, attributes, parent) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent.append(element);
  return element;
}

/* The dots and the label of one edge, not yet in their places. */
function drawn(layer, dot, colours) {
  const fill = colours[dot.colour] ?? dot.colour;
  const circles = MOTION.trail.map(([behind, size, opacity]) => ({
    behind,
    element: svg("circle", { r: size * dot.radius, fill, opacity, visibility: "hidden" }, layer),
  }));
  let label = null;
  if (dot.label) {
    label = svg("text", { fill, "font-size": dot.size, "font-weight": 600, "font-family": "inherit" }, layer);
    label.textContent = dot.label;
    label.setAttribute("paint-order", "stroke");
    label.setAttribute("stroke", colours["@surface"] ?? "none");
    label.setAttribute("stroke-width", 4);
  }
  return { path: dot.path, along: distances(dot.path), circles, label, radius: dot.radius };
}

function move({ path, along, circles, label, radius }, share) {
  for (const { behind, element } of circles) {
    const point = pointAt(path, along, share - behind);
    element.setAttribute("visibility", point ? "visible" : "hidden");
    if (!point) continue;
    element.setAttribute("cx", point[0]);
    element.setAttribute("cy", point[1]);
  }
  if (!label) return;
  const [x, y] = pointAt(path, along, share);
  label.setAttribute("x", x + radius + 4);
  label.setAttribute("y", y - radius - 2);
}

function stop(plot) {
  const now = running.get(plot);
  if (!now) return;
  cancelAnimationFrame(now.frame);
  now.layer.remove();
  running.delete(plot);
}

/* `dots` as Python's `motion_of` gives them, in px of the plot, whose `size` is given with them;
 * `colours` by name, such as "@ink". */
function play(plot, dots, colours, [width, height]) {
  stop(plot);
  if (!dots.length || wantsLessMotion()) return;
  const style = "position:absolute;inset:0;pointer-events:none;overflow:visible";
  const layer = svg("svg", { width, height, style, class: "stage-motion", "aria-hidden": "true" }, plot);
  const moving = dots.map((dot) => drawn(layer, dot, colours));
  const state = { layer, frame: 0 };
  running.set(plot, state);
  let start = null;
  const step = (time) => {
    start ??= time;
    const passed = time - start;
    const share = easeOut(Math.min(1, passed / MOTION.milliseconds));
    for (const one of moving) move(one, share);
    const fading = passed - MOTION.milliseconds;
    if (fading > 0) layer.style.opacity = Math.max(0, 1 - fading / MOTION.fade);
    if (fading >= MOTION.fade) stop(plot);
    else state.frame = requestAnimationFrame(step);
  };
  state.frame = requestAnimationFrame(step);
}

const stageMotion = { play, stop };
