"""The picture of the network as TikZ, which LaTeX sets in the letters of the paper around it.

The outlines are paths of SVG with M, L, C and Z alone, and TikZ has a word for each of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from playground.export.escapes import latex_text
from playground.export.templated import content
from playground.stage.colours import colours_of
from playground.stage.figure import Picture
from playground.stage.marks import Label, Look

POINT = 0.5  # pt for each px of the stage
_COMMAND = re.compile(r"([MLCZ])([^MLCZ]*)")
_ANCHOR = {"left": "west", "center": "center", "right": "east"}


def tikz(picture: Picture) -> str:
    """A `tikzpicture`, to be put into a document that loads tikz and amsmath."""
    colours = {name: hex_[1:].upper() for name, hex_ in colours_of("light").items()}
    names = {name: f"bp{name[1:].replace('-', '')}" for name in colours}
    defined = [rf"\definecolor{{{names[n]}}}{{HTML}}{{{colours[n]}}}" for n in colours]
    ordered = sorted(picture.marks.outlines, key=lambda outline: outline.level)
    paths = [_path(outline.look, outline.path, names) for outline in ordered]
    labels = [_node(label, names) for label in picture.marks.labels]
    opens = rf"\begin{{tikzpicture}}[x={POINT}pt,y=-{POINT}pt,inner sep=0pt,line cap=round]"
    return "\n".join([*defined, opens, *filter(None, paths), *labels, r"\end{tikzpicture}", ""])


def tikz_file(picture: Picture) -> str:
    """The picture as a document of its own, which compiles by itself."""
    width, height = (POINT * side + 8 for side in picture.size)
    paper = f"paperwidth={width:g}pt,paperheight={height:g}pt,margin=4pt"
    return content("figure.tex").replace("PAPER", paper).replace("PICTURE", tikz(picture))


def _path(look: Look, path: str, names: Mapping[str, str]) -> str:
    options = []
    if look.fill:
        options.append(f"fill={names.get(look.fill, look.fill)}")
    if look.line:
        width = f"line width={POINT * look.width:.2f}pt"
        options.append(f"draw={names.get(look.line, look.line)},{width}{_dashes(look.dash)}")
    if look.opacity != 1:
        options.append(f"opacity={look.opacity:g}")
    return rf"\path[{','.join(options)}] {' '.join(_steps(path))};" if options else ""


def _dashes(dash: str) -> str:
    """`6px,4px` as TikZ has it; nothing for a line without gaps."""
    if dash == "solid":
        return ""
    lengths = [POINT * float(one.removesuffix("px")) for one in dash.split(",")]
    pairs = zip(lengths[::2], lengths[1::2], strict=True)
    return f",dash pattern={' '.join(f'on {on:g}pt off {off:g}pt' for on, off in pairs)}"


def _steps(path: str) -> Iterator[str]:
    for command, numbers in _COMMAND.findall(path):
        points = [f"({point.replace(' ', '')})" for point in numbers.split()]
        if command == "M":
            yield points[0]
        elif command == "L":
            yield f"-- {points[0]}"
        elif command == "C":
            yield f".. controls {points[0]} and {points[1]} .. {points[2]}"
        else:
            yield "-- cycle"


def _node(label: Label, names: Mapping[str, str]) -> str:
    size = POINT * label.size
    runs = "".join(
        rf"\textcolor{{{names.get(run.colour, run.colour)}}}"
        rf"{{{_weighed(_spaced(run.text), run.weight)}}}"
        for run in label.runs
    )
    font = rf"\fontsize{{{size:.1f}}}{{{1.2 * size:.1f}}}\selectfont"
    where = f"({label.x:.1f},{label.y:.1f})"
    return rf"\node[anchor={_ANCHOR[label.anchor]},font={font}] at {where} {{{runs}}};"


def _spaced(text: str) -> str:
    """Blanks at the ends stay."""
    ends = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    left, right = ("~" * len(end) for end in ends)
    return f"{left}{latex_text(text)}{right}"


def _weighed(text: str, weight: int) -> str:
    return rf"\textbf{{{text}}}" if weight >= 600 else text
