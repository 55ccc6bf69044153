"""What languages and programs write around an array: types, sizes, headings, colours.

It holds no number of the array, and spaces of its own length take its place, so that every place in
the text stays the same place in the text as written. Nothing is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_SIZES = r"(?: Size: [0-9.]{1,9}[kMG]?B)?"
_TYPE = r"(?:Double|Float|Int|f32|f64|float|double|number|Vec|List|Array|DoubleArray|FloatArray)"
_DROPPED = re.compile(
    r"\x1b\[[0-9;]{0,20}m"  # the colours of a terminal
    rf"|<xarray\.DataArray \([^()\n]{{0,200}}\)>{_SIZES}|^<xarray\.Dataset>{_SIZES}$"
    r"|^Dimensions(?: without coordinates)?: [^\n]{1,200}$|^Data variables:$"
    r"|^Attributes:(?:\n {4}[^\n]{0,300})*"
    r"|^Coordinates:(?:\n  [ *] [^\n]{1,300})*"
    r"|(?:\[[0-9]{0,9}\]){1,3}(?:float32|float64|int)(?=\{)"  # Go
    rf"|: *[\[&]{{0,3}}{_TYPE}\b[\w<>\[\], ;]{{0,60}}(?= ?= )"  # Swift, Kotlin, Rust, TypeScript
    r"|\b(?:double|float)\[,{1,2}\](?= \w)|\bnew \w{1,40}(?:\[[0-9,]{0,9}\]){1,4}(?= ?\{)"
    r"|^(?:Eigen::)?(?:Matrix|Vector|RowVector)\w{1,9} \w{1,40}\([0-9, ]{1,20}\);$"  # Eigen
    r"|, shape=\[[0-9, ]{1,40}\], strides=[^\n]{1,80}, const ndim=[0-9]"  # ndarray of Rust
    r"|\barr[0-9](?=\(&\[)|(?<=\()&(?=\[)"
    r"|^ *[┌└][ ─]{0,400}[┐┘] *$"  # nalgebra
    r"|^\([0-9]{1,9} rows?\)$|^=+(?: +=+)+$"  # psql, and tables of reStructuredText
    r"|^\[[\w/]{1,200}\.rs:[0-9:]{1,20}\] |^Tensor\[\[[0-9, ]{0,40}\], \w{1,9}\]$"  # Rust
    r"|^\w{1,40} =\n\n  scalar structure containing the fields:$"  # Octave
    r"|(?<=[( ]):(?=\w{1,60} ?=>)"  # Julia's symbols
    r"|(?<=Tensor\()shape=\[[0-9, ]{0,40}\], |\bplace=Place\([\w:, ]{1,20}\), "  # Paddle
    r"|#[0-9]A(?=\()"  # Lisp
    r"|#Nx\.Tensor<\n *\w{1,9}(?:\[[0-9]{1,9}\]){0,4}(?=\n)|(?<=\])\n>$"  # Elixir
    r"|,\s{1,40}mask=(?:\[[\w\s,\[\]]{0,2000}\]|False),\s{1,40}fill_value=[^()\n]{1,40}(?=\))",
    re.MULTILINE,
)
_ANY = re.compile(r"[A-DF-Za-df-z\x1b#┌(|`=]")  # most long texts are numbers alone
_ARRAY_OF = re.compile(r"<xarray\.DataArray '(?P<name>[^'\n]{1,80})' [^\n]{1,200}$", re.MULTILINE)
_VARIABLE = re.compile(
    r"^    (?P<name>[\w.]{1,60})(?P<between> +\([\w, ]{0,80}\) (?:float|int)[0-9]{2}"
    r"(?: [0-9.]{1,9}[kMG]?B)? )",
    re.MULTILINE,
)
_SECTION = re.compile(r"^\[(?P<name>[A-Za-z][\w.-]{0,60})\]$", re.MULTILINE)
_CODE = re.compile(r"(?<![\w.`])`(?P<code>[^`\n]{1,400})`(?![\w`])")  # in Markdown
_HASKELL = re.compile(r"\([0-9]{1,9}><[0-9]{1,9}\)(?=\s{0,9}\[)")
_BROKEN = re.compile(r"\n( *),")


def without_wrapping(text: str) -> str:
    """The text with spaces where a language writes what is no part of the array."""
    if not _ANY.search(text):
        return text
    text = _replaced(_ARRAY_OF, lambda found: f"{found['name']} =", text)
    text = _replaced(_VARIABLE, lambda found: f"{found['name']}:", text)
    text = _replaced(_SECTION, lambda found: f"{found['name']}:", text)
    text = _replaced(_DROPPED, lambda found: "", text)
    text = _replaced(_CODE, lambda found: f" {found['code']}", text)
    if _HASKELL.search(text):
        text = _BROKEN.sub(r"\n\1;", _replaced(_HASKELL, lambda found: "", text))
    if "(/" in text and "/)" in text:  # Fortran
        text = text.replace("(/", "( ").replace("/)", " )")
    if "[|" in text and "|]" in text:  # OCaml
        text = text.replace("[|", "[ ").replace("|]", " ]").replace(";", ",")
    return text.replace("masked_array(data=", "array(".rjust(18))


def _replaced(pattern: re.Pattern[str], written: Callable[[re.Match[str]], str], text: str) -> str:
    """With something shorter in the place of each match, whose line ends are kept."""

    def padded(found: re.Match[str]) -> str:
        lines = [" " * len(line) for line in found[0].split("\n")]
        lines[0] = written(found).ljust(len(lines[0]))
        return "\n".join(lines)

    return pattern.sub(padded, text)
