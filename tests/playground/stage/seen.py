"""What a stage figure shows, read back from the figure itself: texts and where they lie, shapes and
how far they reach. It shares no code with what places them."""

import html
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

import playground.stage

FONT = json.loads(
    (Path(playground.stage.__file__).parent / "source_sans_widths.json").read_text("utf-8")
)
ADVANCE = {
    (int(weight), letter): int(width) / 1000
    for weight, rows in FONT.items()
    for width, letters in rows.items()
    for letter in letters
}
NETWORKS = int(os.environ.get("STAGE_NETWORKS", "60"))  # random ones to look at
CAPITAL, BELOW = 0.66, 0.06  # of the type size, above and below the base line
SHIFT = {"middle right": 0.0, "middle center": 0.5, "middle left": 1.0}
SPAN = re.compile(r"<span style='(?:font-weight:(\d+);)?color:[^']*'>(.*?)</span>|([^<]+)")
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")


@dataclass(frozen=True)
class Rect:
    """A rectangle in px; `name` says of what."""

    name: str
    x0: float
    y0: float
    x1: float
    y1: float

    def overlap(self, other):
        """How deep they are in each other; 0 or less where they don't meet."""
        return min(
            min(self.x1, other.x1) - max(self.x0, other.x0),
            min(self.y1, other.y1) - max(self.y0, other.y0),
        )

    def holds(self, other, by=0.0):
        return (
            self.x0 - by <= other.x0
            and self.y0 - by <= other.y0
            and other.x1 <= self.x1 + by
            and other.y1 <= self.y1 + by
        )

    def distance(self, x, y):
        dx = max(self.x0 - x, 0, x - self.x1)
        dy = max(self.y0 - y, 0, y - self.y1)
        return (dx * dx + dy * dy) ** 0.5

    def corners(self):
        return [(x, y) for x in (self.x0, self.x1) for y in (self.y0, self.y1)]


def plain(text):
    """A label without its spans."""
    return html.unescape(re.sub(r"<.*?>", "", text))


def text_width(text, size, weight):
    """Every piece in its own weight."""
    pieces = [(int(w or weight), inner or own) for w, inner, own in SPAN.findall(text)]
    return size * sum(ADVANCE[w, letter] for w, piece in pieces for letter in html.unescape(piece))


def texts(picture):
    """The box of everything written, by the label's name, as Plotly sets it."""
    trace = picture.figure["data"][-1]
    font = trace["textfont"]
    found = {}
    for k, box in enumerate(picture.labels):
        size = font["size"][k]
        wide = text_width(trace["text"][k], size, font["weight"][k])
        left = trace["x"][k] - SHIFT[trace["textposition"][k]] * wide
        base = trace["y"][k] + 0.25 * size  # Plotly's base line of a text set in the middle
        assert box.id not in found, f"two labels are called {box.id}"
        found[box.id] = Rect(box.id, left, base - CAPITAL * size, left + wide, base + BELOW * size)
    return found


def boxes(picture):
    """Tabs, chips and other boxes, by name; circles are apart."""
    return {box.id: Rect(*box) for box in picture.boxes if not box.id.startswith("circle")}


def circles(picture):
    """(column, neuron) → (x, y, radius)."""
    points = picture.figure["data"][0]
    return {
        tuple(neuron): (x, y, size / 2)
        for neuron, x, y, size in zip(
            points["customdata"], points["x"], points["y"], points["marker"]["size"], strict=True
        )
    }


def outlines(picture, colour):
    """The extent of every closed outline that is filled with that colour."""
    found = []
    for shape in picture.figure["layout"]["shapes"]:
        if shape.get("fillcolor") == colour:
            for piece in shape["path"].split("Z"):
                numbers = [float(n) for n in NUMBERS.findall(piece)]
                if numbers:
                    xs, ys = numbers[::2], numbers[1::2]
                    found.append(Rect(colour, min(xs), min(ys), max(xs), max(ys)))
    return found


def words(picture):
    """Label → what it says."""
    trace = picture.figure["data"][-1]
    return {box.id: plain(text) for box, text in zip(picture.labels, trace["text"], strict=True)}


def sizes(picture):
    """Label → its type size."""
    trace = picture.figure["data"][-1]
    return {
        box.id: size for box, size in zip(picture.labels, trace["textfont"]["size"], strict=True)
    }
