"""An activation and a loss that the app does not have, as somebody would add them.

On the engine's side each is one value in its registry, on the written side one file.
"""

import numpy as np

from backprop_core import ACTIVATIONS, LOSSES, Activation, Loss
from backprop_core.interval import Interval
from playground.functions.catalogue import (
    WRITTEN_ACTIVATIONS,
    WRITTEN_LOSSES,
    read_activation,
    read_loss,
)

HARD_TANH = Activation(
    "hard_tanh",
    lambda z: np.where(z.real > 1, 1.0, np.where(z.real < -1, -1.0, z)),
    lambda z: (np.abs(z) < 1).astype(float),
    range=Interval(-1.0, 1.0, True, True),
    kinks=(-1.0, 1.0),
)
LOG_COSH = Loss("log_cosh", lambda a, y: np.log(np.cosh(a - y)), lambda a, y: np.tanh(a - y))

HARD_TANH_FILE = r"""+++
symbol = '\operatorname{{hard\,tanh}}({z})'
formula = '\max(-1,\;\min(1,\;{z}))'
typed = "max(-1, min(1, x))"
+++
For hidden layers that must be cheap to compute: straight where tanh bends, and flat outside, so
that a {word neuron} there learns nothing.
"""
LOG_COSH_FILE = r"""+++
label = "log-cosh"
part = '\ln\bigl(\cosh({a}-{y})\bigr)'
slope = '\tanh({a}-{y})'
typed = "log(cosh(a-y))"
+++
For numbers with outliers: a square near the {word target}, an absolute error far from it.

$$
{tex loss} = \sum_k \ln\bigl(\cosh({tex a of output, k}-{tex y, k})\bigr)
$$
"""


def add_both(monkeypatch, folder):
    """Both are there until the test ends."""
    monkeypatch.setitem(ACTIVATIONS, "hard_tanh", HARD_TANH)
    monkeypatch.setitem(LOSSES, "log_cosh", LOG_COSH)
    activation, loss = folder / "hard_tanh.md", folder / "log_cosh.md"
    activation.write_text(HARD_TANH_FILE, encoding="utf-8")
    loss.write_text(LOG_COSH_FILE, encoding="utf-8")
    monkeypatch.setitem(WRITTEN_ACTIVATIONS, "hard_tanh", read_activation(activation))
    monkeypatch.setitem(WRITTEN_LOSSES, "log_cosh", read_loss(loss))
