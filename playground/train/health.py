"""What goes wrong in training, each told by the number that shows it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from playground.notation.symbols import Symbols
from playground.stage.neuron_health import FAINT, FULL
from playground.train import progress
from playground.train.course import Course, Moment
from playground.train.finding import Finding
from playground.train.numbers import Outlook

MOSTLY = 0.7  # share of points at which a saturated neuron is full


def findings(course: Course, moment: Moment, outlook: Outlook, symbols: Symbols) -> list[Finding]:
    """All that is wrong, the worst first, then what is fine."""
    found = [
        *_stopped(course, moment),
        *_alike(outlook, symbols),
        *_dead(outlook, symbols),
        *_saturated(outlook, symbols),
        *_faint(course, moment),
        *progress.overfitting(course, moment),
        *(progress.inseparable(course, moment, outlook) or progress.plateau(course, moment)),
    ]
    wrong = [one for one in found if not one.fine]
    wrong = wrong or progress.too_slow(course, moment)  # where nothing else explains it
    return wrong + [one for one in found if one.fine]


def _stopped(course: Course, moment: Moment) -> list[Finding]:
    if course.stopped is None or moment.number < course.updates:
        return []
    why = f"{course.stopped} The last finite weights are kept. Try a smaller learning rate."
    return [Finding(f"Stopped at update {course.updates + 1:,}.", why)]


def _alike(outlook: Outlook, symbols: Symbols) -> list[Finding]:
    """Neurons of a hidden layer with the same weights in and out always learn the same."""
    layers = outlook.network.layers
    for number, (layer, after) in enumerate(pairwise(layers)):
        b = np.zeros(layer.n_out) if layer.b is None else np.broadcast_to(layer.b, (layer.n_out,))
        rows = np.column_stack([layer.W, b, after.W.T])
        for j in range(len(rows)):
            for k in range(j):
                if np.array_equal(rows[j], rows[k]):
                    first, second = symbols.neuron(number + 1, k), symbols.neuron(number + 1, j)
                    return [
                        Finding(
                            f"{first} and {second} have equal weights,",
                            "so they always learn the same. Initialise them randomly.",
                            neurons=((number + 1, k), (number + 1, j)),
                        )
                    ]
    return []


def _dead(outlook: Outlook, symbols: Symbols) -> list[Finding]:
    """Neurons whose slope is 0 at every training point: no error flows through them."""
    dead = []
    for number, layer in enumerate(outlook.network.layers[:-1]):
        if layer.f.derivative is None:
            continue
        with np.errstate(all="ignore"):
            slopes = layer.f.derivative(outlook.train.layers[number].z)
        flat = (slopes == 0).all(axis=0) & np.isfinite(outlook.train.layers[number].z).all(axis=0)
        dead += [(number + 1, int(k)) for k in np.flatnonzero(flat)]
    if not dead:
        return [Finding("No dead neurons", fine=True)]
    names = ", ".join(symbols.neuron(*place) for place in dead[:3])
    more = f" and {len(dead) - 3} more" if len(dead) > 3 else ""
    verb = "is" if len(dead) == 1 else "are"
    why = "The slope is 0 at every point, so the gradient is 0 too. A smaller rate or new initial"
    return [Finding(f"{names}{more} {verb} dead.", f"{why} weights would help.", neurons=(*dead,))]


@np.errstate(over="ignore", invalid="ignore")
def _saturated(outlook: Outlook, symbols: Symbols) -> list[Finding]:
    """Neurons of a bounded activation that are at one of its ends at most points."""
    worst: tuple[float, tuple[int, int], float] | None = None
    places = []
    for number, layer in enumerate(outlook.network.layers[:-1]):
        low, high = layer.f.range.low, layer.f.range.high
        if not np.isfinite([low, high]).all() or layer.f.derivative is None:
            continue
        made = outlook.train.layers[number]
        full = (np.abs(2 * (made.a - low) / (high - low) - 1) > FULL).mean(axis=0)
        slopes = layer.f.derivative(made.z).mean(axis=0)
        for k in np.flatnonzero(full >= MOSTLY):
            place = (number + 1, int(k))
            places.append(place)
            if worst is None or full[k] > worst[0]:
                worst = float(full[k]), place, float(slopes[k])
    if worst is None:
        return [Finding("No saturated neurons", fine=True)]
    share, place, slope = worst
    count = f"{len(places)} neurons are saturated, most of all" if len(places) > 1 else "Saturated:"
    why = f"flat at {100 * share:.0f} % of points, average slope {slope:.2g}: little error flows."
    return [Finding(f"{count} {symbols.neuron(*place)}.", why.capitalize(), neurons=(*places,))]


def _faint(course: Course, moment: Moment) -> list[Finding]:
    """Whether the gradient shrinks on its way back."""
    marks = [mark for mark in course.marks if mark.gradients and mark.number <= moment.number]
    if not marks or len(marks[-1].gradients) < 3:
        return []
    first, *_, last = marks[-1].gradients
    if last > 0 and first < last / FAINT:
        times = f"{last / first:,.0f}-fold" if first > 0 else "to nothing"
        return [
            Finding(
                "The gradient vanishes.", f"It shrinks {times} from the last layer to the first."
            )
        ]
    if first > FAINT * last > 0:
        return [Finding("The gradient explodes.", f"It grows {first / last:,.0f}-fold going back.")]
    return [Finding("No vanishing gradient", fine=True)]
