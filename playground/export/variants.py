"""Variants of an exercise for a class: the same network with other numbers, one for each name.

A variant follows from the seed and the name alone, so nothing has to be kept to make its key again.
Its weights have one decimal, and it is drawn again until every layer has something to learn.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any

import numpy as np

from backprop_core import BackpropError
from playground.exercise import link
from playground.exercise.credit import variant_title
from playground.exercise.document import Document, connected_of
from playground.exercise.view import View, paper_trace_of, trace_of
from playground.export.escapes import csv_cell, csv_of_people, file_name, one_line
from playground.export.printed_sheet import EVERYTHING, QUANTITIES, Ordered, sheet_and_key
from playground.sharing.on_screen import Shown, query_of, written
from playground.sharing.restrictions import Restrictions, without_hints
from playground.solve.asked import asked
from playground.solve.choices import FEWEST_DIGITS, MOST_DIGITS, Choices, begun, quantities_in

MOST_NAMES = 200
_TRIES = 200
_TELLS = 1e-4  # a gradient that is smaller rounds to nothing on paper


def variant(document: Document, seed: int, name: str) -> Document:
    """The exercise with the numbers of that name. Raises BackpropError where none are fit."""
    digest = sha256(f"{seed}\0{name}".encode("utf-8", "surrogatepass")).digest()
    random = np.random.default_rng(int.from_bytes(digest[:8], "big"))
    for _ in range(_TRIES):
        drawn = _drawn(document, random)
        if _is_fit(drawn):
            return drawn
    raise BackpropError(
        f"No numbers with one decimal were found in {_TRIES} draws with which every layer of this "
        "network learns. Use fewer layers, or another activation."
    )


def _drawn(document: Document, random: np.random.Generator) -> Document:
    layers: list[Any] = []
    for layer in document["layers"]:
        W = np.where(connected_of(layer), _tenths(random, np.shape(layer["W"])), 0.0)
        b = layer["b"]
        new = None if b is None else _tenths(random, np.shape(b)).tolist()
        layers.append({**layer, "W": W.tolist(), "b": new})
    x = np.array(document["x"])
    whole = bool((x == np.round(x)).all())  # such as the truth table of XOR
    inputs = x if whole else random.integers(1, 11, x.shape) / 10
    return {
        **document,
        "title": variant_title(document["title"]),
        "source": "",
        "note": "",
        "layers": layers,
        "x": inputs.tolist(),
    }


def _tenths(random: np.random.Generator, shape: tuple[int, ...]) -> Any:
    """−0.9 to 0.9 without 0."""
    return random.integers(1, 10, shape) * random.choice([-1, 1], shape) / 10


def _is_fit(document: Document) -> bool:
    """Whether every weight of the last layer, and one neuron of every other, has a gradient."""
    made = trace_of(document, "neuron")
    gradients = [np.abs(layer.delta).max(initial=0) for layer in made.gradients.layers]
    return bool(np.isfinite(made.gradients.loss)) and min(gradients) > _TELLS


def view_of_variant(view: View, seed: int, name: str) -> View:
    """What is shown, with the numbers of that name."""
    document = variant(view.document, seed, name)
    made = paper_trace_of(document, "neuron")
    return View(document, made, 0, view.chosen_digits, 0, view.chosen_notation)


def names_in(text: str) -> list[str]:
    """The names or numbers of a list, each once: one a line, where a comma belongs to a name, or
    all on one line with commas between. Raises BackpropError for too many."""
    found = list(dict.fromkeys(_listed(text)))
    if len(found) > MOST_NAMES:
        raise BackpropError(f"The list got {len(found)} names. It takes at most {MOST_NAMES}.")
    return found


def listed_again(text: str) -> list[str]:
    """The names that stand there more than once."""
    counts = Counter(_listed(text))
    return [name for name, count in counts.items() if count > 1]


def _listed(text: str) -> list[str]:
    lines = [*filter(None, map(one_line, text.splitlines()))]
    parts = lines[0].split(",") if len(lines) == 1 else lines
    return [*filter(None, (part.strip() for part in parts))]


def link_to(
    view: View, address: str, ordered: Ordered = EVERYTHING, *, hidden: bool = False
) -> str:
    """The address that opens the exercise, its answers `hidden` so that it can be handed in: what
    the sheet asks and gives is then asked and given. "" for one that is too large for a link."""
    packed = link.to_link(without_hints(view.document) if hidden else view.document)
    if packed is None or not address:
        return ""
    shown = Shown(notation=view.chosen_notation)
    if hidden:
        restricted: Restrictions = {**shown.restricted, "hide_answers": True}
        solve = _asked_as(ordered)
        at = next(iter(asked(trace_of(view.document, "neuron").plan, solve)), 0)
        shown = replace(shown, step=at, solve=solve, restricted=restricted)
    return f"{address}?{written({'net': packed, **query_of(shown)})}"


def _asked_as(ordered: Ordered) -> Choices:
    """What a sheet asks and gives, as the choices of whoever solves it on screen."""
    fits = FEWEST_DIGITS <= ordered.decimals <= MOST_DIGITS
    return {
        **begun(),
        "on": True,
        "quantities": [] if ordered.asked >= {*QUANTITIES} else quantities_in([*ordered.asked]),
        "given": None if ordered.given is None else quantities_in([*ordered.given]),
        "digits": ordered.decimals if fits else None,
    }


class _Outflow(io.RawIOBase):
    """What was written since it was last taken."""

    def __init__(self) -> None:
        self.waiting = b""

    def write(self, data: Any, /) -> int:
        self.waiting += bytes(data)
        return len(data)

    def take(self) -> bytes:
        taken, self.waiting = self.waiting, b""
        return taken


def class_zip(
    view: View,
    names: Iterable[str],
    seed: int,
    ordered: Ordered,
    address: str,
    *,
    hidden: bool = False,
) -> Iterator[bytes]:
    """A sheet and a key for each name, and a table of the links, with the answers `hidden` or not.
    A piece of the file for each name."""
    into = _Outflow()
    links = [("name", "link")]
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, name in enumerate(names, start=1):
            own = view_of_variant(view, seed, name)
            url = link_to(own, address, ordered, hidden=hidden)
            links.append((csv_cell(name), url))
            for path, text in _papers(own, f"{number:03}-", name, ordered, url):
                archive.writestr(path, text)
            yield into.take()
        table = io.StringIO()
        csv.writer(table, lineterminator="\n").writerows(links)
        archive.writestr("links.csv", csv_of_people(table.getvalue()))
    yield into.take()


def _papers(
    view: View, before: str, name: str, ordered: Ordered, url: str
) -> Iterator[tuple[str, str]]:
    own = replace(ordered, whose=name)
    pages = sheet_and_key(view, own, url)
    for folder, text in zip(("sheets", "keys"), pages, strict=True):
        yield f"{folder}/{before}{file_name(name, '.html')}", text
