/* A layer's arrays as matrices: draws what Python sends, reports the tab that was pressed, copies. */

function element(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function table({ name, kind, rows, lit, used }) {
  const heading = element("div", "array-name");
  heading.innerHTML = name; // made by the app itself from a notation's symbols, never from what is typed
  const places = (list) => new Set(list.map(String));
  const [made, read] = [places(lit), places(used)];
  const cells = rows.map((row, i) =>
    element(
      "tr",
      "",
      ...row.map((text, j) => {
        const at = `${i},${j}`;
        const look = made.has(at) ? "array-made" : read.has(at) ? "array-read" : text ? "" : "array-unknown";
        return element("td", look, text || "·");
      }),
    ),
  );
  const body = element("table", "array-body", element("tbody", "", ...cells));
  body.setAttribute("aria-label", heading.textContent);
  const inLine = rows.length === 1 && rows[0].length < 6 ? " array-in-line" : "";
  const later = rows.flat().some(Boolean) ? "" : " array-later";
  const look = `array array-${kind}${inLine}${later}`;
  return element("div", look, heading, element("div", "array-scroll", body));
}

/* Where the screen is too low for two cards, the other one ("Train") is a tab of this one: the class
 * `arrays-other` on the root is what the page's style sheet goes by. */
function tabRow({ tabs, tab, other }, root, report) {
  const selected = () => (root.classList.contains("arrays-other") ? tabs.length : tab);
  const choose = (k) => {
    root.classList.toggle("arrays-other", k === tabs.length);
    buttons.forEach((button, n) => {
      button.setAttribute("aria-selected", String(n === k));
      button.tabIndex = n === k ? 0 : -1;
    });
    if (k < tabs.length && k !== tab) report(k);
  };
  const buttons = [...tabs, other].map((name, k) => {
    const button = element("button", k === tabs.length ? "array-tab array-tab-other" : "array-tab", name);
    button.setAttribute("role", "tab");
    button.addEventListener("click", () => choose(k));
    button.addEventListener("keydown", (event) => {
      const to = buttons[{ ArrowRight: k + 1, ArrowLeft: k - 1 }[event.key]];
      if (!to?.offsetParent) return;
      event.stopPropagation();
      to.focus();
      to.click();
    });
    return button;
  });
  const now = selected();
  buttons.forEach((button, k) => {
    button.setAttribute("aria-selected", String(k === now));
    button.tabIndex = k === now ? 0 : -1;
  });
  const row = element("div", "array-tabs", ...buttons);
  row.setAttribute("role", "tablist");
  row.setAttribute("aria-label", "Layer");
  return row;
}

/* A matrix wider than its card scrolls in its place, by keyboard too. */
function scrollWide(root) {
  for (const place of root.querySelectorAll(".array-scroll")) {
    const isWide = place.scrollWidth - place.clientWidth > 1;
    place.classList.toggle("array-wide", isWide);
    if (isWide) place.tabIndex = 0;
    else place.removeAttribute("tabindex");
  }
}

/* Where the card would scroll, arrays of which nothing is known yet need no line of their own. */
function makeRoom(root, card) {
  const later = [...root.querySelectorAll(".array-later")];
  for (const array of later) array.hidden = false;
  if (card.scrollHeight - card.clientHeight < 4) return;
  const below = later.filter((array) => array.offsetTop > array.parentElement.firstChild.offsetTop);
  for (const array of below) array.hidden = true;
}

/* What the step makes or reads stays in sight where a matrix, or all of them in their card, scroll. */
function showLit(root) {
  const card = root.closest(".st-key-arrays")?.parentElement ?? root;
  makeRoom(root, card);
  scrollWide(root);
  const cell = root.querySelector(".array-made") ?? root.querySelector(".array-read");
  const lit = cell?.closest(".array");
  const wide = cell?.closest(".array-wide");
  if (wide) wide.scrollLeft = cell.offsetLeft + cell.offsetWidth / 2 - wide.clientWidth / 2;
  if (!lit || card.scrollHeight - card.clientHeight < 4) return;
  const [place, box] = [lit.getBoundingClientRect(), card.getBoundingClientRect()];
  const above = box.top + root.firstChild.offsetHeight - place.top;
  const below = place.bottom - box.bottom + 4;
  if (above > 0) card.scrollTop -= above;
  else if (below > 0) card.scrollTop += below;
}

const roots = new WeakMap();

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  if (!roots.has(parentElement)) {
    const root = element("div", "arrays");
    parentElement.append(root);
    roots.set(parentElement, root);
    root.resized = new ResizeObserver(() => showLit(root));
    root.resized.observe(parentElement.closest(".st-key-arrays")?.parentElement ?? root);
  }
  const root = roots.get(parentElement);
  const tabs = () => tabRow(data, root, (k) => setTriggerValue("tab", k));
  const copy = () => copyButton(() => data.numpy, "array-copy");
  const head = element("div", "array-head", ...(data.tabs.length ? [tabs(), copy()] : []));
  const rows = data.rows.map((row) => element("div", "array-row", ...row.map(table)));
  const focused = root.contains(document.activeElement) && document.activeElement.classList[0];
  root.replaceChildren(head, ...rows);
  showLit(root);
  if (focused) root.querySelector(`.${focused}[aria-selected=true], .copy-numpy.${focused}`)?.focus();
  return () => {
    root.resized.disconnect();
    root.remove();
    roots.delete(parentElement);
  };
}
