"""All notations side by side, as Markdown tables made from their data: symbols, arrays, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from backprop_core import Address
from playground.notation.symbols import NOTATIONS, OWN, Notation, Symbols

SIZES = (2, 3, 2)  # the network that the symbols are from
_HIDDEN, _OUTPUT = 0, 1
_NUMBERS: Mapping[str, Address] = {
    "input 1": Address("x", neuron=0, sample=0),
    "{z} of hidden neuron 2": Address("z", _HIDDEN, 1, sample=0),
    "{a} of hidden neuron 2": Address("a", _HIDDEN, 1, sample=0),
    "its slope": Address("slope", _HIDDEN, 1, sample=0),
    "output 1": Address("a", _OUTPUT, 0, sample=0),
    "{target} 1": Address("y", neuron=0, sample=0),
    "{loss}": Address("loss"),
    "∂{loss}/∂{a} there": Address("da", _HIDDEN, 1, sample=0),
    "{delta} there": Address("delta", _HIDDEN, 1, sample=0),
    "weight from hidden neuron 3 to output 1": Address("W", _OUTPUT, 0, 2),
    "its gradient": Address("dW", _OUTPUT, 0, 2),
    "bias of output 1": Address("b", _OUTPUT, 0),
    "{rate}": Address("learning_rate"),
}


def symbols_table() -> str:
    """A row for each quantity, a column for each notation."""
    rows = [
        [what.format(**OWN.words), *(f"${s.tex(at)}$" for s in _all())]
        for what, at in _NUMBERS.items()
    ]
    names = [", ".join(s.neurons(c)[0] for c in range(len(SIZES))) for s in _all()]
    rows.append(["names on the graph", *names])
    rows.append(["a weight's first index", *(_first_index(s) for s in _all())])
    return _table(["", *(s.notation.name for s in _all())], rows)


def arrays_table() -> str:
    """A row for each notation: how a hidden layer's arrays are computed from others."""
    rows = [
        [
            s.notation.name,
            *(f"${line}$" for line in array_lines(s)),
            f"{s.notation.samples}; a row of W: weights "
            f"{'into' if s.notation.weights == 'receiving' else 'out of'} a {s.word('neuron')}",
        ]
        for s in _all()
    ]
    return _table(["", "forward", "backward", "delta", "gradient", "samples are"], rows)


def array_lines(symbols: Symbols) -> list[str]:
    """z, da, delta and dW of the hidden layer, each as an equation between arrays."""
    arrays = {
        name: symbols.tex(Address(name, _HIDDEN)) for name in ("z", "da", "slope", "W", "b")
    } | {"x": symbols.tex(Address("x"))}
    after = {name: symbols.tex(Address(name, _OUTPUT)) for name in ("W", "delta")}
    own = {name: symbols.tex(Address(name, _HIDDEN)) for name in ("delta", "dW")}
    matrices = symbols.notation.matrices
    return [
        f"{arrays['z']} = {matrices['z'].format(**arrays)} + {arrays['b']}",
        f"{arrays['da']} = {matrices['da'].format(**after)}",
        f"{own['delta']} = {matrices['delta'].format(**arrays)}",
        f"{own['dW']} = {matrices['dW'].format(delta=own['delta'], x=arrays['x'])}",
    ]


def symbol_details(notation: Notation) -> dict[str, str]:
    """What the lesson on symbols says of a notation, beside its signs and words."""
    s = Symbols(notation, SIZES)
    columns = notation.samples == "columns"
    return {
        "name": notation.name,
        "note": notation.note,
        "shape in": "(n_in, batch)" if columns else "(batch, n_in)",
        "shape out": "(n_out, batch)" if columns else "(batch, n_out)",
        "shape W": "(n_out, n_in)" if notation.weights == "receiving" else "(n_in, n_out)",
        "inputs": ", ".join(s.neurons(0)),
        "hidden": ", ".join(s.neurons(1)),
        "outputs": ", ".join(s.neurons(2)),
        "deep": Symbols(notation, (2, 3, 3, 2)).neuron(2, 0),
        **_examples(s),
    }


def _examples(s: Symbols) -> dict[str, str]:
    """The numbers around the second hidden neuron."""
    at = {name: Address(name, _HIDDEN, 1, sample=0) for name in ("da", "delta", "slope")}
    at |= {"dW": Address("dW", _HIDDEN, 1, 0), "db": Address("db", _HIDDEN, 1)}
    at["x"] = Address("x", neuron=0, sample=0)
    at["z of the first output"] = Address("z", _OUTPUT, 0, sample=0)
    at["w from hidden 3"] = Address("W", _OUTPUT, 0, 2)
    for k in range(SIZES[2]):
        at[f"w to {k + 1}"] = Address("W", _OUTPUT, k, 1)
        at[f"delta of {k + 1}"] = Address("delta", _OUTPUT, k, sample=0)
    return {name: s.tex(address) for name, address in at.items()}


def notes() -> Iterable[tuple[str, str]]:
    """Where each notation is from, and what is to be known about it."""
    return [(_title(s.notation), s.notation.note) for s in _all()]


def _title(notation: Notation) -> str:
    return f"{notation.name}: {notation.source}"


def _all() -> list[Symbols]:
    return [Symbols(notation, SIZES) for notation in NOTATIONS.values()]


def _first_index(symbols: Symbols) -> str:
    return "from" if symbols.first_index_is_source else "to"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    ruler = [":--"] * len(head)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ruler, *rows))
