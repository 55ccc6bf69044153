"""The stage's own scripts in a browser: dots that run, and what lies under the pointer. Time is
given by hand, so that nothing depends on how fast the machine is."""

import json
from pathlib import Path

import pytest

import playground.views.network
from backprop_core import Address
from playground.exercise.presets import presets
from playground.stage.figure import stage_figure
from tests.playground.stage.view import view_of
from tests.playground.walks import walk_of

FOLDER = Path(playground.views.network.__file__).parent
FRAMES = """
window.frames = [];
window.requestAnimationFrame = (act) => window.frames.push(act);
window.cancelAnimationFrame = (id) => { window.frames[id - 1] = null; };
window.pass = (time) => window.frames.splice(0).forEach((act) => act && act(time));
"""
DOTS = [
    {
        "path": [[0, 50], [100, 50], [200, 100]],
        "label": "0.5",
        "colour": "@ink",
        "radius": 5,
        "size": 14,
    }
]
LAYERS = "document.querySelectorAll('.stage-motion').length"


def stage_page(open_page, **options):
    page = open_page(**options)
    page.set_content("<div id=plot style='position:relative;width:300px;height:200px'></div>")
    page.evaluate(FRAMES)
    for name in ("motion.js", "targets.js"):
        page.add_script_tag(content=(FOLDER / name).read_text("utf-8"))
    return page


def play(page, dots=DOTS):
    page.evaluate(
        "dots => stageMotion.play(document.getElementById('plot'), dots, {'@ink': 'red'}, [9, 9])",
        dots,
    )


def first_dot(page):
    """Where the first of the dots is."""
    return page.eval_on_selector(
        ".stage-motion circle", "dot => [+dot.getAttribute('cx'), +dot.getAttribute('cy')]"
    )


def test_a_dot_runs_from_the_start_of_its_path_to_the_end_and_goes(open_page):
    page = stage_page(open_page)
    play(page)
    page.evaluate("pass(1000)")
    assert first_dot(page) == [0, 50]
    page.evaluate("pass(1100)")
    assert 100 < first_dot(page)[0] < 200, "more than half way: it is fast first"
    page.evaluate("pass(1250)")
    assert first_dot(page) == [200, 100]
    assert page.evaluate(LAYERS) == 1
    page.evaluate("pass(1400)")
    assert page.evaluate(LAYERS) == 0


def test_it_carries_its_product_and_two_fainter_dots(open_page):
    page = stage_page(open_page)
    play(page)
    page.evaluate("pass(0)")
    page.evaluate("pass(200)")
    assert page.evaluate("document.querySelector('.stage-motion text').textContent") == "0.5"
    shown = "document.querySelectorAll('.stage-motion circle[visibility=visible]').length"
    assert page.evaluate(shown) == 3


def test_the_next_step_cuts_it_short(open_page):
    page = stage_page(open_page)
    play(page)
    page.evaluate("pass(0)")
    play(page)
    assert page.evaluate(LAYERS) == 1
    page.evaluate("pass(500)")
    assert first_dot(page) == [0, 50], "the new one begins at its beginning"
    play(page, [])
    assert page.evaluate(LAYERS) == 0


def test_where_less_motion_is_wanted_nothing_moves(open_page):
    page = stage_page(open_page, reduced_motion="reduce")
    play(page)
    assert page.evaluate(LAYERS) == 0


@pytest.fixture(scope="module")
def targets():
    walk = walk_of(presets()["01_mazur_own_bias"])
    return [json.loads(target.json) for target in stage_figure(view_of(walk, 21), 924, 744).targets]


def middle(targets, press):
    ((x0, y0, x1, y1),) = [target["box"] for target in targets if target["press"] == press]
    return (x0 + x1) / 2, (y0 + y1) / 2


def under(page, targets, x, y):
    found = page.evaluate("([t, x, y]) => stageTargets.targetAt(t, x, y)", [targets, x, y])
    return found and found["press"]


def test_what_lies_under_the_pointer(open_page, targets):
    page = stage_page(open_page)
    for press in ({"point": [1, 0]}, {"point": ["loss"]}, {"edge": [1, 1, 0]}):
        assert under(page, targets, *middle(targets, press)) == press
    (line,) = [t["line"] for t in targets if t["press"] == {"edge": [0, 0, 0]}]
    on_it = [(a + b) / 2 for a, b in zip(line[0], line[-1], strict=True)]
    assert under(page, targets, on_it[0], on_it[1] + 5) == {"edge": [0, 0, 0]}
    assert under(page, targets, on_it[0], on_it[1] + 40) is None


def test_arrow_keys_lead_from_one_to_the_next(open_page, targets):
    page = stage_page(open_page)
    towards = """([targets, press, key]) => {
      const same = ({ press: other }) => JSON.stringify(other) === JSON.stringify(press);
      return stageTargets.targetTowards(targets, targets.find(same), key).press;
    }"""

    def go(press, key):
        return page.evaluate(towards, [targets, press, key])

    assert go({"point": [1, 0]}, "ArrowDown") == {"point": [1, 1]}
    assert go({"point": [1, 1]}, "ArrowUp") == {"point": [1, 0]}
    assert "edge" in go({"point": [1, 0]}, "ArrowRight")
    assert go({"point": [0, 0]}, "ArrowLeft") == {"point": [0, 0]}, "there is nothing further"


def test_every_target_is_reached_by_arrow_keys(open_page, targets):
    page = stage_page(open_page)
    reached = page.evaluate(
        """targets => {
          const seen = new Set([targets[0]]), queue = [targets[0]];
          while (queue.length) {
            const from = queue.pop();
            for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
              const to = stageTargets.targetTowards(targets, from, key);
              if (!seen.has(to)) { seen.add(to); queue.push(to); }
            }
          }
          return seen.size;
        }""",
        targets,
    )
    assert reached == len(targets)


def test_the_figure_is_drawn_where_the_boxes_say(open_page):
    """Plotly itself sets the texts, in whatever font there is: within it their middles agree."""
    import plotly

    page = stage_page(open_page, viewport={"width": 924, "height": 744})
    walk = walk_of(presets()["01_mazur_own_bias"])
    position = walk.plan.step_making(Address("delta", 0, 0, sample=0))
    picture = stage_figure(view_of(walk, position), 924, 744, "light")
    page.reload()
    page.set_content("<body style='margin:0'><div id=plot></div>")
    page.add_script_tag(path=str(Path(plotly.__file__).parent / "package_data" / "plotly.min.js"))
    drawn = page.evaluate(
        """async (figure) => {
          await Plotly.newPlot("plot", figure.data, figure.layout);
          return [...document.querySelectorAll("#plot .textpoint text")].map((text) => {
            const { x, y, width, height } = text.getBoundingClientRect();
            const anchor = text.style.textAnchor || text.getAttribute("text-anchor");
            return [anchor, x, x + width, y + height / 2];
          });
        }""",
        picture.figure,
    )
    assert len(drawn) == len(picture.labels)
    for (anchor, left, right, y), box in zip(drawn, picture.labels, strict=True):
        x = {"start": left, "end": right}.get(anchor, (left + right) / 2)
        wanted = {"start": box.x0, "end": box.x1}.get(anchor, (box.x0 + box.x1) / 2)
        assert abs(x - wanted) < 1
        assert abs(y - (box.y0 + box.y1) / 2) < 4
