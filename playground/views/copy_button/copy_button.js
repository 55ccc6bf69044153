/* The button alone, beside what the page has drawn. It copies what it was last sent. */

const buttons = new WeakMap();

export default function ({ data, parentElement }) {
  const { text, label, look } = JSON.parse(new TextDecoder().decode(data));
  if (!buttons.has(parentElement)) {
    const held = { text };
    held.button = copyButton(() => held.text, look, label);
    parentElement.append(held.button);
    buttons.set(parentElement, held);
  }
  const held = buttons.get(parentElement);
  held.text = text;
  return () => {
    held.button.remove();
    buttons.delete(parentElement);
  };
}
