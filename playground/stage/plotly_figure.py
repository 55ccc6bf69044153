"""Marks as a Plotly figure: outlines of one look become one shape, labels one trace of text.

One unit of the axes is one px. The neurons are a trace of points besides, unseen, so that the
figure still says where they are and whose they are.
"""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from playground.stage.marks import Label, Level, Look, Marks, Run

FONT = '"Source Sans", "Source Sans Pro", sans-serif'
_BASELINE = 0.085  # Plotly sets a text's middle this far above the middle of its figures


def figure_of(
    marks: Marks,
    size: tuple[float, float],
    points: dict[str, Any],
    colours: Mapping[str, str],
    revision: str,
) -> dict[str, Any]:
    """The figure as Plotly's {"data": …, "layout": …}. `points` is the trace of the neurons."""
    hidden = {"type": "scatter", "mode": "markers", "hoverinfo": "skip", "cliponaxis": False}
    data = [{**hidden, **points}, _text(marks.labels, colours)]
    return {"data": data, "layout": _layout(marks, size, colours, revision)}


def _layout(
    marks: Marks, size: tuple[float, float], colours: Mapping[str, str], revision: str
) -> dict[str, Any]:
    axis = {"visible": False, "fixedrange": True}
    return {
        "template": "none",
        "width": size[0],
        "height": size[1],
        "font": {"family": FONT},
        "xaxis": {**axis, "range": [0, size[0]]},
        "yaxis": {**axis, "range": [size[1], 0]},
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,
        "uirevision": revision,
        "shapes": _shapes(marks, colours),
    }


def _shapes(marks: Marks, colours: Mapping[str, str]) -> list[dict[str, Any]]:
    paths: dict[tuple[Level, Look], list[str]] = defaultdict(list)
    for level, look, path in marks.outlines:
        paths[level, look].append(path)
    ordered = sorted(paths.items(), key=lambda item: item[0][0])
    return [_shape(look, "".join(path), colours) for (_, look), path in ordered]


def _shape(look: Look, path: str, colours: Mapping[str, str]) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "path", "path": path, "layer": "below"}
    line: dict[str, Any] = {"width": 0}
    if look.line:
        line = {"color": colours.get(look.line, look.line), "width": round(look.width, 2)}
        if look.dash != "solid":
            line["dash"] = look.dash
    shape["line"] = line
    if look.fill:
        shape["fillcolor"] = colours.get(look.fill, look.fill)
    if look.opacity != 1:
        shape["opacity"] = look.opacity
    return shape


def _text(labels: Sequence[Label], colours: Mapping[str, str]) -> dict[str, Any]:
    """Most of a label is of its last run's colour and weight; what differs is a span."""
    positions = {"left": "middle right", "center": "middle center", "right": "middle left"}
    return {
        "type": "scatter",
        "mode": "text",
        "x": [round(label.x, 1) for label in labels],
        "y": [round(label.y + _BASELINE * label.size, 1) for label in labels],
        "text": [_runs(label.runs, colours) for label in labels],
        "textposition": [positions[label.anchor] for label in labels],
        "textfont": {
            "size": [label.size for label in labels],
            "color": [colours.get(c, c) for c in (label.runs[-1].colour for label in labels)],
            "weight": [label.runs[-1].weight for label in labels],
        },
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _runs(runs: Sequence[Run], colours: Mapping[str, str]) -> str:
    last = runs[-1]
    return "".join(_run(run, last, colours) for run in runs)


def _run(run: Run, last: Run, colours: Mapping[str, str]) -> str:
    text = html.escape(run.text, quote=False)
    if run[1:] == last[1:]:
        return text
    colour = colours.get(run.colour, run.colour)
    weight = f"font-weight:{run.weight};" if run.weight != last.weight else ""
    return f"<span style='{weight}color:{colour}'>{text}</span>"
