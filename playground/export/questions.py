"""Questions for learning systems: one for every number that a sheet asks, with a tolerance.

Each question carries all that is given, so that it can be asked alone and in any order. Moodle
reads GIFT and its own XML, many systems QTI 2.1, and Canvas QTI 1.2 in its own dialect; all of
them get the same numbers.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from markupsafe import Markup

from backprop_core import Address, BackpropError
from playground.exercise.document_conventions import conventions_of
from playground.exercise.view import View
from playground.export.escapes import one_line
from playground.export.figure_files import picture_without_answers
from playground.export.given_numbers import facts, given_tables
from playground.export.printed_numbers import MOST_PLACES, fixed, in_decimals, in_full
from playground.export.printed_sheet import Ordered, given_beside
from playground.export.svg import svg
from playground.export.templated import rendered
from playground.latex.symbol_html import as_html
from playground.solve.asked import item_name, items

ONE_DATE = (2000, 1, 1, 0, 0, 0)  # so that the same exercise makes the same file
LARGEST = 10_000_000  # characters; many systems refuse a larger upload, and nobody asks so much
_GIFT = re.compile(r"([\\~=#{}:])")


@dataclass(frozen=True)
class Question:
    """A number that is asked: what it is called, its symbol as HTML, and how near counts."""

    number: int
    name: str
    symbol: Markup
    value: float
    decimals: int
    tolerance: float
    points: float
    comma: bool = False

    @property
    def ident(self) -> str:
        """Its name within a file."""
        return f"q{self.number:03}"

    @property
    def title(self) -> str:
        return f"{self.number:03} {self.name}"

    @property
    def answer(self) -> str:
        """The number in full."""
        return _plain(self.value)

    @property
    def near(self) -> str:
        """How far from it an answer may be."""
        return _plain(self.tolerance)

    @property
    def least(self) -> str:
        return _plain(self.value - self.tolerance)

    @property
    def most(self) -> str:
        return _plain(self.value + self.tolerance)

    @property
    def rounded(self) -> str:
        """As a text gives it; what a system compares has a point in any case."""
        return fixed(self.value, self.decimals, comma=self.comma)

    @property
    def exact(self) -> str:
        """The same in full."""
        return in_full(self.value, comma=self.comma)

    @property
    def rounding(self) -> str:
        """What is asked for."""
        return in_decimals(self.decimals)


def _plain(value: float) -> str:
    """To twelve significant digits; with an exponent only what nobody could read without one."""
    size = math.floor(math.log10(abs(value))) if value else 0
    if not -20 < size < MOST_PLACES:
        return f"{value:.12g}"
    text = f"{value:.{max(0, 11 - size)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def questions(view: View, ordered: Ordered, units: float = 1.0) -> list[Question]:
    """In the order of the work. An answer may be off by so many `units` of the last decimal; a
    number that is not finite cannot be asked. The numbers are those of the key, by the conventions
    of the exercise."""
    trace = view.by_numbers.trace
    comma = conventions_of(view.document).comma
    wanted = [at for at in items(trace.plan) if _is_asked(at, ordered)]
    values = [(at, float(trace.value(at))) for at in wanted if at != Address("loss")]
    if "loss" in ordered.asked:
        place = sum(at.quantity in ("z", "a") for at, _ in values)
        values.insert(place, (Address("loss"), float(trace.gradients.loss)))
    near = units * 10.0**-ordered.decimals
    return [
        Question(
            number,
            item_name(view.symbols, at),
            Markup(as_html(view.symbols.tex(at, new=at.quantity in ("W", "b")))),
            value,
            ordered.decimals,
            near,
            ordered.points,
            comma,
        )
        for number, (at, value) in enumerate(
            ((at, value) for at, value in values if math.isfinite(value)), start=1
        )
    ]


def _is_asked(at: Address, ordered: Ordered) -> bool:
    return at.quantity in ordered.asked and not (at.quantity == "loss" and at.sample is not None)


def _names(view: View, ordered: Ordered, units: float) -> dict[str, object]:
    """What the templates are filled with. Raises BackpropError where it would be too much."""
    given = {
        "title": one_line(view.document["title"]) or "A network",
        "facts": [*facts(view)],
        "given": [*given_tables(view), *given_beside(view, ordered)],
        "cell": partial(_cell, comma=conventions_of(view.document).comma),
    }
    exercise = Markup(rendered("exercise.html", given))
    asked = questions(view, ordered, units)
    size = len(asked) * len(exercise)
    if size > LARGEST:
        raise BackpropError(
            f"The file would have {len(asked)} questions and {size / 1e6:.0f} MB, since each "
            f"question repeats what is given. It takes at most {LARGEST / 1e6:.0f} MB. Ask for "
            "fewer quantities, or use fewer samples."
        )
    return {"title": given["title"], "exercise": exercise, "questions": asked}


def _cell(value: str | float | None, *, comma: bool) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else in_full(value, comma=comma)


def _figure(view: View) -> str:
    return svg(picture_without_answers(view))


def moodle_xml(view: View, ordered: Ordered, units: float = 1.0) -> str:
    """Moodle's XML: the figure as a description, then a numerical question for each number."""
    names = _names(view, ordered, units)
    stem = partial(_stem, names)
    return rendered("moodle.xml", {**names, "stem": stem, "figure": _figure(view)})


def gift(view: View, ordered: Ordered, units: float = 1.0) -> str:
    """GIFT, a plain text that Moodle and others read."""
    names = _names(view, ordered, units)
    asked: list[Question] = names["questions"]  # type: ignore[assignment]
    title = names["title"]
    lines = [f"// {title}", f"$CATEGORY: $course$/top/{str(title).replace('/', '//')}", ""]
    for one in asked:
        text = _gift(_stem(names, one))
        lines.append(f"::{_gift(one.title)}::[html]{text} {{#{one.answer}:{one.near}}}")
        lines.append("")
    return "\n".join(lines)


def _gift(text: str) -> str:
    """On one line, with its signs escaped."""
    return _GIFT.sub(r"\\\1", " ".join(text.split()))


def _stem(names: dict[str, object], question: Question) -> str:
    """The question with all that is given, as HTML."""
    return rendered("stem.html", {**names, "question": question})


def qti(view: View, ordered: Ordered, units: float = 1.0) -> bytes:
    """A QTI 2.1 package: a test, an item for each number, and the figure."""
    names = _names(view, ordered, units)
    return _package([*_qti_files(view, names)])


def _qti_files(view: View, names: dict[str, object]) -> Iterator[tuple[str, str]]:
    yield "imsmanifest.xml", rendered("qti_manifest.xml", names)
    yield "assessment.xml", rendered("qti_test.xml", names)
    yield "items/network.svg", _figure(view)
    asked: list[Question] = names["questions"]  # type: ignore[assignment]
    for one in asked:
        stem = Markup(_stem(names, one))
        yield f"items/{one.ident}.xml", rendered("qti_item.xml", {"question": one, "stem": stem})


def canvas(view: View, ordered: Ordered, units: float = 1.0) -> bytes:
    """A package of QTI 1.2 with Canvas's numerical questions."""
    names = _names(view, ordered, units)
    ident = "quiz_" + sha256(str(names["title"]).encode()).hexdigest()[:12]
    whole = {**names, "stem": partial(_stem, names), "ident": ident}
    manifest = rendered("canvas_manifest.xml", whole)
    return _package(
        [("imsmanifest.xml", manifest), (f"{ident}/{ident}.xml", rendered("canvas.xml", whole))]
    )


def _package(files: list[tuple[str, str]]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for path, text in files:
            entry = zipfile.ZipInfo(path, ONE_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return into.getvalue()
