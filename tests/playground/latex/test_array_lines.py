"""Lines of arrays are broken before a sign, outside of all brackets, and only where they must."""

import re

from playground.exercise.presets import presets
from playground.latex.array_lines import ROOM, _width, broken
from playground.notation.symbols import NOTATIONS
from playground.steps.formula import formula
from tests.playground.walks import document_of, walk_of

ROW = r"\begin{pmatrix} 0.9 & -0.4 & 0.6 \end{pmatrix}"
WIDE = r"\begin{pmatrix} -0.91234 & -0.40123 & -0.61235 & -0.11 \\ 1 & 2 & 3 & 4 \end{pmatrix}"


def test_a_short_line_stays_as_it_is():
    assert broken(rf"{ROW}\,{ROW}") == rf"{ROW}\,{ROW}"
    assert broken(rf"{ROW} + {ROW}") == rf"{ROW} + {ROW}"


def test_a_long_one_goes_on_below_with_its_sign():
    assert broken(rf"{WIDE} + {ROW}") == rf"{WIDE} \\ &\quad + {ROW}"
    assert broken(rf"{ROW}\,{WIDE} - {ROW}") == rf"{ROW} \\ &\quad {WIDE} \\ &\quad - {ROW}"
    assert broken(rf"{WIDE} \odot {WIDE}") == rf"{WIDE} \\ &\quad \odot {WIDE}"


def test_brackets_are_never_torn_apart():
    inside = rf"\bigl({WIDE}\,{WIDE}\bigr)"
    assert broken(inside) == inside
    assert broken(rf"{{{WIDE}}}^{{\top}} \cdot {WIDE}").startswith(rf"{{{WIDE}}}^{{\top}} \\ &")


def test_no_line_of_small_arrays_is_wider_than_the_panel():
    """Other than one array that is too wide by itself."""
    documents = [*presets().values(), document_of((4, 4, 4, 2), batch=2)]
    for document in documents:
        walk = walk_of(document, "layer")
        for notation in NOTATIONS.values():
            for step in walk:
                if step.quantity in ("loss", "a"):
                    continue
                for line in re.split(r" \\\\ (?=&)", formula(step, walk, 4, notation)):
                    if line.count("pmatrix}") > 2 and r"\bigl(" not in line:
                        assert _width(line.split("= ", 1)[-1]) < ROOM + 3, line
