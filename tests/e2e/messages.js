// The last messages between a page and the server, for a test that fails: `window.lastMessages()`.
(() => {
  const MOST = 600;
  const heard = [];
  const note = (sent, data) => {
    if (typeof data === "string") return;
    heard.push([Math.round(performance.now()), sent, data]);
    if (heard.length > MOST) heard.shift();
  };
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => note(false, data));
    }
    send(data) {
      note(true, data);
      super.send(data);
    }
  };
  const inBase64 = (data) => {
    const bytes = new Uint8Array(data);
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  window.lastMessages = () => heard.map(([at, sent, data]) => [at, sent, inBase64(data)]);
})();
