/* What is typed and not kept yet: the tab holds it, and types it again after a reload.
 *
 * A field hands its text on when it is left, and what comes of it is in the store once the server has
 * answered. Until then the text is a draft. After a reload a draft that was handed on is handed on
 * again; one that was not just stands in its field.
 */

const DRAFTS = "backprop-playground-drafts";
const FIELDS = "[data-testid=stTextArea] textarea, [data-testid=stTextInput] input";
const SOON = 200; // ms between two looks at whether the server has finished

const draftState = (globalThis.backpropDrafts ??= {});

const placeOf = (field) =>
  [...(field.closest("[class*=st-key-]")?.classList ?? [])].find((name) => name.startsWith("st-key-"));
const fieldAt = (place) => document.querySelector(`.${CSS.escape(place)} :is(${FIELDS})`);
const formOf = (element) => element.closest("[data-testid=stForm]");
const isIdle = () => document.querySelector("[data-testid=stApp]")?.dataset.testScriptState === "notRunning";

/* From before a reload, by place, and those of now. */
function stored() {
  try {
    const all = JSON.parse(sessionStorage.getItem(DRAFTS) ?? "[]");
    return new Map(all.filter(([, { page }]) => wasTypedHere(page)));
  } catch {
    return new Map();
  }
}

function store() {
  try {
    const { waiting, drafts } = draftState;
    sessionStorage.setItem(DRAFTS, JSON.stringify([...waiting, ...drafts]));
  } catch {} // a full store loses nothing on screen
}

function typed({ target }) {
  const place = target.matches?.(FIELDS) && placeOf(target);
  if (!place) return;
  draftState.waiting.delete(place);
  draftState.drafts.set(place, { text: target.value, page: placeTyped() });
  store();
}

function handedOn(field) {
  const draft = draftState.drafts.get(placeOf(field));
  if (!draft) return;
  Object.assign(draft, { sent: true, heard: false });
  store();
}

function left({ target }) {
  if (target.matches?.(FIELDS) && !formOf(target)) handedOn(target);
}

function entered({ target, key, ctrlKey, metaKey }) {
  const enters = key === "Enter" && (target.tagName !== "TEXTAREA" || ctrlKey || metaKey);
  if (enters && target.matches?.(FIELDS)) handedOn(target);
}

function pressed({ target }) {
  const form = target.closest?.("button") && formOf(target);
  for (const field of form?.querySelectorAll(FIELDS) ?? []) handedOn(field);
}

/* The server has said what is to be kept: drafts that it has dealt with are none any more, nor are
 * those whose field shows something else by now. */
function heard() {
  if (!draftState.drafts) return; // another view hands on what is kept before this one has begun
  for (const draft of draftState.drafts.values()) draft.heard = draft.sent;
  settle();
}

function settle() {
  const { drafts } = draftState;
  for (const [place, { text, sent, heard }] of drafts) {
    const done = sent && heard && isIdle();
    if (done || fieldAt(place)?.value !== text) drafts.delete(place);
  }
  store();
  clearTimeout(draftState.settling);
  if ([...drafts.values()].some((draft) => draft.heard)) draftState.settling = setTimeout(settle, SOON);
}

/* Once a field stands on the page again: its draft, as if it was typed now. */
function typeAgain() {
  const { waiting, drafts } = draftState;
  if (!isIdle()) return;
  for (const [place, draft] of waiting) {
    const field = pageOf(draft.page) === location.pathname && fieldAt(place);
    if (!field) continue;
    waiting.delete(place);
    if (field.value === draft.text) continue;
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value");
    set.call(field, draft.text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    drafts.set(place, { text: draft.text, page: draft.page });
    if (formOf(field)) continue;
    if (draft.sent)
      setTimeout(() => field.dispatchEvent(new FocusEvent("focusout", { bubbles: true })), SOON);
    else field.focus({ preventScroll: true }); // so that it is left, and handed on, as before
  }
  store();
  if (waiting.size) return;
  draftState.watcher?.disconnect();
  draftState.watcher = null;
}

/* Another server draws the page anew, and has heard of none of them. */
function draftsWaitAgain() {
  const { waiting, drafts } = draftState;
  for (const [place, { text, page, sent }] of drafts) waiting.set(place, { text, page, sent });
  drafts.clear();
  store();
  awaitFields();
}

function awaitFields() {
  if (!draftState.waiting.size || draftState.watcher) return;
  draftState.watcher = new MutationObserver(typeAgain);
  const changes = { subtree: true, childList: true, attributeFilter: ["data-test-script-state"] };
  draftState.watcher.observe(document.body, changes);
}

function watchDrafts() {
  if (draftState.drafts) return;
  Object.assign(draftState, { waiting: stored(), drafts: new Map() });
  const listeners = { input: typed, focusout: left, keydown: entered, click: pressed };
  for (const [event, listener] of Object.entries(listeners)) document.addEventListener(event, listener, true);
  addEventListener("pagehide", settle); // an answer that was taken is not the next question's
  awaitFields();
}
