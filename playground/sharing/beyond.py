"""What a link names that its exercise does not have, in sentences: it was shortened, or typed."""

from __future__ import annotations

from collections.abc import Iterator

from playground.exercise.document import Document, is_complete, sizes_of
from playground.exercise.view import paper_trace_of
from playground.sharing.on_screen import Shown
from playground.sharing.places import place_text
from playground.where import within


def beyond(shown: Shown, document: Document) -> Iterator[str]:
    """A sentence for each place, sample or step that is not there."""
    for name, place in (("select", shown.select), ("select2", shown.select2)):
        if place is not None and not within(place, sizes_of(document)):
            yield f"The link says {name}={place_text(place)}, which this network does not have."
    asked = {*shown.solve["layers"], *(one[0] for one in shown.solve["weights"])}
    for layer in sorted(n for n in asked if n is not None and n >= len(document["layers"])):
        yield f"The link asks for layer {layer + 1} in solve, which this network does not have."
    samples = len(document["x"])
    if shown.sample >= samples:
        yield _last("sample", shown.sample, samples)
    if is_complete(document) and shown.step and not shown.lesson:  # which has a walk of its own
        steps = len(paper_trace_of(document, shown.granularity))
        if shown.step >= steps:
            yield _last("step", shown.step, steps)


def _last(name: str, asked: int, count: int) -> str:
    there = f"there is only 1 {name}" if count == 1 else f"there are only {count} {name}s"
    return f"The link says {name}={asked + 1}, but {there}. The last one is shown."
