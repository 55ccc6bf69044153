"""Views for the tests, and texts that would be code if they were not made harmless."""

from itertools import cycle

from playground.exercise.presets import presets
from playground.exercise.view import View, trace_of
from tests.playground.walks import DRAWINGS

EVERY = {**presets(), **DRAWINGS}
# Each of them in one of the three step sizes, by turns.
BY_TURNS = list(zip(EVERY, cycle(["term", "neuron", "layer"]), strict=False))
MAZUR = "01_mazur_own_bias"
HOSTILE = (
    '=1+1 </title><script>alert(1)</script> "\'""" $x$ \\input{/etc/passwd} `a` _b_ [c](d) & % # ~ '
    "^ {{ 1 }} <% if %> << x >> \\end{document} \u2028\n# %%\nimport os 中 δ \u202e *bold* |"
)


def whole(content):
    """A file, be it made at once or in pieces."""
    if isinstance(content, str | bytes):
        return content
    first, *pieces = content
    return type(first)().join([first, *pieces])


def view_of(name, granularity="neuron", notation="own", position=0, **more):
    """A view of that exercise, some of its fields changed."""
    document = {**EVERY[name], **more}
    return View(document, trace_of(document, granularity), position, None, 0, notation)
