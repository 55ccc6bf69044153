"""Above the columns what they are, behind them their bands, and below a legend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from playground.stage.active import Active
from playground.stage.answer_marks import SIGNS
from playground.stage.layout import Layout
from playground.stage.lettering import BOLD, REGULAR, SEMIBOLD, width
from playground.stage.marks import (
    Box,
    Label,
    Level,
    Look,
    Marks,
    Outline,
    Run,
    line,
    rounded,
    together,
)
from playground.stage.neuron_health import Troubles, kinds, sign_outlines
from playground.stage.outside import Symbols, Trace, as_heading, short_name
from playground.stage.signs import gradient_sign, sign
from playground.stage.stage_view import StageView


def band_marks(view: StageView, active: Active, layout: Layout) -> Marks:
    """Each column stands in a band; the one that the step is about is tinted."""
    boxes = [*(layout.band(column) for column in range(len(view.sizes))), layout.loss]
    unit = layout.design.sizes.unit
    outlines = []
    for column, box in enumerate(boxes):
        look = Look("@band")
        if column == active.column:
            look = Look(f"@{active.phase}-soft", opacity=0.5)
        outlines.append(Outline(Level.BAND, look, rounded(box, 10 * unit)))
    return Marks(tuple(outlines))


def title_marks(view: StageView, active: Active, layout: Layout) -> Marks:
    """The title of each column, in the phase's colour where the step is; and the loss's."""
    still = replace(layout, gaps=())
    return Marks(labels=_titles(view.trace, view.symbols, still, active.column, active.phase))


@lru_cache(maxsize=256)
def _titles(
    trace: Trace, symbols: Symbols, layout: Layout, column: int | None, phase: str
) -> tuple[Label, ...]:
    view, active = StageView(trace, 0, symbols), Active(phase, column=column)
    loss = _loss_title(view, active, layout)
    return (*_at_level(view, active, layout, _level(trace, symbols, layout), loss), loss)


def _loss_title(view: StageView, active: Active, layout: Layout) -> Label:
    size = layout.design.sizes.title
    colour = f"@{active.phase}" if active.column == len(view.sizes) else "@ink"
    run = (Run(view.symbols.word("loss").capitalize(), colour, BOLD),)
    return Label("title/loss", layout.loss.centre[0], _first_line(layout), size, run)


@lru_cache(maxsize=256)
def _level(trace: Trace, symbols: Symbols, layout: Layout) -> int:
    """The first level at which all titles fit, else the last, whatever the gaps hold."""
    view, active = StageView(trace, 0, symbols), Active("forward")
    loss = _loss_title(view, active, layout)
    last = len(_names(view, 0)) - 1
    fitting = (
        level
        for level in range(last)
        if len(_at_level(view, active, layout, level, loss)) >= len(view.sizes)
    )
    return next(fitting, last)


def _at_level(
    view: StageView, active: Active, layout: Layout, level: int, loss: Label
) -> list[Label]:
    """Titles, as far as they fit; those of hidden layers all of that level."""
    labels: list[Label] = []
    for column in range(len(view.sizes)):
        before = labels[-1].box.x1 if labels else -layout.design.sizes.title
        room = _room(view, layout, column, before, loss, level)
        labels += _title(view, active, layout, column, room, level)
    return labels


def _room(
    view: StageView, layout: Layout, column: int, before: float, loss: Label, level: int
) -> float:
    """The width that a title has, between the one before it and the least that the next takes."""
    x, size = layout.columns[column].x, layout.design.sizes.title
    after = loss.box.x0
    if column < view.last:
        names = _names(view, column + 1)
        names = names[level : level + 1] if column + 1 < view.last else names
        bare = min(width(name, size, BOLD) for name in names)
        after = layout.columns[column + 1].x - bare / 2
    return 2 * (min(x - before, after - x) - 0.9 * size)


def _names(view: StageView, column: int) -> list[str]:
    """What a column may be called, the longest first."""
    name, title = view.symbols.column(column), view.symbols.title(column)
    return [name, title, name.removesuffix(" layer"), view.symbols.title(column, short=True)]


def _first_line(layout: Layout) -> float:
    room, size = layout.design.room, layout.design.sizes.title
    return 0.5 * room.top if layout.design.sizes.narrow else 0.53 * (room.top - 0.4 * size)


def _title(
    view: StageView, active: Active, layout: Layout, column: int, room: float, level: int
) -> list[Label]:
    """In one line where it fits, else in two if both fit, else the name alone, or nothing. The
    widest last."""
    sizes, x = layout.design.sizes, layout.columns[column].x
    colour = f"@{active.phase}" if active.column == column else "@ink"
    names = _names(view, column)
    if 0 < column < view.last:
        names = names[level : level + 1]
    fits = [name for name in names if width(name, sizes.title, BOLD) <= room]
    if not fits:
        return []
    name = Run(as_heading(fits[0]), colour, BOLD)
    y, label_id = _first_line(layout), f"title/{column}"
    own = Label(label_id, x, y, sizes.title, (name,))
    if column == 0 or sizes.narrow:
        return [own]
    function = short_name(view.trace.network.layers[column - 1].f.name)
    whole = own._replace(runs=(name, Run(f" · {function}", "@muted", REGULAR)))
    if whole.width <= room:
        return [whole]
    small = 0.92 * sizes.title
    below = Label(f"{label_id}/function", x, y + sizes.title, small, (Run(function, "@muted"),))
    if below.width > room or below.box.y1 > layout.design.room.top:
        return [own]
    return sorted([own._replace(y=y - 0.1 * sizes.title), below], key=lambda label: label.width)


# the legend


def legend_marks(view: StageView, layout: Layout, wrong: Troubles) -> Marks:
    """As many of its items as one line holds; none on a phone."""
    sizes, room = layout.design.sizes, layout.design.room
    if sizes.narrow:
        return Marks()
    size, gap = sizes.legend, 1.5 * sizes.legend
    x, y = room.pad + 12 * sizes.unit, (room.bottom + room.height) / 2
    parts = []
    for key, text in _items(view, wrong):
        wide = _key_width(key, size) + (0.45 * size if key else 0) + width(text, size)
        if x + wide > room.width - room.pad:
            break
        parts.append(_item(layout, key, text, x, y))
        x += wide + gap
    return together(parts)


def _items(view: StageView, wrong: Troubles) -> Iterator[tuple[str, str]]:
    """What explains an item, and its text."""
    if view.sheet is not None and view.sheet.is_marked and view.sheet.numbers:
        yield from ((sign, words) for sign, _, words in SIGNS.values())
        return
    if wrong:
        yield "warning", ", ".join(kinds(wrong)) + ("" if view.printed else ": point at it")
    yield "solid", "positive weight"
    yield "dashed", "negative"
    yield "", "thicker = larger"
    delta = sign(view.symbols, "delta", 1)
    words = view.symbols.word("delta")
    named = f"{delta} error signal" if words in ("delta", delta) else f"{delta} {words}"
    yield "tab", named if words != delta else delta
    moved = f"how far it moves, over {view.symbols.label('learning_rate')}"
    said = moved if view.symbols.notation.by_rule else "gradient of the weight"
    yield gradient_sign(view.symbols), said
    yield "→", "new value"


def _key_width(key: str, size: float) -> float:
    drawn = {"": 0.0, "solid": 1.7 * size, "dashed": 1.7 * size, "tab": 1.1 * size, "warning": 14.0}
    return drawn[key] if key in drawn else width(key, size, SEMIBOLD)


def _item(layout: Layout, key: str, text: str, x: float, y: float) -> Marks:
    size, unit = layout.design.sizes.legend, layout.design.sizes.unit
    wide = _key_width(key, size)
    outlines, labels = [], []
    if key in ("solid", "dashed"):
        colour, dash = ("@positive", "solid") if key == "solid" else ("@negative", "6px,4px")
        look = Look("", colour, 3 * unit, dash)
        outlines.append(Outline(Level.MARK, look, line([(x, y), (x + wide, y)])))
    elif key == "tab":
        box = Box("", x, y - 0.45 * size, x + wide, y + 0.45 * size)
        outlines.append(Outline(Level.TAB, Look("@backward"), rounded(box, 3 * unit)))
    elif key == "warning":
        outlines += sign_outlines(x + wide / 2, y, wide / 14)
    elif key:
        colours = {sign: colour for sign, colour, _ in SIGNS.values()}
        colour = colours.get(key, "@update" if key == "→" else "@gradient")
        run = (Run(key, colour, SEMIBOLD),)
        labels.append(Label(f"legend/{key}/key", x, y, size, run, "left"))
    left = x + wide + (0.45 * size if key else 0)
    labels.append(Label(f"legend/{key or 'width'}", left, y, size, (Run(text, "@muted"),), "left"))
    return Marks(tuple(outlines), tuple(labels))
