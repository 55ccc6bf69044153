"""The conventions that a document names, and the same exercise with others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from backprop_core import LOSSES
from playground.exercise.conventions import USUAL, Conventions, conventions_in
from playground.exercise.document import Document


def conventions_of(document: Document) -> Conventions:
    """How its numbers are written on paper. The rules of threshold units are written with target
    minus output wherever they are taught, so that is usual with them."""
    chosen = conventions_in(document["conventions"]) if "conventions" in document else USUAL
    if "error" in document.get("conventions", {}):
        return chosen
    return replace(chosen, turned=is_for_thresholds(document["loss"]))


def is_for_thresholds(loss: str) -> bool:
    """Whether a document's loss is the perceptron rule or the delta rule."""
    return isinstance(loss, str) and loss in LOSSES and LOSSES[loss].for_thresholds


def with_conventions(document: Mapping[str, Any], chosen: Conventions) -> dict[str, Any]:
    """The same exercise with those; with the usual ones it has no such field."""
    others = without_conventions(document)
    written = chosen.document(turned=is_for_thresholds(document["loss"]))
    return {**others, "conventions": written} if written else others


def without_conventions(document: Mapping[str, Any]) -> dict[str, Any]:
    """The same exercise with the usual ones."""
    return {name: value for name, value in document.items() if name != "conventions"}
