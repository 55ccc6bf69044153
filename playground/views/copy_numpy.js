/* A button that copies arrays as NumPy takes them. `text` gives them at the press, as they then are. */
function copyButton(text, className = "") {
  const button = document.createElement("button");
  Object.assign(button, {
    type: "button",
    className: `copy-numpy ${className}`,
    textContent: "Copy as NumPy",
  });
  button.addEventListener("click", async () => {
    let done = true;
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      const field = Object.assign(document.createElement("textarea"), { value: text() });
      document.body.append(field); // where the page has no leave to use the clipboard
      field.select();
      done = document.execCommand("copy");
      field.remove();
    }
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => {
      button.textContent = "Copy as NumPy";
    }, 1500);
  });
  return button;
}
