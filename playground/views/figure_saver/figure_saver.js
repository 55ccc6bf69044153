/* The figure as PNG at twice its size, and as a page of its own size that the print dialog makes a PDF of:
 * both from the SVG that the server made, with the letters that it was laid out for.
 */

const SCALE = 2;
const savers = new WeakMap();
let letters; // the font as a rule of its own, once it was loaded

async function asDataAddress(address) {
  const blob = await (await fetch(address)).blob();
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Where the page has its upright letters from; a picture cannot use the page's own. */
function fontAddress() {
  for (const sheet of document.styleSheets) {
    let rules;
    try {
      rules = sheet.cssRules;
    } catch {
      continue; // of another origin
    }
    for (const rule of rules) {
      if (!(rule instanceof CSSFontFaceRule) || rule.style.fontStyle === "italic") continue;
      if (!/source sans/i.test(rule.style.getPropertyValue("font-family"))) continue;
      const found = /url\(["']?([^"')]+)/.exec(rule.style.getPropertyValue("src"));
      if (found) return new URL(found[1], sheet.href ?? document.baseURI).href;
    }
  }
  return null;
}

async function fontRule() {
  const address = fontAddress();
  if (!address) return ""; // then the next family in the list is used
  const data = await asDataAddress(address);
  return `<style>@font-face{font-family:'Source Sans 3';font-weight:200 900;src:url(${data})}</style>`;
}

async function withLetters(svg) {
  letters ??= fontRule().catch(() => "");
  return svg.replace("<title>", `${await letters}<title>`);
}

async function savePng({ svg, width, height, name }) {
  const text = await withLetters(svg);
  const address = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = Object.assign(new Image(), { src: address });
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {
      width: SCALE * width,
      height: SCALE * height,
    });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    save(await new Promise((resolve) => canvas.toBlob(resolve, "image/png")), `${name}.png`);
  } finally {
    URL.revokeObjectURL(address);
  }
}

async function printPage({ svg, width, height, name }) {
  document.querySelector("iframe.figure-page")?.remove();
  const frame = Object.assign(document.createElement("iframe"), { className: "figure-page", title: name });
  frame.style.cssText = "position:fixed;width:0;height:0;border:0;visibility:hidden";
  const rules = `@page{size:${width}px ${height}px;margin:0}html,body{margin:0}svg{display:block;width:100%;height:auto}`;
  frame.srcdoc = `<!DOCTYPE html><title>${name}</title><style>${rules}</style>${await withLetters(svg)}`;
  const loaded = new Promise((resolve) => frame.addEventListener("load", resolve, { once: true }));
  document.body.append(frame);
  await loaded;
  await frame.contentDocument.fonts.ready;
  frame.contentWindow.print();
}

class FigureSaver {
  constructor(parent) {
    this.place = Object.assign(document.createElement("div"), { className: "figure-saver" });
    this.problem = document.createElement("p");
    this.problem.setAttribute("role", "alert");
    this.place.append(this.button("PNG", savePng), this.button("PDF, by printing", printPage), this.problem);
    parent.append(this.place);
  }

  button(label, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    button.addEventListener("click", () => this.make(act, label));
    return button;
  }

  async make(act, label) {
    this.problem.textContent = "";
    try {
      await act(this.figure);
    } catch {
      this.problem.textContent = `This browser could not make the ${label.slice(0, 3)}. The SVG has the same figure.`;
    }
  }
}

export default function ({ data, parentElement }) {
  if (!savers.has(parentElement)) savers.set(parentElement, new FigureSaver(parentElement));
  const saver = savers.get(parentElement);
  saver.figure = JSON.parse(new TextDecoder().decode(data));
  return () => {
    saver.place.remove();
    savers.delete(parentElement);
  };
}
