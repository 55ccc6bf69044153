"""What a network lacks for what a text says: the needs that its file states, and those that follow
from what it names. A place that a network does not have would be filled from the nearest one, of
which what is said need not be true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from backprop_core import BackpropError, Trace
from playground.exercise.document import Document
from playground.exercise.edits import Edited, unmoved
from playground.lessons.live import Live, Named
from playground.lessons.live_text import named_in
from playground.lessons.needs import Lack, lack_of, lack_of_place
from playground.lessons.pointers import Place, address_of
from playground.notation.symbols import Symbols

_MOST = 12  # edits; what was given may itself lack something


def lacks(
    needs: Iterable[str], texts: Iterable[str], live: Live, places: Iterable[Place] = ()
) -> list[Lack]:
    """What of it this network does not have, each said once. All that is told is about gradients,
    so threshold units will not do."""
    trace, symbols = live.trace, live.symbols
    named = chain.from_iterable(named_in(text, live) for text in texts)
    found = [
        *(lack_of(need, trace, symbols) for need in ("gradient", *needs)),
        *(_lack_of(one, trace, symbols) for one in named),
        *(lack_of_place(place, trace, symbols) for place in places),
    ]
    return list({lack.words: lack for lack in found if lack is not None}.values())


def with_all(drawing: Document, lacking: Callable[[Document], list[Lack]]) -> Edited:
    """The drawing with all that it lacks, given one by one, since what is lacking of a drawing need
    not fit another. Raises BackpropError where all cannot be had at once."""
    edited = unmoved(drawing)
    for _ in range(_MOST):
        found = lacking(edited.document)
        if not found:
            return edited
        if found[0].give is None:
            break
        edited = edited.then(found[0].give)
    raise BackpropError(f"The drawing cannot have all of this at once: {found[0].words}.")


def _lack_of(named: Named, trace: Trace, symbols: Symbols) -> Lack | None:
    """What the network would need to have that place; None if it has it."""
    lack = lack_of_place(named.place, trace, symbols)
    if lack is None and named.of_terms:
        return _lack_of_terms(named.place, trace, symbols)
    return lack


def _lack_of_terms(place: Place, trace: Trace, symbols: Symbols) -> Lack | None:
    """A slope that comes straight from the loss is no sum of products."""
    if trace.operation(address_of(place, trace)).sums:
        return None
    return lack_of("hidden" if place.quantity == "da" else "unfused", trace, symbols)
