/* Space presses the button that one came to by Tab, as everywhere; else it is a shortcut of the page.
 * Listened to while a view is shown that asks for it. */

const spaceKey = (() => {
  const BUTTONS = "button, summary, a[href], [role=button]";
  const users = new Set();
  let byTab = false;

  const listeners = {
    pointerdown: () => {
      byTab = false;
    },
    keydown: (event) => {
      if (event.key === "Tab") byTab = true;
      else if (event.key === " " && byTab && event.target.closest(BUTTONS)) event.stopImmediatePropagation();
    },
  };

  function add(user) {
    if (!users.size) for (const name in listeners) window.addEventListener(name, listeners[name], true);
    users.add(user);
  }

  function remove(user) {
    users.delete(user);
    if (!users.size) for (const name in listeners) window.removeEventListener(name, listeners[name], true);
  }

  return { add, remove };
})();
