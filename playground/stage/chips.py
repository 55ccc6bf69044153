"""The numbers on an edge: its weight; from the backward pass on its gradient; after the update
the old weight and the new. Where a chip stands follows from the widest it will ever be, so it
stays where it is through the whole walk."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from playground.stage.active import Active
from playground.stage.answer_marks import slot_run, verdict_run
from playground.stage.layout import Gap, Layout
from playground.stage.lettering import (
    MINUS,
    REGULAR,
    SEMIBOLD,
    fitted,
    fitted_pair,
    old_and_new,
    width,
)
from playground.stage.marks import Run
from playground.stage.outside import Address
from playground.stage.room import LINES, Format, chip_height
from playground.stage.signs import gradient_sign
from playground.stage.stage_view import Edge, StageView


@dataclass(frozen=True)
class Line:
    """One line of a chip. `part` is "w", "dW" or "new"."""

    part: str
    runs: tuple[Run, ...]

    def width(self, size: float) -> float:
        return sum(width(run.text, size, run.weight) for run in self.runs)


def final_lines(view: StageView, layout: Layout, edge: Edge, form: Format) -> list[Line]:
    """The chip as it is at the last step."""
    layer, to, source = edge
    at = Address("W", layer, to, source)
    new, gradient = view.final(at), view.final(at._replace(quantity="dW"))
    return chip_lines(view, layout, edge, form, new=new, gradient=gradient, quiet=False)


def lines_now(
    view: StageView, active: Active, layout: Layout, edge: Edge, form: Format | None
) -> list[Line]:
    """The chip as it is at this step."""
    layer, to, source = edge
    at = Address("W", layer, to, source)
    gradient_at = at._replace(quantity="dW")
    new = view.made(at) if view.step.phase == "update" else None
    quiet = edge not in active.edges and not view.at_end and layout.demand.edges[layer] > 4
    lines = chip_lines(
        view,
        layout,
        edge,
        form or "stack",
        new=new,
        gradient=view.made(gradient_at),
        quiet=quiet,
        running=view.is_running(gradient_at),
    )
    if view.sheet is None:
        return lines
    return [_marked(view, gradient_at if line.part == "dW" else at, line) for line in lines] + (
        _slots(view, at, gradient_at)
    )


def _marked(view: StageView, at: Address, line: Line) -> Line:
    """The line with the sign of its answer, if it is one."""
    own = () if line.part == "w" else verdict_run(view, at)
    return replace(line, runs=(*line.runs, *own))


def _slots(view: StageView, at: Address, gradient_at: Address) -> list[Line]:
    """The empty slot, if the number that is to be entered is this edge's."""
    if view.slot == gradient_at:
        letter = Run(gradient_sign(view.symbols), "@gradient")
        return [Line("dW", (letter, slot_run("@gradient")))]
    if view.slot == at:
        return [Line("new", (Run("→", "@update"), slot_run("@update")))]
    return []


def chip_lines(
    view: StageView,
    layout: Layout,
    edge: Edge,
    form: Format,
    *,
    new: float | None,
    gradient: float | None,
    quiet: bool,
    running: bool = False,
) -> list[Line]:
    """What of an edge is known, in lines that fit into its gap. `quiet` chips take no part."""
    gap, size = layout.gaps[edge[0]], layout.design.sizes.chip
    room = gap.x1 - gap.x0
    old, weight = view.weight(edge), REGULAR if quiet else SEMIBOLD
    plain = Run(fitted(old, view.digits, room, size), "@muted" if quiet else "@ink", weight)
    lines = [Line("w", (plain,))]
    if new is not None:
        lines = _updated(view, old, new, form, room, size)
    if gradient is not None:
        more = "…" if running else ""
        letter = _letter(view, narrow=layout.design.sizes.narrow)
        left = room - width(letter + more, size)
        shown = fitted(gradient, view.digits, left, size) + more
        runs = (Run(letter, "@gradient"), Run(shown, "@gradient", weight))
        lines.append(Line("dW", runs))
    return lines


def _letter(view: StageView, *, narrow: bool) -> str:
    """What stands before a gradient. A phone has room for ∂, but not for −∂ and the number's own
    minus: there the colour alone tells it, and the step card writes the sign."""
    letter = gradient_sign(view.symbols)
    if narrow:
        shown = "" if letter.startswith(MINUS) else letter
        return f"{shown} " if shown and view.symbols.notation.by_rule else shown
    return f"{letter} "


def _updated(
    view: StageView, old: float, new: float, form: Format, room: float, size: float
) -> list[Line]:
    if form == "pair":
        before, after = fitted_pair(old, new, view.digits, room, size)
        runs = (Run(before, "@muted"), Run(after, "@update", SEMIBOLD))
        return [Line("new", runs)]
    before, after = old_and_new(old, new, view.digits)
    if width(after, size, SEMIBOLD) > room:
        after = fitted(new, view.digits, room, size)
    newer = Line("new", (Run(after, "@update", SEMIBOLD),))
    if form == "new":
        return [newer]
    if width(before, size) > room:
        before = fitted(old, view.digits, room, size, REGULAR)
    return [Line("w", (Run(before, "@muted"),)), newer]


@dataclass(frozen=True)
class Spot:
    """Where a chip stands: its middle, and half of the widest it becomes. `apart` is how far its
    lines keep from a flat edge that runs between them; 0 where the edge runs behind them."""

    x: float
    y: float
    half: float
    apart: float = 0.0


def widest(view: StageView, layout: Layout, layer: int) -> dict[Edge, float]:
    """How wide each chip of a gap becomes at the last step."""
    gap, size = layout.gaps[layer], layout.design.sizes.chip
    if gap.format is None:
        return dict.fromkeys(gap.shown, gap.x1 - gap.x0)
    return {
        edge: max(line.width(size) for line in final_lines(view, layout, edge, gap.format))
        for edge in gap.shown
    }


def harness(layout: Layout, layer: int, widths: dict[Edge, float], lines: int) -> dict[Edge, Spot]:
    """The chips of each neuron in a block beside it, ordered by source. Empty where they would
    not fit below each other."""
    blocks, step = _blocks(layout, layer), _step(layout, layer, lines)
    if not step:
        return {}
    x = layout.gaps[layer].x1 - max(widths.values()) / 2
    middles = _apart(
        layout, [(layout.places[layer + 1, to][1], len(b) * step) for to, b in blocks.items()]
    )
    return {
        edge: Spot(x, middle + (k - (len(block) - 1) / 2) * step, widths[edge] / 2)
        for middle, block in zip(middles, blocks.values(), strict=True)
        for k, edge in enumerate(sorted(block, key=lambda e: e[2]))
    }


def can_have_chips(layout: Layout, layer: int) -> bool:
    """Whether a harness of one line each has the height, whatever the chips say."""
    return _step(layout, layer, 1) > 0


def _blocks(layout: Layout, layer: int) -> dict[int, list[Edge]]:
    """The edges of each neuron that have a chip."""
    blocks: dict[int, list[Edge]] = defaultdict(list)
    for edge in layout.gaps[layer].shown:
        blocks[edge[1]].append(edge)
    return blocks


def _step(layout: Layout, layer: int, lines: int) -> float:
    """From one chip to the next below it; 0 where they would not fit, and without any."""
    counts = Counter(edge[1] for edge in layout.gaps[layer].shown)
    if not counts:
        return 0.0
    high = chip_height(layout.design.sizes, lines) + 2
    free = layout.design.room.rows - 4 if len(counts) == 1 else _pitch(layout, layer + 1)
    step = min(1.22 * high, free / max(counts.values()))
    return step if step >= high - 0.5 else 0.0


def _apart(layout: Layout, blocks: list[tuple[float, float]]) -> list[float]:
    """The middles of blocks, each given by the one it would like and its height, from the top
    down: moved as far as need be to lie below each other and in the place."""
    top, bottom = layout.design.room.top - 4, layout.design.room.bottom + 4
    middles = []
    for middle, high in blocks:
        middles.append(max(middle, top + high / 2))
        top = middles[-1] + high / 2
    for k in range(len(blocks) - 1, -1, -1):
        high = blocks[k][1]
        middles[k] = min(middles[k], bottom - high / 2)
        bottom = middles[k] - high / 2
    return middles


def _pitch(layout: Layout, column: int) -> float:
    """The height that a block has: a row, of those that are shown."""
    return 0.97 * min(layout.columns[column].pitch, layout.design.room.rows)


def lines_of(gap: Gap) -> int:
    """How many lines a chip of the gap becomes."""
    return LINES[gap.format or "stack"]
