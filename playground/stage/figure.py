"""The picture of the network at one step: all the pages need to call.

    picture = stage_figure(view, 924, 744)

Everything is a function of the view and the size of the place in px. What stands where follows
from the network and its final numbers; what is written there from the step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from playground.stage.active import Active, active_of
from playground.stage.biases import bias_marks
from playground.stage.colours import Theme, colours_of
from playground.stage.compact import capsules, fold_marks
from playground.stage.edges import edge_marks
from playground.stage.layout import Layout, layout_of
from playground.stage.loss import LossColumn, loss_marks
from playground.stage.marks import Box, Level, Look, Marks, Outline, circle, rounded, together
from playground.stage.motion import motion_of
from playground.stage.neuron_health import troubles, warning_marks, with_trouble
from playground.stage.neurons import Instrument
from playground.stage.plotly_figure import figure_of
from playground.stage.products import moving, product_marks
from playground.stage.speech import spoken_neurons, summary
from playground.stage.stage_view import Neuron, StageView
from playground.stage.targets import Pressable, Target, targets_json, targets_of
from playground.stage.titles import band_marks, legend_marks, title_marks
from playground.stage.wiring import Wiring, wiring_of


@dataclass(frozen=True)
class Picture:
    """`figure` is Plotly's {"data": …, "layout": …}. `boxes` are those of circles, tabs, chips and
    the like. `targets` can be pressed; `motion` leads from the step before to this one; `alt` says
    it all. `marks` are what it is made of, for other kinds of picture; `spoken` is said of the
    neurons."""

    figure: dict[str, Any]
    boxes: tuple[Box, ...]
    motion: tuple[dict[str, Any], ...]
    alt: str
    wiring: Wiring
    loss: LossColumn
    marks: Marks
    size: tuple[float, float]
    spoken: Mapping[Neuron, str]

    @cached_property
    def labels(self) -> tuple[Box, ...]:
        """The boxes of all that is written, in the order of the trace of text."""
        return tuple(label.box for label in self.marks.labels)

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Made when asked for: pictures on paper need none."""
        return tuple(targets_of(self._to_press))

    @property
    def targets_json(self) -> str:
        """The same for the browser, separated by commas."""
        return targets_json(self._to_press)

    @property
    def _to_press(self) -> Pressable:
        return Pressable(self.loss.view, self.wiring, self.loss, self.boxes, self.spoken)


def stage_figure(
    view: StageView,
    width: float,
    height: float,
    theme: Theme | None = None,
    *,
    motion: bool = True,
    legend: bool = True,
) -> Picture:
    """The picture in a place of `width` × `height` px. Without a `theme` colours stay names such as
    "@ink", for the browser to put in; without `motion` there is nothing to animate."""
    active = active_of(view)
    layout = layout_of(view, active, width, height)
    wiring = wiring_of(view, active, layout)
    loss, wrong = LossColumn(view, active, layout), troubles(view)
    parts = [
        band_marks(view, active, layout),
        edge_marks(view, active, wiring),
        _neurons(view, active, layout),
        bias_marks(view, active, layout),
        loss_marks(loss),
        title_marks(view, active, layout),
        _besides(view, layout),
        warning_marks(wrong, layout),
    ]
    if legend:
        parts.append(legend_marks(view, layout, wrong))
    marks = together(parts)
    found = moving(view, active, wiring)
    if found:
        taken = [label.box for label in marks.labels] + [b for b in marks.boxes if _is_solid(b)]
        marks = together([marks, product_marks(found, active, wiring, taken)])
    spoken = spoken_neurons(view, layout.places)
    spoken |= {n: with_trouble(spoken[n], said) for n, said in wrong.items() if n in spoken}
    return Picture(
        figure_of(
            marks, (width, height), _points(layout, spoken), colours_of(theme), str(view.sizes)
        ),
        marks.boxes,
        tuple(motion_of(found, active, wiring)) if motion else (),
        summary(view),
        wiring,
        loss,
        marks,
        (width, height),
        spoken,
    )


def _is_solid(box: Box) -> bool:
    return not box.id.startswith("circle")


def _neurons(view: StageView, active: Active, layout: Layout) -> Marks:
    if layout.design.compact:
        parts = [capsules(view, active, layout, number) for number in range(len(view.sizes))]
    else:
        parts = [Instrument(view, active, layout, neuron).marks() for neuron in layout.places]
    for column, here in enumerate(layout.columns):
        parts += [
            fold_marks(layout, column, row, y)
            for row, y in zip(here.rows, here.ys, strict=True)
            if row.folded
        ]
    return together(parts)


def _besides(view: StageView, layout: Layout) -> Marks:
    """A ring around neurons that are lit or selected, whatever the step is about."""
    chosen = view.selection if view.selection is not None and len(view.selection) == 2 else None
    lit = sorted(view.neurons | ({chosen} if chosen else set()))
    unit = layout.design.sizes.unit
    outlines = []
    for neuron in lit:
        place = layout.place(neuron)
        if place is None:
            continue
        here = layout.columns[neuron[0]]
        x, y, by = *place, 6 * unit
        box = Box("", x - here.half, y - here.high, x + here.half, y + here.high).grown(by)
        corner = layout.corner(neuron[0]) + by
        path = rounded(box, corner) if here.half != here.high else circle(x, y, here.half + by)
        strong = neuron == chosen
        look = Look("", "@ink", (2 if strong else 6) * unit, opacity=1 if strong else 0.2)
        outlines.append(Outline(Level.RIM, look, path))
    return Marks(tuple(outlines))


def _points(layout: Layout, spoken: Mapping[Neuron, str]) -> dict[str, Any]:
    """The neurons as points of the figure: where they are, whose, and what is known of them."""
    places: dict[Neuron, tuple[float, float]] = layout.places
    sizes = [round(2 * layout.columns[column].high, 1) for column, _ in places]
    return {
        "x": [round(x, 1) for x, _ in places.values()],
        "y": [round(y, 1) for _, y in places.values()],
        "customdata": [list(neuron) for neuron in places],
        "hovertext": [spoken[neuron] for neuron in places],
        "marker": {"size": sizes, "opacity": 0},
    }
