"""What a reader sees and does, as small functions: the tests are written in these words."""

from __future__ import annotations

import base64
import json
import re
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import FloatRect, Frame, Locator, Page, expect

from backprop_core import Layer, Network, Trace, trace

DESKTOP = {"width": 1400, "height": 900}
PATIENCE = 60_000  # ms that a condition may take on a busy machine
expect.set_options(timeout=PATIENCE)

GRAPH = ".st-key-network_graph .js-plotly-plot"
DRAWN_WHOLE = "[data-testid=stApp][data-test-script-state=notRunning]"
# The scripts of the views come after the page; what only keeps something draws nothing.
VIEWS_DRAWN = """() => {
  const views = [...document.querySelectorAll("[data-testid=stBidiComponentRegular]")];
  const keeps = (view) => view.closest("[class*=st-key-keeper], [class*=st-key-into_sight]");
  return views.every((view) => view.children.length > 1 || keeps(view));
}"""
LOSS_CHART = ".st-key-loss_chart .js-plotly-plot"


def eventually(page: Page, check: Callable[[], Any]) -> Any:
    """Try `check` until it holds, and give back what it returns."""
    end = time.monotonic() + PATIENCE / 1000
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > end:
                raise
        page.wait_for_timeout(20)


# ---- getting there -----------------------------------------------------------------------------


def visit(page: Page, address: str) -> None:
    page.goto(address, timeout=2 * PATIENCE)
    page.wait_for_selector(GRAPH, timeout=2 * PATIENCE)
    page.wait_for_selector(DRAWN_WHOLE, timeout=2 * PATIENCE)  # what stands below it comes later
    page.wait_for_function(VIEWS_DRAWN, timeout=2 * PATIENCE)


def key(page: Page, name: str) -> Locator:
    """What has that key; what stands in its place until it is drawn again does not count."""
    return page.locator(f".st-key-{name}:not([data-retained])")


def at_rest(shown: Locator) -> FloatRect:
    """Where it stands, once that has not changed for a while: a page is drawn bit by bit."""
    places: list[FloatRect | None] = []

    def check() -> FloatRect:
        places.append(shown.bounding_box())
        last = places[-15:]  # 0.3 s
        assert last[0] is not None
        assert len(last) == 15
        assert all(place == last[0] for place in last)
        return last[0]

    place: FloatRect = eventually(shown.page, check)
    return place


def button(page: Page, name: str) -> Locator:
    """A button by its key; Streamlit makes one with a help text twice and shows one of them."""
    return key(page, name).locator("button:visible").first


def choose(page: Page, name: str, option: str) -> None:
    """Press one option of a row of options."""
    key(page, name).get_by_role("radio", name=option, exact=True).click()


def unfold(page: Page, name: str) -> None:
    """Open a fold, and wait until it stands still: a list opened on its way closes again."""
    fold = key(page, name).locator("details")
    fold.locator("summary").click()
    page.wait_for_function(
        "fold => !fold.getAnimations({ subtree: true }).length", arg=fold.element_handle()
    )


def close(page: Page, shown: Locator) -> None:
    """Leave the box in which that is shown: a rerun under way may take the first Escape."""

    def check() -> None:
        if shown.count():
            page.keyboard.press("Escape")
        expect(shown).to_have_count(0, timeout=1000)

    eventually(page, check)


# What a run changes is handed on with its last picture, which may still be on its way to its view.
KEPT = """async () => {
  let last;
  do {
    last = backpropKeeper.last;
    await new Promise((done) => setTimeout(done, 300));
  } while (last !== backpropKeeper.last);
  await last;
}"""


def kept(page: Page | Frame) -> None:
    """Wait until the browser has stored all that it was handed to keep. An entry of its history is
    marked once something is stored."""
    page.wait_for_selector(DRAWN_WHOLE)
    page.wait_for_function("history.state?.['backprop-playground']")
    page.evaluate(KEPT)


def press_nowhere(page: Page) -> None:
    """A press on the empty page: whatever had the focus loses it."""
    page.locator(".stMain").click(position={"x": 8, "y": 90})


def to_mode(page: Page, mode: str) -> None:
    choose(page, "mode", {"draw": "Edit", "walk": "Walk"}[mode])
    page.wait_for_selector(GRAPH if mode == "walk" else ".board-svg")


# ---- the board ---------------------------------------------------------------------------------


def empty_board(page: Page) -> None:
    to_mode(page, "draw")
    button(page, "clear_board").click()
    expect(page.locator("[data-empty]")).to_be_visible()


def sizes_on_board(page: Page) -> list[int]:
    """Neurons of each column, as drawn."""
    names = page.locator("[data-neuron]").evaluate_all(
        "nodes => nodes.map((n) => n.dataset.neuron.split(',').map(Number))"
    )
    columns = [column for column, _ in names]
    return [columns.count(c) for c in range(max(columns, default=-1) + 1)]


def edges_on_board(page: Page) -> set[tuple[int, int, int]]:
    """(layer, to, from) of every connection drawn."""
    names = page.locator("[data-edge]").evaluate_all("nodes => nodes.map((n) => n.dataset.edge)")
    return {tuple(map(int, name.split(","))) for name in names}  # type: ignore[misc]


def expect_sizes(page: Page, sizes: Sequence[int]) -> None:
    def check() -> None:
        assert sizes_on_board(page) == list(sizes)

    eventually(page, check)


def expect_edges(page: Page, edges: set[tuple[int, int, int]]) -> None:
    def check() -> None:
        assert edges_on_board(page) == edges

    eventually(page, check)
    page.wait_for_selector(DRAWN_WHOLE)  # the tables below may still move the board


def all_edges(sizes: Sequence[int]) -> set[tuple[int, int, int]]:
    return {
        (layer, to, source)
        for layer in range(len(sizes) - 1)
        for to in range(sizes[layer + 1])
        for source in range(sizes[layer])
    }


def press(page: Page, selector: str) -> None:
    """A press with the mouse in the middle of something drawn."""
    x, y = centre(page, selector)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.up()


def press_for(page: Page, selector: str, sizes: Sequence[int]) -> None:
    """One press, which brings the board to those sizes."""
    press(page, selector)
    expect_sizes(page, sizes)
    page.wait_for_selector(DRAWN_WHOLE)  # as in expect_edges


def centre(page: Page, selector: str) -> tuple[float, float]:
    def check() -> tuple[float, float]:
        box = page.locator(selector).first.bounding_box()
        assert box is not None, f"{selector} is just being drawn again"
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    return eventually(page, check)  # type: ignore[no-any-return]


def neuron_on_board(column: int, neuron: int) -> str:
    return f'[data-neuron="{column},{neuron}"] circle'


def drag(page: Page, start: str, end: str) -> None:
    """From one drawn thing to another, with the button held."""
    page.mouse.move(*centre(page, start))
    page.mouse.down()
    page.mouse.move(*centre(page, end), steps=6)
    page.mouse.up()


def draw(page: Page, sizes: Sequence[int]) -> None:
    """From an empty board to a network with that many neurons in its columns, by the pointer."""
    press_for(page, "[data-empty]", [1])
    drawn = [1]
    for column, size in enumerate(sizes):
        if column:
            drawn.append(1)
            press_for(page, f'[data-gap="{column - 1}"] circle', drawn)
        while drawn[column] < size:
            drawn[column] += 1
            press_for(page, f'.board-slot[data-column="{column}"] circle', drawn)


# ---- the walk ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Seen:
    """All that the page shows of one step."""

    number: int  # counted from 1
    last: int
    phase: str
    passed: int
    title: str
    tex: str
    alt: str
    targets: list[dict[str, Any]]
    table: list[list[str]]
    head: list[str]

    @property
    def neurons(self) -> dict[tuple[int, int], dict[str, float]]:
        """What the graph says of each neuron: {"z": …, "a": …}, as far as it is known."""
        return {
            tuple(t["press"]["point"]): numbers_said(t["spoken"])
            for t in self.targets
            if len(t["press"].get("point", ())) == 2
        }

    @property
    def connections(self) -> dict[tuple[int, int, int], dict[str, float]]:
        """What it says of each edge: {"": its weight, "gradient": …, "new": …}."""
        return {
            tuple(t["press"]["edge"]): numbers_said(t["spoken"])
            for t in self.targets
            if "edge" in t["press"]
        }

    @property
    def edges(self) -> dict[tuple[int, int, int], float]:
        """The weight of each edge of the graph."""
        return {edge: said[""] for edge, said in self.connections.items()}

    @property
    def loss(self) -> float | None:
        """The loss in the graph; None while it is not known."""
        (said,) = [t["spoken"] for t in self.targets if t["press"].get("point") == ["loss"]]
        return next(iter(numbers_said(said).values()), None)

    @property
    def result(self) -> float:
        """The number in bold in the formula."""
        (bold,) = re.findall(r"\\mathbf\{(.*?)\}(?= |\s|$)", self.tex)
        return number(bold)


def numbers_said(spoken: str) -> dict[str, float]:
    """ "h1: z 0.3775, bias 0.35" as {"z": 0.3775, "bias": 0.35}; a lone number has no name."""
    said = spoken.partition(": ")[2].partition(". ")[0]  # a warning may follow the numbers
    if said == "not computed yet":
        return {}
    parts = (part.rpartition(" ") for part in said.split(", "))
    return {name: number(value) for name, _, value in parts}


READ = """(drawnWhole) => {
  if (!document.querySelector(drawnWhole)) return null;
  const view = document.querySelector(".st-key-network_graph .network-view");
  const plot = view?.querySelector(".js-plotly-plot");
  const text = (selector) => document.querySelector(selector)?.textContent ?? "";
  const cells = (row) => [...row.cells].map((cell) => cell.textContent);
  const rows = [...document.querySelectorAll(".values tr")].map(cells);
  const count = text(".step-count").match(/pass (\\d+) · step (\\d+) of (\\d+)/);
  const phase = document.querySelector(".eyebrow")?.className.match(/phase-(\\w+)/);
  if (!plot?.data || !count || !phase) return null;
  return {
    phase: phase[1], passed: +count[1], number: +count[2], last: +count[3],
    title: text(".step-title"), tex: text(".st-key-step_panel .katex-display annotation"),
    alt: plot.getAttribute("aria-label"), targets: view.targets,
    head: rows[0] ?? [], table: rows.slice(1),
  };
}"""


def seen(page: Page) -> Seen:
    """What the page shows once it is drawn whole, the graph and the text of the same step."""

    def check() -> Seen:
        raw = page.evaluate(READ, DRAWN_WHOLE)
        assert raw, "the page shows no step, or is being drawn"
        now = Seen(**raw)
        assert f"step {now.number} of {now.last}," in now.alt, (now.number, now.alt)
        return now

    return eventually(page, check)  # type: ignore[no-any-return]


def at_step(page: Page, step: int) -> Seen:
    """Wait for that step, counted from 1."""

    def check() -> Seen:
        now = seen(page)
        assert now.number == step, f"on step {now.number}, not {step}"
        return now

    return eventually(page, check)  # type: ignore[no-any-return]


def at_title(page: Page, title: str) -> Seen:
    """Wait for the step that makes that number."""

    def check() -> Seen:
        now = seen(page)
        assert now.title == title, f"on {now.title}, not {title}"
        return now

    return eventually(page, check)  # type: ignore[no-any-return]


def go_to_step(page: Page, step: int) -> Seen:
    """To a step, counted from 1, by the timeline's field."""
    field = key(page, "step_position").locator("input")
    field.fill(str(step))
    now = at_step(page, step)
    field.blur()
    return now


PLACE_IN_GRAPH = """(gd, [wanted, share]) => {
  const view = gd.closest(".network-view"), box = gd.getBoundingClientRect();
  const scale = box.width / gd.offsetWidth;
  const same = ({ press }) => JSON.stringify(press) === JSON.stringify(wanted);
  const target = view.targets?.find(same);
  // What is scaled waits for a figure of its place's size, and then all stands elsewhere.
  if (!target || Math.abs(scale - 1) > 0.02) return null;
  const [x0, y0, x1, y1] = target.box;
  let [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  if (share !== null && target.line.length) {
    const lengths = target.line.slice(1).map(([a, b], k) => {
      return Math.hypot(a - target.line[k][0], b - target.line[k][1]);
    });
    let left = share * lengths.reduce((a, b) => a + b, 0);
    let k = 0;
    while (k < lengths.length - 1 && left > lengths[k]) left -= lengths[k++];
    const [[ax, ay], [bx, by]] = [target.line[k], target.line[k + 1]];
    [x, y] = [ax + (bx - ax) * left / lengths[k], ay + (by - ay) * left / lengths[k]];
  }
  return [box.x + scale * x, box.y + scale * y];
}"""


def place_in_graph(page: Page, press: dict[str, Any], share: float | None = None) -> Any:
    """Where in the window something in the graph lies, by what a press on it reports; of an edge
    the point some `share` of its way from its start."""

    def check() -> Any:
        place = page.locator(GRAPH).evaluate(PLACE_IN_GRAPH, [press, share])
        assert place, f"{press} is not in the graph"
        return place

    return eventually(page, check)


def press_point(page: Page, point: Sequence[Any]) -> None:
    """A press on a neuron, [column, neuron], or on the loss, ["loss"]."""
    page.mouse.click(*place_in_graph(page, {"point": list(point)}))


def press_edge(page: Page, layer: int, to: int, source: int, share: float | None = None) -> None:
    """A press on an edge's number, or some way from its source."""
    page.mouse.click(*place_in_graph(page, {"edge": [layer, to, source]}, share))


PLACE_IN_CHART = """(gd, [wanted, passes]) => {
  const t = gd.data?.find(({ customdata }) => customdata);
  if (t?.customdata.length !== passes) return null;
  const box = gd.querySelector(".nsewdrag").getBoundingClientRect();
  const { xaxis, yaxis } = gd._fullLayout;
  const k = t.customdata.findIndex(([, n]) => n === wanted);
  return [box.x + xaxis.d2p(t.x[k]), box.y + yaxis.d2p(t.y[k])];
}"""


def press_pass(page: Page, number: int, *, of: int) -> None:
    """A press on a pass in the loss chart, counted from 0, once it shows that many passes."""

    def check() -> Any:
        place = page.locator(LOSS_CHART).evaluate(PLACE_IN_CHART, [number, of])
        assert place, f"the chart does not show {of} passes"
        return place

    page.mouse.click(*eventually(page, check))


def open_values(page: Page) -> None:
    """The table of all values; it stays open while one steps with the keys."""
    button(page, "values").click()
    expect(page.locator(".values").first).to_be_visible()
    page.evaluate("document.activeElement.blur()")


# ---- numbers -----------------------------------------------------------------------------------


def number(text: str) -> float:
    """A number as the page writes it: 0.25, -3e-5, or a formula's 3\\cdot 10^{-5}."""
    plain = text.strip().replace("−", "-").replace(r"\cdot 10^{", "e").rstrip("}").strip("()")
    return float(plain)


def same(shown: float, exact: float) -> bool:
    """Whether `shown` is `exact`, correctly rounded to four significant digits or more."""
    return any(shown == float(f"{exact:.{digits}g}") for digits in range(4, 18))


# ---- what the reader takes away ----------------------------------------------------------------


def document_of_link(link: str) -> dict[str, Any]:
    packed = link.split("?net=")[1].split("&")[0].strip()
    raw = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    return json.loads(zlib.decompress(raw))  # type: ignore[no-any-return]


def shared_link(page: Page) -> str:
    """The link of the Share box, which is left closed."""
    button(page, "share").click()
    code = page.locator("code").filter(has_text="?net=")
    link = code.inner_text()
    close(page, code)
    return link


def network_of(document: dict[str, Any]) -> Network:
    layers = [
        Layer(layer["W"], layer["b"], layer["activation"], layer.get("connected"))
        for layer in document["layers"]
    ]
    return Network(tuple(layers), document["loss"], document["reduction"])


def trace_of(document: dict[str, Any], granularity: str = "neuron") -> Trace:
    """The engine's own account of the exercise."""
    return trace(
        network_of(document),
        np.array(document["x"]),
        np.array(document["y"]),
        document["learning_rate"],
        granularity=granularity,  # type: ignore[arg-type]
        biases_frozen=document["biases_frozen"],
    )


# ---- tables to type in, files ------------------------------------------------------------------


def grid(page: Page, table: str) -> Locator:
    """A table to type in, by its name: x, y, W0, b1."""
    return key(page, f"table_{table}")


def cell(page: Page, table: str, row: int, column: int) -> Locator:
    return grid(page, table).locator("tbody tr").nth(row).locator("input").nth(column)


def type_cell(page: Page, table: str, row: int, column: int, value: str) -> None:
    cell(page, table, row, column).click()
    page.keyboard.type(value)
    page.keyboard.press("Enter")


@contextmanager
def share_box(page: Page) -> Iterator[None]:
    """With the Share box open. What is done in it is best done at once: a box that is opened again
    soon after is drawn anew for the closing as well, and forgets a file on its way."""
    button(page, "share").click()
    expect(button(page, "save_file")).to_be_visible()
    expect(page.locator("[data-stale=true]")).to_have_count(0)
    page.wait_for_selector(DRAWN_WHOLE)
    yield
    close(page, key(page, "save_file"))


def saved(page: Page) -> dict[str, Any]:
    """The file that "Save as a file" gives, in the Share box."""
    with page.expect_download() as coming:
        button(page, "save_file").click()
    document: dict[str, Any] = json.loads(Path(coming.value.path()).read_text(encoding="utf-8"))
    return document


def give_file(page: Page, document: dict[str, Any] | bytes, name: str = "network.json") -> None:
    """Open a file in the Share box."""
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    field = key(page, "open_file").locator("input[type=file]")
    field.set_input_files({"name": name, "mimeType": "application/json", "buffer": text})
    expect(key(page, "open_file")).to_contain_text(name)


def alert(page: Page) -> Locator:
    return page.get_by_test_id("stAlert")
