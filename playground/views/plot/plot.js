/* A Plotly chart inside the page: draws what Python sends and reports presses on its points.
 *
 * st.plotly_chart builds a changed figure anew; this view hands it to Plotly.react, so that a change
 * neither blinks nor loses the zoom. Colours come as names like "@ink" and get the page's theme.
 */

const decoder = new TextDecoder();
const charts = new WeakMap();
const NARROW = 640; // px, as in the style sheets
const LOW = 860;

/* How high a chart is drawn: less on a narrow page, where something must be left of a low screen. */
function heightOf({ layout: { meta } }, width, most) {
  if (meta?.parts > 1) return most; // one below the other, each of them low already
  const low = meta?.low && window.innerHeight < LOW && window.innerWidth > NARROW;
  if (low) return meta.low;
  const wanted = Math.min(most, Math.max(96, 0.85 * width));
  const narrow = window.innerWidth <= NARROW;
  return Math.round(narrow ? Math.min(wanted, Math.max(200, 0.48 * window.innerHeight)) : wanted);
}

/* A view in space is kept as it is now: Plotly itself would go back to where it was when the mouse was
 * let go, and a turn goes on for a moment after that. */
function keepView(gd, layout) {
  const camera = gd._fullLayout?.scene?._scene?.getCamera();
  if (camera && layout.scene) layout.scene.camera = camera;
}

class Chart {
  constructor(parent) {
    this.gd = document.createElement("div");
    this.gd.className = "plotly-view";
    this.gd.setAttribute("role", "figure");
    parent.append(this.gd);
    this.resized = new ResizeObserver(() => this.draw());
    this.themed = window.matchMedia("(prefers-color-scheme: dark)");
    this.retheme = () => setTimeout(() => this.draw(), 200);
    this.themed.addEventListener("change", this.retheme);
    this.gd.addEventListener("click", (event) => this.pressed(event));
    this.gd.addEventListener("pointermove", (event) => {
      this.gd.classList.toggle("plotly-view-pointer", Boolean(this.pointUnder(event)));
    });
  }

  show([about, figure], report) {
    Object.assign(this, { data: JSON.parse(about), figure, report });
    this.gd.setAttribute("aria-label", this.data.alt);
    const { clientWidth } = this.gd;
    if (!this.drawn)
      this.gd.style.height = `${heightOf(JSON.parse(figure), clientWidth, this.data.height)}px`;
    this.resized.observe(this.gd);
    if (window.Plotly) this.draw();
    else
      library(this.data.library).then(
        () => this.draw(),
        (error) => {
          this.gd.textContent = error.message;
        },
      );
  }

  draw() {
    const width = this.gd.clientWidth;
    if (!width || !window.Plotly) return;
    const dark = isDark(this.gd);
    const { separators } = this.data;
    const look = `${width} ${dark} ${separators}`;
    if (this.drawn === this.figure && this.look === look) return;
    const figure = JSON.parse(coloured(this.figure, dark ? this.data.dark : this.data.light));
    const height = heightOf(figure, width, this.data.height);
    this.gd.style.height = `${height}px`;
    Object.assign(figure.layout, { width, height }, separators && { separators });
    const hovers = window.matchMedia("(hover: hover)").matches;
    keepView(this.gd, figure.layout);
    drawFigure(this.gd, figure, {
      displaylogo: false,
      displayModeBar: this.data.tools && hovers ? "hover" : false,
      modeBarButtons: [["toImage", "zoomIn2d", "zoomOut2d", "pan2d", "resetScale2d"]],
      doubleClick: "reset",
    });
    Object.assign(this, { drawn: this.figure, look });
  }

  /* The customdata of the point under the pointer. */
  pointUnder({ clientX, clientY }) {
    const { gd } = this;
    if (!this.data.pressable || !gd._fullLayout?.xaxis) return null;
    const { xaxis, yaxis } = gd._fullLayout;
    const box = gd.querySelector(".nsewdrag").getBoundingClientRect();
    for (const { customdata, marker, x, y } of gd.data) {
      const at = customdata?.findIndex((_, k) => {
        const size = Array.isArray(marker.size) ? marker.size[k] : marker.size;
        const [dx, dy] = [clientX - box.left - xaxis.d2p(x[k]), clientY - box.top - yaxis.d2p(y[k])];
        return Math.hypot(dx, dy) <= size / 2 + 3;
      });
      if (at >= 0) return customdata[at];
    }
    return null;
  }

  pressed(event) {
    if (event.target.closest(".modebar")) return;
    const point = this.pointUnder(event);
    if (!point) return;
    // for a tap Plotly sends a click of its own beside the browser's
    const { last } = this;
    this.last = event;
    if (last && last.isTrusted !== event.isTrusted && event.timeStamp - last.timeStamp < 400) return;
    this.report({ point, id: crypto.randomUUID?.() ?? `${Date.now()}-${event.timeStamp}` });
  }

  remove() {
    this.resized.disconnect();
    this.themed.removeEventListener("change", this.retheme);
    purgeOnceDrawn(this.gd);
    this.gd.remove();
  }
}

export default function (component) {
  const { parentElement, setTriggerValue } = component;
  const chart = charts.get(parentElement) ?? new Chart(parentElement);
  charts.set(parentElement, chart);
  chart.show(decoder.decode(component.data).split("\n"), (press) => setTriggerValue("press", press));
  return () => {
    charts.delete(parentElement);
    chart.remove();
  };
}
