/* A page of HTML in a frame of its own, in which no script runs. */

const frames = new WeakMap();

function framed(parent) {
  const frame = Object.assign(document.createElement("iframe"), { className: "page-preview" });
  frame.setAttribute("sandbox", "");
  parent.append(frame);
  frames.set(parent, frame);
  return frame;
}

export default function ({ data, parentElement }) {
  const { html, title } = JSON.parse(new TextDecoder().decode(data));
  const frame = frames.get(parentElement) ?? framed(parentElement);
  frame.title = title;
  if (frame.srcdoc !== html) frame.srcdoc = html; // else it would scroll back to its top
  return () => {
    frame.remove();
    frames.delete(parentElement);
  };
}
