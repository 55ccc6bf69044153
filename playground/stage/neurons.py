"""The neurons: small instruments whose slots never take each other's place.

From the top: the name; z in the upper half of the circle, a in the lower, which fills once a is
known; ∂loss/∂a and delta as tabs that hang from the rim; the bias, and its gradient. What is not
known yet is a faint letter and a dot in the same place and size.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from playground.stage.active import Active, Slot
from playground.stage.answer_marks import runs_width, slot_run, verdict_run
from playground.stage.layout import Layout
from playground.stage.lettering import BOLD, REGULAR, SEMIBOLD, fitted_with
from playground.stage.marks import (
    Box,
    Label,
    Level,
    Look,
    Marks,
    Outline,
    Point,
    Run,
    chord,
    circle,
    line,
    lower_half,
    rounded,
    together,
)
from playground.stage.outside import Address
from playground.stage.signs import sign
from playground.stage.slots import name_label, tab_boxes
from playground.stage.stage_view import Neuron, StageView

UNKNOWN = "·"
BADGE, LEAST_BADGE = 0.74, 11.0  # its letters, in those of a value, and px


@dataclass(frozen=True)
class Instrument:
    """One neuron of a column, in a design that shows all its numbers."""

    view: StageView
    active: Active
    layout: Layout
    neuron: Neuron

    @cached_property
    def middle(self) -> Point:
        return self.layout.places[self.neuron]

    @property
    def radius(self) -> float:
        return self.layout.columns[self.neuron[0]].half

    @property
    def id(self) -> str:
        return f"{self.neuron[0]}/{self.neuron[1]}"

    @property
    def phase(self) -> str:
        return f"@{self.active.phase}"

    @property
    def is_made(self) -> bool:
        return self.neuron in self.active.made

    @property
    def is_ringed(self) -> bool:
        """Whether its z, its a or its input went in; where delta did, its tab says so."""
        quantities = {s.quantity for s in self.active.read if s[1:] == self.neuron}
        return bool(quantities & {"x", "z", "a"})

    def value(self, quantity: str) -> float | None:
        return self.view.column(self.neuron[0])[quantity][self.neuron[1]]

    def has(self, quantity: str) -> bool:
        return quantity in self.view.column(self.neuron[0])

    def slot_is(self, quantity: str, slots: frozenset[Slot]) -> bool:
        return Slot(quantity, *self.neuron) in slots

    def marks(self) -> Marks:
        parts = [self._disc(), self._name()]
        if self.neuron[0] == 0:
            parts += [self._inside("x", 0.0), *self._tabs()]
        else:
            parts += [self._halves(), *self._tabs()]
        return together(parts)

    # the circle

    def _disc(self) -> Marks:
        (x, y), r, unit = self.middle, self.radius, self.layout.design.sizes.unit
        known = self.neuron[0] == 0 or self.value("z") is not None
        outlines = []
        if self.is_made:
            halo = Look(f"{self.phase}-soft")
            outlines.append(Outline(Level.HALO, halo, circle(x, y, r + 9 * unit)))
        if known or self.is_made:
            outlines.append(Outline(Level.DISC, Look("@surface"), circle(x, y, r)))
        rim = Look("", "@rim" if known else "@faint", 1.4 * unit)
        if self.is_made:
            rim = Look("", self.phase, 4 * unit)
        elif self.is_ringed:
            rim = Look("", self.phase, 3.5 * unit)
        outlines.append(Outline(Level.RIM, rim, circle(x, y, r)))
        return Marks(tuple(outlines), (), (Box(f"circle/{self.id}", x - r, y - r, x + r, y + r),))

    def _halves(self) -> Marks:
        (x, y), r = self.middle, self.radius
        known = self.value("z") is not None or self.is_made
        colour = self.phase if self.is_made else "@line" if known else "@faint"
        level = Look("", colour, 1.2)
        outlines = [Outline(Level.DISC, level, line([(x - r, y), (x + r, y)]))]
        if self.value("a") is not None:
            fill = Look("@forward-soft", opacity=0.8)
            outlines.insert(0, Outline(Level.DISC, fill, lower_half(x, y, r - 0.7)))
        halves = [self._inside("z", -self._apart), self._inside("a", self._apart)]
        return together([Marks(tuple(outlines)), *halves, self._badge()])

    @property
    def _apart(self) -> float:
        """How far z and a are from the divider, in radii: in a small circle a little nearer to it,
        where there is more width."""
        return 0.4 if self.radius > 2.4 * self.layout.design.sizes.value else 0.36

    def _inside(self, quantity: str, share: float) -> Marks:
        """A number in the circle, `share` of its radius below the middle."""
        (x, y), size = self.middle, self.layout.design.sizes.value
        offset = share * self.radius
        room = chord(self.radius, abs(offset) + 0.36 * size) - 4
        value = self.value(quantity)
        letter = "" if quantity == "x" else sign(self.view.symbols, quantity, self.neuron[0]) + " "
        runs: tuple[Run, ...] = (Run(f"{letter}{UNKNOWN}", "@faint"),)
        if self._is_slot(quantity):
            runs = (Run(letter, "@muted"), slot_run(self.phase))
        if value is not None:
            verdict = verdict_run(self.view, self._at(quantity))
            room -= runs_width(verdict, size)
            weight = BOLD if self.slot_is(quantity, self.active.filled) else SEMIBOLD
            more = "…" if self._runs(quantity) else ""
            digits = self.view.digits
            letter, shown = fitted_with(
                letter, value, digits, room, size, weight, more, placed=True
            )
            known = (Run(letter, "@muted", REGULAR),) if letter else ()
            runs = (*known, Run(shown, "@forward", weight), *verdict)
        label = Label(f"{quantity}/{self.id}", x, y + offset, size, runs)
        return Marks(self._slot_frame(quantity, label), (label,))

    def _at(self, quantity: str) -> Address:
        column, j = self.neuron
        return Address(quantity, column - 1, j, sample=self.view.sample)

    def _is_slot(self, quantity: str) -> bool:
        return self.value(quantity) is None and self.view.slot == self._at(quantity)

    def _slot_frame(self, quantity: str, label: Label) -> tuple[Outline, ...]:
        """Around the empty slot: a dashed frame, wide enough for a number."""
        if not self._is_slot(quantity):
            return ()
        size, (x, y) = label.size, (label.x, label.y)
        half = min(1.9 * size, 0.78 * self.radius)
        box = Box("", x - half, y - 0.62 * size, x + half, y + 0.62 * size)
        look = Look("@surface", self.phase, 1.8 * self.layout.design.sizes.unit, "5px,3px")
        return (Outline(Level.MARK, look, rounded(box, 5)),)

    def _runs(self, quantity: str) -> bool:
        running = not self.view.step.complete and self.view.sheet is None
        return running and self.slot_is(quantity, self.active.filled)

    def _badge(self) -> Marks:
        """On the divider, for what has no slot: the slope that delta takes, and ∂loss/∂a in the
        step that makes it where there is room for delta alone."""
        if not self.is_made or not self._has_room_between():
            return Marks()
        if self.active.slope is not None:
            letter = self.view.symbols.label("slope").partition("(")[0]
            return self._on_divider("slope", letter, self.active.slope, "@forward")
        value = self.value("da") if self.slot_is("da", self.active.filled) else None
        if value is None or self.layout.design.slots.tabs != "delta":
            return Marks()
        letter = sign(self.view.symbols, "da", self.neuron[0])
        return self._on_divider("da", letter, value, self.phase)

    def _has_room_between(self) -> bool:
        """Whether a badge on the divider leaves z and a legible."""
        size = self.layout.design.sizes.value
        return self._apart * self.radius - 0.36 * size >= 0.48 * max(BADGE * size, LEAST_BADGE)

    def _on_divider(self, quantity: str, letter: str, value: float, colour: str) -> Marks:
        (x, y), sizes = self.middle, self.layout.design.sizes
        size = max(BADGE * sizes.value, LEAST_BADGE)
        room = 1.8 * self.radius - 0.9 * size
        more = "…" if self._runs(quantity) else ""
        shown = fitted_with(letter + " ", value, self.view.digits, room, size, SEMIBOLD, more)
        runs = _two_runs(shown, self.phase, colour)
        label = Label(f"{quantity}/{self.id}", x, y, size, runs)
        half = label.width / 2 + 0.45 * size
        box = Box(f"badge/{self.id}", x - half, y - 0.52 * size, x + half, y + 0.52 * size)
        look = Look("@surface", self.phase, 1.2)
        return Marks((Outline(Level.TAB, look, rounded(box, size)),), (label,), (box,))

    # around it

    def _name(self) -> Marks:
        return Marks(labels=(name_label(self.view, self.layout, self.neuron, self._name_colour()),))

    def _name_colour(self) -> str:
        return self.phase if self.is_made else "@ink"

    def _tabs(self) -> Iterator[Marks]:
        boxes = tab_boxes(self.view, self.layout.frame, self.neuron)
        if self.layout.design.slots.tabs == "beside" and self.neuron[0]:
            (x, y), (_, box) = self.middle, boxes[0]
            low = y + self.radius + 3 * self.layout.design.sizes.unit
            between = Box("", x - 4, box.y0, x + 4, max(box.y1, low))
            yield Marks((Outline(Level.RIM, Look("@surface"), rounded(between, 0)),))
        for quantity, box in boxes:
            yield self._tab(quantity, box)

    def _tab(self, quantity: str, box: Box) -> Marks:
        """∂loss/∂a tinted, delta solid; outlined where the step fills or reads it."""
        sizes, value = self.layout.design.sizes, self.value(quantity)
        letter = sign(self.view.symbols, quantity, self.neuron[0]) + " "
        x, y = box.centre
        if value is None:
            runs: tuple[Run, ...] = (Run(f"{letter}{UNKNOWN}", "@faint"),)
            look = Look("@surface", "@line", 1.2)
            if self._is_slot(quantity):
                runs = (Run(letter, "@backward"), slot_run("@backward"))
                look = Look("@surface", "@backward", 1.8 * sizes.unit, "5px,3px")
        else:
            solid = quantity == "delta"
            colour = "@on-solid" if solid else "@backward"
            more = "…" if self._runs(quantity) else ""
            verdict = verdict_run(self.view, self._at(quantity), colour)
            room, digits = box.x1 - box.x0 - 5 - runs_width(verdict, sizes.tab), self.view.digits
            shown = fitted_with(letter, value, digits, room, sizes.tab, SEMIBOLD, more)
            runs = (*_two_runs(shown, colour, colour), *verdict)
            look = Look("@backward") if solid else Look("@backward-soft", "@backward", 1.2)
        label = Label(f"{quantity}/{self.id}", x, y, sizes.tab, runs)
        outlines = [Outline(Level.TAB, look, rounded(box, 5 * sizes.unit))]
        if self._is_ringed_tab(quantity):
            ring = Look("@surface", self.phase, 2.4 * sizes.unit)
            around = rounded(box.grown(2.6 * sizes.unit), 7 * sizes.unit)
            outlines.insert(0, Outline(Level.RIM, ring, around))
        return Marks(tuple(outlines), (label,), (box,))

    def _is_ringed_tab(self, quantity: str) -> bool:
        """What the step made, and what it read elsewhere."""
        is_read = self.slot_is(quantity, self.active.read) and not self.is_made
        return is_read or self.slot_is(quantity, self.active.filled)


def _two_runs(shown: tuple[str, str], first: str, second: str) -> tuple[Run, ...]:
    """A letter, if there is one, and its number."""
    number = Run(shown[1], second, SEMIBOLD)
    return (Run(shown[0], first), number) if shown[0] else (number,)
