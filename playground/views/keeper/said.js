/* What is said of the browser's own store, over the page: the server may be gone, and a run would come
 * between somebody's presses. Each is said once, until it is closed. */

const NO_ROOM = "no room for a single tab";
const FORGOTTEN = "This browser ran out of room, so the work of the tab you used longest ago was forgotten.";

/* Why nothing is kept, and what to do, where that can be done: a page in a frame has no Share. */
function notKept(error) {
  const full = error?.name === "QuotaExceededError" || error?.message === NO_ROOM;
  const why = full ? "has no room for your work" : "does not let this page keep your work";
  const canSave = document.querySelector(".st-key-share")?.offsetParent;
  return `This browser ${why}, so a reload would lose it.${canSave ? " Save it as a file under Share." : ""}`;
}

const saidBefore = new Set();

function sayOfStore(text) {
  if (saidBefore.has(text)) return;
  saidBefore.add(text);
  const box = say(text, "Close", () => box.remove());
}

/* A line with one button, over whatever is shown. */
function say(text, word, act) {
  const box = document.createElement("div");
  box.className = "keeper-said";
  box.setAttribute("role", "status");
  const button = document.createElement("button");
  button.textContent = word;
  button.addEventListener("click", act);
  box.append(text, button);
  document.body.append(box);
  return box;
}
