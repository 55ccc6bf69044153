/* What of a stage lies under the pointer, and where an arrow key leads from it.
 *
 * `targets` are as Python's `Target.json` gives them: neurons column by column, the loss, then
 * the edges, in px of the plot.
 */

const REACH = 8; // px from an edge that still count as on it

function toSegment(x, y, [x0, y0], [x1, y1]) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const long = dx * dx + dy * dy || 1;
  const along = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / long));
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy);
}

function toLine(x, y, line) {
  let least = Infinity;
  for (let k = 1; k < line.length; k += 1) least = Math.min(least, toSegment(x, y, line[k - 1], line[k]));
  return least;
}

/* A neuron, the loss or a chip that the pointer is in, or else the nearest edge. */
function targetAt(targets, x, y) {
  const inside = ({ box: [x0, y0, x1, y1] }) => x0 <= x && x <= x1 && y0 <= y && y <= y1;
  const areas = targets.filter(({ line }) => !line.length);
  const area = areas.find(inside) ?? targets.filter(({ chip }) => chip).find(inside);
  if (area) return area;
  let [best, least] = [null, REACH];
  for (const target of targets) {
    const away = target.line.length ? toLine(x, y, target.line) : Infinity;
    if (away < least) [best, least] = [target, away];
  }
  return best;
}

const middle = ({ box: [x0, y0, x1, y1] }) => [(x0 + x1) / 2, (y0 + y1) / 2];
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/* The nearest target in the direction of an arrow key; the same one where there is none. */
function targetTowards(targets, from, key) {
  const [wx, wy] = WAYS[key];
  const [x, y] = middle(from);
  let [best, least] = [from, Infinity];
  for (const target of targets) {
    const [dx, dy] = [middle(target)[0] - x, middle(target)[1] - y];
    const ahead = dx * wx + dy * wy;
    const aside = Math.abs(dx * wy) + Math.abs(dy * wx);
    if (target === from || ahead < 4 || aside > 4 * ahead) continue;
    if (ahead + 2 * aside < least) [best, least] = [target, ahead + 2 * aside];
  }
  return best;
}

const stageTargets = { targetAt, targetTowards };
