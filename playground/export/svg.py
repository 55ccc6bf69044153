"""The picture of the network as SVG: the outlines and labels of the stage, without a browser.

Outlines are paths already, so they go in as they are; a label is a line of text with a span for
each colour. All of it is one element that stands in a page or in a file of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from playground.stage.colours import Theme, colours_of
from playground.stage.figure import Picture
from playground.stage.lettering import width
from playground.stage.marks import Label, Look, Outline

FONT = "'Source Sans 3','Source Sans Pro','Source Sans',Arial,sans-serif"
BASELINE = 0.35  # of the type size, from the middle of a line of figures down to its foot
_ANCHOR = {"left": "start", "center": "middle", "right": "end"}


def svg(picture: Picture, theme: Theme = "light") -> str:
    """The picture as one `<svg>` element, which says in words what it shows."""
    wide, high = picture.size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" '
        f'width="{wide:g}" height="{high:g}" role="img" font-family="{FONT}">'
        f"<title>{escape(picture.alt)}</title>{''.join(elements(picture, theme))}</svg>"
    )


def elements(picture: Picture, theme: Theme = "light") -> Iterator[str]:
    """What is in it, from the lowest to the topmost."""
    colours = colours_of(theme)
    ordered = sorted(picture.marks.outlines, key=lambda outline: (outline.level, outline.look))
    for (_, look), group in groupby(ordered, key=lambda outline: outline[:2]):
        yield _path(look, group, colours)
    yield from (_text(label, colours) for label in picture.marks.labels)


def svg_file(picture: Picture) -> str:
    """The picture as a file of its own, on white."""
    wide, high = picture.size
    ground = f'<rect width="{wide:g}" height="{high:g}" fill="#ffffff"/>'
    whole = svg(picture).replace("</title>", f"</title>{ground}", 1)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{whole}\n'


def _path(look: Look, outlines: Iterator[Outline], colours: Mapping[str, str]) -> str:
    path = "".join(outline.path for outline in outlines)
    parts = [f'd="{path}"', f'fill="{colours.get(look.fill, look.fill) or "none"}"']
    if look.line:
        parts.append(f'stroke="{colours.get(look.line, look.line)}"')
        parts.append(f'stroke-width="{look.width:g}"')
        if look.dash != "solid":
            parts.append(f'stroke-dasharray="{look.dash.replace("px", "")}"')
    if look.opacity != 1:
        parts.append(f'opacity="{look.opacity:g}"')
    return f"<path {' '.join(parts)}/>"


def _text(label: Label, colours: Mapping[str, str]) -> str:
    spans = "".join(
        f'<tspan fill="{colours.get(run.colour, run.colour)}" font-weight="{run.weight}">'
        f"{escape(run.text, quote=False)}</tspan>"
        for run in label.runs
    )
    y = label.y + BASELINE * label.size
    # Boxes are as wide as the text is in Source Sans; a reader may have another font.
    wide = sum(width(run.text, label.size, run.weight) for run in label.runs)
    return (
        f'<text x="{label.x:.1f}" y="{y:.1f}" font-size="{label.size:g}" '
        f'textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs" '
        f'text-anchor="{_ANCHOR[label.anchor]}" xml:space="preserve">{spans}</text>'
    )
