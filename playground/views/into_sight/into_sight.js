// Brings a part of the page into sight, each once for a token: when other things are drawn, a browser
// leaves the page scrolled to where it was.

const PATIENCE = 4000; // ms that the part may take to appear
const STEADY = 700; // ms in which what stands above it may still grow
const TOUCHES = ["wheel", "touchstart", "keydown", "pointerdown"]; // then the reader scrolls

let shown = null;

function bring(part) {
  const page = document.querySelector(".stMain");
  const there = part === "" ? page : document.querySelector(`.st-key-${part}`);
  if (there === null) return false;
  if (there === page) page.scrollTo(0, 0);
  else there.scrollIntoView({ block: "start" });
  return true;
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
    if (bring(data.part) && shown !== wanted) {
      shown = wanted;
      until = performance.now() + STEADY;
    }
    if (performance.now() < until) setTimeout(look, 50);
    else stop();
  };
  look();
  return stop;
}
