"""What a link names that its exercise does not have, or that its own words rule out, in sentences:
it was shortened, or typed."""

from __future__ import annotations

from collections.abc import Iterator

from backprop_core import Address, Plan
from playground.exercise.document import Document, is_complete, sizes_of
from playground.exercise.view import paper_trace_of
from playground.sharing.on_screen import Shown
from playground.sharing.places import address_text, place_text
from playground.sharing.solve_words import FROM, WEIGHT, weight_text
from playground.solve.asked import asked
from playground.where import within


def beyond(shown: Shown, document: Document) -> Iterator[str]:
    """A sentence for each."""
    for name, place in (("select", shown.select), ("select2", shown.select2)):
        if place is not None and not within(place, sizes_of(document)):
            yield f"The link says {name}={place_text(place)}, which this network does not have."
    samples = len(document["x"])
    if shown.sample >= samples:
        yield last_is_shown("sample", shown.sample, samples)
    if shown.paragraph and not shown.lesson:
        yield f"The link says paragraph={shown.paragraph + 1}, but names no lesson."
    yield from _ruled_out(shown)
    if is_complete(document):
        plan = paper_trace_of(document, shown.granularity).plan
        if shown.step >= len(plan) and not shown.lesson:  # which has a walk of its own
            yield last_is_shown("step", shown.step, len(plan))
        yield from _not_to_ask(shown, document, plan)


def last_is_shown(name: str, wanted: int, count: int) -> str:
    """That there are not so many of them."""
    there = f"there is only 1 {name}" if count == 1 else f"there are only {count} {name}s"
    return f"The link says {name}={wanted + 1}, but {there}. The last one is shown."


def _ruled_out(shown: Shown) -> Iterator[str]:
    """What cannot be while the numbers are worked out."""
    hidden = shown.restricted["hide_answers"]
    if hidden and shown.mode == "draw":
        yield "The link says mode=draw, but hides the answers, so it opens the walk."
    if (hidden or shown.solve["on"]) and shown.granularity == "layer":
        yield (
            "The link says granularity=layer, but asks for answers, and each answer is one number. "
            "The steps are single numbers."
        )


def _not_to_ask(shown: Shown, document: Document, plan: Plan) -> Iterator[str]:
    """Of what is asked in Solve what there is not; where nothing is left, that."""
    chosen, layers = shown.solve, len(document["layers"])
    gradients = (at for at in plan.addresses if at.quantity in ("dW", "db"))
    there = {(at.layer, at.neuron, at.source) for at in gradients}
    words = [f"layer {n + 1}" for n in sorted({*chosen["layers"]}) if n >= layers]
    words += [f"{WEIGHT}{weight_text(one)}" for one in chosen["weights"] if tuple(one) not in there]
    start = chosen["start"]
    if start is not None and not _is_made(plan, start.whole):
        words.append(FROM + address_text(start))
    for word in words:
        yield f"The link asks for {word} in solve, which this network does not have."
    if chosen["on"] and not words and not asked(plan, chosen) and not chosen["loss_after"]:
        yield "With what the link says in solve, this network has no number to ask for."


def _is_made(plan: Plan, at: Address) -> bool:
    """Whether a step makes it; without a sample it is that of the first."""
    return any(plan.step_making(one) is not None for one in (at, at._replace(sample=0)))
