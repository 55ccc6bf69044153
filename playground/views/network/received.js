/* What Python sends about a picture of the network, and the figures that the browser has by now. */

const decoder = new TextDecoder();

/* A figure that came as what it has in other ways than the one that is shown: texts, and places there. */
function whole(text, shown) {
  if (!text.startsWith("[")) return text;
  const parts = JSON.parse(text);
  return parts.map((part) => (typeof part === "string" ? part : shown.slice(...part))).join("");
}

/* Figures by name, the last few: one step back is mostly what was shown before. */
const MOST_KNOWN = 40;
const known = new Map();

function knownAs(name, text) {
  const figure = text || known.get(name) || "";
  known.delete(name);
  if (figure) known.set(name, figure);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value);
  return figure;
}

/* The lines that Python sends: about the view, the figure with its targets and its motion, then the
 * figures that presses lead to. They stay text until they are drawn. */
function received(bytes) {
  const [about, figure, ...ahead] = decoder.decode(bytes).split("\n");
  const data = JSON.parse(about);
  knownAs(data.name, figure);
  return {
    ...data,
    figure,
    ahead: data.ahead.map((move, k) => ({ ...move, figure: knownAs(move.name, whole(ahead[k], figure)) })),
  };
}
