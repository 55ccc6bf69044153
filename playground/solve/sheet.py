"""The sheet: which numbers are asked, what has been answered, and so which numbers may be shown.

A number that is asked shows what was answered, and nothing until then. One that is not asked shows
ours, but only as long as no blank comes before it: it could give a blank away. Or whoever made the
exercise has chosen which of them are given, as on a sheet of paper.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from backprop_core import Address, Trace
from playground.exercise.answers import NOTHING, Answer
from playground.exercise.conventions import USUAL, Conventions
from playground.exercise.paper_trace import on_paper, turned_number
from playground.solve.asked import LOSS_AFTER, asked, items
from playground.solve.choices import Choices
from playground.solve.judging import Judged, Verdict, typed_answers
from playground.solve.typed import Typed


@dataclass(frozen=True, eq=False)
class Sheet:
    """A pass that is solved by hand, in the signs that the `conventions` give its numbers. `trace`
    is the engine's own pass, and so are the numbers of `judged` in the engine's signs."""

    trace: Trace
    choices: Choices
    answers: Mapping[Address, Answer]
    conventions: Conventions = USUAL

    @cached_property
    def steps(self) -> tuple[int, ...]:
        """The steps whose numbers are asked."""
        return asked(self.trace.plan, self.choices)

    @cached_property
    def asks(self) -> tuple[Address, ...]:
        """The numbers that are asked, in the order of the work."""
        every = items(self.trace.plan)
        after = (LOSS_AFTER,) if self.choices["loss_after"] else ()
        return (*(every[k] for k in self.steps), *after)

    @cached_property
    def _asked(self) -> frozenset[Address]:
        return frozenset(self.asks)

    @cached_property
    def judged(self) -> Judged:
        """The answers to what is asked, with their verdicts."""
        own = {at: self._turned(at, one) for at, one in self.numbers.items()}
        rounding = self.conventions.rounding
        paper = None if rounding is None else on_paper(self.trace, Conventions(rounding))
        return Judged(self.trace, own, paper, lambda at: not self.hides(at))

    def _turned(self, at: Address, number: Typed) -> Typed:
        return number.turned if at.quantity in self.conventions.minus else number

    @cached_property
    def numbers(self) -> Mapping[Address, Typed]:
        """What was answered, in the order of the work."""
        typed = typed_answers(self.answers, self.choices["comma"])
        return {at: typed[at] for at in self.asks if at in typed}

    def exact(self, at: Address) -> float:
        """What should stand there, but for rounding."""
        return float(turned_number(self.judged.exact(at), at.quantity, self.conventions))

    def own(self, at: Address) -> float:
        """What the learner's own earlier numbers make of it."""
        return float(turned_number(self.judged.own(at), at.quantity, self.conventions))

    def own_before(self, at: Address) -> Trace:
        """The pass with all that was answered but the number at `at`, in the signs on paper."""
        own = self.judged.own_before(at)
        return on_paper(own, self.conventions.signs)

    @cached_property
    def blanks(self) -> tuple[Address, ...]:
        """What is asked and not answered yet."""
        return tuple(at for at in self.asks if at not in self.numbers)

    def here(self, position: int) -> Address | None:
        """What the walk asks for at a step; the loss after the update comes last of all."""
        if self.blanks == (LOSS_AFTER,):
            return LOSS_AFTER
        at = items(self.trace.plan)[position]
        return at if at in self._asked else None

    def slot(self, position: int) -> Address | None:
        """The number that is to be entered at a step."""
        here = self.here(position)
        return None if here in self.numbers else here

    @cached_property
    def _known_until(self) -> int:
        """The first step whose number is still blank, or is not given."""
        every = items(self.trace.plan)
        open_steps = (k for k in self.steps if every[k] not in self.numbers)
        first = next(open_steps, len(self.trace))
        if self.choices["given"] is None:
            return first
        return next((k for k in range(first) if self._is_withheld(every[k])), first)

    def is_asked(self, at: Address) -> bool:
        """Whether the learner makes this number."""
        return at in self._asked

    def hides(self, at: Address) -> bool:
        """Whether our number at `at` must not be seen."""
        return self.hides_working(at) and not self._is_given(at)

    def hides_working(self, at: Address) -> bool:
        """Whether what it is made of must not be seen: a blank may be among that."""
        made = self.trace.plan.step_making(at)
        return at in self._asked or (made is not None and made >= self._known_until)

    def _is_given(self, at: Address) -> bool:
        return at.quantity in (self.choices["given"] or ()) and at not in self._asked

    def _is_withheld(self, at: Address) -> bool:
        return at not in self._asked and not self._is_given(at)

    def shown(self, at: Address, ours: float | None) -> float | None:
        """What stands at `at` instead of `ours`: what was answered, or nothing, or ours."""
        if at in self.numbers:
            return self.numbers[at].value
        return None if self.hides(at) else ours

    def is_open_before(self, at: Address) -> bool:
        """Whether a number that is asked before `at` is still blank."""
        step = self.step_of(at)
        return self._known_until < (len(self.trace) if step is None else step)

    @property
    def is_marked(self) -> bool:
        """Whether verdicts are told: at once, or at the end."""
        return self.choices["at_once"] or self.choices["marked"]

    def verdict(self, at: Address) -> Verdict | None:
        """What there is to tell of an answer; None for a blank, and while nothing is marked yet."""
        if not self.is_marked or at not in self.numbers:
            return None
        return self.judged.verdicts[at]

    def answer(self, at: Address) -> Answer:
        """What was typed and which help was taken."""
        return self.answers.get(at, NOTHING)

    def step_of(self, at: Address) -> int | None:
        """The step that asks for it."""
        every = items(self.trace.plan)
        return next((k for k in self.steps if every[k] == at), None)

    def next_blank(self, position: int) -> int | None:
        """The next step from there on whose number is blank, or else the first of all."""
        every = items(self.trace.plan)
        blank = [k for k in self.steps if every[k] not in self.numbers]
        return next((k for k in blank if k > position), blank[0] if blank else None)
