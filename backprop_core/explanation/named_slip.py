"""A slip of a cause, in words: what was done, where, and what to do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from backprop_core.explanation.candidates import Mask, Placed
from backprop_core.explanation.fits import Fit
from backprop_core.explanation.search import Search
from backprop_core.explanation.slips.slip import Slip
from backprop_core.explanation.words import joined, sentence, the_layers


@dataclass(frozen=True, eq=False)
class NamedSlip:
    """One slip of a cause.

    `operation` is the step of the pass it befell, `layer` counts from 0 and is None where the slip
    was made in every layer. `neurons` are those it was made in, None for all. `what` and `remedy`
    are sentences, and `only` the one at the end of `what` that says where it was made, if not in
    all of its layer; `formula` is the arithmetic that was done instead.
    """

    name: str
    operation: str
    layer: int | None
    neurons: tuple[int, ...] | None
    formula: str
    what: str
    remedy: str
    only: str = ""


def named_slips(search: Search, fit: Fit) -> tuple[NamedSlip, ...]:
    """Each slip of the fit, in each of its layers."""
    return tuple(slip for placed in fit.placed for slip in _of(search, placed))


def _of(search: Search, placed: Placed) -> list[NamedSlip]:
    slip, layers = placed.slip, placed.layers
    possible = search.possible(slip)
    where, mask = the_layers(search.problem, layers, possible), _mask(placed)
    only = ""
    if mask is not None:
        where = _entries(mask, where)
        if "{where}" not in slip.what:
            only = f"This was done in {where} only."
    everywhere = len(layers) > 1 and len(layers) == possible
    return [
        NamedSlip(
            slip.name,
            slip.operation,
            layer,
            None if mask is None else _neurons(mask),
            placed.by_layer[layers[0] if layer is None else layer].formula,
            f"{sentence(slip.what.replace('{where}', where))} {only}".strip(),
            sentence(slip.remedy.replace("{where}", where)),
            only,
        )
        for layer in (_layers_to_name(slip, layers, everywhere))
    ]


def _layers_to_name(slip: Slip, layers: tuple[int, ...], everywhere: bool) -> list[int | None]:
    if everywhere or slip.operation == "loss":
        return [None]
    return list(layers)


def _mask(placed: Placed) -> Mask | None:
    """The entries (batch, n_out) of its one layer in which the slip was made; None for all."""
    if not placed.masks or len(placed.layers) != 1:
        return None
    return next(iter(placed.masks.values()))


def _neurons(mask: Mask) -> tuple[int, ...]:
    return tuple(int(j) for j in np.flatnonzero(mask.any(axis=0)))


def _entries(mask: Mask, where: str) -> str:
    """Neuron 2 of the output layer, in sample 3."""
    found = f"{joined([f'neuron {j + 1}' for j in _neurons(mask)])} of {where}"
    samples = np.flatnonzero(mask.any(axis=1))
    if len(samples) == len(mask):
        return found
    return f"{found} in {joined([f'sample {int(s) + 1}' for s in samples])}"
