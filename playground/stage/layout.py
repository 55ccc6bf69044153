"""Where columns, rows, and the loss lie, in px of the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from playground.stage.active import Active
from playground.stage.columns import Column, Frame, columns_of, frame_of
from playground.stage.design import INPUT, Design, design_for
from playground.stage.marks import Box, Point
from playground.stage.outside import number_text
from playground.stage.room import Demand, Format, before_band, chip_widths
from playground.stage.rows import Row, rows_of
from playground.stage.stage_view import Edge, Neuron, StageView

_PLAIN = 0.5  # half the width of a neuron without a number, by the size of a value


class Gap(NamedTuple):
    """Between two bands. Chips of `format` stand within `x0` to `x1`; `shown` are the edges that
    have one."""

    left: float
    right: float
    format: Format | None
    x0: float
    x1: float
    shown: tuple[Edge, ...]


@dataclass(frozen=True)
class Layout:
    demand: Demand
    frame: Frame
    gaps: tuple[Gap, ...]

    @property
    def design(self) -> Design:
        return self.frame.design

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.frame.columns

    @property
    def places(self) -> dict[Neuron, Point]:
        return self.frame.places

    def place(self, neuron: Neuron) -> Point | None:
        """The middle of a neuron; None where it is folded away."""
        return self.places.get(neuron)

    def band(self, column: int) -> Box:
        x, half = self.columns[column].x, self.columns[column].half
        room = self.design.room
        side = half + room.beside
        return Box(f"band/{column}", x - side, room.top, x + side, room.bottom)

    def corner(self, column: int) -> float:
        """How round a compact neuron is: as much as can be, unless it has two lines."""
        two_lines = self.design.lines > 1 and not self.columns[column].plain
        return 0.8 * self.design.sizes.value if two_lines else 99.0

    @property
    def loss(self) -> Box:
        """The loss column."""
        room = self.design.room
        right = room.width - room.pad
        return Box("band/loss", right - room.loss, room.top, right, room.bottom)

    def shows(self, edge: Edge) -> bool:
        layer, to, source = edge
        return (layer, source) in self.places and (layer + 1, to) in self.places


def layout_of(view: StageView, active: Active, width: float, height: float) -> Layout:
    """The layout of a step. Up to four rows and columns it is the same for all steps of a walk."""
    rows = _rows(view, active, height)
    plan = view.trace.plan.shape
    demand = Demand(
        tuple(len(column) for column in rows),
        tuple(view.edge_count(layer) for layer in range(view.last)),
        tuple(max((len(s) for s in sources), default=0) for sources in plan.sources),
        number_text.at_most(view.digits, 6),
        any(bias != "none" for bias in plan.biases),
        plan.batch,
    )
    design = design_for(demand, width, height)
    halves = _halves(demand, design, _columns_in_use(view, active))
    gaps = _gap_widths(view, active, demand, design, halves)
    frame = frame_of(design, columns_of(demand, design, rows, halves, gaps))
    return Layout(demand, frame, tuple(_gaps(view, active, demand, frame)))


def _rows(view: StageView, active: Active, height: float) -> list[tuple[Row, ...]]:
    wanted = _neurons_in_use(view, active)
    room = max(4, int(0.86 * height / 21))
    return [
        rows_of(
            count,
            {j for c, j in wanted if c == column},
            opened=column in view.opened,
            room=room,
        )
        for column, count in enumerate(view.sizes)
    ]


def _neurons_in_use(view: StageView, active: Active) -> set[Neuron]:
    wanted = set(active.made | active.used | view.neurons)
    wanted |= {(column, j) for column, j in active.biases if j is not None}
    if view.selection is not None and len(view.selection) == 2:
        wanted.add(view.selection)
    for layer, to, source in edges_in_use(view, active):
        wanted |= {(layer + 1, to), (layer, source)}
    return wanted


def edges_in_use(view: StageView, active: Active) -> tuple[Edge, ...]:
    """The edges of the step, and those that are lit or selected besides."""
    own = [view.selection] if view.selection is not None and len(view.selection) == 3 else []
    return tuple(dict.fromkeys([*active.edges, *sorted(view.edges), *own]))


def _columns_in_use(view: StageView, active: Active) -> set[int]:
    used = {column for column, _ in _neurons_in_use(view, active)}
    if view.step.address.quantity in ("b", "db"):  # the columns of the layer's weights
        used |= {place for column, _ in active.biases for place in (column - 1, column)}
    return used or {0, 1}


def _halves(demand: Demand, design: Design, in_use: set[int]) -> list[float]:
    """Half the width of each column's neurons. Where they are too many for one number each, only
    those of the columns that the step is about show theirs."""
    count = len(demand.rows)
    if not design.compact:
        return [INPUT * design.radius, *[design.half] * (count - 1)]
    halves = [design.half] * count
    room, sizes = design.room, design.sizes
    fixed = 2 * room.pad + room.before_loss + room.loss + 2 * room.beside * count
    spare = room.width - fixed - 2 * sum(halves)
    if spare >= 16 * sizes.unit * (count - 1) + chip_need(design, demand):
        return halves
    return [h if c in in_use else _PLAIN * sizes.value for c, h in enumerate(halves)]


def chip_need(design: Design, demand: Demand) -> float:
    """How wide a gap must be to hold the chips of the step's own edges."""
    sizes = design.sizes
    return chip_widths(sizes, min(demand.digits, 4))["new"] + before_band(sizes) + 36 * sizes.unit


def _gap_widths(
    view: StageView, active: Active, demand: Demand, design: Design, halves: list[float]
) -> list[float]:
    """All gaps are equally wide, but where only the step's edges have chips theirs is wider."""
    room, count = design.room, len(halves)
    free = room.width - 2 * room.pad - room.before_loss - room.loss
    free -= 2 * sum(halves) + 2 * room.beside * count
    widths = [free / (count - 1)] * (count - 1)
    layers = {edge[0] for edge in edges_in_use(view, active)}
    if None not in design.formats or not layers or len(layers) == len(widths):
        return widths
    need = min(chip_need(design, demand), free / len(layers) - 4)
    if widths[0] >= need:
        return widths
    rest = (free - need * len(layers)) / (len(widths) - len(layers))
    return [need if layer in layers else rest for layer in range(len(widths))]


def _gaps(view: StageView, active: Active, demand: Demand, frame: Frame) -> list[Gap]:
    design, columns = frame.design, frame.columns
    gaps, beside, sizes = [], design.room.beside, design.sizes
    in_use = edges_in_use(view, active)
    seen = [{row.first for row in column.rows if not row.folded} for column in columns]
    for layer, form in enumerate(design.formats):
        here, there = columns[layer], columns[layer + 1]
        left, right = here.x + here.half + beside, there.x - there.half - beside
        edges = view.edges_of(layer) if form else (e for e in in_use if e[0] == layer)
        shown = tuple(e for e in edges if e[1] in seen[layer + 1] and e[2] in seen[layer])
        widest = chip_widths(sizes, demand.digits)[form or "new"]
        spare = 0 if form else max(0.0, right - left - chip_need(design, demand))
        x1 = right - before_band(sizes) - min(40 * sizes.unit, 0.3 * spare)
        gaps.append(Gap(left, right, form, max(left + 2, x1 - widest), x1, shown))
    return gaps
