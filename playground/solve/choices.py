"""What is asked and how answers are marked: the reader's choices, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypedDict, get_args

from backprop_core import Address
from playground.where import is_count

Part = Literal["all", "forward", "loss", "deltas", "gradients", "update"]
PARTS: tuple[Part, ...] = get_args(Part)
FEWEST_DIGITS, MOST_DIGITS = 2, 6

# The quantities that a part asks for.
QUANTITIES: Mapping[Part, tuple[str, ...]] = {
    "all": ("z", "a", "loss", "da", "delta", "dW", "db", "W", "b"),
    "forward": ("z", "a"),
    "loss": ("loss",),
    "deltas": ("da", "delta"),
    "gradients": ("dW", "db"),
    "update": ("W", "b"),
}


class Choices(TypedDict):
    """`start` is the first number that is hidden, None for the first of all. `layers` are those
    that are asked, all where there are none, and so are the `quantities` and the `weights`: each
    weight is layer, neuron and source, of which a bias has no source, and a shared one no neuron.
    Of what is not asked the `given` quantities are shown and no others; None for all that no blank
    precedes. `digits` is what the sheet wants, None for any, and counts `decimals` or significant
    digits. `marked`: all is to be marked now."""

    on: bool
    start: Address | None
    part: Part
    layers: list[int]
    quantities: list[str]
    given: list[str] | None
    weights: list[list[int | None]]
    loss_after: bool
    at_once: bool
    marked: bool
    digits: int | None
    decimals: bool
    comma: bool


def begun() -> Choices:
    """Off; and once on, everything is asked and marked at once."""
    return {
        "on": False,
        "start": None,
        "part": "all",
        "layers": [],
        "quantities": [],
        "given": None,
        "weights": [],
        "loss_after": False,
        "at_once": True,
        "marked": False,
        "digits": None,
        "decimals": True,
        "comma": False,
    }


def choices_in(raw: Any) -> Choices:
    """The choices that a browser kept; what does not fit is as at the beginning."""
    made = begun()
    if not isinstance(raw, Mapping):
        return made
    for name in ("on", "loss_after", "at_once", "marked", "decimals", "comma"):
        if isinstance(raw.get(name), bool):
            made[name] = raw[name]
    made["start"] = _address(raw.get("start"))
    if raw.get("part") in PARTS:
        made["part"] = raw["part"]
    layers = raw.get("layers")
    if isinstance(layers, list) and all(map(is_count, layers)):
        made["layers"] = layers
    made["quantities"] = quantities_in(raw.get("quantities"))
    given = raw.get("given")
    made["given"] = quantities_in(given) if isinstance(given, list | tuple) else None
    weights = raw.get("weights")
    if isinstance(weights, list) and all(map(_is_weight, weights)):
        made["weights"] = [[*one] for one in weights]
    digits = raw.get("digits")
    if is_count(digits) and FEWEST_DIGITS <= digits <= MOST_DIGITS:
        made["digits"] = digits
    return made


def quantities_in(raw: Any) -> list[str]:
    """Those of a list that there are, in the order of the work."""
    return [one for one in QUANTITIES["all"] if isinstance(raw, list | tuple) and one in raw]


def _is_weight(raw: Any) -> bool:
    return (
        isinstance(raw, list | tuple)
        and len(raw) == 3
        and is_count(raw[0])
        and all(one is None or is_count(one) for one in raw[1:])
    )


def _address(raw: Any) -> Address | None:
    if not isinstance(raw, list | tuple) or len(raw) != len(Address._fields):
        return None
    quantity, *counts = raw
    fits = isinstance(quantity, str) and all(one is None or is_count(one) for one in counts)
    return Address(quantity, *counts) if fits else None
