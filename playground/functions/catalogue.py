"""How activations and losses are written, one file for each: `activations/tanh.md`, `losses/….md`.

A file begins with its facts between two lines of +++ (TOML), named as the fields below; the prose
after them says when to use the function, in the words and letters of the notation that is chosen.
Formulas are LaTeX with << z >>, << a >>, << y >>, << p >> and << n >> in it, here made templates
for `str.format`: `p` is the parameter of leaky_relu and elu, `n` the number of outputs, `y` the
target. Of two cases the first is for z > 0. A derivative that is too long for a line is left out,
and then called by its name.

What a function is (its values, slopes, range and the like) stands with the engine's Activation or
Loss. Typed functions are looked up like all others, and written from their formulas.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from backprop_core import Activation, Loss, activation_named
from playground.functions.typed.expression_latex import template
from playground.functions.typed.typed_functions import (
    formula_in,
    is_typed,
    typed_activation,
    typed_loss,
)
from playground.latex.width import of_symbol
from playground.templates import format_string

_FOLDER = Path(__file__).parent
_FACTS_AND_PROSE = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", re.DOTALL)
_TOGETHER = "## Together with its activation\n"


@dataclass(frozen=True)
class Written:
    """A function's symbol, its formula, and its derivative's formula.

    `typed` is the formula as it would be typed, `parameter` what its number is called, and `prose`
    when to use it.
    """

    symbol: str
    formula: str = ""
    derivative: str = ""
    typed: str = ""
    parameter: str = ""
    prose: str = ""

    @property
    def has_short_slope(self) -> bool:
        """Whether the derivative has a formula that fits on a line, and not only its name."""
        return self.derivative not in ("", _slope_by_name(self.symbol))


def _slope_by_name(symbol: str) -> str:
    """f'(z) for f(z)."""
    return symbol.replace("({z})", "'({z})")


@dataclass(frozen=True)
class WrittenLoss:
    """Per sample: what stands before the sum over outputs, one output's part, and its slope.

    In a slope `count` is the number of all outputs of the batch, `root` the loss that is a root,
    `z` what the delta rule compares, `total` the sum of a sample's targets, and `times` the sign
    before that; `slope_of_shares` is the slope where targets add up to 1. `typed` is one output's
    part as it would be typed, with n for the number of outputs. `prose` tells what the loss is
    for, `together` what becomes of it with the activation that it takes.
    """

    label: str
    part: str
    slope: str
    before: str = ""
    slope_of_shares: str = ""
    typed: str = ""
    prose: str = ""
    together: str = ""


def read_activation(path: Path) -> Written:
    """The entry that a file holds."""
    facts, prose = _read(path)
    if "formula" in facts:
        facts.setdefault("derivative", _slope_by_name(facts["symbol"]))
    return Written(**facts, prose=prose)


def read_loss(path: Path) -> WrittenLoss:
    """The entry that a file holds."""
    facts, prose = _read(path)
    prose, _, together = prose.partition(_TOGETHER)
    return WrittenLoss(**facts, prose=prose.strip(), together=together.strip())


def _read(path: Path) -> tuple[dict[str, str], str]:
    found = _FACTS_AND_PROSE.fullmatch(path.read_text(encoding="utf-8"))
    assert found is not None, f"{path.name} does not begin with facts between two lines of +++"
    facts = {name: format_string(text) for name, text in tomllib.loads(found[1]).items()}
    return facts, found[2].strip()


UNNAMED = Written("f({z})", "f({z})", "f'({z})")  # a function that nobody has named
WRITTEN_ACTIVATIONS = {
    path.stem: read_activation(path) for path in _FOLDER.glob("activations/*.md")
}
WRITTEN_LOSSES = {path.stem: read_loss(path) for path in _FOLDER.glob("losses/*.md")}


def written(activation: Activation | str) -> Written:
    """How an activation is written, a typed one too."""
    name = activation if isinstance(activation, str) else activation.name
    if is_typed(name):
        return _typed_activation(formula_in(name))
    return WRITTEN_ACTIVATIONS.get(name, UNNAMED)


def written_loss(loss: Loss | str) -> WrittenLoss:
    """How a loss is written, a typed one too."""
    name = loss if isinstance(loss, str) else loss.name
    return _typed_loss(formula_in(name)) if is_typed(name) else WRITTEN_LOSSES[name]


LONGEST_FORMULA = 32.0  # em, with numbers put in; a longer one that was typed is written f(z)
_PLACES = re.compile(r"\{[zay]\}")


def _room(template: str) -> float:
    """About how many em wide it is."""
    return of_symbol(_PLACES.sub("0.0000", template).format())


@lru_cache(maxsize=256)
def _typed_activation(text: str) -> Written:
    function, _ = typed_activation(text)
    places = {function.variable: "{z}"}
    formula, slope = template(function.tree, places), template(function.slope, places)
    return Written(
        UNNAMED.symbol,
        formula if _room(formula) <= LONGEST_FORMULA else UNNAMED.formula,
        slope if _room(slope) <= LONGEST_FORMULA else UNNAMED.derivative,
    )


@lru_cache(maxsize=256)
def _typed_loss(text: str) -> WrittenLoss:
    function, _ = typed_loss(text)
    places = {"a": "{a}", "y": "{y}"}
    part, slope = template(function.tree, places), template(function.slope, places)
    return WrittenLoss(readable(function.name), part, slope)


def as_formula(spec: str, outputs: int = 1) -> str:
    """A formula that computes what this activation or loss does, to go on from.

    `outputs` is how many outputs a loss takes its mean over. Softmax, which is no function of one
    number, becomes a sigmoid, and the root mean squared error the square below its root.
    """
    if is_typed(spec):
        return formula_in(spec)
    if spec in WRITTEN_LOSSES:
        return WRITTEN_LOSSES[spec].typed.replace("/n", f"/{outputs}" if outputs > 1 else "")
    f = activation_named(spec)
    parameter = "" if f.parameter is None else f"({f.parameter!r})"
    return written(f).typed.replace("{p}", parameter)


def readable(name: str) -> str:
    """A function's name for people; of a typed one its formula, without *, which is a sign of
    Markdown's, too."""
    if is_typed(name):
        return formula_in(name).replace("**", "^").replace("*", "·")
    return name.replace("_", " ")


def short_name(name: str, most: int = 16) -> str:
    """A function's name for a place with little room; a typed one's formula, if it is short."""
    if not is_typed(name):
        return readable(name)
    formula = readable(name)
    return formula if len(formula) <= most else "custom function"


def called(name: str) -> str:
    """What stands before the bracket where the function is applied: relu(…); f(…) if typed."""
    return "f" if is_typed(name) else readable(name)
