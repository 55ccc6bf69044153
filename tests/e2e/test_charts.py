"""Plotly draws every chart, however large, small or alike its numbers are."""

import json
import math
from itertools import product
from pathlib import Path

import numpy as np
import plotly
import pytest

from backprop_core import Address
from playground.exercise.presets import presets
from playground.exercise.view import trace_of
from playground.train.charts import fitted_chart, loss_chart, race_chart, ways_chart
from playground.train.measures import Mark
from playground.ui.loss_curve import loss_figure
from playground.views.palette import LIGHT
from playground.what_if.figure import curve_figure
from playground.what_if.numbers import WhatIf
from playground.what_if.surface_figure import contour_figure
from playground.what_if.surface_numbers import Surface
from tests.playground.views.coloured import coloured

LIBRARY = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
MAZUR = presets()["01_mazur_own_bias"]
ENDS = (0.0, 5e-324, 1e-307, 1e200, 1e306, 1.7e308, math.inf, math.nan)
PAIRS = [pair for end in ENDS for pair in ((end, end), (0.3, end))]
FEW = (0.0, 0.3, 1e200, 1.7e308)
DRAW = """async (figures) => {
  const place = document.body.appendChild(document.createElement("div"));
  const failed = [];
  for (const [name, { data, layout }] of figures) {
    try {
      await Plotly.newPlot(place, data, { width: 300, height: 200, ...layout });
    } catch (error) {
      failed.push(`${name}: ${error}`);
    }
    if (/NaN|Infinity/.test(place.innerHTML)) failed.push(`${name}: a place that is no number`);
    Plotly.purge(place);
  }
  return failed;
}"""


def of_losses():
    for pair in PAIRS:
        yield f"loss {pair}", loss_figure(pair, 0, pair[1])
        marks = [Mark(k, loss, loss, (), ()) for k, loss in enumerate(pair)]
        for log in (False, True):
            yield f"loss {pair}, {log}", loss_chart(marks, 1, log)
            yield f"race {pair}, {log}", race_chart([("a", marks), ("b", marks)], True, log)
        yield f"fitted {pair}", fitted_chart(([0, 1], pair), ([0], [pair[0]]), ([], []), ("x", "y"))


def of_two_weights():
    axis, path = np.array([-1.0, 0.0, 1.0]), np.zeros((1, 2))
    for here, there in PAIRS:
        heights = np.full((3, 3), here)
        heights[1, 1] = there
        made = contour_figure(Surface(axis, axis, heights), path, [here], 0, [0.5, 0], ("a", "b"))
        yield f"surface {here}, {there}", made
        yield f"ways {here}, {there}", ways_chart(["a"], [path], axis, axis, heights)


def of_one_weight():
    for weight, target in product(FEW, FEW):
        layers = [{**MAZUR["layers"][0], "W": [[weight, 0.2], [0.3, 0.4]]}, MAZUR["layers"][1]]
        document = {**MAZUR, "layers": layers, "y": [[target, -target]]}
        w = WhatIf(trace_of(document, "neuron"), Address("W", 1, 0, 0))
        for reach in (w.natural_reach, 1.0):
            yield f"curve {weight}, {target}", curve_figure(w.look(reach), "w")


@pytest.mark.parametrize("figures", [of_losses, of_two_weights, of_one_weight])
def test_every_chart_is_drawn_at_the_ends_of_all_numbers(page, figures):
    page.set_content("<body></body>")
    page.add_script_tag(path=LIBRARY)
    made = [(name, coloured(figure, LIGHT)) for name, figure in figures()]
    assert page.evaluate(DRAW, json.loads(json.dumps(made, allow_nan=False))) == []
