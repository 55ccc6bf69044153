/* The browser's own store: what each tab has of the work, in IndexedDB.
 *
 * A tab has a name of its own in sessionStorage. A copy of a tab brings its name along, so a name that
 * another has is given up for a new one. A new tab begins with what was kept last. Where a
 * link was opened over one's work, the tab goes on under a new name, and the way back leads to the old.
 */

const NAME = "backprop-playground";
const STORE = "tabs";
const COOKIE = "work_kept=1; path=/; max-age=31536000; samesite=lax";
const WALKED = "walked=1; path=/; max-age=31536000; samesite=lax"; // the first step was taken
const MOST_TABS = 30; // the oldest go first
const TAKEN = 60; // ms in which another tab says that the name is its own

const keeperState = (globalThis.backpropKeeper ??= { tab: null, naming: null });

const database = () => openedOnce(keeperState, NAME, STORE, "tab");

async function inStore(mode, act) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error); // where there is no room, too
  });
}

const newName = () => [...crypto.getRandomValues(new Uint32Array(4))].map((n) => n.toString(36)).join("");

/* The frames of a page share what a tab keeps: each has a name by the address that it is opened with. */
const placeOfName = () =>
  window.top === window ? NAME : `${NAME} ${performance.getEntriesByType("navigation")[0]?.name}`;

/* Whether the name is this tab's from now on, until its page is left. */
const isOurs = async (name) => (navigator.locks ? isLocked(name).catch(() => isFree(name)) : isFree(name));

const isLocked = (name) =>
  new Promise((resolve, reject) => {
    const held = (lock) => {
      resolve(lock !== null);
      return lock && new Promise(() => {});
    };
    navigator.locks.request(`${NAME} ${name}`, { ifAvailable: true }, held).catch(reject);
  });

/* Over plain http there are no locks: a tab that has the name says so, unless it is busy for too long. */
async function isFree(name) {
  keeperState.channel ??= new BroadcastChannel(NAME);
  const { channel } = keeperState;
  const taken = await new Promise((resolve) => {
    const heard = ({ data }) => {
      if (data.taken === name) resolve(true);
    };
    channel.addEventListener("message", heard);
    channel.postMessage({ ask: name });
    setTimeout(() => {
      channel.removeEventListener("message", heard);
      resolve(false);
    }, TAKEN);
  });
  if (taken) return false;
  channel.addEventListener("message", ({ data }) => {
    if (data.ask === name) channel.postMessage({ taken: name });
  });
  return true;
}

/* The name of this tab, once: its own from before a reload, or a new one. */
function tabName() {
  keeperState.naming ??= (async () => {
    const name = history.state?.[NAME] ?? sessionStorage.getItem(placeOfName());
    keeperState.from = name; // a copy of a tab begins with what that tab has
    if (!name || !(await isOurs(name))) return nameAnew();
    sessionStorage.setItem(placeOfName(), name);
    return name;
  })();
  return keeperState.naming;
}

function nameAnew() {
  const name = newName();
  sessionStorage.setItem(placeOfName(), name);
  isOurs(name);
  return name;
}

/* A server that has lost the session may ask for it again, long after this tab got its name. */
async function kept() {
  const name = await tabName();
  mark(name);
  const all = (await inStore("readonly", (store) => store.getAll())) ?? [];
  const own = all.find(({ tab }) => tab === name) ?? all.find(({ tab }) => tab === keeperState.from);
  const last = all.reduce((best, one) => (!best || one.at > best.at ? one : best), null);
  return own ?? last ?? {};
}

/* An entry of the browser's history knows its tab's name then, so that one can go back to it. */
function mark(name) {
  if (history.state?.[NAME] !== name) history.replaceState({ ...history.state, [NAME]: name }, "");
}

/* Streamlit writes an address with no state: the entry keeps its name, and one that is added has it too.
 * None is added where the page stays the same: the way back would lead from each parameter that goes out
 * of the address to the same work again. */
function keepMarks() {
  if (keeperState.keepsMarks) return;
  keeperState.keepsMarks = true;
  const replace = history.replaceState.bind(history);
  const add = history.pushState.bind(history);
  const writing = (write) => (state, unused, address) => {
    const name = history.state?.[NAME];
    const stays = new URL(address ?? "", location).pathname === location.pathname;
    (stays ? replace : write)(name ? { [NAME]: name, ...state } : state, unused, address);
  };
  history.replaceState = writing(replace);
  history.pushState = writing(add);
}

/* Another exercise was opened over one's work: from now on this tab has a new name. */
async function setApart() {
  if (keeperState.apart) return;
  keeperState.apart = true;
  await tabName();
  keeperState.naming = Promise.resolve(nameAnew());
}

/* Whether there was room for it. */
async function isStored(tab, parts) {
  try {
    await inStore("readwrite", (store) => {
      const before = store.get(tab); // and put at once: a page may be left at any moment
      before.onsuccess = () => store.put({ ...(before.result ?? { tab }), ...parts, at: Date.now() });
    });
    return true;
  } catch (error) {
    if (error?.name !== "QuotaExceededError") throw error;
    return false;
  }
}

async function forgetOldest(own) {
  const all = await inStore("readonly", (store) => store.getAll());
  const [oldest] = all.filter(({ tab }) => tab !== own).sort((a, b) => a.at - b.at);
  if (!oldest) throw new Error(NO_ROOM);
  await inStore("readwrite", (store) => store.delete(oldest.tab));
  sayOfStore(FORGOTTEN);
}

async function keep({ apart, walked, ...parts }) {
  if (walked) document.cookie = WALKED;
  if (apart) await setApart();
  const tab = await tabName();
  while (!(await isStored(tab, parts))) await forgetOldest(tab);
  document.cookie = COOKIE;
  mark(tab);
  const all = await inStore("readonly", (store) => store.getAll());
  const old = all.sort((a, b) => b.at - a.at).slice(MOST_TABS);
  if (old.length) await inStore("readwrite", (store) => old.forEach((one) => store.delete(one.tab)));
}

/* One after the other, so that a later hand-over never loses to an earlier one. */
keeperState.last ??= Promise.resolve();

function hand(parts) {
  watchDrafts();
  heard();
  keeperState.last = keeperState.last.then(() => keep(parts)).catch((error) => sayOfStore(notKept(error)));
}

/* After a cut another server may answer, or one that has forgotten the session, and Streamlit may leave
 * the page as it is until the next press, which would be lost. So a run is asked for, unless one begins
 * by itself. */
const CONNECTED = "data-test-connection-state";
const STATE = "data-test-script-state";
const BY_ITSELF = 50; // ms

function watchConnection() {
  const app = document.querySelector("[data-testid=stApp]");
  if (keeperState.watched === app) return;
  keeperState.watched = app;
  let cut = false;
  let asking = 0;
  new MutationObserver(() => {
    if (app.getAttribute(STATE) !== "notRunning") clearTimeout(asking);
    if (app.getAttribute(CONNECTED) !== "CONNECTED") cut = true;
    else if (cut) {
      cut = false;
      asking = setTimeout(() => keeperState.askForRun?.(), BY_ITSELF);
    }
  }).observe(app, { attributeFilter: [CONNECTED, STATE] });
}

/* What another view takes along; what came before this script was loaded has waited. */
keepMarks();
keeperState.hand = hand;
if (keeperState.early) hand(keeperState.early);

export default function ({ data, setTriggerValue }) {
  const parts = JSON.parse(new TextDecoder().decode(data));
  watchDrafts();
  watchFocus();
  watchConnection();
  watchRoot();
  if (parts.ask || "work" in parts) keeperState.askForRun = () => setTriggerValue("again", Date.now());
  if (parts.ask) {
    draftsWaitAgain();
    kept()
      .catch(() => ({}))
      .then(({ work = "", place = "", table = "" }) =>
        setTriggerValue("kept", { work, place, table, id: Date.now() }),
      );
  } else if (Object.keys(parts).length) hand(parts);
  else heard();
}
