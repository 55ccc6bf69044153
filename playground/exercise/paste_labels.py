"""What all labels of a paste say together: which number is which layer, and whether they begin at 0
or at 1."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import pairwise

from playground.exercise.array_labels import ASIDE, meaning_of, of_only_output
from playground.exercise.label_places import Meaning
from playground.exercise.layers_in_labels import with_layers_told
from playground.exercise.node_numbers import counted_through

_BIASES = {"W": "b", "dW": "db", "step_W": "step_b"}


def meanings_of(
    labels: Sequence[str | None], layers: int, counts: Sequence[int] = (), sizes: Sequence[int] = ()
) -> list[Meaning]:
    """Of all labels of a paste: modules count in the order in which they come, and whether
    numbers begin at 0 or at 1 follows from all of them. With the `sizes` of the network and the
    `counts` of numbers behind the labels, neurons may be counted through the network."""
    if sizes and sizes[-1] == 1:
        labels = [*map(of_only_output, labels)]
    found = _of_this_pass(labels, [meaning_of(label, layers) for label in labels])
    found = [*_of_classes(found, labels, layers)]
    through = counted_through(found, labels, counts, sizes) if sizes else found
    is_through = [one != other for one, other in zip(through, found, strict=True)]
    found = [Meaning() if new else one for one, new in zip(found, is_through, strict=True)]
    found = _in_layers(found, layers, {*_of_one_weight(found, counts, sizes)})
    if sizes:
        found = with_layers_told(found, labels, sizes)
    return [one if new else old for one, old, new in zip(through, found, is_through, strict=True)]


def _of_one_weight(
    found: Sequence[Meaning], counts: Sequence[int], sizes: Sequence[int]
) -> Iterator[int]:
    """Which stand before one weight of many, as w3 does: its number counts weights, no layers."""
    if any(n_in * n_out > 1 for n_in, n_out in pairwise(sizes)):
        for n, (one, count) in enumerate(zip(found, counts, strict=True)):
            if one.quantity in _OF_WEIGHTS and one.neuron is None and count == 1:
                yield n


def _in_layers(found: list[Meaning], layers: int, counted_on: Set[int]) -> list[Meaning]:
    modules = list(dict.fromkeys(one.module for one in found if one.module is not None))
    bracketed = [one.layer for one in found if one.from_zero and one.layer is not None]
    counts_from_one = bool(bracketed) and 0 not in bracketed and max(bracketed) >= layers
    plain = [one.layer for one in found if not one.from_zero and one.quantity != "a"]
    shift = 1 if -1 in plain else 0
    found = [*_in_pairs(found, layers)]
    found = [_unplaced(one) if _is_item(one) else one for one in found]
    found = [*_with_inputs_counted(found, layers, counted_on)]
    return [_settled(one, modules, layers, shift, counts_from_one) for one in found]


_NUMBERED_PASS = re.compile(r"(?i)\b(?:epoch|iter(?:ation)?|step|round)[ _#]*(\d{1,9})\b(?:/\d+)?")


def _of_this_pass(labels: Sequence[str | None], found: Sequence[Meaning]) -> list[Meaning]:
    """Where a log has the same name in several passes, the first is the one that is checked."""
    numbered = [_NUMBERED_PASS.search(label or "") for label in labels]
    rests = [_NUMBERED_PASS.sub("", label or "", count=1).strip(" :,|") for label in labels]
    first: dict[str, int] = {}
    for rest, number in zip(rests, numbered, strict=True):
        if number is not None:
            first[rest] = min(int(number[1]), first.get(rest, int(number[1])))
    return [
        Meaning(ASIDE) if number is not None and int(number[1]) > first[rest] else one
        for one, rest, number in zip(found, rests, numbered, strict=True)
    ]


_CLASS = re.compile(
    r"(?i)(?:predicted )?(?:p(?:r(?:ob(?:abilit(?:y|ies))?)?)?|outputs?|scores?)?[ (]*(?:of |for )?"
    r"(?:class|klasse|classe|category|kategorie)[ _=#]*(\d{1,3})\)?"
    r"(?: (?:prob(?:ability)?|output|score))?"
)


def _of_classes(
    found: Sequence[Meaning], labels: Sequence[str | None], layers: int
) -> Iterator[Meaning]:
    """Outputs that are called by their class; where there is a class 0, they count from 0."""
    classes = [_CLASS.fullmatch((label or "").strip()) for label in labels]
    first = 0 if any(one and int(one[1]) == 0 for one in classes) else 1
    for one, of_class in zip(found, classes, strict=True):
        if of_class is None:
            yield one
        else:
            yield Meaning("a", layer=layers - 1, neuron=int(of_class[1]) - first)


def _in_pairs(found: Sequence[Meaning], layers: int) -> Iterator[Meaning]:
    """A list called weights that holds twice as many arrays as there are layers has each layer's
    biases in it."""
    items = [one for one in found if one.quantity in _BIASES and one.from_zero]
    places = [one.layer for one in items if one.neuron is None]
    paired = bool(layers) and places == [*range(2 * layers)]
    for one in found:
        if paired and one.quantity in _BIASES and one.layer is not None and one.from_zero:
            layer, is_bias = divmod(one.layer, 2)
            quantity = _BIASES[one.quantity] if is_bias else one.quantity
            one = replace(one, quantity=quantity, layer=layer)
        yield one


def _is_item(one: Meaning) -> bool:
    """Whether all that is said is a place in a list: grads[2] need not be of layer 3."""
    return one.quantity is None and one.from_zero and one.neuron is None


def _unplaced(one: Meaning) -> Meaning:
    return replace(one, layer=None, from_zero=False)


_OF_WEIGHTS = ("W", "dW", "step_W")
_OF_NEURONS, _OF_CONNECTIONS = ("z", "a", "delta", "da"), ("W", "b", "dW", "db")


def _with_inputs_counted(
    found: Sequence[Meaning], layers: int, counted_on: Set[int]
) -> Iterator[Meaning]:
    """Where the inputs are layer 1, as in a^(1), a^(2) and δ^(3), each layer comes one later."""
    layered = [one for n, one in enumerate(found) if n not in counted_on]
    late = set[str]()
    for quantities in (_OF_NEURONS, _OF_CONNECTIONS):
        said = [one.layer or 0 for one in layered if _is_placed(one, quantities)]
        first = 1 if quantities is _OF_CONNECTIONS else 0  # a^(1) are the inputs, W^(1) no weights
        if said and max(said) == layers and min(said) >= first:
            late |= {*quantities}
    for n, one in enumerate(found):
        is_late = n not in counted_on and one.quantity in late and _is_placed(one, tuple(late))
        yield replace(one, layer=(one.layer or 0) - 1) if is_late else one


def _is_placed(one: Meaning, quantities: Sequence[str]) -> bool:
    return one.quantity in quantities and one.layer is not None and not one.from_zero


def _settled(
    one: Meaning, modules: Sequence[str | None], layers: int, shift: int, counts_from_one: bool
) -> Meaning:
    if one.module is not None:
        return replace(one, layer=_layer_of(one.module, modules, layers))
    if one.layer is None:
        return one
    if one.from_zero:
        return replace(one, layer=one.layer - counts_from_one)
    return replace(one, layer=one.layer + (shift if one.quantity != "a" else 0))


def _layer_of(module: str, modules: Sequence[str | None], layers: int) -> int | None:
    if len(modules) == layers:
        return modules.index(module)
    listed = re.search(r"\[(\d+)\]$", module)
    if listed:
        return int(listed[1])
    number = re.search(r"(\d+)$", module)
    return int(number[1]) - 1 if number and 1 <= int(number[1]) <= layers else None
