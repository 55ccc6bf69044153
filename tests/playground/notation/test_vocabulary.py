"""What prose says in a notation: its words, letters, arrays and signs."""

import pytest

from playground.notation.symbols import NOTATIONS
from playground.notation.vocabulary import vocabulary
from playground.templates import filled


@pytest.mark.parametrize(
    ("key", "text", "said"),
    [
        ("hallstrom", "<< deltas|capital >> go back", "Error signals go back"),
        ("devforum", "<< delta|capital >> goes back", "dz goes back"),
        ("hallstrom", "<< dW.layer.plain >>", "∂C/∂W"),
        ("hallstrom", '$<< z("k") >>$', "$z_{k}$"),
        ("sugden", '<< a.output("k") >> << a() >>', "y_{k} z"),
        ("sugden", "<< a.output.array >> << a.array >>", "y z"),
        ("own", "<< W.array >> << dW.product >>", r"W {\Delta}^{\top}\,A_{\text{before}}"),
        ("own", "<< function >> << rate() >> << rate >>", r"f \eta learning rate"),
        ("gupta", "<< neuron >>s, << target >>, << loss >>", "nodes, target, error"),
        ("own", "<< dW >> << slope >>", "dW f′(z)"),
        ("own", "<< rows >>", "go into"),
        ("gupta", "<< rows >>", "come from"),
        ("sakryukin", "<< n_outputs >>", "M"),
    ],
)
def test_a_text_speaks_as_the_notation_does(key, text, said):
    assert filled(text, vocabulary(NOTATIONS[key])) == said
