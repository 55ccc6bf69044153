"""Neurons of many rows or columns: each shows the number that the step is about, its bias's too, or
the last one that is known of it, with its symbol, and on a phone the one that goes with it.
Pointing gives the rest."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

from playground.stage.active import Active, Slot
from playground.stage.answer_marks import runs_width, slot_run, verdict_run
from playground.stage.at_rest import AtRest
from playground.stage.columns import Column
from playground.stage.design import LINE, has_name
from playground.stage.layout import Layout
from playground.stage.lettering import ARROW, BOLD, REGULAR, SEMIBOLD, fitted_with, width
from playground.stage.marks import Box, Label, Level, Look, Marks, Outline, Run, rounded, together
from playground.stage.neurons import UNKNOWN
from playground.stage.outside import Address, number_text
from playground.stage.rows import Row
from playground.stage.signs import gradient_sign, sign
from playground.stage.slots import name_label
from playground.stage.stage_view import QUANTITIES, Neuron, StageView

# What stands with a number where there are two lines, and which of them is above.
_BESIDE = {"z": "a", "a": "z", "da": "a", "delta": "a", "db": "delta", "b": "delta"}
_ORDER = ("z", "a", "da", "delta", "db", "b")
_COLOURS = {"da": "@backward", "delta": "@backward", "db": "@gradient", "b": "@update"}


def capsules(view: StageView, active: Active, layout: Layout, column: int) -> Marks:
    """The neurons of a column."""
    if not view.rests(column) or any(one[0] == column for one in active.made | active.used):
        return _capsules(view, active, layout, column)
    follows = (view.symbols, view.digits, layout.frame, view.known(column))
    return _at_rest(AtRest(follows, view, layout), column)


@lru_cache(maxsize=256)
def _at_rest(of: AtRest, column: int) -> Marks:
    return _capsules(of.view, Active(of.view.step.phase), of.layout, column)


def _capsules(view: StageView, active: Active, layout: Layout, column: int) -> Marks:
    neurons = [neuron for neuron in layout.places if neuron[0] == column]
    return together(Capsule(view, active, layout, neuron).marks() for neuron in neurons)


@dataclass(frozen=True)
class Capsule:
    """One neuron: a circle with straight sides, as high as a line."""

    view: StageView
    active: Active
    layout: Layout
    neuron: Neuron

    @property
    def column(self) -> Column:
        return self.layout.columns[self.neuron[0]]

    @property
    def box(self) -> Box:
        (x, y), column = self.layout.places[self.neuron], self.column
        name = f"circle/{self.neuron[0]}/{self.neuron[1]}"
        return Box(name, x - column.half, y - column.high, x + column.half, y + column.high)

    def marks(self) -> Marks:
        parts = [self._frame()]
        if not self.column.plain:
            parts.append(Marks(labels=self._numbers()))
        if self._has_name:
            colour = f"@{self.active.phase}" if self._is_made else "@ink"
            parts.append(Marks(labels=(name_label(self.view, self.layout, self.neuron, colour),)))
        return together(parts)

    @property
    def _has_name(self) -> bool:
        sizes, here = self.layout.design.sizes, self.column
        return not here.plain and has_name(sizes, here.pitch, here.high)

    @cached_property
    def _bias(self) -> Address | None:
        """The bias that the step changes here, or whose gradient it makes: a shared one is changed
        at the last neuron."""
        step, (column, j) = self.view.step, self.neuron
        if step.address.quantity not in ("b", "db"):
            return None
        if (column, j) in self.active.biases:
            return Address(step.address.quantity, column - 1, j)
        is_last = j == max(row for place, row in self.layout.places if place == column)
        if is_last and (column, None) in self.active.biases:
            return Address(step.address.quantity, column - 1)
        return None

    @property
    def _is_made(self) -> bool:
        return self.neuron in self.active.made or self._bias is not None

    def _frame(self) -> Marks:
        unit, phase, box = self.layout.design.sizes.unit, f"@{self.active.phase}", self.box
        known, corner = self._shown()[1] is not None, self.layout.corner(self.neuron[0])
        outlines = []
        if self._is_made:
            halo = rounded(box.grown(6 * unit), corner + 6 * unit)
            outlines.append(Outline(Level.HALO, Look(f"{phase}-soft"), halo))
        rim = Look("@surface", "@rim" if known else "@faint", 1.2 * unit)
        if self._is_made:
            rim = Look("@surface", phase, 3 * unit)
        elif self.neuron in self.active.used:
            rim = Look("@surface", phase, 2.4 * unit)
        outlines.append(Outline(Level.DISC, rim, rounded(box, corner)))
        return Marks(tuple(outlines), (), (box,))

    def _shown(self) -> tuple[str, float | None]:
        """The quantity that it shows, and its value."""
        if self._bias is not None:
            return self._bias.quantity, self.view.made(self._bias)
        known = {
            quantity: values[self.neuron[1]]
            for quantity, values in self.view.column(self.neuron[0]).items()
        }
        for slots in (self.active.filled, self.active.read):
            for quantity in reversed(list(known)):
                if Slot(quantity, *self.neuron) in slots:
                    return quantity, known[quantity]
        late = self.view.step.phase in ("backward", "gradient", "update")
        order = ("x", *QUANTITIES) if late else ("x", "z", "a")
        there = [q for q in order if known.get(q) is not None]
        return (there[-1], known[there[-1]]) if there else ("z", None)

    def _numbers(self) -> tuple[Label, ...]:
        """The one that it shows; and where there are two lines the one that goes with it."""
        (_, y), size = self.layout.places[self.neuron], self.layout.design.sizes.value
        quantity, value = self._shown()
        if self.layout.design.lines == 1 or quantity not in _BESIDE:
            return (self._number(quantity, value, y),)
        other = _BESIDE[quantity]
        values = self.view.column(self.neuron[0]).get(other)
        both = [(quantity, value), (other, values[self.neuron[1]] if values else None)]
        upper, lower = sorted(both, key=lambda one: _ORDER.index(one[0]))
        away = 0.5 * LINE * size
        return self._number(*upper, y - away), self._number(*lower, y + away)

    def _number(self, quantity: str, value: float | None, y: float) -> Label:
        size, x = self.layout.design.sizes.value, self.layout.places[self.neuron][0]
        letter = self._letter(quantity)
        name = f"{quantity}/{self.neuron[0]}/{self.neuron[1]}"
        bias = self._bias if quantity in ("b", "db") else None
        at = bias or Address(quantity, self.neuron[0] - 1, self.neuron[1], sample=self.view.sample)
        if value is None:
            slot = (Run(letter, "@muted"), slot_run(f"@{self.active.phase}"))
            unknown = (Run(letter + UNKNOWN, "@faint"),)
            return Label(name, x, y, size, slot if self.view.slot == at else unknown)
        is_made = bias is not None or Slot(quantity, *self.neuron) in self.active.filled
        running = not self.view.step.complete and self.view.sheet is None
        more = "…" if is_made and running else ""
        verdict = verdict_run(self.view, at)
        room, weight = 2 * self.column.half - 0.7 * size, BOLD if is_made else SEMIBOLD
        room -= runs_width(verdict, size)
        letter, shown = fitted_with(
            letter, value, number_text.at_most(self.view.digits, 4), room, size, weight, more
        )
        number = Run(shown, _COLOURS.get(quantity, "@forward"), weight)
        letters = (Run(letter, "@muted", REGULAR),) if letter else ()
        return Label(name, x, y, size, (*letters, number, *verdict))

    def _letter(self, quantity: str) -> str:
        column, symbols = self.neuron[0], self.view.symbols
        if quantity == "x":
            return ""
        if quantity == "db":
            return gradient_sign(symbols) + " "
        if quantity == "b":
            return symbols.bias(column - 1, shared=False) + ARROW
        return sign(symbols, quantity, column) + " "


def fold_box(layout: Layout, column: int, row: Row, y: float) -> Box:
    """The place of rows that are folded away."""
    here, sizes = layout.columns[column], layout.design.sizes
    high = min(0.55 * sizes.name + 3, here.pitch - here.high - 2)
    return Box(
        f"fold/{column}/{row.first}", here.x - here.half, y - high, here.x + here.half, y + high
    )


def fold_marks(layout: Layout, column: int, row: Row, y: float) -> Marks:
    """ "+ 12 more"; a press opens them."""
    sizes, box = layout.design.sizes, fold_box(layout, column, row, y)
    texts = [f"+ {row.size} more", f"+ {row.size}"]
    room = box.x1 - box.x0 - 2 if box.y1 - box.y0 >= 0.9 * sizes.name else 0.0
    text = next((t for t in texts if width(t, sizes.name) <= room), "")
    label = Label(f"{box.id}/text", box.centre[0], y, sizes.name, (Run(text, "@muted"),))
    look = Look("", "@faint", 1.2, "3px,3px")
    return Marks((Outline(Level.DISC, look, rounded(box, 6)),), (label,) if text else (), (box,))
