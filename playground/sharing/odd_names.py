"""Parameters of an address that are there twice, or are called almost like one that there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from backprop_core import quoted
from playground.sharing.on_screen import NAMES

ALIKE = 0.8  # hideanswers is as good as hide_answers; an address may have others' parameters
LONGEST = 40  # characters that are compared


def odd_names(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """A sentence for each, from the names and values of an address."""
    for name in dict(pairs):
        values = dict.fromkeys(value for other, value in pairs if other == name)
        meant = get_close_matches(name[:LONGEST].lower(), NAMES, 1, ALIKE)
        if name in NAMES and len(values) > 1:
            last = quoted([*values][-1])
            yield f"The link says {name} more than once. The last one counts: {last}."
        elif name not in NAMES and meant:
            yield f"The link has {quoted(name)}, which is unknown. Did you mean {meant[0]}?"
