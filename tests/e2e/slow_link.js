// What the server sends arrives in small pieces, `window.gapMs` apart, as on a slow link.
(() => {
  window.gapMs = 0;
  const waiting = [];
  let busy = false;
  const next = () => {
    const deliver = waiting.shift();
    busy = Boolean(deliver);
    if (!deliver) return;
    deliver();
    setTimeout(next, window.gapMs);
  };
  const later = (listener) => (event) => {
    waiting.push(() => listener(event));
    if (!busy) next();
  };
  window.WebSocket = class extends window.WebSocket {
    set onmessage(listener) {
      super.onmessage = later(listener);
    }
    addEventListener(name, listener, options) {
      super.addEventListener(name, name === "message" ? later(listener) : listener, options);
    }
  };
})();
