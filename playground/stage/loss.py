"""The last column: beside each output its target and what it adds to the loss, joined to the total.

A loss that is no sum over outputs, such as a root of a mean, shows targets and total alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from playground.stage.active import Active
from playground.stage.answer_marks import runs_width, slot_run, verdict_run
from playground.stage.at_rest import AtRest
from playground.stage.layout import Layout
from playground.stage.lettering import BOLD, SEMIBOLD, fitted, width
from playground.stage.loss_boxes import Boxes, loss_boxes
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
from playground.stage.stage_view import StageView


def loss_marks(column: LossColumn) -> Marks:
    """What stands in it. A step that has nothing to do with the loss leaves it as it is."""
    view, active, layout = column.view, column.active, column.layout
    own = view.step.quantity == "loss" or active.at_loss or active.targets
    if own or view.sheet is not None:
        return column.marks()
    known = tuple(view.knows(at) for at in (Address("loss"), Address("loss", sample=view.sample)))
    follows = (view.trace, view.symbols, view.digits, view.sample, layout.demand, layout.frame)
    return _at_rest(AtRest((*follows, known), view, layout))


@lru_cache(maxsize=64)
def _at_rest(of: AtRest) -> Marks:
    return LossColumn(of.view, Active(of.view.step.phase), of.layout).marks()


@dataclass(frozen=True)
class LossColumn:
    view: StageView
    active: Active
    layout: Layout

    @property
    def value(self) -> float:
        """The size of its type."""
        return self.layout.design.sizes.value

    @cached_property
    def boxes(self) -> Boxes:
        return loss_boxes(self.view, self.layout)

    @property
    def lines(self) -> int:
        """How many an output's box has."""
        return self.boxes.lines

    # what stands in it

    def marks(self) -> Marks:
        boxes = self.boxes
        parts = [self._output(j, box) for j, box in boxes.outputs.items()]
        return together([*self._joins(boxes), *parts, self._sum(boxes)])

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
        for upper, lower in pairwise(column):
            if lower.y0 - upper.y1 > 2:
                yield Marks((Outline(Level.EDGE, look, line([(x, upper.y1), (x, lower.y0)])),))
                yield self._plus(x, (upper.y1 + lower.y0) / 2, lower.y0 - upper.y1)

    def _plus(self, x: float, y: float, room: float) -> Marks:
        sizes = self.layout.design.sizes
        r = min(0.58 * self.value, room / 2 - 3)
        few = self.lines < 2 or self.view.sizes[-1] < 2  # one output adds nothing up
        if few or r < 8 or sizes.narrow:
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
        y, off = box.centre[1], 0.64 * self.value if self.lines == 2 else 0.0
        target = view.targets[j]
        labels = [*self._row(f"target/{j}", box, y - off, word, name, target, "@ink")]
        if self.lines == 2:
            loss, word = self._known_losses().get(j), view.symbols.word("loss")
            labels += self._row(f"output-loss/{j}", box, y + off, word, "", loss, "@loss")
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
        if losses is None or (view.sheet is not None and self._own_hidden):
            return {}
        step, batch = view.step, view.trace.plan.shape.batch
        at = Address("loss", sample=view.sample) if batch > 1 else Address("loss")
        if step.quantity == "loss" and step.address.whole == at and step.part is not None:
            return dict(enumerate(losses[: step.part + 1]))
        return dict(enumerate(losses)) if view.knows(at) else {}

    @property
    def _own_hidden(self) -> bool:
        """Whether the loss of the sample is somebody's to find, so that its parts are hidden."""
        batch = self.view.trace.plan.shape.batch
        at = Address("loss", sample=self.view.sample) if batch > 1 else Address("loss")
        return not self.view.knows(at)

    def _sum(self, boxes: Boxes) -> Marks:
        view, unit, box = self.view, self.layout.design.sizes.unit, boxes.total
        word = view.symbols.label("loss")
        whole = f"total {word}" if view.trace.plan.shape.batch == 1 else f"{word}, all samples"
        made = self.active.phase == "loss" and self.active.at_loss
        known = self._whole() is not None
        fill = "@loss-soft" if known else "@surface"
        look = Look(fill, "@loss" if known or made else "@faint", (4 if made else 1.6) * unit)
        outline = Outline(Level.TAB, look, rounded(box, 8 * unit))
        y, x = box.centre[1], box.centre[0]
        if boxes.kind.height < 2:
            row = self._row("loss", box, y, word, "", self._whole(), "@loss")
            return Marks((outline,), tuple(row), (box,))
        labels: list[Label] = []
        apart = min(1.22, 0.42 * boxes.kind.height) * self.value
        if boxes.kind.samples:
            own = f"{word}, sample {view.sample + 1}"
            labels += self._stacked("sample-loss", x, y - 1.5 * apart, apart, own, self._own())
            y += apart
        labels += self._stacked("loss", x, y - 0.5 * apart, apart, whole, self._whole())
        return Marks((outline,), tuple(labels), (box,))

    def _stacked(
        self, label_id: str, x: float, y: float, apart: float, text: str, value: float | None
    ) -> Iterator[Label]:
        """A word and below it its number."""
        is_total = label_id == "loss"
        room = self.boxes.total.x1 - self.boxes.total.x0 - 8
        small, size = max(0.8 * self.value, 11.5), (1.1 if is_total else 0.94) * self.value
        short = text.rpartition(", ")[2]  # the column is headed with the rest
        words = [text, short, short.partition(" ")[0]]
        word = next((w for w in words if width(w, small, SEMIBOLD) <= room), "")
        colour = "@loss" if value is not None else "@muted"
        if word:
            yield Label(f"{label_id}/word", x, y, small, (Run(word, colour, SEMIBOLD),))
        more = "…" if is_total and not self.view.step.complete and self._is_step else ""
        at = Address("loss") if is_total else Address("loss", sample=self.view.sample)
        sign = verdict_run(self.view, at)
        left = room - width(more, size, BOLD) - runs_width(sign, size)
        shown = "·" if value is None else fitted(value, self.view.digits, left, size, BOLD) + more
        run = Run(shown, "@loss" if value is not None else "@faint", BOLD)
        if value is None and self.view.slot == at:
            run = slot_run("@loss")
        yield Label(label_id, x, y + apart, size, (run, *sign))

    @property
    def _is_step(self) -> bool:
        of_all = self.view.step.quantity == "loss" and self.view.step.sample is None
        return of_all and self.view.sheet is None

    def _whole(self) -> float | None:
        if self._is_step:
            return float(self.view.step.value)
        return self.view.made(Address("loss"))

    def _own(self) -> float | None:
        return self.view.made(Address("loss", sample=self.view.sample))
