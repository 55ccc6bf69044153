"""Gradient clipping: a gradient that is too large is limited before the rule uses it.

Clipping by value limits each entry to between −limit and limit, which changes the direction.
Clipping by norm shortens the whole gradient and keeps its direction (Pascanu, Mikolov and Bengio,
2013).
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.rules.expression import Named, maximum, minimum, norm, setting
from backprop_core.rules.options import above_zero, option
from backprop_core.rules.stage import Stage


@dataclass(frozen=True)
class ClipByValue:
    """Each entry of the gradient between −limit and limit. Raises BackpropError unless above 0."""

    limit: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "limit", above_zero(self.limit, "limit"))

    def stages(self, gradient: Named) -> tuple[Stage, ...]:
        """g ← min(max(g, −limit), limit)."""
        limit = setting("limit", "c", self.limit)
        return (Stage("clip", "clipped", "g", minimum(maximum(gradient, -limit), limit)),)


@dataclass(frozen=True)
class ClipByNorm:
    """The gradient of all parameters together at most `limit` long.

    `eps` keeps the quotient finite where the gradient is 0, as in PyTorch's clip_grad_norm_.
    Raises BackpropError for a limit that is not above 0, or an eps below 0.
    """

    limit: float
    eps: float = 1e-6

    def __post_init__(self) -> None:
        object.__setattr__(self, "limit", above_zero(self.limit, "limit"))
        object.__setattr__(self, "eps", option(self.eps, "eps"))

    def stages(self, gradient: Named) -> tuple[Stage, ...]:
        """‖g‖ = √Σ g²; c = min(1, limit / (‖g‖ + ε)); g ← c g."""
        length = Stage("gradient_norm", "norm", "‖g‖", norm(gradient))
        quotient = setting("limit", "c", self.limit) / (length.made + setting("eps", "ε", self.eps))
        scale = Stage("clip_factor", "clip_factor", "s", minimum(1, quotient))
        return length, scale, Stage("clip", "clipped", "g", scale.made * gradient)
