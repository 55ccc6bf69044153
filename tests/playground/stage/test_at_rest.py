"""What a step has nothing to do with is not drawn again, and looks as if it were."""

import importlib
import pkgutil

import pytest

import playground.stage
from playground.stage import compact, loss
from playground.stage.figure import stage_figure
from tests.playground.stage.test_figure import DESIGN, LARGEST, step_at
from tests.playground.stage.view import view_of
from tests.playground.walks import document_of, walk_of

MODULES = [
    importlib.import_module(f"playground.stage.{found.name}")
    for found in pkgutil.iter_modules(playground.stage.__path__)
]
KEPT = [one for module in MODULES for one in vars(module).values() if hasattr(one, "cache_clear")]
LIT = {"selection": (1, 0), "edges": frozenset({(0, 0, 1)})}


def seen(walk, position, more):
    picture = stage_figure(view_of(walk, position, **more), *DESIGN)
    return picture.figure, picture.targets_json, picture.alt


def forget():
    for one in KEPT:
        one.cache_clear()


@pytest.mark.parametrize("more", [{}, LIT], ids=["plain", "lit"])
@pytest.mark.parametrize("granularity", ["term", "neuron", "layer"])
def test_a_picture_is_the_same_whatever_was_drawn_before_it(granularity, more):
    walk = walk_of(document_of((16,) * 9), granularity)
    again = [step_at(walk, quantity=q, layer=3) for q in ("z", "dW", "W")]  # neurons stand alike
    positions = [*range(0, len(walk), max(1, len(walk) // 5)), *again]
    forget()
    one_after_the_other = [seen(walk, k, more) for k in positions]
    for position, before in zip(positions, one_after_the_other, strict=True):
        forget()
        assert seen(walk, position, more) == before


def drawn_of(monkeypatch, module, name, walk, *positions):
    """How many of them are drawn for the last of these steps, when the others have been."""
    *before, last = positions
    for position in before:
        seen(walk, position, {})
    made, kind = [], getattr(module, name)
    monkeypatch.setattr(module, name, lambda *args: made.append(args) or kind(*args))
    seen(walk, last, {})
    return len(made)


def test_only_the_columns_of_the_step_are_drawn_again(monkeypatch):
    walk = LARGEST
    at = step_at(walk, quantity="z", layer=3, neuron=4)
    forget()
    assert drawn_of(monkeypatch, compact, "Capsule", walk, at) > 60
    assert drawn_of(monkeypatch, compact, "Capsule", walk, at, at + 1) <= 2 * 16


def test_the_loss_is_drawn_again_where_a_step_is_about_it(monkeypatch):
    walk = LARGEST
    at = step_at(walk, quantity="z", layer=3, neuron=4)
    loss_step = step_at(walk, quantity="loss")
    assert drawn_of(monkeypatch, loss, "_at_rest", walk, at) == 1
    assert drawn_of(monkeypatch, loss, "_at_rest", walk, loss_step) == 0
