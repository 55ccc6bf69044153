"""What a guided walk is: a lesson, its paragraphs, and what each asks and shows."""

from __future__ import annotations

from dataclasses import dataclass

from playground.lessons.goals import Goal, places_in
from playground.lessons.live import Live
from playground.lessons.missing import lacks
from playground.lessons.needs import Lack
from playground.lessons.pointers import Place


@dataclass(frozen=True)
class Line:
    """One line of an algorithm: its text, and the place its steps begin at."""

    text: str
    place: Place


@dataclass(frozen=True)
class LineOfRun:
    """One line of a training loop: its text, and the number of the update that it leads to."""

    text: str
    update: int


@dataclass(frozen=True)
class Task:
    """One small thing to try, and how to know that it is done."""

    text: str
    goal: Goal
    needs: tuple[str, ...]  # without these, or the places named, it makes no sense

    def lacks(self, live: Live) -> list[Lack]:
        """What this network would have to have for it."""
        return lacks(self.needs, (self.text,), live, places_in(self.goal))


@dataclass(frozen=True)
class Paragraph:
    """A heading, its prose, and what it asks of the walk."""

    heading: str
    prose: str
    place: Place
    granularity: str
    tasks: tuple[Task, ...]  # the first that the network has everything for is asked
    covers: tuple[str, ...]
    needs: tuple[str, ...]  # without these, or the places named, the prose need not be true
    light: tuple[Place, ...]
    link: str | None
    part: str | None  # the key of what is meant on the page that the link leads to
    lines: tuple[Line, ...]
    training: str | None  # the set piece whose run its updates are of
    updates: tuple[LineOfRun, ...]
    example: str  # said only while the example has the numbers it began with

    def lacks(self, live: Live) -> list[Lack]:
        """What this network would have to have for it to be true."""
        of_lines = (line.text for line in self.lines)
        of_updates = (line.text for line in self.updates)
        texts = (self.heading, self.prose, *of_lines, *of_updates)
        return lacks(self.needs, texts, live)


@dataclass(frozen=True)
class Lesson:
    """A guided walk in the manner of one article, on a preset and in a notation of its own."""

    name: str
    title: str
    author: str
    article: str
    year: str
    summary: str
    level: str
    learned: tuple[str, ...]  # what the end says, in the words of pages
    preset: str
    notation: str
    paragraphs: tuple[Paragraph, ...]
