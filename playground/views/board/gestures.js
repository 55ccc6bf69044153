// The way to Python: one gesture at a time, and the next once a drawing has answered it. Python sees
// only the newest gesture of a rerun, and takes none twice. Gestures made without a connection wait for
// one, also for the board that another server draws anew.

const PATIENCE_MS = 10_000; // a gesture that is never answered holds back the next no longer
const LOOK_MS = 250; // between two looks at the connection
const CUT = '[data-test-connection-state]:not([data-test-connection-state="CONNECTED"])';
const isCut = () => document.querySelector(CUT) !== null;

let unanswered = numbersSent().map((gesture) => ({ ...gesture, cut: true })); // the first is underway
let gestureCount = 0;

// With the neurons that were added and are not drawn yet, which leave all others where they are.
function sizesToCome(sizes) {
  const added = (column) => unanswered.filter((one) => one.kind === "add_neuron" && one.column === column);
  return sizes.map((size, column) => size + added(column).length);
}

class Gestures {
  constructor() {
    this.sent = null;
  }

  report(gesture) {
    gestureCount += 1;
    const id = `${Date.now()}-${gestureCount}`;
    unanswered.push({ ...gesture, id, cut: isCut() });
    holdSent(unanswered);
    if (!this.sent) this.sendNext();
    return id;
  }

  answered(id) {
    const heard = unanswered.findIndex((one) => one.id === id);
    unanswered.splice(0, heard + 1);
    holdSent(unanswered);
    if (heard >= 0 || !this.sent) this.sendNext();
  }

  sendNext() {
    clearTimeout(this.waiting);
    this.sent = unanswered[0] ?? null;
    if (!this.sent) return;
    const { cut, ...gesture } = this.sent;
    if (!isCut()) this.send(gesture);
    this.awaitAnswer(isCut());
  }

  awaitAnswer(lost, waited = 0) {
    this.waiting = setTimeout(() => {
      for (const one of unanswered) one.cut ||= isCut();
      if (isCut()) return this.awaitAnswer(true);
      if (!lost && waited < PATIENCE_MS) return this.awaitAnswer(false, waited + LOOK_MS);
      if (!lost) unanswered.shift();
      this.sendNext();
    }, LOOK_MS);
  }

  // What was made with a connection is the server's to answer, or belongs to the board that goes.
  close() {
    clearTimeout(this.waiting);
    unanswered = unanswered.filter((one) => one.cut);
    holdSent(unanswered);
  }
}
