"""The programs of passes in which numbers cancel, saturate, tie or overflow: they hold, and still
see every wrong number that rounding does not explain."""

import re
import warnings

import numpy as np
import pytest

from playground.export.autograd import BACK, autograd_slope
from playground.export.formula_code import written_in
from playground.export.program import numpy_program, torch_program
from playground.functions.typed.nodes import Call, Name
from tests.playground.export.exercises import EVERY, view_of
from tests.playground.export.hard_passes import HARD, view_of_document

MATCHES = "Every number matches the one that was shown.\n"
MOSTLY_UNITS = 1e4  # in the last place of the numbers that cancel


def run(program, names=None):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of overflow, which NumPy says
        exec(compile(program, "program.py", "exec"), {"__name__": "__main__", **(names or {})})


@pytest.mark.parametrize("name", HARD)
def test_the_numpy_program_holds(name, capsys):
    run(numpy_program(view_of_document(HARD[name])))
    assert capsys.readouterr().out.endswith(MATCHES)


PRODUCT = re.compile(r"(\w+(?:\.T)?) @ (\w+(?:\.T)?)(?=[ ,\n])")


@pytest.mark.parametrize("name", [*EVERY, *HARD])
def test_the_numpy_program_holds_where_sums_are_added_up_in_another_order(name, capsys):
    """As another computer may; sums of three random numbers differ in their last digits."""
    view = view_of_document(HARD[name]) if name in HARD else view_of(name)
    program = numpy_program(view)
    other = PRODUCT.sub(r"\1[:, ::-1] @ \2[::-1]", program)
    assert other != program
    run(other)
    assert capsys.readouterr().out.endswith(MATCHES)


@pytest.mark.torch
@pytest.mark.parametrize("name", HARD)
def test_the_torch_program_holds(name, capsys):
    pytest.importorskip("torch")
    run(torch_program(view_of_document(HARD[name])))
    assert capsys.readouterr().out.endswith(MATCHES)


def checked(program):
    """The program's own check, and everything that it is called with."""
    calls, names = [], {}
    text = program.replace("def check(", "def own_check(")
    names["check"] = lambda *given, **more: calls.append((given, more))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(text, "program.py", "exec"), names)
    return names["own_check"], calls


def altered(shown):
    """Each number once a little off; of a number far below 1 as much as a small one is."""
    for place in np.ndindex(np.shape(shown)):
        for off in (lambda one: one * (1 + 1e-6), lambda one: one + 1e-12 * (abs(one) < 1e-9)):
            wrong = np.array(shown)
            wrong[place] = off(wrong[place])
            if wrong[place] != np.array(shown)[place]:
                yield place, wrong


@pytest.mark.parametrize("name", [*EVERY, "eight sigmoids"])
def test_every_number_is_asserted_however_small(name, capsys):
    view = view_of_document(HARD[name]) if name in HARD else view_of(name)
    check, calls = checked(numpy_program(view))
    assert len(calls) > 5
    for (called, mine, shown), more in calls:
        allowed = np.broadcast_to(more.get("rounding", 0.0), np.shape(shown))
        for place, wrong in altered(shown):
            if abs(wrong[place] - np.array(shown)[place]) > 2 * allowed[place]:
                with pytest.raises(AssertionError):
                    check(called, mine, wrong, **more)
    capsys.readouterr()


def test_rounding_is_allowed_for_only_where_numbers_cancel():
    said = {name for name in EVERY if "rounding=[" in numpy_program(view_of(name))}
    assert not said & {"01_mazur_own_bias", "07_xor", "deep", "classes of a batch", "typed"}
    for name in said:
        _, calls = checked(numpy_program(view_of(name)))
        for _, more in calls:
            assert np.max(more.get("rounding", 0.0)) < MOSTLY_UNITS * np.finfo(float).eps


def test_a_wrong_tiny_gradient_stops_the_program():
    program = numpy_program(view_of_document(HARD["eight sigmoids"]))
    (tiny,) = re.findall(r'check\("dW1", dW1, \[\[(.*?)\]\]', program)
    assert 0 < abs(float(tiny)) < 1e-20
    with pytest.raises(AssertionError):
        run(program.replace(tiny, "-1e-12"))


def test_autograd_is_told_a_slope_only_where_it_needs_to_be():
    told = {name for name in EVERY if "Told" in torch_program(view_of(name))}
    assert not told
    program = torch_program(view_of_document(HARD["own: 1/(1+exp(-x)), far at -1"]))
    assert "Autograd itself would find no number here" in program


PLACES = [-np.inf, -800.0, -60.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 60.0, 800.0, np.inf, np.nan]


@pytest.mark.torch
@pytest.mark.parametrize("name", sorted(set(BACK) - {"heaviside", "1-sigmoid", "1-tanh^2"}))
def test_the_slopes_of_autograd_are_as_pytorch_has_them(name):
    torch = pytest.importorskip("torch")
    two = name in ("+", "-", "*", "/", "**", "max", "min")
    tree = Call(name, (Name("a"), Name("y")) if two else (Name("a"),))
    a, y = (np.array(one).ravel() for one in np.meshgrid(PLACES, PLACES))
    text = written_in("torch", tree, {"a": "a", "y": "y"})
    program = torch_program(view_of_document(HARD["own: max(-1, min(1, x))"]))
    helpers = program[program.index("def larger") : program.index("def f(")]
    names = {"torch": torch, "F": torch.nn.functional}
    exec(helpers, names)
    for variable in ("a", "y")[: 1 + two]:
        names |= {"a": torch.tensor(a), "y": torch.tensor(y)}
        names[variable].requires_grad_()
        eval(text, names).sum().backward()
        mine = autograd_slope(tree, variable, {"a": a, "y": y})
        np.testing.assert_allclose(mine, names[variable].grad.numpy(), rtol=1e-9, atol=1e-300)


def test_a_bias_that_may_be_infinite_by_rounding_alone_is_not_compared():
    program = numpy_program(view_of_document(HARD["a bias that rounding makes infinite"]))
    assert re.search(r'check\("new b1", b1_new, \S+, rounding=float\("inf"\)\)', program)
