/* A button that is disabled while it has the focus loses it, and who goes by keys their place: Undo after
 * the first edit, Next at the last step. The box around it holds the focus, or where that is hidden the one
 * beside it, and hands it back once the button can be pressed again. A box, and no button: a key that is
 * pressed once more must press nothing else. Where one is taken away, the one before it comes back. */

function watchFocus() {
  if (globalThis.backpropFocus) return;
  const BOX = "[class*='st-key-']";
  let button = null; // whose focus is held
  let holder = null;
  let last = null; // what had the focus, and the box before its own

  function hold(target) {
    button = target;
    const box = target.closest(BOX);
    for (holder of [box, box?.nextElementSibling, box?.parentElement.closest(BOX)]) {
      if (!holder) continue;
      holder.tabIndex = -1;
      holder.focus({ preventScroll: true });
      if (document.activeElement === holder) return;
      holder.removeAttribute("tabindex");
    }
  }

  function isAskedBack(target, now) {
    if (now === holder) return target === button;
    return now === document.body && last && !last.at.isConnected && target.closest(BOX) === last.before;
  }

  function changed({ target }) {
    const now = document.activeElement;
    if (target.disabled && now === target) hold(target);
    else if (!target.disabled && isAskedBack(target, now)) target.focus({ preventScroll: true });
  }

  document.addEventListener("focusin", ({ target }) => {
    const before = target.closest(BOX)?.previousElementSibling;
    last = before ? { at: target, before } : null;
  });
  const watch = new MutationObserver((changes) => changes.forEach(changed));
  watch.observe(document.body, { attributeFilter: ["disabled"], subtree: true });
  globalThis.backpropFocus = watch;
}
