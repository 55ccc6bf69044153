"""A neuron, a weight or a number of the walk as a word in an address; counts begin at 1."""

from __future__ import annotations

from backprop_core import Address
from playground.sharing.whole_number import whole_number
from playground.where import Neuron, Selected, Weight

MOST = 10**6
NONE = "_"


def place_text(place: Selected) -> str:
    """neuron-column-place, or weight-layer-to-from."""
    kind = "weight" if isinstance(place, Weight) else "neuron"
    return "-".join([kind, *(str(count + 1) for count in place)])


def place_in(text: str) -> Selected:
    """The neuron or weight. Raises ValueError for any other text."""
    kind, *counts = text.split("-")
    if kind == "neuron" and len(counts) == 2:
        return Neuron(*map(_count, counts))
    if kind == "weight" and len(counts) == 3:
        return Weight(*map(_count, counts))
    raise ValueError(text)


def address_text(at: Address) -> str:
    """The quantity and its counts, _ for what does not apply; none at the end."""
    quantity, *counts = at
    parts = [NONE if count is None else str(count + 1) for count in counts]
    while parts and parts[-1] == NONE:
        parts.pop()
    return "-".join([quantity.replace(" ", NONE), *parts])


def address_in(text: str) -> Address:
    """The number's address. Raises ValueError for a text that is none."""
    quantity, *parts = text.split("-")
    if not quantity or len(parts) > len(Address._fields) - 1 or len(quantity) > 40:
        raise ValueError(text)
    of_inputs = int(quantity == "da" and parts[:1] == ["0"])  # layer 0, where others begin at 1
    counts = [
        None if part == NONE else _count(part, least=0 if k < of_inputs else 1)
        for k, part in enumerate(parts)
    ]
    return Address(quantity.replace(NONE, " "), *counts)


def _count(text: str, least: int = 1) -> int:
    return whole_number(text, least, MOST) - 1
