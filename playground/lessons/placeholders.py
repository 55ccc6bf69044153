"""A lesson's prose with the live network put in: its symbols, numbers and names.

Of numbers: `{delta 2 1}` the symbol, `{=delta 2 1}` the number, `{new W 1 1 1}` and
`{=new W 1 1 1}` the weight after the update, `{terms da 1 2}` and `{=terms da 1 2}` the products
whose sum it is, `{=mixed da 1 1}` what it would be through weights that were updated too early,
`{=factor y 1}` the number in brackets where it is negative. Of a connection: `{from W 1 2 1}` and
`{to W 1 2 1}` the names of its ends, `{sent W 1 2 1}` what it carries, `{chain dW 1 1 1}` its
gradient by the chain rule alone. Of a layer: `{matrix z 2}` how its array is computed, `{layer -1}`
its name, `{f 1}` its function, `{sign da -1}` what its da is called. Besides `{name 1 2}`,
`{word delta}`, `{many neurons}` ("9 neurons", "1 neuron"), and facts of the walk: `{rate}`,
`{=rate}`, `{=loss}`, `{=loss after}`, `{=samples}`, `{share}` (1 by the samples), … Of passages
that hold on some networks only the one that is true is kept: see passages.py. All other braces,
those of LaTeX, stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from backprop_core import Address, BackpropError, Number, Term, Trace
from playground.functions.catalogue import readable, written_loss
from playground.lessons.matrix_form import matrix_form, shortened, through_new_weights, whole_chain
from playground.lessons.passages import fitting, readings
from playground.lessons.pointers import TAKES, Place, address_of, index, place_of, value_at
from playground.notation import number_text
from playground.notation.symbols import NOTATIONS, Symbols
from playground.ui.page_text import as_typed

SUMS = ("z", "da", "delta", "dW", "db")
_MATH = re.compile(r"(\$\$.+?\$\$|\$[^$]+?\$)", re.DOTALL)
MATRICES = ("z", "da", "delta", "dW")
_FACTS_NAMED = "rate|samples|share|loss after|losses|loss function|sizes|pass|neurons|deltas"
_SPOKEN = r"word [a-z ]+|many [a-z]+|sign \w+ -?\d+|(?:name|layer|f)(?: -?\d+)+"
_OTHERS = rf"{_SPOKEN}|{_FACTS_NAMED}|loss(?: @\d+)?"
_PLACES = rf"(?:{'|'.join(q for q in TAKES if q != 'loss')})(?: -?\d+)+(?: @\d+)?"
_KINDS = "new |terms |mixed |factor |matrix |chain |from |to |sent "
_PLACEHOLDER = re.compile(rf"\{{(=?)((?:{_KINDS})?)({_OTHERS}|{_PLACES})\}}")
_BRACES = re.compile(r"\{[^{}]*\}")


@dataclass(frozen=True)
class Live:
    """What prose is filled from: the pass, how its numbers are written, and the sample shown."""

    trace: Trace
    symbols: Symbols
    digits: int
    sample: int
    losses: tuple[float, ...] = ()
    loss_after: float = float("nan")
    at_pass: int = 0


def rendered(text: str, live: Live) -> str:
    """`text` with all placeholders filled: bare LaTeX within formulas, a formula elsewhere."""
    parts = _MATH.split(fitting(text, live.trace, live.symbols))
    return "".join(_filled(part, live, math=k % 2 == 1) for k, part in enumerate(parts))


@dataclass(frozen=True)
class Named:
    """What a placeholder names: how it is asked for ("terms", "name", …; "" plainly), and where."""

    kind: str
    place: Place


def named_in(text: str) -> list[Named]:
    """All places that the placeholders of a text name; a neuron and a layer as their input sums."""
    found = []
    for _, kind, what in _PLACEHOLDER.findall(text):
        word, _, rest = what.partition(" ")
        if word in ("name", "layer", "f", "sign"):
            counts = tuple(int(n) for n in rest.split() if n.lstrip("-").isdigit())
            inputs = counts[0] == 0
            found.append(Named(word, Place("x", counts[1:]) if inputs else Place("z", counts)))
        elif word not in ("word", "many") and what not in _FACTS:
            found.append(Named(kind.strip(), place_of(what)))
    return found


def check_prose(text: str) -> None:
    """Raises BackpropError where a brace outside formulas is no placeholder, or a place is none."""
    for reading in readings(text):
        _check_reading(reading)


def _check_reading(text: str) -> None:
    for k, part in enumerate(_MATH.split(text)):
        for match in _PLACEHOLDER.finditer(part):
            _check(match)
        left = _PLACEHOLDER.sub("", part)
        wrong = [b for b in _BRACES.findall(left) if k % 2 == 0 or _meant(b)]
        if wrong or (k % 2 == 0 and ("{" in left or "$" in left)):
            raise BackpropError(f"The placeholder {wrong[0] if wrong else left!r} is unknown.")


def _meant(braces: str) -> bool:
    """Whether braces in a formula look like a placeholder with a slip in it."""
    inside = braces[1:-1]
    if inside in ("else", "end") or inside.startswith(("if ", "elif ")):
        return True
    return inside.startswith("=") or re.match(r"(new|terms|[A-Za-z]+) -?\d", inside) is not None


def _check(match: re.Match[str]) -> None:
    equals, kind, what = match.groups()
    word, _, rest = what.partition(" ")
    if word in ("name", "layer", "f"):
        takes = 2 if word == "name" else 1
        if len(rest.split()) != takes or equals:
            raise BackpropError(f"The placeholder {match[0]!r} takes {takes} counts.")
    elif word == "word":
        if rest not in NOTATIONS["own"].words:
            raise BackpropError(f"The placeholder {match[0]!r} names no word of the notations.")
    elif word == "many":
        if rest not in _COUNTED or equals:
            raise BackpropError(f"The placeholder {match[0]!r} takes {', '.join(_COUNTED)}.")
    elif word == "sign":
        if rest.split()[0] not in TAKES or equals:
            raise BackpropError(f"The placeholder {match[0]!r} takes a quantity and a layer.")
    elif what not in _FACTS:
        place = place_of(what)
        if equals and kind != "terms " and len(place.counts) < max(TAKES[place.quantity]):
            raise BackpropError(f"The placeholder {match[0]!r} names an array, no number.")
        if kind == "terms " and (place.quantity not in SUMS or len(place.counts) < 2):
            raise BackpropError(f"The placeholder {match[0]!r} asks for terms of what is no sum.")
        if kind == "matrix " and (place.quantity not in MATRICES or len(place.counts) != 1):
            raise BackpropError(f"The placeholder {match[0]!r} takes {MATRICES} and a layer.")
        if kind in ("from ", "to ", "sent ", "chain ") and len(place.counts) < 3:
            raise BackpropError(f"The placeholder {match[0]!r} asks for the ends of no connection.")
        if kind == "mixed " and (place.quantity != "da" or len(place.counts) != 2 or not equals):
            raise BackpropError(f"The placeholder {match[0]!r} takes the da of a neuron.")
        if kind == "new " and place.quantity not in ("W", "b"):
            raise BackpropError(f"The placeholder {match[0]!r} asks for what no update makes.")


def _filled(part: str, live: Live, math: bool) -> str:
    def put(match: re.Match[str]) -> str:
        written, is_tex = _written(match[1] == "=", match[2].strip(), match[3], live)
        if math:
            return written if is_tex else rf"\text{{{written}}}"
        return f"${written}$" if is_tex else written

    filled = _PLACEHOLDER.sub(put, part)
    return _said_once(filled) if math else filled


def _said_once(formula: str) -> str:
    """Without what repeats the member before it: "a = 0 = 0", where nothing is fed, is "a = 0"."""
    body = formula.strip("$\n")
    return formula.replace(body, " = ".join(member for member, _ in groupby(body.split(" = "))))


def _written(number: bool, kind: str, what: str, live: Live) -> tuple[str, bool]:
    """The text of a placeholder, and whether it is LaTeX."""
    word, _, rest = what.partition(" ")
    sizes = live.trace.network.sizes
    if word == "name":
        column, neuron = map(int, rest.split())
        at = column if column >= 0 else len(sizes) + column
        at = min(max(at, 0), len(sizes) - 1)
        return live.symbols.neuron(at, index(neuron, sizes[at])), False
    if word in ("layer", "f"):
        layer = index(int(rest), len(sizes) - 1)
        if word == "layer":
            return live.symbols.the_layer(layer), False
        return readable(live.trace.network.layers[layer].f.name), False
    if word == "word":
        return live.symbols.word(rest), False
    if word == "many":
        return _COUNTED[rest](live), False
    if word == "sign":
        quantity, count = rest.split()
        return live.symbols.label(quantity, index(int(count), len(sizes) - 1) + 1), False
    if what in _FACTS and (number or what not in TAKES):
        return _FACTS[what](live, number)
    if kind in ("from", "to"):
        return _end(kind, what, live), False
    return _of_place(number, kind, what, live), True


def _end(kind: str, what: str, live: Live) -> str:
    """The name of the neuron that a connection leads from, or to."""
    at = address_of(place_of(what), live.trace, live.sample)
    if kind == "from":
        return live.symbols.neuron(at.layer or 0, at.source or 0)
    return live.symbols.neuron((at.layer or 0) + 1, at.neuron or 0)


def _of_place(number: bool, kind: str, what: str, live: Live) -> str:
    at = address_of(place_of(what), live.trace, live.sample)
    if kind == "sent":
        before = (at.layer or 0) - 1
        sent = Address("a", before) if before >= 0 else Address("x")
        at = sent._replace(neuron=at.source or 0, sample=live.sample)
    if kind == "terms":
        return _sum(live, at, number)
    if kind == "matrix":
        return matrix_form(at, live.trace, live.symbols)
    if kind == "chain":
        return whole_chain(at, live.trace, live.symbols, live.sample)
    if kind == "factor":
        return number_text.factor(value_at(at, live.trace), live.digits)
    if kind == "mixed":
        return number_text.latex(through_new_weights(at, live.trace), live.digits)
    if number:
        return number_text.latex(value_at(at, live.trace, kind == "new"), live.digits)
    return live.symbols.tex(at, kind == "new")


def _sum(live: Live, at: Address, number: bool) -> str:
    """The products that were added up; of many the first ones and the last."""
    terms = live.trace.terms(at)
    if any(n.quantity == "y" for n in (terms[0].factors if terms else ())):
        return _number(live, at) if number else live.symbols.tex(at)
    parts = [_product(live, term, number) for term in terms] or ["0"]
    return " + ".join(shortened(parts))


def _number(live: Live, at: Address) -> str:
    return number_text.latex(value_at(at, live.trace), live.digits)


def _product(live: Live, term: Term, number: bool) -> str:
    def write(factor: Number) -> str:
        if number:
            return number_text.factor(float(factor.value), live.digits)
        return live.symbols.tex(factor.address)

    return r" \cdot ".join(write(factor) for factor in term.factors)


def _value(live: Live, value: float) -> tuple[str, bool]:
    return number_text.latex(float(value), live.digits), True


def _rate(live: Live, number: bool) -> tuple[str, bool]:
    if number:
        return _value(live, live.trace.learning_rate)
    return live.symbols.tex(Address("learning_rate")), True


def _loss_name(live: Live) -> str:
    return as_typed(written_loss(live.trace.network.loss).label)


def _many(count: int, one: str, more: str | None = None) -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def _neurons(live: Live) -> int:
    return sum(live.trace.network.sizes[1:])


def _weights(live: Live) -> str:
    """Those of the connections that there are."""
    return _many(
        sum(len(row) for layer in live.trace.plan.shape.sources for row in layer), "weight"
    )


def _biases(live: Live) -> str:
    biases = [layer.b for layer in live.trace.network.layers]
    return _many(sum(b.size for b in biases if b is not None), "bias", "biases")


def _parameters(live: Live) -> str:
    biases = _biases(live)
    return _weights(live) + ("" if biases.startswith("0 ") else f" and {biases}")


_COUNTED: dict[str, Callable[[Live], str]] = {
    "neurons": lambda live: _many(_neurons(live), live.symbols.word("neuron")),
    "deltas": lambda live: _many(
        _neurons(live), live.symbols.word("delta"), live.symbols.word("deltas")
    ),
    "weights": _weights,
    "biases": _biases,
    "parameters": _parameters,
    "samples": lambda live: _many(len(live.trace.y), "sample"),
}


def _losses(live: Live, number: bool) -> tuple[str, bool]:
    shown = live.losses[-4:]
    return ", ".join(number_text.text(loss, live.digits) for loss in shown), False


_FACTS: dict[str, Callable[[Live, bool], tuple[str, bool]]] = {
    "rate": _rate,
    "loss": lambda live, _: _value(live, live.trace.gradients.loss),
    "loss after": lambda live, _: _value(live, live.loss_after),
    "losses": _losses,
    "samples": lambda live, _: (str(len(live.trace.y)), False),
    "share": lambda live, _: (rf"\frac{{1}}{{{len(live.trace.y)}}}", True),
    "sizes": lambda live, _: ("-".join(map(str, live.trace.network.sizes)), False),
    "deltas": lambda live, _: (live.symbols.word("deltas"), False),
    "neurons": lambda live, _: (str(_neurons(live)), False),
    "pass": lambda live, _: (str(live.at_pass + 1), False),
    "loss function": lambda live, _: (_loss_name(live), False),
}
