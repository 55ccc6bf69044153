"""What languages and programs write around an array: types, sizes, headings, colours.

It holds no number of the array, and spaces of its own length take its place, so that every place in
the text stays the same place in the text as written. Nothing is evaluated.
"""

from __future__ import annotations

import re

from backprop_core.written.reading.array_languages import without_shapes
from backprop_core.written.reading.php import without_php
from backprop_core.written.reading.replaced import replaced

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
    r"|\b(?:double|float)\[,{1,2}\](?= \w)|\bnew(?: \w{1,40}){0,1}(?:\[[0-9,]{0,9}\]){1,4}(?= ?\{)"
    r"|\bnew (?=\w{1,40}\()|\b(?:Float|Int)(?:32|64)Array\([0-9]{1,9}\) (?=\[)"  # JavaScript
    r"|\bArray\([0-9]{1,9}\)(?= \[)|^\([0-9]{1,9}\) \[(?:Array\([0-9]{1,9}\)(?:, )?){1,99}\]$"
    r"|(?<=\n)[0-9]{1,3}: \([0-9]{1,9}\)(?= \[)"  # a browser's console
    r"|@(?=\[)|(?<![\w.])\.(?=\{ )|%(?=\{\w{1,60}: )|^&(?=\{\w)|^ic\| "  # Nim, Zig, Elixir, Go
    r"|^#define (?=\w{1,60} [-.0-9])|\bmatrix!(?=\[)|^DenseMatrix [0-9]{1,9}x[0-9]{1,9}-\w{1,9}$"
    r"|\bnew \w{1,20}<[\w<>\[\], ]{1,40}>(?:\(\))?(?= ?\{)| [✓✔☑✅](?=\s|$)"
    r"|(?<![\w.])(?:Matrix|Vector|Numo::[DS]Float|NArray)(?=\[)"  # Ruby
    r"|^Numo::[DS]Float#shape=\[[0-9,]{1,40}\]$|(?<!\w)'(?=\(\()"  # and Scheme
    r"|^(?:Eigen::)?(?:Matrix|Vector|RowVector|Array)\w{0,9}"  # Eigen
    r"(?:<\w{1,20}(?:, ?[-\w:]{1,20}){1,2}>)? \w{1,40}(?:\([0-9, ]{1,20}\))?;(?=$| *\w{1,40} ?<<)"
    r"|\b(?:Eigen|nalgebra|na|nc|arma|xt|torch|ndarray|at)::(?=\w)"
    r"|, shape=\[[0-9, ]{1,40}\], strides=[^\n]{1,80}, const ndim=[0-9]"  # ndarray of Rust
    r"|\barr[0-9](?=\(&\[)|(?<=\()&(?=\[)"
    r"|^ *[┌└][ ─]{0,400}[┐┘] *$"  # nalgebra
    r"|^\([0-9]{1,9} rows?\)$|^=+(?: +=+)+$"  # psql, and tables of reStructuredText
    r"|^\[[\w/]{1,200}\.rs:[0-9:]{1,20}\] |^Tensor\[\[[0-9, ]{0,40}\], \w{1,9}\]$"  # Rust
    r"|^\w{1,40} =\n\n  scalar structure containing the fields:$"  # Octave
    r"|^(?:Step|Part|Question|Exercise) ?[0-9]{1,3}\. (?=[A-Za-z])"
    r"|^\w{1,40} ?= ?\n\n? *(?:1[×x]1 )?struct with fields:$"  # MATLAB
    r"|(?<=[( {,]):(?=\w{1,60} ?=>)"  # the symbols of Julia and Ruby
    r"|(?<=Tensor\()shape=\[[0-9, ]{0,40}\], |\bplace=Place\([\w:, ]{1,20}\), "  # Paddle
    r"|(?<=\w)(?: ?\([0-9]{1,6} ?[x×] ?[0-9]{1,6}\)|\[[0-9]{1,6},[0-9]{1,6}\])"
    r"(?=:?\n(?:[ \w]{0,200}\n)?\s*(?:\w{1,20} +)*-?[0-9]*\.[0-9])"  # gretl, Stata
    r"|\bstd::array<(?=std::array<)|(?<=>), [0-9]{1,6}>(?= \w{1,40} ?=)"
    r"|#[0-9]A(?=\()"  # Lisp
    r"|#Nx\.Tensor<\n *\w{1,9}(?:\[[0-9]{1,9}\]){0,4}(?=\n)|(?<=\])\n>$"  # Elixir
    r"|(?<=[\])0-9]) *:: *[\[( ]{0,4}(?:Double|Float|Vector|Matrix)[\w \])]{0,40}$"  # Haskell
    r"|(?<=\n)Tensor(?=\n {1,8}\[)"  # TensorFlow.js
    r"|^Type = \w{1,9} , rows = [0-9]{1,9} , cols = [0-9]{1,9}$"  # EJML
    r"|,\s{1,40}mask=(?:\[[\w\s,\[\]]{0,2000}\]|False),\s{1,40}fill_value=[^()\n]{1,40}(?=\))",
    re.MULTILINE,
)
_ANY = re.compile(r"[A-DF-Za-df-z\x1b#┌(|`=⍴_$@{]")  # most long texts are numbers alone
_ARRAY_OF = re.compile(r"<xarray\.DataArray '(?P<name>[^'\n]{1,80})' [^\n]{1,200}$", re.MULTILINE)
_VARIABLE = re.compile(
    r"^    (?P<name>[\w.]{1,60})(?P<between> +\([\w, ]{0,80}\) (?:float|int)[0-9]{2}"
    r"(?: [0-9.]{1,9}[kMG]?B)? )",
    re.MULTILINE,
)
_SECTION = re.compile(r"^\[(?P<name>[A-Za-z][\w.-]{0,60})\]$", re.MULTILINE)
_CODE = re.compile(r"(?<![\w.`])`(?P<code>[^`\n]{1,400})`(?![\w`])")  # in Markdown
# One argument in the brackets of a call: Mathematica's, and siunitx's.
_CALLED = re.compile(
    r"\b(?:NumericArray|MatrixForm|Normal|N)"
    r"\[(?P<rows>\{[^\[\]]{1,4000}\})(?:, ?\"[^\"\n]{1,20}\")?\]"
    r"|\\num\{(?P<number>[^{}\n]{1,40})\}"
)
_OUTPUT_OF = re.compile(  # TensorFlow's
    r"(?P<name>\b(?:kernel|bias|weights?|\w{1,60}/\w{1,60})):0(?=:?(?: |$))", re.MULTILINE
)
_QUOTED = re.compile(r"^\"(?P<line>[^\"\n]{1,60}[=:][^\"\n]{1,4000})\"$", re.MULTILINE)
_TYPED_DICT = re.compile(r"\bDict\{[\w, {}]{1,60}\}\(")  # Julia's
_KEYWORD = re.compile(r"(?<=[{ ]):(?P<name>\w{1,60}) (?=\[)")  # Clojure
_OCTAVE_CELL = re.compile(
    r"^(?P<name>\w{1,40}) =\n\{\n(?P<cells>(?:[^{}\n]{0,400}\n){1,2000})\}$", re.MULTILINE
)
_OCTAVE_PLACE = re.compile(r"^ *\[(?P<row>[0-9]{1,3}),(?P<column>[0-9]{1,3})\] =", re.MULTILINE)
# A label before drawn brackets, which are bars by now; SymPy leaves a line empty between two rows.
_LABELLED_BARS = re.compile(
    r"^ {0,40}[\w∂/.]{1,60} ?:?[=:] {0,4}\|[^|\n]{1,1000}\| *(?:\n *\|[^|\n]{1,1000}\| *$){0,200}",
    re.MULTILINE,
)
_BARE_BARS = re.compile(r"\n *\| +\| *(?=\n *\|)")
_HASKELL = re.compile(r"\([0-9]{1,9}><[0-9]{1,9}\)(?=\s{0,9}\[)")
_BROKEN = re.compile(r"\n( *),")


def without_wrapping(text: str) -> str:
    """The text with spaces where a language writes what is no part of the array."""
    if not _ANY.search(text):
        return text
    text = replaced(_ARRAY_OF, lambda found: f"{found['name']} =", text)
    text = replaced(_VARIABLE, lambda found: f"{found['name']}:", text)
    text = replaced(_SECTION, lambda found: f"{found['name']}:", text)
    text = replaced(_DROPPED, lambda found: "", text)
    text = without_shapes(without_php(text))
    text = replaced(
        _CALLED, lambda found: f"({found['rows']})" if found["rows"] else found["number"], text
    )
    text = _TYPED_DICT.sub(lambda found: "Dict(".rjust(len(found[0])), text)
    text = _KEYWORD.sub(r"\g<name>: ", text)
    text = _OCTAVE_CELL.sub(_cells, text)
    text = replaced(_OUTPUT_OF, lambda found: found["name"], text)
    text = replaced(_QUOTED, lambda found: f" {found['line']}", text)
    text = replaced(_CODE, lambda found: f" {found['code']}", text)
    if _HASKELL.search(text):
        text = _BROKEN.sub(r"\n\1;", replaced(_HASKELL, lambda found: "", text))
    text = _BARE_BARS.sub(lambda found: " " * len(found[0]), text)
    text = _LABELLED_BARS.sub(_in_brackets, text)
    if "(/" in text and "/)" in text:  # Fortran
        text = text.replace("(/", "( ").replace("/)", " )")
    if "[|" in text and "|]" in text:  # OCaml
        text = text.replace("[|", "[ ").replace("|]", " ]").replace(";", ",")
    return text.replace("masked_array(data=", "array(".rjust(18))


def _in_brackets(drawn: re.Match[str]) -> str:
    """Rows between bars as rows between brackets, with a semicolon behind each but the last."""
    name, first, rows = drawn[0].partition("|")
    rows = re.sub(r"\|( *)\n( *)\|", r";\1\n\2 ", first + rows)
    return f"{name}[{rows[1:].rstrip()[:-1]}]".ljust(len(drawn[0]))


def _cells(cell: re.Match[str]) -> str:
    """Octave's cells: each as if it was printed by itself, under the name of all."""

    def named(found: re.Match[str]) -> str:
        number = max(int(found["row"]), int(found["column"]))
        room = len(found[0]) - len(f"{{{number}}} =")
        return f"{cell['name'][-room:]}{{{number}}} =".ljust(len(found[0]))

    head = " " * (len(cell["name"]) + 2)
    return f"{head}\n \n{_OCTAVE_PLACE.sub(named, cell['cells'])} "
