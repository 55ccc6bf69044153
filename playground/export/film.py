"""The walk as a film: one page of HTML that plays it without a server, with its formulas.

Most of a picture is in the next one too. So every outline and label is kept once, and a frame is
the list of those that it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from playground.exercise.view import View
from playground.export.escapes import one_line
from playground.export.figure_files import picture_of
from playground.export.svg import FONT, elements
from playground.export.templated import content, rendered
from playground.latex.mathml_lines import equalities
from playground.steps.formula import formula_of
from playground.steps.sentences import sentence

MOST_FRAMES = 600  # a longer walk goes layer by layer
SIZE = (924.0, 520.0)
ROOM = 34.0  # em that a formula has


def film(view: View) -> Iterator[str]:
    """The page, after an empty piece for each frame: between them it can be stopped. It plays
    offline, and asks for nothing from anywhere."""
    view = _not_too_long(view)
    known: dict[str, int] = {}
    frames = []
    for step in view.trace:
        picture = picture_of(view, step.number, SIZE)
        formula = formula_of(step, view.trace, view.digits, view.symbols.notation)
        frames.append(
            {
                "shown": [known.setdefault(one, len(known)) for one in elements(picture)],
                "phase": step.phase,
                "name": view.symbols.made(step),
                "formula": equalities(formula.left, formula.lines, ROOM),
                "sentence": sentence(step, view.trace, view.symbols.notation),
                "alt": picture.alt,
            }
        )
        yield ""
    names = {
        "title": one_line(view.document["title"]) or "A network",
        "style": Markup(content("paper.css") + content("film.css")),
        "script": Markup(content("film.js")),
        "data": Markup(_data({"pool": list(known), "frames": frames})),
        "size": SIZE,
        "font": FONT,
        "count": len(frames),
    }
    yield rendered("film.html", names)


def _data(made: object) -> str:
    """JSON that no text in it can end early."""
    text = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _not_too_long(view: View) -> View:
    if len(view.trace) <= MOST_FRAMES:
        return view
    return replace(view.at_once, chosen_digits=view.digits)
