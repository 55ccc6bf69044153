// What the board says of a target: the hint below it, and the names that a screen reader reads.

const HINT =
  "Click: add a neuron or a layer, or change a number · Drag a neuron to another layer: connect or cut, " +
  "up or down: reorder · Delete: remove";
const TOUCH_HINT =
  "Tap: add a neuron or a layer, or change a number · Drag a neuron to another layer: connect or cut, " +
  "up or down: reorder";
const KEY_HINT =
  "Arrows: move · Enter: change the number · Delete: remove · +: add a neuron · L: add a layer · E: connections";

const isTouched = () => matchMedia("(hover: none)").matches;

const plural = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

const bare = (name) => name.replace(" layer", ""); // where there is little room

// Why nothing can be added there, or "".
function fullText(layout, target) {
  const { layers, neurons } = layout.limits;
  const full = target.kind === "column" && layout.columns[target.column].full;
  if (full) return `At most ${neurons} neurons per layer`;
  if (target.kind === "gap" && !layout.gapOf(target)) return `At most ${layers} layers of weights`;
  return "";
}

function hintFor(layout, target, selected) {
  const full = fullText(layout, target);
  if (full) return `${full}.`;
  const item = layout.find(target);
  switch (target.kind) {
    case "empty":
      return "Click anywhere to place the first layer, the inputs.";
    case "column":
      return `Click to add a neuron to ${layout.columns[target.column].name}.`;
    case "gap":
      return "Click to add a layer here.";
    case "nothing":
      return "Click the + on the left to add a layer in front of the inputs.";
    case "remove":
      return `Click to ${selected?.kind === "edge" ? "cut this connection" : "remove this neuron"}.`;
    case "neuron":
      return `${item.label}: click to change its number · drag to a neighbouring layer: connect or cut · up or down: reorder`;
    default:
      return `${item.a.label} → ${item.b.label}, weight ${item.text}: click to change it · Delete cuts it`;
  }
}

const neuronName = ({ label, into, out }) => `neuron ${label}, ${plural(into, "connection")} in, ${out} out`;
const edgeName = ({ a, b, text }) => `connection from ${a.label} to ${b.label}, weight ${text}`;

function boardName(layout) {
  const count = (n, role) => (role === "hidden" ? `${n} hidden` : plural(n, role));
  const parts = layout.columns.map((c) => count(c.neurons.length, c.role));
  return `Drawing board: ${parts.join(", ") || "empty"}`;
}
