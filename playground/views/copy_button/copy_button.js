/* The button alone, beside what the page has drawn. It copies what it was last sent. */

const buttons = new WeakMap();

export default function ({ data, parentElement }) {
  const { copied, label, look } = JSON.parse(new TextDecoder().decode(data));
  if (!buttons.has(parentElement)) {
    const held = { copied };
    held.button = copyButton(() => held.copied, look, label);
    parentElement.append(held.button);
    buttons.set(parentElement, held);
  }
  const held = buttons.get(parentElement);
  held.copied = copied;
  return () => {
    held.button.remove();
    buttons.delete(parentElement);
  };
}
