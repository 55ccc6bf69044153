// Brings a part of the page into sight, each once for a token: when other things are drawn, a browser
// leaves the page scrolled to where it was.

const PATIENCE = 4000; // ms that the part may take to appear
const STEADY = 700; // ms without a change after which what stands above it grows no more
const LONGEST = 30000; // ms after which nothing is followed any longer
const WORKING = '[data-testid="stApp"]:not([data-test-script-state="notRunning"])';
const TOUCHES = ["wheel", "touchstart", "keydown", "pointerdown"]; // then the reader scrolls

let shown = null;

/* Whether the page had to be scrolled for it; null where it is not there yet. */
function bring(part) {
  const page = document.querySelector(".stMain");
  const there = part === "" ? page : document.querySelector(`.st-key-${part}`);
  if (there === null) return null;
  const before = page.scrollTop;
  if (there === page) page.scrollTo(0, 0);
  else there.scrollIntoView({ block: "start" });
  return page.scrollTop !== before;
}

export default function ({ data }) {
  const wanted = `${data.part} ${data.token}`;
  if (wanted === shown) return undefined;
  let stopped = false;
  const stop = () => {
    stopped = true;
    for (const name of TOUCHES) window.removeEventListener(name, stop, true);
  };
  for (const name of TOUCHES) window.addEventListener(name, stop, true);
  const asked = performance.now();
  let until = asked + PATIENCE;
  const look = () => {
    if (stopped) return;
    const moved = bring(data.part);
    const now = performance.now();
    if (moved !== null && shown !== wanted) {
      shown = wanted;
      until = now + STEADY;
    } else if (moved || document.querySelector(WORKING)) until = Math.max(until, now + STEADY);
    if (now < Math.min(until, asked + LONGEST)) setTimeout(look, 50);
    else stop();
  };
  look();
  return stop;
}
