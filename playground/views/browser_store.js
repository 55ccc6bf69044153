/* An object store of the browser's IndexedDB, opened once: `held` keeps the connection. */
function openedOnce(held, name, store, keyPath) {
  held.database ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(store, { keyPath });
    asked.onsuccess = () => {
      asked.result.onclose = () => delete held.database; // the reader has cleared what is stored
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  return held.database;
}
