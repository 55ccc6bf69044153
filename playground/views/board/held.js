// What is typed on the board and not taken yet: the tab holds it, for a board that is drawn anew, as
// another server does after a cut, and for a reload.

const HELD = "backprop-playground-board";
const heldBefore = storedNumbers();
let beingTyped = heldBefore.typed; // {sizes, target, what, text} in the open field
let numbersOnTheirWay = heldBefore.sent;

function storedNumbers() {
  try {
    const { place, ...held } = JSON.parse(sessionStorage.getItem(HELD));
    if (wasTypedHere(place)) return held;
  } catch {} // nothing was stored, or nothing may be
  return { typed: null, sent: [] };
}

const numbersSent = () => numbersOnTheirWay;

function holdTyped(typed) {
  beingTyped = typed;
  storeHeld();
}

function holdSent(gestures) {
  numbersOnTheirWay = gestures.filter(({ kind }) => kind === "set_number");
  storeHeld();
}

function storeHeld() {
  const held = { place: placeTyped(), typed: beingTyped, sent: numbersOnTheirWay };
  try {
    sessionStorage.setItem(HELD, JSON.stringify(held));
  } catch {} // a full store loses nothing on screen
}
