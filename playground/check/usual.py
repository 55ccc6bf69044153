"""Which reading of an array is meant, where nobody has said.

Arrays that do not say what they are come in one of a few orders: dW and db layer by layer, or all
dW and then all db. The weights of one paste lie alike. What remains open then is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from backprop_core import WrittenArray
from playground.check.arrangements import OF_SAMPLES, OF_WEIGHTS, Place, Shapes, Way
from playground.exercise.label_places import Meaning

_KERNEL = re.compile(r"(?:^|[./_ ])kernel\b")  # Keras's has a row for each neuron that sends
LAST_RESORT = ("step_W", "step_b", "W", "b")  # never meant unless a label says so
PER_LAYER = (*OF_SAMPLES[:-1], "dW", "db", *LAST_RESORT)


@dataclass(frozen=True, eq=False)
class Option:
    """One reading of an array: what it would be, and how it would lie."""

    place: Place
    way: Way

    @property
    def key(self) -> str:
        """What the session holds of it."""
        return f"{self.place[0]} {self.place[1]} {self.way.name}"


def usual_readings(
    arrays: Sequence[WrittenArray],
    meanings: Sequence[Meaning],
    found: Sequence[tuple[Option, ...]],
    shapes: Shapes,
) -> dict[int, Option]:
    """By the array's number: the one reading left, with the same layout in the whole paste."""
    places = _in_order(arrays, meanings, found, shapes)
    sending = _layout(found, places)
    if sending is None and any(_KERNEL.search(one.label or "") for one in arrays):
        sending = True
    usual = {}
    for number, options in enumerate(found):
        place = places.get(number) or _only_place(options, meanings[number])
        array = arrays[number]
        unknown = bool(array.label) and meanings[number].quantity is None
        if place and meanings[number].quantity is None and _has_heads(array):
            place = None
        if unknown and number not in places and place and place[0] not in OF_WEIGHTS:
            place = None  # words that say nothing known, and numbers of which there are many
        here = [one for one in options if one.place == place]
        one_way = [one for one in here if one.way.name not in ("rows receive", "rows send")]
        if here and not one_way and sending is not None and len(here) == 2:
            here = [one for one in here if one.way.turned == sending]
        if here and not _asks_which(here):
            usual[number] = here[0]
    return usual


_KINDS = (("dW", "db"), ("step_W", "step_b"), ("W", "b"))


def alike(
    meanings: Sequence[Meaning],
    found: Sequence[tuple[Option, ...]],
    usual: Mapping[int, Option],
    chosen: Mapping[str, str],
) -> dict[int, Option]:
    """Where somebody has said what one bare W or b is, all others of the paste are that as well."""
    plain = [n for n, one in enumerate(meanings) if one.plain]
    said = [one for n in plain for one in found[n] if one.key == chosen.get(str(n))]
    kinds = {kind for kind in _KINDS for one in said if one.place[0] in kind}
    if len(kinds) != 1:
        return {}
    kind = kinds.pop()
    made = {}
    for n in plain:
        here = [one for one in found[n] if one.place[0] in kind]
        is_one = len({one.place for one in here}) == 1 and not _asks_which(here)
        if is_one and n not in usual:
            made[n] = here[0]
    return made


def _asks_which(here: Sequence[Option]) -> bool:
    """Several samples, or a bias that is first or last: only the reader knows."""
    names = [one.way.name for one in here]
    return len(names) > 1 and names[0].startswith(("sample ", "bias ", "all "))


def _only_place(options: Sequence[Option], meaning: Meaning) -> Place | None:
    if meaning.plain:
        return None  # W alone: the gradient, a step or new weights?
    kinds = [one for one in options if meaning.quantity or one.place[0] not in LAST_RESORT]
    places = dict.fromkeys(one.place for one in kinds)
    return next(iter(places)) if len(places) == 1 else None


def _layout(found: Sequence[tuple[Option, ...]], places: Mapping[int, Place]) -> bool | None:
    """Whether the weights that fit only one way have a row for each neuron that sends; None if
    they do not tell, or differ."""
    told = set()
    for number, options in enumerate(found):
        here = [one for one in options if one.place == places.get(number, one.place)]
        weights = [one for one in here if one.place[0] in OF_WEIGHTS]
        names = {one.way.name for one in weights}
        if weights and names <= {"rows receive", "row by row", "rows send"}:
            if "row by row" in names:
                told.add(True)
            elif names == {"rows receive"} and 1 not in weights[0].way.parts[0][1].shape:
                told.add(False)
    return told.pop() if len(told) == 1 else None


def _in_order(
    arrays: Sequence[WrittenArray],
    meanings: Sequence[Meaning],
    found: Sequence[tuple[Option, ...]],
    shapes: Shapes,
) -> dict[int, Place]:
    """Arrays that do not say what or where they are, all together in one of the usual orders:
    dW and db layer by layer, all dW and then all db, forwards or backwards."""
    settled = dict(_layers_in_turn(meanings, found, shapes)) | _in_one_layer(meanings, found)
    unsaid = [n for n, one in enumerate(meanings) if one.quantity is None and one.layer is None]
    fitting = [
        order
        for order in _orders(shapes)
        if len(order) == len(unsaid) > 1
        and all(
            any(option.place == place for option in found[n])
            for n, place in zip(unsaid, order, strict=True)
        )
    ]
    if fitting:
        exact = [_exact(order, unsaid, arrays, shapes) for order in fitting]
        if exact.count(max(exact)) == 1:
            settled |= dict(zip(unsaid, fitting[exact.index(max(exact))], strict=True))
    return settled


def _exact(
    order: Sequence[Place], unsaid: Sequence[int], arrays: Sequence[WrittenArray], shapes: Shapes
) -> int:
    """How many of the arrays lie as the engine has them, or as frameworks do; a row of weights may
    lack its second bracket."""
    return sum(
        arrays[n].values.shape in (shape, shape[::-1], shape[1:] if shape[:1] == (1,) else shape)
        for n, place in zip(unsaid, order, strict=True)
        if (shape := shapes.of_place(place)) is not None
    )


def _layers_in_turn(
    meanings: Sequence[Meaning], found: Sequence[tuple[Option, ...]], shapes: Shapes
) -> Iterator[tuple[int, Place]]:
    """One array for each layer under the same name: they come in the order of the layers."""
    for quantity in dict.fromkeys(one.quantity for one in meanings):
        theirs = [n for n, one in enumerate(meanings) if one.quantity == quantity]
        named = [n for n in theirs if meanings[n].layer is None and meanings[n].neuron is None]
        if quantity not in PER_LAYER or len(named) != shapes.layers or named != theirs:
            continue
        for layer, number in enumerate(named):
            if not meanings[number].plain and any(
                option.place == (quantity, layer) for option in found[number]
            ):
                yield number, (quantity, layer)


def _in_one_layer(
    meanings: Sequence[Meaning], found: Sequence[tuple[Option, ...]]
) -> dict[int, Place]:
    """Entries such as dw11, dw12, dw23 that do not say their layer: the only one that has all."""
    settled: dict[int, Place] = {}
    for quantity in OF_WEIGHTS:
        theirs = [
            n
            for n, one in enumerate(meanings)
            if one.quantity == quantity and one.layer is None and one.source is not None
        ]
        at = {(meanings[n].neuron, meanings[n].source) for n in theirs}
        fitting = [{option.place for option in found[n]} for n in theirs]
        places = set.intersection(*fitting) if fitting else set()
        if len(at) == len(theirs) and len(places) == 1:
            settled |= dict.fromkeys(theirs, places.pop())
    return settled


def _orders(shapes: Shapes) -> list[tuple[Place, ...]]:
    up = range(shapes.layers)
    orders: dict[tuple[Place, ...], None] = {}
    for layers, biases in product((up, reversed(up)), (True, False)):
        each = list(layers)
        has_bias = [layer for layer in each if shapes.biases[layer] != "none"] if biases else []
        mixed: list[Place] = []
        for layer in each:
            mixed += [("dW", layer), *([("db", layer)] if layer in has_bias else [])]
        orders[tuple(mixed)] = None
        orders |= {(("dW", layer), ("db", layer)): None for layer in has_bias}
        apart = [("dW", layer) for layer in each], [("db", layer) for layer in has_bias]
        orders[(*apart[0], *apart[1])] = None
    return list(orders)


_NEURON = re.compile(
    r"(?i) *(?:(?:from|to|into) )?(?:[xiho]|inputs?|hidden|outputs?|neuron|unit)?[ _]?\d* *"
)


def _has_heads(array: WrittenArray) -> bool:
    """Whether the columns have names that are no neurons: they say what the numbers are, and
    whoever does not know them must not guess."""
    return any(not _NEURON.fullmatch(name) for name in array.columns)
