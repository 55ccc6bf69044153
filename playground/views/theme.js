// Only the browser knows which theme the page has; Streamlit calls again when it changes.
function isDark(element) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = getComputedStyle(element).getPropertyValue("--st-background-color") || "#fff";
  const [r, g, b] = [1, 3, 5].map((k) => parseInt(probe.fillStyle.slice(k, k + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}
