"""AdamW: Adam with weight decay that is not part of the gradient.

The parameters first shrink by η λ θ and then take Adam's step, so the decay is not divided by √v̂,
as it would be inside the gradient (Loshchilov and Hutter, 2017).
"""

from __future__ import annotations

from dataclasses import dataclass

from backprop_core.rules.adam import Adam
from backprop_core.rules.expression import PARAMETER, Named, setting
from backprop_core.rules.rule import ascent_and_decay
from backprop_core.rules.stage import Stage


@dataclass(frozen=True)
class AdamW(Adam):
    """Options and defaults are those of `torch.optim.AdamW`: Adam's, with a decay of 0.01."""

    weight_decay: float = 1e-2

    def arithmetic(self, gradient: Named, rate: Named) -> tuple[Stage, ...]:
        """θ ← θ − η λ θ, then Adam's stages on the gradient as it is."""
        before, g = ascent_and_decay(gradient, maximize=self.maximize, weight_decay=0.0)
        if not self.weight_decay:
            return (*before, *self.moments(g, rate, PARAMETER))
        decay = setting("weight_decay", "λ", self.weight_decay)
        decayed = Stage(
            "weight_decay", "decayed_parameter", "θ′", PARAMETER - rate * decay * PARAMETER
        )
        return (*before, decayed, *self.moments(g, rate, decayed.made))
