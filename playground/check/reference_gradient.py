"""The gradient of a document by a second method."""

from __future__ import annotations

from backprop_core import GradientCheck, gradient_check
from playground.exercise.document import Document, network_of
from playground.exercise.kept import kept


@kept(8)
def computed(now: Document) -> GradientCheck:
    """Backward beside the complex step. Raises NonFiniteError where there is no gradient.

    It takes half a second for the largest drawing, so it is kept.
    """
    return gradient_check(network_of(now), now["x"], now["y"])
