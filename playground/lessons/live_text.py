"""A lesson's text with the live network put in: its words, symbols, numbers and conditions.

In a text a quantity's name alone is the word for it, and with brackets the number at a place, of
which negative counts are from the end:

    << delta >>                   what the notation calls it: "delta", "error signal"
    $<< delta(2, 1) >>$           the symbol of neuron 1 of layer 2
    $<< delta(2, 1).value >>$     its number; `.factor` has brackets where that is negative
    $<< da(1, 2).terms >>$        the products whose sum it is; `.term_values` the same in numbers
    $<< W(1, 1, 1).new >>$        after the update; `.new.value` its number
    << W(1, 2, 1).start >>        the name of the neuron where an edge starts; `.end`, `.sent`
    $<< z(2).product >>$          how a layer's array is computed
    << neuron >>, << neuron(1, 2) >>, << layer(-1) >>, << layer(1).function >>, << sizes >>, …
    <% if softmax and b(1, 1).exists %> … <% endif %>

What a text mentions is noted, so that it is known what a network would need to have for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import groupby

from backprop_core import BackpropError
from playground.lessons.counts import COUNTED
from playground.lessons.live import Live, Named
from playground.lessons.live_words import FACTS, names_of
from playground.lessons.needs import NEEDS
from playground.lessons.pointers import TAKES, Place, place
from playground.templates import attributes_in, calls_in, filled, names_in

SUMS = ("z", "da", "delta", "dW", "db")
ARRAYS = ("z", "da", "delta", "dW")
_MATH = re.compile(r"(\$\$.+?\$\$|\$[^$]+\$)", re.DOTALL)


def rendered(text: str, live: Live) -> str:
    """The text as it reads on this network."""
    return _said_once(filled(text, names_of(live, [])))


def named_in(text: str, live: Live) -> list[Named]:
    """All places that the text mentions on this network; of what it leaves out none."""
    noted: list[Named] = []
    filled(text, names_of(live, noted))
    return list(dict.fromkeys(noted))


def _said_once(text: str) -> str:
    """Without what repeats the member before it: "a = 0 = 0", where nothing is fed, is "a = 0"."""

    def once(formula: re.Match[str]) -> str:
        body = formula[0].strip("$\n")
        return formula[0].replace(body, " = ".join(one for one, _ in groupby(body.split(" = "))))

    return _MATH.sub(once, text)


# What is wrong with a text is known when its file is read.

KNOWN = {*TAKES, *NEEDS, *FACTS, "rate", "neuron", "layer", "number_of"}
_OF_EDGES = ("start", "end", "sent", "chain")
_ATTRIBUTES: Mapping[str, Callable[[Place], bool]] = {
    "": lambda at: True,
    "exists": lambda at: True,
    "value": lambda at: at.is_number,
    "factor": lambda at: at.is_number,
    "plain": lambda at: at.quantity not in ("x", "y", "loss"),
    "new": lambda at: at.quantity in ("W", "b"),
    "terms": lambda at: at.quantity in SUMS and at.is_number,
    "term_values": lambda at: at.quantity in SUMS and at.is_number,
    "product": lambda at: at.quantity in ARRAYS and not at.is_number,
    "through_new_weights": lambda at: at.quantity == "da" and at.is_number,
    **dict.fromkeys(_OF_EDGES, lambda at: at.quantity in ("W", "dW") and at.is_number),
}


def check_text(text: str) -> None:
    """Raises BackpropError where a text says something that no network could fill."""
    for name in sorted(names_in(text) - KNOWN):
        raise BackpropError(f"The name {name!r} is unknown. It takes {', '.join(sorted(KNOWN))}.")
    for attribute in sorted(attributes_in(text) - {*_ATTRIBUTES, "function"}):
        raise BackpropError(f"Nothing has {attribute!r}. It takes {', '.join(_ATTRIBUTES)[2:]}.")
    for call in calls_in(text):
        if call.name in TAKES:
            asked = place(call.name, *call.args, **call.named)
            fits = _ATTRIBUTES.get(call.attribute)
            if fits is None or not fits(asked):
                raise BackpropError(f"{asked} has no {call.attribute!r}.")
        elif call.name == "number_of" and call.args[0] not in COUNTED:
            raise BackpropError(f"number_of({call.args[0]!r}) takes one of {', '.join(COUNTED)}.")
        elif call.name in ("neuron", "layer") and len(call.args) != 1 + (call.name == "neuron"):
            raise BackpropError(f"{call.name} got {call.args}. It takes a column and a number.")
