"""Passes in which numbers cancel, saturate, tie or overflow."""

from playground.exercise.document import EMPTY
from playground.exercise.view import View, trace_of

ACTIVATIONS = [
    "sigmoid", "tanh", "elu", "elu(0.5)", "gelu", "silu", "softplus", "relu", "leaky_relu(0.1)",
    "softmax", "own: sigmoid(x)", "own: tanh(x)", "own: x*sigmoid(x)", "own: 1/(1+exp(-x))",
    "own: exp(min(x, 0)) - 1 + relu(x)", "own: erf(x)", "own: atan(x)", "own: 1 - exp(-x**2)",
]  # fmt: skip
TIES = [
    "own: max(x, 0.5*x)", "own: min(x, 2*x)", "own: max(-1, min(1, x))", "own: abs(x)",
    "own: abs(x)**1.5", "own: sign(x)*x", "own: sqrt(2/pi)*max(1, 2)*x",
]  # fmt: skip
LOSSES = [
    "root_mean_squared_error", "half_squared_error", "mean_absolute_error", "own: abs(a-y)",
    "own: max(a-y, y-a)", "own: log(cosh(a-y))", "own: min(a, y)**2", "own: (a-y)**4",
]  # fmt: skip
CUT = [[True, False], [True, True]]


def view_of_document(document):
    return View(document, trace_of(document, "neuron"), 0, None, 0)


def document(layers, x, y, loss="half_squared_error"):
    """`layers` are W, b, the activation, and which connections there are."""
    made = [
        {"W": W, "b": b, "activation": f, **({"connected": cut[0]} if cut else {})}
        for W, b, f, *cut in layers
    ]
    return {**EMPTY, "layers": made, "x": x, "y": y, "loss": loss, "learning_rate": 0.1}


def _after(f, first, x=60.0, y=2.0):
    hidden = [[first, 0.2], [0.1, 0.05]], [0.1, 0.1], f
    return document([hidden, ([[0.4, 0.6]], [0.3], "linear")], [[x, 3.0]], [[y]])


def _sum(loss, first, second=1.0, y=1.6):
    hidden = [[first, 0.3], [0.7, 0.1]], [0.0, 0.0], "linear"
    return document([hidden, ([[second, 1.0]], [0.0], "linear")], [[1.0, 2.0]], [[y]], loss)


def _classes(factor, hidden, last, loss, y):
    after = [[factor, -factor], [factor, 2 * factor], [0.0, 0.0]], [0.0, 0.0, 0.1], last
    before = [[0.2, 0.4], [0.1, 0.3]], [0.0, 0.0], hidden
    return document([before, after], [[1.0, 0.5], [0.2, 1.0]], y, loss)


ONE_HOT, SHARES = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], [[0.5, 0.5, 0.0], [0.3, 0.3, 0.4]]
HARD = {"eight sigmoids": document([([[0.1]], [5.0], "sigmoid")] * 8, [[1.0]], [[0.0]])}
for f in ACTIVATIONS:
    for sign in (1.0, -1.0):
        HARD[f"{f}, saturated at {sign:+g}"] = _after(f, 0.5 * sign, y=200_000.0)
        HARD[f"{f}, far at {sign:+g}"] = _after(f, 0.5 * sign, x=1600.0)
        HARD[f"{f}, overflowing at {sign:+g}"] = _after(f, 1e308 * sign)
for f in TIES:
    first, last = [[1.0, -0.5], [0.5, 0.25]], [[1.0, 1.0]]
    HARD[f] = document([(first, [0.0, 0.0], f), (last, [0.0], "linear")], [[1.0, 2.0]], [[3.0]])
for f in LOSSES:
    HARD[f"{f}, perfect"] = _sum(f, 0.1, y=0.1 + 0.3 * 2 + (0.7 + 0.1 * 2))
    HARD[f"{f}, whole"] = _sum(f, 1.0, y=2.5)
    HARD[f"{f}, far"] = _sum(f, 0.1, 1e200)
    HARD[f"{f}, overflowing"] = _sum(f, 1e308, 1e200)
for f in ("tanh", "sigmoid", "linear"):
    for size in (1e200, 1e308):
        hidden, last = ([[size, 0.0], [size, 1.0]], [0.0, 0.0], f, CUT), ([[1.0, size]], [0.0], f)
        HARD[f"{f}, cut, {size:g}"] = document([hidden, last], [[10.0, 2.0]], [[3.0]])
for f in ("step", "sign", "step(0)", "sign(-1)"):
    for loss in ("perceptron", "delta_rule"):
        for size in (0.1, 1e308):
            rows, y = [[10.0, 10.0], [1.0, -2.0], [3.0, 2.0]], [[1.0], [0.0], [1.0]]
            unit = ([[size, -size]], [0.0], f)
            HARD[f"{f}, {loss}, {size:g}"] = document([unit], rows, y, loss)
for size in (1.0, 40.0, 800.0):
    for kind, y in (("", ONE_HOT), (", shares", SHARES)):
        HARD[f"classes, {size:g}{kind}"] = _classes(size, "tanh", "softmax", "cross_entropy", y)
        mixed = _classes(size, "softmax", "softmax", "squared_error", y)
        HARD[f"two softmax, {size:g}{kind}"] = mixed
        yes_no = _classes(size, "tanh", "sigmoid", "binary_cross_entropy", y)
        HARD[f"yes or no, {size:g}{kind}"] = yes_no


def _one(W, b, f, x, y, loss, **more):
    return {**document([([[W]], b, f)], [[x]], [[y]], loss), **more}


END = 1.7e308
THREE = [([[0.3], [END], [-0.2]], [0.1, 0.0, 0.2], "silu")]
HARD |= {
    **{
        f"{loss}, {y:g} and an output at the end": document(THREE, [[1.0]], [[y, 0.5, 1.0]], loss)
        for loss in ("mean_squared_error", "root_mean_squared_error", "mean_absolute_error")
        for y in (0.5, -END)
    },
    "a sum that overflows": _one(1e308, [0.0], "sigmoid", 1e10, 0.0, "binary_cross_entropy"),
    "an error of a sum at the end": _one(1.0, [700.0], "step", -1e308, 1.0, "delta_rule"),
    "a sum that counts as 0": _one(-1e-59, None, "step", 1.0, 0.0, "perceptron"),
    "a slope that overflows": _one(-1.0, [0.0], "relu", 1.0, 1e120, "own: (a-y)**4"),
    "a bias that rounding makes infinite": {
        **document(
            [([[0.3], [-0.2], [0.7]], 0.1, "softmax"), ([[1.1e25, 2e25, -7e24]], [0.0], "linear")],
            [[1.0], [-0.4]],
            [[3.0], [1.0]],
        ),
        "learning_rate": 1e300,
    },
}
