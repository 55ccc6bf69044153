"""What is said about somebody's numbers: in sentences, and as a table."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from backprop_core import Address, Report
from playground.check.arrangements import Place
from playground.check.numbers import address_of
from playground.latex.symbol_html import as_html
from playground.notation import number_text
from playground.notation.symbols import Symbols

EXACT, ROUNDED, FOLLOWS, WRONG, BLANK = "exact", "rounded", "follows", "wrong", "blank"
SAID = {
    EXACT: ("✓", "right"),
    ROUNDED: ("✓", "right as rounded"),
    FOLLOWS: ("↳", "follows"),
    WRONG: ("✕", "wrong"),
}
MOST_ROWS = 300
Index = tuple[int, ...]
Entry = tuple[Place, Index]  # one number: its array, and where in it


def headline(report: Report) -> str:
    """The verdict in one sentence."""
    total = report.total
    if not total:
        return "Nothing was compared."
    if report.right:
        many = "The one number agrees" if total == 1 else f"All {total} numbers agree"
        return f"{many}{', right as rounded' if report.count(ROUNDED) else ''}."
    wrong = report.count(WRONG)
    follows = report.count(FOLLOWS)
    if total == 1:
        return "The one number is wrong."
    verb = "is" if wrong == 1 else "are"
    source = "it" if wrong == 1 else "them"
    more = f" {follows} {'follows' if follows == 1 else 'follow'} from {source}." if follows else ""
    return f"{wrong} of {total} numbers {verb} wrong.{more}"


def counted(report: Report) -> str:
    """How many numbers have which verdict: "5 right · 2 wrong"."""
    kinds = ((kind, said) for kind, (_, said) in SAID.items())
    known = [f"{n} {_of_many(said, n)}" for kind, said in kinds if (n := report.count(kind))]
    blank = report.count(BLANK)
    return " · ".join([*known, *([f"{blank} not given"] if blank else [])])


def _of_many(said: str, count: int) -> str:
    return "follow" if said == "follows" and count > 1 else said


def rounding(report: Report) -> str | None:
    """Which digits these are, where that is plain."""
    if report.rounding is None:
        return None
    done = "cutting digits off after" if report.rounding.cut else "rounding to"
    return f"Your digits match {done} {report.rounding} along the way."


def farthest_rounded(report: Report) -> Entry | None:
    """Of the numbers that are right as rounded, the one that is farthest off."""
    rounded = [at for at in entries(report) if report.by_place[at[0]][at[1]] == ROUNDED]
    return max(rounded, key=lambda at: _relative_error(report, at), default=None)


def _relative_error(report: Report, at: Entry) -> float:
    place, index = at
    exact = float(np.asarray(report.exact[place])[index])
    return abs(float(report.given[place].values[index]) - exact) / (abs(exact) or 1.0)


def first_wrong(report: Report) -> Entry | None:
    """The place of the first wrong number in the order of the work."""
    return next((at for at in entries(report) if report.by_place[at[0]][at[1]] == WRONG), None)


def entries(report: Report) -> Iterator[Entry]:
    """All numbers that are given, in the order of the work."""
    for place, verdict in report.by_place.items():
        for index in np.ndindex(np.shape(verdict)):
            if verdict[index] != BLANK:
                yield place, index


def yours(report: Report, at: Entry, comma: bool = False) -> str:
    """A number to the digits it was written with."""
    written = report.given[at[0]]
    value, unit = float(written.values[at[1]]), float(written.units[at[1]])
    if not value:
        return "0"
    decimals = max(0, -round(float(np.log10(unit)))) if unit > 0 else 17
    digits = int(np.floor(np.log10(abs(value)))) + 1 + decimals
    if digits > 10 or abs(value) < 1e-5 or abs(value) >= 1e7:
        return _signed(number_text.text(value, max(1, min(digits, 8))), comma)
    return _signed(f"{value:.{decimals}f}", comma)


def exact(report: Report, at: Entry, comma: bool = False) -> str:
    """The right number, to two digits more than were given."""
    value = float(np.asarray(report.exact[at[0]])[at[1]])
    digits = max(4, min(report.given[at[0]].digits + 2, 8))
    return _signed(number_text.text(value, digits), comma)


def _signed(text: str, comma: bool) -> str:
    return text.replace("-", "\u2212").replace(".", "," if comma else ".")


def name(symbols: Symbols, at: Entry) -> str:
    """A number in words: "dW from x1 to h2"."""
    quantity = at[0][0]
    if quantity == "loss_after":
        return place_name(symbols, at[0])
    if quantity == "dx":
        sample = f", sample {at[1][0] + 1}" if symbols.batch > 1 else ""
        return f"gradient of {symbols.neuron(0, at[1][1])}{sample}"
    address = address_of(*at)
    if quantity in ("step_W", "step_b"):
        return f"step of {symbols.name(address._replace(quantity=quantity[-1]))}"
    if quantity in ("W", "b"):
        return f"new {symbols.name(address)}"
    if quantity == "db" and address.neuron is None:
        return f"{symbols.name(address)}, shared"
    return symbols.name(address)


def tex(symbols: Symbols, at: Entry) -> str:
    """Its symbol as LaTeX, in the chosen notation."""
    quantity, address = at[0][0], address_of(*at)
    if quantity == "loss_after":
        return rf"{symbols.tex(Address('loss'))}_{{\text{{after}}}}"
    if quantity == "dx":
        loss = symbols.tex(Address("loss"))
        return rf"\frac{{\partial {loss}}}{{\partial {symbols.tex(address)}}}"
    if quantity in ("step_W", "step_b"):
        gradient = symbols.tex(address).removeprefix("-")  # whatever its sign, the step is one
        return rf"-{symbols.tex(Address('learning_rate'))}\,{gradient}"
    return symbols.tex(address, new=quantity in ("W", "b"))


def symbol(symbols: Symbols, at: Entry) -> str:
    """The same as a line of HTML."""
    quantity, address = at[0][0], address_of(*at)
    if quantity == "loss_after":
        return f"{as_html(symbols.tex(Address('loss')))} after the update"
    if quantity in ("W", "b"):
        return f"new {as_html(symbols.tex(address))}"
    return as_html(tex(symbols, at))


def table(report: Report, symbols: Symbols, comma: bool = False) -> str:
    """Every number given, with the exact one beside it and its verdict in words, sign, colour."""
    first = first_wrong(report)
    every = list(entries(report))
    begin = 0 if first is None else max(0, every.index(first) - MOST_ROWS // 2)
    shown = every[begin : begin + MOST_ROWS]
    rows = "".join(_row(report, symbols, at, at == first, comma) for at in shown)
    caption = f"{report.total} number{'s' * (report.total != 1)} in order of computation"
    if len(shown) < len(every):
        caption = f"{len(shown)} of {caption}, from number {begin + 1} on"
    head = "".join(
        f"<th scope='col'{' class=name' * (n == 0)}>{one}</th>"
        for n, one in enumerate(("number", "yours", "exact", "verdict"))
    )
    return (
        f"<div class='values verdicts' tabindex='0' role='region' aria-label='{escape(caption)}'>"
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(report: Report, symbols: Symbols, at: Entry, is_first: bool, comma: bool) -> str:
    kind = str(report.by_place[at[0]][at[1]])
    sign, said = SAID[kind]
    said = "first wrong" if is_first else said
    return (
        f"<tr class='is-{kind}{' is-first' * is_first}'>"
        f"<th scope='row' aria-label='{escape(name(symbols, at))}'>{symbol(symbols, at)}</th>"
        f"<td>{escape(yours(report, at, comma))}</td><td>{escape(exact(report, at, comma))}</td>"
        f"<td class='verdict'><span aria-hidden='true'>{sign}</span> {said}</td></tr>"
    )


def place_name(symbols: Symbols, place: Place) -> str:
    """An array in words: "dW of the hidden layer"."""
    quantity, layer = place
    if quantity == "loss":
        return symbols.word("loss")
    if quantity == "loss_after":
        return f"{symbols.word('loss')} after the update"
    if quantity == "dx":
        return "gradient of the inputs"
    said = {"step_W": "step of {W}", "step_b": "step of {b}", "W": "new {W}", "b": "new {b}"}
    bare = quantity[-1] if quantity in said else quantity
    name = symbols.name(Address(bare, layer))
    return said.get(quantity, f"{{{bare}}}").format(**{bare: name})
