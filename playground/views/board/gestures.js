// The way to Python: one gesture at a time, and the next once a drawing has answered it. Python sees
// only the newest gesture of a rerun.

const PATIENCE_MS = 10_000; // a gesture that is never answered holds back the next no longer
let gestureCount = 0;

class Gestures {
  constructor() {
    this.queue = [];
    this.sent = null;
  }

  report(gesture) {
    gestureCount += 1;
    const id = `${Date.now()}-${gestureCount}`;
    this.queue.push({ ...gesture, id });
    if (!this.sent) this.sendNext();
    return id;
  }

  answered(id) {
    if (this.sent && this.sent.id === id) this.sendNext();
  }

  sendNext() {
    clearTimeout(this.waiting);
    this.sent = this.queue.shift() ?? null;
    if (!this.sent) return;
    this.waiting = setTimeout(() => this.sendNext(), PATIENCE_MS);
    this.send(this.sent);
  }

  close() {
    clearTimeout(this.waiting);
  }
}
