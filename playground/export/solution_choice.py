"""Which steps of a walk a worked solution has: of some phases and layers, from a step to another,
of one sample."""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core import PHASES, Plan


@dataclass(frozen=True)
class StepChoice:
    """Steps count from 1, and no `last` is the last of all. Without `layers` all are chosen, and
    without a `sample` too; what is of no layer or no sample goes with any."""

    phases: tuple[str, ...] = PHASES
    layers: tuple[int, ...] = ()
    sample: int | None = None
    first: int = 1
    last: int | None = None

    def of(self, plan: Plan) -> list[int]:
        """The steps, counted from 0, in their order."""
        every = range(len(plan))[self.first - 1 : self.last]
        return [k for k in every if self._has(plan, k)]

    def _has(self, plan: Plan, k: int) -> bool:
        operation, at = plan.at(k)
        return (
            operation.phase in self.phases
            and (not self.layers or at.layer is None or at.layer in self.layers)
            and (self.sample is None or at.sample in (None, self.sample))
        )


EVERY_STEP = StepChoice()
