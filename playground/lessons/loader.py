"""The guided walks, as data: Markdown files in playground/lessons/walks, ordered by their names.

A file begins with its facts between two lines of +++ (TOML); then each heading of the second level
opens a paragraph: a fenced block of TOML that says where the walk is to stand and what to try, and
the prose, as live_text.py fills it. A file that does not fit is refused with its name, the heading,
and what is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from backprop_core import GRANULARITIES, BackpropError
from playground.exercise.presets import presets
from playground.lessons.goals import check_goal
from playground.lessons.lesson import Lesson, Line, LineOfRun, Paragraph, Task
from playground.lessons.live_text import check_text
from playground.lessons.needs import NEEDS
from playground.lessons.pointers import STEPS, Place, place_of
from playground.where import is_count

FOLDER = Path(__file__).parent / "walks"
LINKS = {  # the page that a paragraph may lead to: its file below pages/, and the link as prose
    "playground": ("play/playground.py", "Open it in the Playground"),
    "train": ("play/train.py", "Train it: every update can be walked"),
    "check": ("play/check.py", "Check it with a second method"),
    "matrices": ("understand/matrices.py", "See this step as matrices"),
    "batches": ("understand/batches.py", "See all samples at once"),
    "weight": ("understand/weight.py", "Follow a weight to the << loss >>"),
    "what_if": ("understand/what_if.py", "What if: the << loss >> as this weight changes"),
    "functions": ("learn/functions.py", "See all activations and losses as curves"),
    "symbols": ("learn/symbols.py", "Look up the symbols"),
    "primer": ("learn/primer.py", "Brush up on derivatives"),
}
_FRONT = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_DATA = re.compile(r"\s*```toml\n(.*?)\n```\n(.*)", re.DOTALL)
LEVELS = ("Beginner", "Intermediate", "Advanced")
_FACTS = {
    **dict.fromkeys(("title", "author", "article", "year", "summary", "preset", "notation"), str),
    "level": str,
    "learned": list,
}
_FIELDS = {
    "step": str,
    "granularity": str,
    "tasks": list,
    "covers": list,
    "needs": list,
    "light": list,
    "link": str,
    "part": str,
    "lines": list,
    "training": str,
    "updates": list,
    "example": str,
}


@lru_cache(maxsize=1)
def lessons() -> dict[str, Lesson]:
    """All guided walks by name: the name of the file without its number."""
    made = [
        parse(path.read_text(encoding="utf-8"), path.stem) for path in sorted(FOLDER.glob("*.md"))
    ]
    return {lesson.name: lesson for lesson in made}


def parse(text: str, stem: str) -> Lesson:
    """The lesson that a file holds. Raises BackpropError naming the file and the heading."""
    match = _FRONT.fullmatch(text)
    if match is None:
        raise BackpropError(f"Lesson {stem}: it begins with no facts between two lines of +++.")
    facts = _toml(match[1], f"Lesson {stem}")
    _expect_fields(facts, _FACTS, tuple(_FACTS), f"Lesson {stem}")
    if facts["level"] not in LEVELS:
        raise BackpropError(f"Lesson {stem}: the level {facts['level']!r} is none of {LEVELS}.")
    if facts["preset"] not in presets():
        raise BackpropError(f"Lesson {stem}: the preset {facts['preset']!r} is unknown.")
    before, *parts = _HEADING.split(match[2])
    if before.strip() or not parts:
        raise BackpropError(
            f"Lesson {stem}: after its facts it takes paragraphs, each under '## '."
        )
    pairs = zip(parts[::2], parts[1::2], strict=True)
    paragraphs = tuple(_paragraph(heading.strip(), body, stem) for heading, body in pairs)
    facts["learned"] = tuple(facts["learned"])
    return Lesson(stem.partition("_")[2] or stem, **facts, paragraphs=paragraphs)


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BackpropError(f"{where}: its TOML cannot be read: {error}.") from None


def _expect_fields(
    got: Mapping[str, Any], known: Mapping[str, Any], needed: tuple[str, ...], where: str
) -> None:
    for name in [n for n in got if n not in known]:
        raise BackpropError(f"{where}: the field {name!r} is unknown. It takes {', '.join(known)}.")
    for name in [n for n in needed if n not in got]:
        raise BackpropError(f"{where}: the field {name!r} is missing.")
    for name, value in got.items():
        if not isinstance(value, known[name]):
            takes = " or ".join(kind.__name__ for kind in get_args(known[name]) or [known[name]])
            raise BackpropError(f"{where}: {name} got {value!r}. It takes a {takes}.")


def _paragraph(heading: str, body: str, stem: str) -> Paragraph:
    where = f"Lesson {stem}, '{heading}'"
    match = _DATA.fullmatch(body)
    if match is None:
        raise BackpropError(f"{where}: it begins with no ```toml block.")
    data = _toml(match[1], where)
    _expect_fields(data, _FIELDS, ("step", "tasks"), where)
    _expect_known(data, where)
    try:
        return _made(heading, match[2].strip(), data)
    except BackpropError as error:
        raise BackpropError(f"{where}: {error}") from None


def _expect_known(data: Mapping[str, Any], where: str) -> None:
    granularity, link = data.get("granularity", "neuron"), data.get("link")
    if granularity not in GRANULARITIES:
        raise BackpropError(f"{where}: granularity {granularity!r} is none of {GRANULARITIES}.")
    if link is not None and link not in LINKS:
        raise BackpropError(f"{where}: the link {link!r} is none of {', '.join(LINKS)}.")
    for need in data.get("needs", []):
        _expect_need(need, where)
        if NEEDS[need].give is None:
            raise BackpropError(f"{where}: the need {need!r} cannot be given to a drawing.")


def _expect_need(need: str, where: str) -> None:
    if need not in NEEDS:
        raise BackpropError(f"{where}: the need {need!r} is none of {', '.join(NEEDS)}.")


def _made(heading: str, prose: str, data: Mapping[str, Any]) -> Paragraph:
    if not prose:
        raise BackpropError("it says nothing.")
    example = data.get("example", "")
    for text in (heading, prose, example):
        check_text(text)
    if not data["tasks"]:
        raise BackpropError("it asks for nothing to try.")
    if ("training" in data) != ("updates" in data):
        raise BackpropError("it has one of training and updates. It takes both or neither.")
    return Paragraph(
        heading,
        prose,
        _step_place(data["step"]),
        data.get("granularity", "neuron"),
        tuple(_task(raw) for raw in data["tasks"]),
        tuple(data.get("covers", ())),
        tuple(data.get("needs", ())),
        tuple(place_of(text) for text in data.get("light", ())),
        data.get("link"),
        data.get("part"),
        tuple(_line(raw) for raw in data.get("lines", ())),
        data.get("training"),
        tuple(_line_of_run(raw) for raw in data.get("updates", ())),
        example,
    )


def _task(raw: Any) -> Task:
    if not isinstance(raw, dict):
        raise BackpropError(f"the task {raw!r} takes try, goal and needs.")
    _expect_fields(raw, {"try": str, "goal": str | list, "needs": list}, ("try", "goal"), "a task")
    check_text(raw["try"])
    goal = tuple([raw["goal"]] if isinstance(raw["goal"], str) else raw["goal"])
    check_goal(goal)
    needs = tuple(raw.get("needs", ()))
    for need in needs:
        _expect_need(need, "a task")
    return Task(raw["try"], goal, needs)


def _step_place(text: str) -> Place:
    place = place_of(text)
    if place.quantity not in STEPS:
        raise BackpropError(f"no step makes {text!r}. It takes one of {', '.join(STEPS)}.")
    return place


def _line(raw: Any) -> Line:
    if not isinstance(raw, dict) or set(raw) != {"text", "step"}:
        raise BackpropError(f"the line {raw!r} takes text and step.")
    check_text(raw["text"])
    return Line(raw["text"], _step_place(raw["step"]))


def _line_of_run(raw: Any) -> LineOfRun:
    if not isinstance(raw, dict) or set(raw) != {"text", "update"}:
        raise BackpropError(f"the line {raw!r} takes text and update.")
    check_text(raw["text"])
    if not is_count(raw["update"]) or not raw["update"]:
        raise BackpropError(f"update got {raw['update']!r}. It takes a whole number from 1.")
    return LineOfRun(raw["text"], raw["update"])
