/* Where an error stops Streamlit's own scripts they leave an empty page, which only a reload brings back.
 * What was done is in the store by then. A page that stops again at once is reloaded by hand. */

const STOPPED = "backprop-playground-stopped"; // when this tab was last reloaded for it
const AT_ONCE = 10000; // ms

function watchRoot() {
  const root = document.getElementById("root");
  if (keeperState.root === root) return;
  keeperState.root = root;
  new MutationObserver(() => {
    if (!root.childElementCount) comeBack();
  }).observe(root, { childList: true });
}

function comeBack() {
  const reload = () => location.reload();
  if (isFirstStop()) keeperState.last.finally(reload);
  else say("The page stopped with an error.", "Reload", reload);
}

function isFirstStop() {
  try {
    const before = Number(sessionStorage.getItem(STOPPED));
    sessionStorage.setItem(STOPPED, Date.now());
    return Date.now() - before > AT_ONCE;
  } catch {
    return false;
  }
}
