/* Plotly's own script, loaded once, and the colours of the page's theme. */

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

/* Plotly goes on for a moment after it was asked to draw, and fails on what is taken away meanwhile:
 * a figure is purged once all that was asked of it is drawn. */
const drawings = new WeakMap();

function drawFigure(gd, { data, layout }, config) {
  drawings.set(gd, Promise.allSettled([drawings.get(gd), window.Plotly.react(gd, data, layout, config)]));
}

function purgeOnceDrawn(gd) {
  Promise.resolve(drawings.get(gd)).then(() => window.Plotly?.purge(gd));
}

/* Colours come as names like "@ink". */
function coloured(json, palette) {
  return json.replace(/(?<=["':])@[a-z-]+(?=["';])/g, (name) => palette[name] ?? name);
}
