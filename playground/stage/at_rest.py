"""Parts of a picture that the step has nothing to do with. At most steps that is nearly all of a
large network, and it is drawn as it was at the step before."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from playground.stage.layout import Layout
from playground.stage.stage_view import Neuron, StageView


@dataclass(frozen=True)
class AtRest:
    """All that such a part `follows` from, and any view, with its layout and what is said of its
    neurons, of which that is so."""

    follows: tuple[Hashable, ...]
    view: StageView = field(compare=False)
    layout: Layout = field(compare=False)
    spoken: Mapping[Neuron, str] = field(compare=False, default_factory=dict)
