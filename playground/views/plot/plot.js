/* A Plotly figure inside the page: draws what Python sends and reports presses.
 *
 * st.plotly_chart builds a changed figure anew; this view hands it to Plotly.react, so that a step
 * neither blinks nor loses the zoom. Colours come as names like "@ink" and get the page's theme.
 */

const libraries = new Map();

function library(url) {
  if (!libraries.has(url)) {
    libraries.set(
      url,
      new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = new URL(url, document.baseURI);
        script.onload = () => resolve(window.Plotly);
        script.onerror = () =>
          reject(new Error("The graphs could not be loaded from the server. Reload the page."));
        document.head.append(script);
      }),
    );
  }
  return libraries.get(url);
}

function coloured(json, palette) {
  return json.replace(/(?<=["':])@[a-z-]+(?=["'])/g, (name) => palette[name] ?? name);
}

/* How high the figure is drawn: on a narrow page a network of few rows needs less, and something
 * must be left of a low screen. */
function heightOf({ layout: { meta } }, width, most) {
  if (meta?.parts > 1) return most; // one below the other, each of them low already
  const few = narrow() && meta?.names && Math.max(...meta.names.map((column) => column.length)) <= 3;
  const wanted = Math.min(most, Math.max(96, (few ? 0.74 : 0.85) * width));
  return Math.round(narrow() ? Math.min(wanted, Math.max(200, 0.48 * window.innerHeight)) : wanted);
}

/* On a narrow page circles and letters shrink with the plot, but less than the space between: letters
 * stay as large as columns and rows leave room for, and labels of edges keep clear of the circles.
 * On any page long numbers are small enough for their circle. */
function scaled(figure, width, height, places) {
  const { size: design, names, radius, row } = figure.layout.meta ?? {};
  if (!design) return;
  const factor = Math.min(1, Math.max(0.5, width / design[0]));
  const scale = width / design[0];
  const between = (row * height) / design[1] - 2 * radius * factor; // a bias and a name stand there
  const readable = clamp(Math.min(width / (names.length + 1) / 8, between / 2.6), LEAST, 9.5);
  for (const trace of figure.data) {
    const { marker, textfont, meta } = trace;
    if (factor < 1 && marker?.size) marker.size = each(marker.size, (size) => Math.max(6, size * factor));
    if (!textfont?.size) continue;
    if (factor < 1) textfont.size = each(textfont.size, (size) => Math.max(readable, size * factor));
    if (marker && !Array.isArray(marker.size)) fitInside(trace);
    if (factor === 1 || trace.mode !== "text") continue;
    if (meta && places) keepClear(trace, places, scale, radius * factor);
    if (!narrow()) continue;
    if (between < CROWDED) namesBeside(trace, radius, factor, scale, height / design[1]);
    if (between < 2 * readable) onlyTheStepsBias(trace);
  }
}

function fitInside({ marker, text, textfont }) {
  const room = (lines) => Math.max(LEAST, marker.size / longestLine(lines) / LETTER);
  const sizes = [text].flat().map((lines) => Math.min(textfont.size, room(lines)));
  if (sizes.some((size) => size < textfont.size)) textfont.size = sizes;
}

/* Between rows closer still there is room for names, and for the bias that the step is about; the
 * others stand in the table of values. */
function onlyTheStepsBias({ y, text, textposition }) {
  if (!Array.isArray(textposition)) return;
  textposition.forEach((position, k) => {
    if (position === "middle center" && y[k] > BELOW_TITLES && !text[k].startsWith("<b>")) text[k] = " ";
  });
}

/* Where rows are close a name stands lower, on the circle's left, clear of the bias above it. */
function namesBeside({ x, y, textposition }, radius, factor, scale, high) {
  if (!Array.isArray(textposition)) return;
  textposition.forEach((position, k) => {
    if (position !== "top left") return;
    x[k] += 0.72 * radius + 4 - (0.95 * radius * factor) / scale;
    y[k] += 0.72 * radius + 4 - (0.3 * radius * factor) / high;
  });
}

const LEAST = 7,
  CROWDED = 30; // px
const BELOW_TITLES = 30; // of the design's height
const LETTER = 0.58; // a letter's breadth by its height

const narrow = () => window.innerWidth <= 640; // as in style.css
const clamp = (value, least, most) => Math.max(least, Math.min(most, value));
const each = (value, act) => (Array.isArray(value) ? value.map(act) : act(value));

/* Labels are moved along their edges, as far from the circles at its ends as there is room for. */
function keepClear({ x, y, text, textfont, meta }, places, scale, radius) {
  meta.forEach(([layer, to, from], k) => {
    const [[x0, y0], [x1, y1]] = [places[layer][from], places[layer + 1][to]];
    const size = Array.isArray(textfont.size) ? textfont.size[k] : textfont.size;
    const beyond = (radius + 2 + (longestLine(text[k]) * size * LETTER) / 2) / ((x1 - x0) * scale);
    const share = beyond < 0.5 ? clamp((x[k] - x0) / (x1 - x0), beyond, 1 - beyond) : 0.5;
    [x[k], y[k]] = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)];
  });
}

function longestLine(text) {
  return Math.max(1, ...text.split("<br>").map((line) => line.replace(/<.*?>/g, "").length));
}

function distance(px, py, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const along = Math.max(0, Math.min(1, ((px - x0) * dx + (py - y0) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(px - x0 - along * dx, py - y0 - along * dy);
}

/* What lies under the pointer: a point that carries customdata, or else an edge. */
function under(gd, event) {
  const { xaxis, yaxis } = gd._fullLayout;
  const box = gd.querySelector(".nsewdrag").getBoundingClientRect();
  const [px, py] = [event.clientX - box.left, event.clientY - box.top];
  const pixels = (x, y) => [xaxis.d2p(x), yaxis.d2p(y)];
  for (const trace of gd.data) {
    if (!trace.customdata) continue;
    for (let k = 0; k < trace.x.length; k += 1) {
      const size = Array.isArray(trace.marker.size) ? trace.marker.size[k] : trace.marker.size;
      const [x, y] = pixels(trace.x[k], trace.y[k]);
      if (Math.hypot(px - x, py - y) <= size / 2 + 3) return { point: trace.customdata[k] };
    }
  }
  let best = { distance: 8 };
  for (const trace of gd.data) {
    if (trace.mode !== "lines" || !Array.isArray(trace.meta)) continue;
    trace.meta.forEach((edge, k) => {
      if (edge.length < 4) return; // of those that are lit only the connection behind counts
      const [x0, y0] = pixels(trace.x[3 * k], trace.y[3 * k]);
      const [x1, y1] = pixels(trace.x[3 * k + 1], trace.y[3 * k + 1]);
      const d = distance(px, py, x0, y0, x1, y1);
      if (d < best.distance) best = { distance: d, edge };
    });
  }
  return best.edge ? { edge: best.edge } : null;
}

function edgeTitle(gd, [layer, to, from, weight]) {
  const { names } = gd.layout.meta;
  return `weight from ${names[layer][from]} to ${names[layer + 1][to]} = ${weight}`;
}

function listen(state) {
  const { gd } = state;
  gd.addEventListener("click", (event) => {
    if (!state.pressable || !gd._fullLayout || event.target.closest(".modebar")) return;
    const found = under(gd, event);
    if (!found) return;
    // for a tap Plotly sends a click of its own beside the browser's
    const { last } = state;
    state.last = event;
    if (last && last.isTrusted !== event.isTrusted && event.timeStamp - last.timeStamp < 400) return;
    state.count += 1;
    const id = `${Date.now()}-${state.count}`;
    state.report(found.point ? { point: found.point, id } : { edge: found.edge.slice(0, 3), id });
  });
  gd.addEventListener("pointermove", (event) => {
    if (!gd._fullLayout || !state.pressable) return;
    const found = under(gd, event);
    gd.classList.toggle("plotly-view-pointer", Boolean(found));
    gd.title = found?.edge && gd.layout.meta.names ? edgeTitle(gd, found.edge) : "";
  });
}

/* A trace that only names its edges, with the coordinates of their ends. */
function placed(trace, places) {
  if (!trace.meta || trace.x || !places) return trace;
  const x = [],
    y = [];
  for (const [layer, to, from] of trace.meta) {
    const [[x0, y0], [x1, y1]] = [places[layer][from], places[layer + 1][to]];
    x.push(x0, x1, null);
    y.push(y0, y1, null);
  }
  return { ...trace, x, y };
}

/* The traces behind stay the same from step to step, so they are read once. */
function behind(state, palette) {
  const { cache, data } = state;
  if (!cache || cache.text !== data.behind || cache.palette !== palette) {
    const { places, traces } = JSON.parse(coloured(data.behind, palette));
    const drawn = traces.map((trace) => placed(trace, places));
    state.cache = { text: data.behind, palette, places, traces: drawn };
  }
  return state.cache;
}

function draw(state, text = state.data.figure) {
  const width = state.gd.clientWidth;
  if (!width || !window.Plotly) return;
  const dark = isDark(state.gd);
  const look = `${width} ${dark}`;
  const same = state.drawn === text && state.look === look && state.under === state.data.behind;
  if (same) return;
  if (state.dark !== dark) Object.assign(state, { dark, palette: dark ? state.data.dark : state.data.light });
  const figure = JSON.parse(coloured(text, state.palette));
  const height = heightOf(figure, width, state.data.height);
  const { places, traces } = behind(state, state.palette);
  scaled(figure, width, height, places);
  figure.data = [...traces, ...figure.data.map((trace) => placed(trace, places))];
  state.gd.style.height = `${height}px`;
  Object.assign(figure.layout, { width, height });
  const config = {
    displaylogo: false,
    displayModeBar: state.data.tools && window.matchMedia("(hover: hover)").matches ? "hover" : false,
    modeBarButtons: [["toImage", "zoomIn2d", "zoomOut2d", "pan2d", "resetScale2d"]],
    doubleClick: "reset",
  };
  window.Plotly.react(state.gd, figure.data, figure.layout, config);
  Object.assign(state, { drawn: text, look, under: state.data.behind });
}

/* The figures that a press of `button`, or of `key`, will lead to came along with the present one. One
 * is drawn at the press; what the server sends a moment later is the same, or takes its place. If
 * nothing comes, the press led nowhere, and the present figure is drawn again. */
const live = new Set();
const PATIENCE = 1500;

function moveOf(matches) {
  for (const state of live) {
    if (!state.gd.isConnected) live.delete(state);
    const move = state.gd.isConnected && state.data.ahead.find(matches);
    if (move) return { state, move };
  }
  return null;
}

function drawAhead({ state, move }) {
  if (!move.figure) return;
  draw(state, move.figure);
  state.doubt = setTimeout(() => draw(state), PATIENCE);
}

/* Streamlit makes one of two presses that come before it has answered the first. So one is let
 * through at a time: the others wait for their turn, and a key that is held down for its next
 * repetition. */
const waiting = [];
let underway = 0;

function buttonOf(move) {
  return document.querySelector(`.st-key-${move.button} button:not(:disabled)`);
}

/* Whether the press may go on to Streamlit now. */
function admit(found, repeated) {
  if (underway) {
    if (!repeated) waiting.push(found.move.button);
    return false;
  }
  if (!buttonOf(found.move)) return true;
  underway = setTimeout(answered, PATIENCE);
  drawAhead(found);
  return true;
}

function answered() {
  clearTimeout(underway);
  underway = 0;
  const button = waiting.shift();
  if (!button) return;
  const element = buttonOf({ button });
  if (element) element.click();
  else waiting.length = 0;
}

function refuse(event) {
  event.preventDefault();
  event.stopImmediatePropagation();
}

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest("button:not(:disabled)");
    const found = button && moveOf((move) => button.closest(`.st-key-${move.button}`));
    if (found && !admit(found, false)) refuse(event);
  },
  true,
);

const TYPING =
  "input, textarea, select, [contenteditable], [role=slider], [role=radio], [role=gridcell], svg[tabindex]";

/* A press with the pointer on a row of options leaves these keys to the walk, though the option has
 * the focus; someone who came to it by Tab moves along the row with them. */
const OF_WALK = ["ArrowLeft", "ArrowRight", "Home", "End", " "];
let byPointer = false;

document.addEventListener(
  "pointerdown",
  () => {
    byPointer = true;
  },
  true,
);

function leaveOption(event) {
  const option = event.target.closest("[role=radio]");
  const leave = byPointer && option && OF_WALK.includes(event.key);
  byPointer = byPointer && !option;
  if (!leave) return false;
  refuse(event);
  option.blur();
  const { key, code } = event;
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, bubbles: true }));
  return true;
}

document.addEventListener(
  "keydown",
  (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    if (!plain || leaveOption(event) || event.target.closest(TYPING)) return;
    const found = moveOf((move) => event.key === move.key);
    if (found && !admit(found, event.repeat)) refuse(event);
  },
  true,
);

const states = new WeakMap();

function stateOf(parent) {
  if (states.has(parent)) return states.get(parent);
  const gd = document.createElement("div");
  gd.className = "plotly-view";
  gd.setAttribute("role", "figure");
  parent.append(gd);
  const state = { gd, count: 0, width: 0 };
  state.resized = new ResizeObserver(() => {
    if (gd.clientWidth !== state.width) {
      state.width = gd.clientWidth;
      draw(state);
    }
  });
  state.themed = window.matchMedia("(prefers-color-scheme: dark)");
  state.retheme = () => setTimeout(() => draw(state), 200);
  state.themed.addEventListener("change", state.retheme);
  listen(state);
  live.add(state);
  states.set(parent, state);
  return state;
}

/* The lines that Python sends: about the view, the traces behind, the figure, the figures ahead.
 * The last three stay text until they are drawn. */
const decoder = new TextDecoder();

function received(bytes) {
  const [about, behind, figure, ...figures] = decoder.decode(bytes).split("\n");
  const { ahead, ...data } = JSON.parse(about);
  return { ...data, behind, figure, ahead: ahead.map((move, k) => ({ ...move, figure: figures[k] })) };
}

export default function (component) {
  const { parentElement, setTriggerValue } = component;
  const data = received(component.data);
  const state = stateOf(parentElement);
  state.data = data;
  clearTimeout(state.doubt);
  state.pressable = data.pressable;
  state.report = (found) => setTriggerValue("press", found);
  const first = !state.width;
  state.gd.setAttribute("aria-label", data.alt);
  state.width = state.gd.clientWidth;
  if (first) state.gd.style.height = `${heightOf(JSON.parse(data.figure), state.width, data.height)}px`;
  if (underway && data.ahead.length) answered();
  if (window.Plotly) draw(state);
  else
    library(data.library).then(
      () => draw(state),
      (error) => {
        state.gd.textContent = error.message;
      },
    );
  state.resized.observe(state.gd);
  return () => {
    state.resized.disconnect();
    state.themed.removeEventListener("change", state.retheme);
    clearTimeout(state.doubt);
    live.delete(state);
    states.delete(parentElement);
    if (window.Plotly) window.Plotly.purge(state.gd);
    state.gd.remove();
  };
}
