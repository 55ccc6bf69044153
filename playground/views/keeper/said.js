/* What is said of the browser's own store, over the page: the server may be gone, and a run would come
 * between somebody's presses. Each is said once, until it is closed. */

const FORGOTTEN = "This browser ran out of room, so the work of the tab you used longest ago was forgotten.";
const NOT_KEPT =
  "This browser has no room for your work, so a reload would lose it. Save it as a file under Share.";

const saidBefore = new Set();

function sayOfStore(text) {
  if (saidBefore.has(text)) return;
  saidBefore.add(text);
  const box = document.createElement("div");
  box.className = "keeper-said";
  box.setAttribute("role", "status");
  const close = document.createElement("button");
  close.textContent = "Close";
  close.addEventListener("click", () => box.remove());
  box.append(text, close);
  document.body.append(box);
}
