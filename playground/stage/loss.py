"""The last column: beside each output its target and what it adds to the loss, joined to the total.

A loss that is no sum over outputs, such as a root of a mean, shows targets and total alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from playground.stage.active import Active
from playground.stage.design import total_height
from playground.stage.layout import Layout
from playground.stage.lettering import BOLD, SEMIBOLD, fitted, width
from playground.stage.marks import (
    Box,
    Label,
    Level,
    Look,
    Marks,
    Outline,
    Run,
    circle,
    line,
    rounded,
    together,
)
from playground.stage.outside import Address
from playground.stage.view import StageView


class Boxes(NamedTuple):
    """Of the outputs that are shown the box of each, by its number, and the total's."""

    outputs: dict[int, Box]
    total: Box


@dataclass(frozen=True)
class LossColumn:
    view: StageView
    active: Active
    layout: Layout

    @property
    def value(self) -> float:
        """The size of its type."""
        return self.layout.design.sizes.value

    @property
    def lines(self) -> int:
        """How many an output's box has: where outputs are close its target alone."""
        sums = self.view.trace.network.loss_function.separable
        ys = self.layout.columns[self.view.last].ys
        pitch = min((b - a for a, b in itertools.pairwise(ys)), default=1e9)
        tall = 3.24 * self.value + self._total_height() + 0.8 * self.value
        return 2 if sums and not self.layout.design.compact and pitch >= tall else 1

    def boxes(self) -> Boxes:
        """Where everything stands: the total between two outputs or below, where there is room."""
        unit = self.layout.design.sizes.unit
        band, margin = self.layout.loss, (2 if self.layout.design.sizes.narrow else 7) * unit
        x0, x1 = band.x0 + margin, band.x1 - margin
        half = (0.34 + 0.64 * self.lines) * self.value
        places = self.layout.places
        last = self.view.last
        ys = {j: places[last, j][1] for c, j in places if c == last}
        outputs = {j: Box(f"output/{j}", x0, y - half, x1, y + half) for j, y in sorted(ys.items())}
        return Boxes(outputs, self._total(list(outputs.values()), x0, x1))

    def _total(self, outputs: list[Box], x0: float, x1: float) -> Box:
        high = self._total_height()
        count, apart = len(outputs), 0.36 * self.value
        between = [(upper.y1, lower.y0) for upper, lower in itertools.pairwise(outputs)]
        middle = (count - 1) / 2
        gaps = sorted(enumerate(between), key=lambda gap: (abs(gap[0] + 0.5 - middle), -gap[0]))
        ends = [(outputs[-1].y1, self.layout.loss.y1), (self.layout.loss.y0, outputs[0].y0)]
        for top, bottom in [*(gap for _, gap in gaps), *ends]:
            if bottom - top >= high + 2 * apart:
                inside = (top, bottom) in between
                y = (top + bottom) / 2 if inside else self._beyond(top, bottom, outputs, high)
                return Box("total", x0, y - high / 2, x1, y + high / 2)
        y1 = self.layout.loss.y1 - 2
        return Box("total", x0, y1 - high, x1, y1)

    def _beyond(self, top: float, bottom: float, outputs: list[Box], high: float) -> float:
        """Below or above all outputs, not further off than it need be."""
        away = 2.2 * self.value + high / 2
        if top == outputs[-1].y1:
            return min(top + away, bottom - high / 2 - 2)
        return max(bottom - away, top + high / 2 + 2)

    def _total_height(self) -> float:
        return total_height(self.layout.design, self.view.trace.plan.shape.batch)

    # what stands in it

    def marks(self) -> Marks:
        boxes = self.boxes()
        parts = [self._output(j, box) for j, box in boxes.outputs.items()]
        return together([*self._joins(boxes), *parts, self._sum(boxes.total)])

    def _joins(self, boxes: Boxes) -> Iterator[Marks]:
        """From each output to its box, and along the column to the total."""
        sizes, last = self.layout.design.sizes, self.view.last
        unit = sizes.unit
        dotted = Look("", "@faint", 1.6 * unit, "2px,4px")
        lit = Look("", f"@{self.active.phase}", 3 * unit)
        for j, box in boxes.outputs.items():
            x, y = self.layout.places[last, j]
            rim = x + self.layout.columns[last].half
            look = lit if j in self.active.targets else dotted
            yield Marks((Outline(Level.EDGE, look, line([(rim, y), (box.x0, y)])),))
        look = lit if self.active.phase == "loss" and self.active.at_loss else dotted
        column = sorted([*boxes.outputs.values(), boxes.total], key=lambda box: box.y0)
        x = boxes.total.centre[0]
        for upper, lower in itertools.pairwise(column):
            if lower.y0 - upper.y1 > 2:
                yield Marks((Outline(Level.EDGE, look, line([(x, upper.y1), (x, lower.y0)])),))
                yield self._plus(x, (upper.y1 + lower.y0) / 2, lower.y0 - upper.y1)

    def _plus(self, x: float, y: float, room: float) -> Marks:
        sizes = self.layout.design.sizes
        r = min(0.58 * self.value, room / 2 - 3)
        if self.lines < 2 or r < 6 * sizes.unit or sizes.narrow:
            return Marks()
        sign = Label(f"plus/{y:.0f}", x, y, 1.38 * r, (Run("+", "@muted", SEMIBOLD),))
        look = Look("@surface", "@faint", 1.2)
        return Marks((Outline(Level.DISC, look, circle(x, y, r)),), (sign,))

    def _output(self, j: int, box: Box) -> Marks:
        sizes, view = self.layout.design.sizes, self.view
        is_read = j in self.active.targets
        colour = f"@{self.active.phase}" if is_read else "@line"
        look = Look("@surface", colour, (2.4 if is_read else 1.2) * sizes.unit)
        word = view.symbols.word("target")
        name = view.symbols.label("y")
        rows = [(f"target/{j}", word, name, view.targets[j], "@ink")]
        if self.lines == 2:
            loss = self._known_losses().get(j)
            rows.append((f"output-loss/{j}", view.symbols.word("loss"), "", loss, "@loss"))
        labels = []
        for k, (label_id, *row) in enumerate(rows):
            y = box.centre[1] + (k - (len(rows) - 1) / 2) * 1.28 * self.value
            labels += self._row(label_id, box, y, *row)
        return Marks(
            (Outline(Level.DISC, look, rounded(box, 6 * sizes.unit)),), tuple(labels), (box,)
        )

    def _row(
        self,
        label_id: str,
        box: Box,
        y: float,
        word: str,
        short: str,
        value: float | None,
        colour: str,
    ) -> Iterator[Label]:
        """A word at the left and its number at the right; the number alone where it is narrow."""
        pad = 0.5 * self.value
        room = box.x1 - box.x0 - 2 * pad
        shown, ink = "·", "@faint"
        if value is not None:
            shown, ink = fitted(value, self.view.digits, room, self._size), colour
        wide = width(shown, self._size, SEMIBOLD)
        right = Label(label_id, box.x1 - pad, y, self._size, (Run(shown, ink, SEMIBOLD),), "right")
        small = max(0.8 * self.value, 11.5)
        for text in (word, short):
            if text and width(text, small) + wide + 0.4 * small <= room:
                yield Label(
                    f"{label_id}/word", box.x0 + pad, y, small, (Run(text, "@muted"),), "left"
                )
                break
        else:
            right = right._replace(x=box.centre[0], anchor="center")
        yield right

    @property
    def _size(self) -> float:
        return 0.94 * self.value

    def _known_losses(self) -> dict[int, float]:
        """What each output adds to the loss of the sample shown, as far as it is known."""
        view, losses = self.view, self.view.output_losses
        if losses is None:
            return {}
        step, batch = view.step, view.trace.plan.shape.batch
        at = Address("loss", sample=view.sample) if batch > 1 else Address("loss")
        if step.quantity == "loss" and step.address.whole == at and step.part is not None:
            return dict(enumerate(losses[: step.part + 1]))
        return dict(enumerate(losses)) if view.knows(at) else {}

    def _sum(self, box: Box) -> Marks:
        view, unit = self.view, self.layout.design.sizes.unit
        batch = view.trace.plan.shape.batch
        word = view.symbols.label("loss")
        rows = [("loss", f"total {word}" if batch == 1 else f"{word}, all samples", self._whole())]
        if batch > 1 and view.output_losses is not None:
            rows.insert(0, ("sample-loss", f"{word}, sample {view.sample + 1}", self._own_sample()))
        made = self.active.phase == "loss" and self.active.at_loss
        known = rows[-1][2] is not None
        look = Look(
            "@loss-soft" if known else "@surface",
            "@loss" if known or made else "@faint",
            (4 if made else 1.6) * unit,
        )
        labels: list[Label] = []
        y = box.centre[1] - (1.88 if len(rows) == 2 else 0.63) * self.value
        for label_id, text, value in rows:
            large = label_id == "loss"
            labels += self._stacked(label_id, box, y, text, value, large=large)
            y += 2.5 * self.value
        return Marks((Outline(Level.TAB, look, rounded(box, 8 * unit)),), tuple(labels), (box,))

    def _stacked(
        self, label_id: str, box: Box, y: float, text: str, value: float | None, *, large: bool
    ) -> Iterator[Label]:
        """A word and below it its number."""
        room, x = box.x1 - box.x0 - 8, box.centre[0]
        small, size = max(0.8 * self.value, 11.5), (1.1 if large else 0.94) * self.value
        words = [text, text.partition(",")[0], text.partition(" ")[0]]
        word = next((w for w in words if width(w, small, SEMIBOLD) <= room), "")
        colour = "@loss" if value is not None else "@muted"
        if word:
            yield Label(f"{label_id}/word", x, y, small, (Run(word, colour, SEMIBOLD),))
        more = "…" if large and not self.view.step.complete and self._is_step else ""
        left = room - width(more, size, BOLD)
        shown = "·" if value is None else fitted(value, self.view.digits, left, size, BOLD) + more
        run = Run(shown, "@loss" if value is not None else "@faint", BOLD)
        yield Label(label_id, x, y + 1.25 * self.value, size, (run,))

    @property
    def _is_step(self) -> bool:
        return self.view.step.quantity == "loss" and self.view.step.sample is None

    def _whole(self) -> float | None:
        if self._is_step:
            return float(self.view.step.value)
        return self.view.trace.gradients.loss if self.view.knows(Address("loss")) else None

    def _own_sample(self) -> float | None:
        return self.view.made(Address("loss", sample=self.view.sample))
