"""A lesson's prose with the live network put in: its symbols, numbers and names.

Of numbers: `{delta 2 1}` the symbol, `{=delta 2 1}` the number, `{new W 1 1 1}` and
`{=new W 1 1 1}` the weight after the update, `{terms da 1 2}` and `{=terms da 1 2}` the products
whose sum it is, `{=mixed da 1 1}` what it would be through weights that were updated too early.
Of a connection: `{from W 1 2 1}` and `{to W 1 2 1}` the names of its ends, `{sent W 1 2 1}` what it
carries. Of a layer: `{matrix z 2}` how its array is computed, `{layer -1}` its name, `{f 1}` its
function. Besides `{name 1 2}`, `{word delta}`, and facts of the walk: `{rate}`, `{=rate}`,
`{=loss}`, `{=loss after}`, `{=samples}`, … All other braces, those of LaTeX, stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from backprop_core import Address, BackpropError, Number, Term, Trace
from playground import digits as number_text
from playground.functions import LOSSES, readable
from playground.lessons.places import TAKES, address_of, index, place_of, value_at
from playground.lessons.text import as_typed
from playground.notations.symbols import NOTATIONS, Symbols

SUMS = ("z", "da", "delta", "dW", "db")
MOST_TERMS = 5
_MATH = re.compile(r"(\$\$.+?\$\$|\$[^$]+?\$)", re.DOTALL)
MATRICES = ("z", "da", "delta", "dW")
_FACTS_NAMED = "rate|samples|loss after|losses|loss function|sizes|pass|weights|neurons|deltas"
_OTHERS = rf"word [a-z ]+|(?:name|layer|f)(?: -?\d+)+|{_FACTS_NAMED}|loss(?: @\d+)?"
_PLACES = rf"(?:{'|'.join(q for q in TAKES if q != 'loss')})(?: -?\d+)+(?: @\d+)?"
_KINDS = "new |terms |mixed |matrix |from |to |sent "
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
    parts = _MATH.split(text)
    return "".join(_filled(part, live, math=k % 2 == 1) for k, part in enumerate(parts))


def check_prose(text: str) -> None:
    """Raises BackpropError where a brace outside formulas is no placeholder, or a place is none."""
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
    elif what not in _FACTS:
        place = place_of(what)
        if equals and kind != "terms " and len(place.counts) < max(TAKES[place.quantity]):
            raise BackpropError(f"The placeholder {match[0]!r} names an array, no number.")
        if kind == "terms " and (place.quantity not in SUMS or len(place.counts) < 2):
            raise BackpropError(f"The placeholder {match[0]!r} asks for terms of what is no sum.")
        if kind == "matrix " and (place.quantity not in MATRICES or len(place.counts) != 1):
            raise BackpropError(f"The placeholder {match[0]!r} takes {MATRICES} and a layer.")
        if kind in ("from ", "to ", "sent ") and len(place.counts) < 3:
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

    return _PLACEHOLDER.sub(put, part)


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
    if len(parts) > MOST_TERMS:
        parts = [*parts[: MOST_TERMS - 2], r"\cdots", parts[-1]]
    return " + ".join(parts)


def through_new_weights(at: Address, trace: Trace) -> float:
    """What comes back to a neuron if the next layer is updated too early: a usual mistake."""
    if at.layer is None or at.layer == len(trace.network.layers) - 1:
        return value_at(at, trace)
    W, delta = trace.after.layers[at.layer + 1].W, trace.gradients.layers[at.layer + 1].delta
    return float(delta[at.sample] @ W[:, at.neuron])


def matrix_form(at: Address, trace: Trace, symbols: Symbols) -> str:
    """How the layer's array is computed, in the orientation of the notation."""
    layer, last = at.layer or 0, len(trace.network.layers) - 1
    before = Address("x") if layer == 0 else Address("a", layer - 1)
    after = min(layer + 1, last) if at.quantity == "da" else layer
    names = {q: symbols.tex(Address(q, layer)) for q in ("a", "slope", "jacobian", "da", "b")}
    names |= {q: symbols.tex(Address(q, after)) for q in ("W", "delta")}
    form = at.quantity
    if form == "da" and layer == last:
        return names["da"]
    if form == "delta" and layer < last:
        names["da"] = rf"\bigl({matrix_form(at._replace(quantity='da'), trace, symbols)}\bigr)"
    if form == "delta" and trace.forward.layers[layer].slope is None:
        form = "delta of softmax"
    written = symbols.notation.matrices[form].format(**names, x=symbols.tex(before))
    has_bias = form == "z" and trace.network.layers[layer].b is not None
    return f"{written} + {names['b']}" if has_bias else written


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
    return as_typed(LOSSES[live.trace.network.loss].label)


def _parameters(live: Live) -> int:
    """Weights of the connections that there are, and biases."""
    shape = live.trace.plan.shape
    connections = sum(len(row) for layer in shape.sources for row in layer)
    biases = [layer.b for layer in live.trace.network.layers]
    return connections + sum(b.size for b in biases if b is not None)


def _losses(live: Live, number: bool) -> tuple[str, bool]:
    shown = live.losses[-4:]
    return ", ".join(number_text.text(loss, live.digits) for loss in shown), False


_FACTS: dict[str, Callable[[Live, bool], tuple[str, bool]]] = {
    "rate": _rate,
    "loss": lambda live, _: _value(live, live.trace.gradients.loss),
    "loss after": lambda live, _: _value(live, live.loss_after),
    "losses": _losses,
    "samples": lambda live, _: (str(len(live.trace.y)), False),
    "sizes": lambda live, _: ("-".join(map(str, live.trace.network.sizes)), False),
    "weights": lambda live, _: (str(_parameters(live)), False),
    "deltas": lambda live, _: (live.symbols.word("deltas"), False),
    "neurons": lambda live, _: (str(sum(live.trace.network.sizes[1:])), False),
    "pass": lambda live, _: (str(live.at_pass + 1), False),
    "loss function": lambda live, _: (_loss_name(live), False),
}
