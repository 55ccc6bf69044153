/* A button that copies, by default arrays as NumPy takes them. `text` gives it at the press, as it then is. */
function copyButton(text, className = "", label = "Copy as NumPy") {
  const button = document.createElement("button");
  Object.assign(button, {
    type: "button",
    className: `copy-numpy ${className}`,
    textContent: label,
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
      button.textContent = label;
    }, 1500);
  });
  return button;
}
