/* Streamlit makes the page a stop for Tab, so that its keys scroll it. On one that does not scroll it is
 * a stop too many, and a frame round everything. While a view is shown that asks for it, it is none. */

const mainStop = (() => {
  const users = new Set();
  const set = (tabIndex) => {
    const main = document.querySelector(".stMain");
    if (main && (tabIndex === 0 || getComputedStyle(main).overflowY === "hidden")) main.tabIndex = tabIndex;
  };

  function add(user) {
    users.add(user);
    set(-1);
  }

  function remove(user) {
    users.delete(user);
    if (!users.size) set(0);
  }

  return { add, remove };
})();
