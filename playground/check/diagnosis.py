"""Does somebody's gradient agree, and if not, which usual mistake makes exactly these numbers?

Entries are compared as a person would: 0.0821 agrees with 0.08217, because that is what it rounds
to. A parameter that differs is then compared with what each usual mistake would give. A mistake
that explains most is named first; mistakes that would give the same numbers are named beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from backprop_core import Address, Array, Network
from playground.check.attempt import Claim, Pass, right
from playground.check.wrong_gradients import Wrong, wrong_gradients
from playground.notation import number_text
from playground.notation.symbols import Symbols

BLANK, SAME, ROUNDED, CLOSE, DIFFERENT = "blank", "same", "rounded", "close", "different"

EXACT = 1e-9  # of the parameter's largest gradient: the same number
NOISE = 1e-5  # up to here float32 and finite differences may differ from the exact derivative
ROUNDING = 5e-3  # coarser digits than this tell nothing about the formula
COARSE = 2e-2  # up to here all entries are nearly right
MOST_ALTERNATIVES = 3

Parameter = tuple[str, int]  # "dW" or "db", and the layer counted from 0
Agreement = NDArray[np.str_]


@dataclass(frozen=True)
class Finding:
    """Parameters that one mistake explains, and the mistakes that would: the likeliest first."""

    explained: tuple[Parameter, ...]
    mistakes: tuple[Wrong, ...]


@dataclass(frozen=True, eq=False)
class Diagnosis:
    """How every entry compares, what explains those that differ, and where to look first."""

    agreement: Mapping[Parameter, Agreement]
    findings: tuple[Finding, ...]
    unexplained: tuple[Parameter, ...]
    first: Parameter | None

    def count(self, *kinds: str) -> int:
        """How many entries are of one of these kinds."""
        return sum(int(np.isin(each, kinds).sum()) for each in self.agreement.values())

    @property
    def wrong(self) -> tuple[Parameter, ...]:
        """The parameters with an entry that differs."""
        return _wrong(self.agreement)


def gradient_name(symbols: Symbols, parameter: Parameter) -> str:
    """dW of the output layer."""
    name, number = parameter
    return symbols.name(Address(name, number))


def diagnose(p: Pass, claim: Claim) -> Diagnosis:
    """Compare `claim`, in which NaN is a number not given, with the gradient of `p`."""
    given = _Given.of(p, claim)
    agreement = given.against(right(p))
    wrong = _wrong(agreement)
    findings, left = _explained(p, given, wrong, agreement)
    other = (_constant_factor(p, claim, left) or _coarse(p, claim, left)) if left else None
    if other is not None:
        findings, left = [*findings, Finding(tuple(left), (other,))], []
    first = max(wrong, key=lambda at: at[1], default=None)
    return Diagnosis(agreement, tuple(findings), tuple(left), first)


def agreement(
    claimed: Array, reference: Array, scale: float, places: Array | None = None
) -> Agreement:
    """For each entry whether it is blank, the same, rounded, close (noise) or different.

    `scale` stands in where all reference gradients are 0; `places` are the claimed numbers' last
    places, where they are known already.
    """
    places = last_places(claimed) if places is None else places
    largest = float(np.abs(reference).max(initial=0.0)) or scale or 1.0
    difference = np.abs(claimed - reference)
    found = np.full(claimed.shape, DIFFERENT, dtype="<U9")
    found[difference <= NOISE * largest] = CLOSE
    found[difference <= np.minimum(places, ROUNDING * largest)] = ROUNDED
    found[difference <= EXACT * largest] = SAME
    found[np.isnan(claimed)] = BLANK
    return found


def last_places(claimed: Array) -> Array:
    """What one unit in the last written digit of each entry is worth; 0.25 → 0.01.

    A plain 0 has the last place of the finest number beside it.
    """
    places = np.array([_last_place(value) for value in claimed.ravel()]).reshape(claimed.shape)
    finest = places[places > 0].min(initial=np.inf)
    places[claimed == 0] = 0.0 if np.isinf(finest) else finest
    return places * (1.0 + 1e-9)


def _last_place(value: float) -> float:
    if not np.isfinite(value) or value == 0:
        return 0.0
    exponent = Decimal(repr(float(value))).as_tuple().exponent
    return 10.0 ** int(exponent)


def _parameters(claim: Claim) -> dict[Parameter, Array]:
    named = {}
    for number, layer in enumerate(claim):
        named["dW", number] = layer.dW
        if layer.db is not None:
            named["db", number] = layer.db
    return named


@dataclass(frozen=True, eq=False)
class _Given:
    """Somebody's numbers, with what is the same in every comparison."""

    arrays: Mapping[Parameter, Array]
    places: Mapping[Parameter, Array]
    scale: float

    @classmethod
    def of(cls, p: Pass, claim: Claim) -> _Given:
        arrays = _parameters(claim)
        return cls(arrays, {at: last_places(each) for at, each in arrays.items()}, _scale(p))

    def against(
        self, reference: Claim, only: Iterable[Parameter] | None = None
    ) -> dict[Parameter, Agreement]:
        """How each parameter, or `only` these, compares with the same one of `reference`."""
        wanted = _parameters(reference)
        return {
            at: agreement(self.arrays[at], wanted[at], self.scale, self.places[at])
            for at in (self.arrays if only is None else only)
        }


def _scale(p: Pass) -> float:
    """The largest gradient of the network."""
    return max(float(np.abs(array).max()) for array in _parameters(right(p)).values())


def _wrong(agreement: Mapping[Parameter, Agreement]) -> tuple[Parameter, ...]:
    return tuple(at for at, each in agreement.items() if (each == DIFFERENT).any())


def _matches(agreement: Agreement) -> bool:
    return bool((agreement != BLANK).any()) and not (agreement == DIFFERENT).any()


@dataclass(frozen=True)
class _Candidate:
    wrong: Wrong
    explained: tuple[Parameter, ...]
    contradicted: int  # right parameters that this mistake would have made wrong
    order: int

    @property
    def rank(self) -> tuple[int, int, int]:
        return (-len(self.explained), self.contradicted, self.order)


def _explained(
    p: Pass,
    given: _Given,
    wrong: Sequence[Parameter],
    agreement: Mapping[Parameter, Agreement],
) -> tuple[list[Finding], list[Parameter]]:
    """Findings, the one that explains most first, and the parameters that nothing explains."""
    if not wrong:
        return [], []
    candidates = list(_candidates(p, given, wrong, agreement))
    findings, left = [], list(wrong)
    while left:
        useful = [c for c in candidates if set(c.explained) & set(left)]
        if not useful:
            break
        best = min(useful, key=lambda c: (-len(set(c.explained) & set(left)), *c.rank))
        explained = tuple(at for at in best.explained if at in left)
        findings.append(Finding(explained, _alternatives(best, useful)))
        left = [at for at in left if at not in explained]
    return findings, left


def _alternatives(best: _Candidate, candidates: Iterable[_Candidate]) -> tuple[Wrong, ...]:
    """Other mistakes that would have given the same numbers, each once."""
    alike = [
        c
        for c in sorted(candidates, key=lambda c: c.rank)
        if c.explained == best.explained and c.contradicted == best.contradicted
    ]
    by_name: dict[str, Wrong] = {}
    for candidate in [best, *alike]:
        by_name.setdefault(candidate.wrong.mistake, candidate.wrong)
    return tuple(by_name.values())[:MOST_ALTERNATIVES]


def _candidates(
    p: Pass,
    given: _Given,
    wrong: Sequence[Parameter],
    agreement: Mapping[Parameter, Agreement],
) -> Iterable[_Candidate]:
    for order, each in enumerate(wrong_gradients(p)):
        compared = given.against(each.claim, wrong)
        explained = tuple(at for at in wrong if _matches(compared[at]))
        if not explained:
            continue
        others = given.against(each.claim, [at for at in agreement if at not in wrong])
        contradicted = sum(
            (agreement[at] != BLANK).any() and not _matches(other) for at, other in others.items()
        )
        holds_everywhere = len(explained) == len(wrong) and not contradicted
        if each.whole in (None, holds_everywhere):
            yield _Candidate(each, explained, contradicted, order)


def _constant_factor(p: Pass, claim: Claim, wrong: Sequence[Parameter]) -> Wrong | None:
    """Yours = c · right in all of these, with a c that none of the named mistakes has."""
    given, wanted = _parameters(claim), _parameters(right(p))
    ours = np.concatenate([given[at].ravel() for at in wrong])
    theirs = np.concatenate([wanted[at].ravel() for at in wrong])
    known = np.isfinite(ours)
    ours, theirs = ours[known], theirs[known]
    telling = np.abs(theirs) > 1e-3 * np.abs(theirs).max(initial=0.0)
    if telling.sum() < 3:
        return None
    factor = float(ours @ theirs / (theirs @ theirs))
    if not factor or (agreement(ours, factor * theirs, _scale(p)) == DIFFERENT).any():
        return None
    return Wrong("factor", (), {"factor": number_text.text(factor, 4)})


def _coarse(p: Pass, claim: Claim, wrong: Sequence[Parameter]) -> Wrong | None:
    """All of these are off by a little only."""
    errors = [relative_error(p, claim, at) for at in wrong]
    return Wrong("coarse", ()) if max(errors) <= COARSE else None


def relative_error(p: Pass, claim: Claim, parameter: Parameter) -> float:
    """The largest difference of a given entry, relative to the parameter's largest gradient."""
    given, wanted = _parameters(claim)[parameter], _parameters(right(p))[parameter]
    largest = float(np.abs(wanted).max()) or _scale(p) or 1.0
    known = ~np.isnan(given)
    return float(np.abs(given - wanted)[known].max(initial=0.0)) / largest


def layer_verdicts(network: Network, diagnosis: Diagnosis) -> list[str]:
    """For each layer the worst that its entries show; blank while one is not given."""
    order = [SAME, ROUNDED, CLOSE, BLANK, DIFFERENT]
    worst = []
    for number in range(len(network.layers)):
        kinds = {
            str(kind)
            for at, each in diagnosis.agreement.items()
            if at[1] == number
            for kind in each.ravel()
        }
        worst.append(max(kinds, key=order.index))
    return worst
