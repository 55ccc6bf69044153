/* The reader's own exercises, in IndexedDB: they outlast every tab. The server is told all of them after
 * each change, and asks for nothing else.
 */

const NAME = "backprop-playground-exercises";
const STORE = "exercises";

const shelfState = (globalThis.backpropShelf ??= { done: null });

const database = () => openedOnce(shelfState, NAME, STORE, "id");

async function act({ put = [], remove = [] }) {
  const db = await database();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, "readwrite");
    const store = transaction.objectStore(STORE);
    for (const one of put) store.put({ ...one, at: one.at || Date.now() });
    for (const id of remove) store.delete(id);
    const all = store.getAll();
    transaction.oncomplete = () => resolve(all.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

/* What is saved under a name is meant to stay, so the browser is asked not to clear it away. */
const askToKeep = () => navigator.storage?.persist?.().catch(() => {});

let last = Promise.resolve();

export default function ({ data, setTriggerValue }) {
  const wanted = JSON.parse(new TextDecoder().decode(data));
  if (shelfState.done === wanted.turn) return; // drawn again, with nothing new to do
  shelfState.done = wanted.turn;
  if (wanted.put.length) askToKeep();
  last = last
    .then(() => act(wanted))
    .catch(() => null)
    .then((all) => onceIdle(() => setTriggerValue("kept", { turn: wanted.turn, all })));
}
