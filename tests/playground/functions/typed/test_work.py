"""Whatever is typed is answered after a bounded amount of work, which is counted here, not timed.

What is counted are calls of Python functions, most of them SymPy's, and numbers that the functions
of a formula were worked out for. Both at their bounds take a fifth of a second of a core of 2024.
"""

import random
import sys

import numpy as np
import pytest
import sympy

from backprop_core import BackpropError
from playground.functions.typed import evaluate, work
from playground.functions.typed.derivative import derivative
from playground.functions.typed.expression import FUNCTIONS, LONGEST, parse
from playground.functions.typed.nodes import Call, Name, count
from playground.functions.typed.normalise import FormulaError
from playground.functions.typed.typed_functions import typed_activation, typed_loss

MOST_CALLS, MOST_NUMBERS = 600_000, 10_000_000


def nested(before, after, inner, times):
    return before * times + inner + after * times


NASTY = [
    *(nested(f"{name}(", ")", "a-y", 19) for name in FUNCTIONS if FUNCTIONS[name] == 1),
    *(nested(f"{name}(a*", ")", "y", 19) for name in ("sin", "erf", "tanh")),
    nested("6*erf(", ")", "a", 19),
    nested("1/(2+", ")", "erf(a)", 19),
    nested("1/(1+", ")", "a**2", 19),
    nested("sqrt(1+", ")", "a**2", 19),
    nested("log(2+", ")", "a**2", 19),
    nested("tanh(a+", ")", "erf(y)", 18),
    nested("max(a,y*", ")", "a", 18),
    nested("max(sin(a),", ")", "a", 12),
    nested("min(", ",a)", "y", 19),
    nested("(", ")**1.05", "a+3", 19),  # SymPy alone would take years
    nested("a/(", ")+a", "cosh(a)", 18),
    nested("(a-", ")**-1", "erf(2/3)", 14),
    nested("-(", ")**(1/3)", "a*y", 14),
    nested("(", ")", "a", 20),
    "*".join(f"(sin({k}*a)+2)" for k in range(1, 15)),
    "/".join(f"(sin({k}*a)+2)" for k in range(1, 15)),
    "+".join(f"erf({k}*a)" for k in range(1, 20)),
    "*".join(f"erf({k}*a)" for k in range(1, 20)),
    "**".join(["a"] * 60),
    "**".join(["(a+3)"] * 20),
    "a" + "*a" * 99,
    "a" + "+a" * 99,
    "-" * (LONGEST - 1) + "a",
    "(a-y)**4*" * 18 + "erf(a)",
    "(a+1.5)**(a+y)*" * 10 + "a",
    "(1e12+a-a)**99*" * 12 + "a",
    "a" + "/1e12" * 39,
]


def grown(rng, depth):
    """A random formula in a and y."""
    if depth == 0 or rng.random() < 0.12:
        return rng.choice(["a", "a", "y", "2", "0.3"])
    kind = rng.random()
    one = grown(rng, depth - 1)
    if kind < 0.5:
        return f"{rng.choice([n for n in FUNCTIONS if FUNCTIONS[n] == 1])}({one})"
    if kind < 0.7:
        return f"({one})**{rng.choice(['2', '0.5', '1.05', '(1/3)', '-1', 'a'])}"
    other = grown(rng, depth - 1)
    return f"max({one},{other})" if kind < 0.8 else f"({one}{rng.choice('+-*/')}{other})"


def random_formulas(how_many):
    rng, found = random.Random(11), []
    while len(found) < how_many:
        text = grown(rng, rng.randint(4, 9))
        if LONGEST / 2 < len(text) <= LONGEST:
            found.append(text)
    return found


def work_of(act, monkeypatch):
    """(calls, numbers) that it takes."""
    done = {"calls": 0, "numbers": 0}

    def counted(function):
        def with_count(*args):
            made = function(*args)
            done["numbers"] += np.size(made)
            return made

        return with_count

    for name, function in evaluate._MEANING.items():
        monkeypatch.setitem(evaluate._MEANING, name, counted(function))

    def called(frame, event, argument):
        done["calls"] += event == "call"

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        act()
    except BackpropError:
        pass
    finally:
        sys.setprofile(before)
    return done["calls"], done["numbers"]


@pytest.mark.sampled(30)
@pytest.mark.parametrize("text", [*NASTY, *random_formulas(40)])
def test_a_nasty_loss_is_read_or_refused_with_bounded_work(text, monkeypatch):
    sympy.core.cache.clear_cache()
    calls, numbers = work_of(lambda: typed_loss.__wrapped__(text), monkeypatch)
    assert calls < MOST_CALLS
    assert numbers < MOST_NUMBERS


@pytest.mark.sampled(16)
@pytest.mark.parametrize("text", NASTY)
def test_a_nasty_activation_is_read_or_refused_with_bounded_work(text, monkeypatch):
    sympy.core.cache.clear_cache()
    text = text.replace("a-y", "a").replace("y", "a")
    for name in ("tanh", "atan", "max", "abs"):
        text = text.replace(name, name.replace("a", "@"))
    text = text.replace("heaviside", "he@viside").replace("a", "x").replace("@", "a")
    calls, numbers = work_of(lambda: typed_activation.__wrapped__(text), monkeypatch)
    assert calls < MOST_CALLS
    assert numbers < MOST_NUMBERS


def test_the_size_of_a_derivative_is_bounded_before_it_is_taken():
    for text in random_formulas(60):
        try:
            tree = parse(text, ("a", "y"), "loss")
            slope = derivative(tree, "a")
        except (BackpropError, FormulaError):
            continue
        assert count(slope) <= 3 * work._sizes(tree, "a")[1] + 3


def test_a_formula_that_would_grow_too_much_is_refused_before_sympy_sees_it(monkeypatch):
    monkeypatch.setattr(sympy, "diff", lambda *_: pytest.fail("SymPy was asked"))
    with pytest.raises(BackpropError, match="too long to handle: it would have"):
        typed_activation.__wrapped__("**".join(["(x+3)"] * 20))


def test_what_stands_in_a_derivative_twice_is_worked_out_once(monkeypatch):
    tree = parse(nested("sin(", ")", "x", 12), ("x", "z"), "activation")
    slope = derivative(tree, "x")
    operations = len(list(work._distinct_calls((slope,))))
    assert operations < 40 < count(slope)
    _, numbers = work_of(lambda: evaluate.values(slope, {"x": np.zeros(10)}), monkeypatch)
    assert numbers == 10 * operations


def test_operations_are_counted_once_and_dear_ones_more():
    once = Call("erf", (Name("x"),))
    with pytest.raises(FormulaError, match="count 612 operations, and may count 600"):
        work.require_few_operations(*(Call("erf", (Name("x"),)) for _ in range(51)))
    work.require_few_operations(*[once] * 51)
