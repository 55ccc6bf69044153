/* The button alone, below a table that the page has drawn. It copies what it was last sent. */

const buttons = new WeakMap();

export default function ({ data, parentElement }) {
  if (!buttons.has(parentElement)) {
    const held = { text: "" };
    held.button = copyButton(() => held.text);
    parentElement.append(held.button);
    buttons.set(parentElement, held);
  }
  const held = buttons.get(parentElement);
  held.text = new TextDecoder().decode(data);
  return () => {
    held.button.remove();
    buttons.delete(parentElement);
  };
}
