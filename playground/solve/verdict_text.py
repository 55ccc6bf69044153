"""What is said about one answer: how it stands, the exact number where it is not far, and for a
wrong one the likely slip. A slip is named only if no answer contradicts it, which `explain` sees
to; one that might be chance is called a guess. Where the answers are `hidden` for good, nothing is
said that tells a number."""

from __future__ import annotations

from typing import Any, NamedTuple

from backprop_core import Address
from playground.notation import number_text
from playground.solve.judging import Judged
from playground.solve.sheet import Sheet
from playground.solve.typed import wanted

# Which quantities the operations of `explain` make.
_MAKES = {
    "weighted_sum": ("z",),
    "activation": ("a",),
    "loss": ("loss",),
    "loss_slope": ("da", "delta"),
    "through_activation": ("delta",),
    "back_through_weights": ("da",),
    "weight_gradient": ("dW",),
    "bias_gradient": ("db",),
    "update": ("W", "b"),
}

# What these slips are where the error is target minus output: the other way round.
_WITH_ERROR_TURNED = {
    "error_turned": (
        "The error was taken as output minus target, a − y.",
        "Here it is target minus output, y − a.",
    ),
    "step_added": (
        "The step was subtracted: the parameters go uphill.",
        "Here the sign is in the gradient already, so it is added.",
    ),
}
GIVES_AWAY = "forward_slip"  # says no more than what the right number is
MOST_SLIPS = 4  # that are told at the end
FITTED = {"factor", "penalty_in_it", "momentum_in_it"}  # what they say holds a number
# By these it can be read off.
OF_THE_PEN = {"point_moved", "digits_swapped", "numbers_swapped", "layers_swapped"}


class Told(NamedTuple):
    """The verdict's own words, and what else there is to say."""

    head: str
    body: str


def told(sheet: Sheet, at: Address, digits: int, *, hidden: bool = False) -> Told:
    """What is said about the answer at `at`, which has one."""
    verdict = sheet.judged.verdicts[at]
    shown = number_text.resized(digits, max(digits, sheet.numbers[at].digits + 2))
    exact = number_text.on_screen(sheet.exact(at), shown)
    if verdict == "exact":
        return Told("is right.", _too_short(sheet, at))
    if verdict == "rounded":
        return Told("is right as rounded.", "" if hidden else f"The exact value is {exact}.")
    if verdict == "follows":
        return Told("follows.", "Right, given your earlier number.")
    return Told("is wrong.", _why(sheet, at, hidden))


def slips_told(
    sheet: Sheet, digits: int, *, hidden: bool = False
) -> list[tuple[str, list[Address]]]:
    """What is said about the wrong answers, the first few different things: each once, with all
    answers that it is said of."""
    found: dict[str, list[Address]] = {}
    for at, verdict in sheet.judged.verdicts.items():
        if verdict == "wrong":
            body = told(sheet, at, digits, hidden=hidden).body
            if body in found or len(found) < MOST_SLIPS:
                found.setdefault(body, []).append(at)
    return [*found.items()]


def _too_short(sheet: Sheet, at: Address) -> str:
    """Fewer digits than the sheet wants are right as far as they go."""
    chosen, given = sheet.choices, sheet.numbers[at]
    if chosen["digits"] is None:
        return ""
    value = sheet.exact(at)
    needed = wanted(value, chosen["digits"], chosen["decimals"])
    more = number_text.text(value, 12) != number_text.text(given.value, 12)
    if given.decimals >= needed or not more:
        return ""
    unit = "decimals" if chosen["decimals"] else "digits"
    return f"Right so far, but {chosen['digits']} {unit} are asked for."


def _why(sheet: Sheet, at: Address, hidden: bool) -> str:
    own = sheet.own(at)
    given = sheet.numbers[at]
    cause = likely_cause(sheet.judged, at)
    if cause is not None and not (hidden and _tells_a_number(cause)):
        lead = "" if cause.certain else "Likely slip: "
        what, remedy = _of_slips(cause, at)
        if sheet.conventions.turned:
            turned = filter(None, map(said_with_error_turned, cause.slips))
            what, remedy = next(turned, (what, remedy))
        return f"{lead}{what} {remedy}".strip()
    if own and abs(given.value + own) <= given.half_unit:
        return "Right size, wrong sign."
    return "That is not this step's result. Try again, or take a hint."


def likely_cause(judged: Judged, at: Address) -> Any:
    """The likeliest cause of the wrong numbers that says something about this one, or None."""
    if at.part is not None:
        return None
    return next((one for one in judged.report.causes if _of_slips(one, at)[0]), None)


def what_was_done(sheet: Sheet, slip: Any) -> str:
    """A slip in a sentence, by the sheet's conventions."""
    said = said_with_error_turned(slip) if sheet.conventions.turned else None
    return str(slip.what) if said is None else said[0]


def said_with_error_turned(slip: Any) -> tuple[str, str] | None:
    """What a slip of signs is where the error is target minus output; None for any other slip."""
    if slip.name == "step_added" and "uphill" not in slip.what:
        return None
    said = _WITH_ERROR_TURNED.get(slip.name)
    if said is None or slip.name == "step_added":
        return said
    return f"{said[0]} {slip.only}".strip(), said[1]


def _tells_a_number(cause: Any) -> bool:
    """Whether its words tell how the answer leads to the right one."""
    return any(slip.name in FITTED | OF_THE_PEN for slip in cause.slips)


def _of_slips(cause: Any, at: Address) -> tuple[str, str]:
    """What a cause's slips did here, and what to do."""
    here = [slip for slip in cause.slips if slip.name != GIVES_AWAY and _makes(slip, at)]
    what = " ".join(dict.fromkeys(slip.what for slip in here))
    return what, " ".join(dict.fromkeys(slip.remedy for slip in here))


def _makes(slip: Any, at: Address) -> bool:
    """Whether the slip befell the number at `at`; back through a layer's weights comes ∂loss/∂a of
    the layer before."""
    layer = slip.layer
    if layer is not None and slip.operation == "back_through_weights":
        layer -= 1
    if layer is not None and at.layer is not None and layer != at.layer:
        return False
    at_neuron = slip.neurons is None or at.neuron is None or at.neuron in slip.neurons
    return at_neuron and at.quantity in _MAKES.get(slip.operation, ())
