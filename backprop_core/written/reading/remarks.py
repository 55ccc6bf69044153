"""What people say of a number beside it: (3 d.p.), rounded to 4 decimals, a box around the answer.

It changes nothing of the number and holds no number but a count of digits. Nor does "and" between
two numbers of a row, or a space behind a sign. As everywhere, a place in the text stays the same
place.
"""

from __future__ import annotations

import re

from backprop_core.checks import quoted
from backprop_core.written.number import is_number
from backprop_core.written.reading.lists import Notes
from backprop_core.written.reading.replaced import replaced

_DIGITS = (
    r"(?:d\.? ?p\.?|s\.? ?f\.?|s\.? ?d\.?|decimals?(?: places?)?|decimal digits|places|digits"
    r"|sig\.? ?figs?\.?"
    r"|significant (?:figures?|digits)|Nachkommastellen|Stellen|Dezimalen|décimales|decimales)"
)
_EXTENT = rf"(?:(?:to|auf|à|a) )?(?:[0-9]{{1,2}}|two|three|four|five|six) {_DIGITS}"
_ROUNDED = r"(?:correct|rounded|exactly|exact|approximately|approx\.?|about|gerundet|arrondi)"
_SAID = rf"(?:{_ROUNDED}(?:,? {_EXTENT})?|{_EXTENT}(?:,? {_ROUNDED})?)"
_REMARK = re.compile(
    rf"(?<=[0-9\])}}])(?P<said>,? ?\({_SAID}\)|,? {_SAID}(?=\s*$|[,;]))(?![\w(])",
    re.MULTILINE | re.IGNORECASE,
)
_SO = re.compile(r"^ *(?:Therefore|Thus|Hence|So|Then|Finally|Now|Next), (?=\S)", re.M | re.I)
# A heading such as "Step 2: output layer", which is no name of a number.
_STEP = re.compile(
    r"^[ #*]*(?:Step|Part|Phase|Task|Schritt|Teil|Étape|Paso) ?[0-9]{1,2} ?[:.)–-] ?"
    r"[^\W\d][^\d=:\[\n]*:?\**$",
    re.M | re.I,
)
# "Step 1.1 — hidden neuron h1": the count is no number, what it counts may be a name.
_SUBSTEP = re.compile(
    r"^[ #*]*(?:Step|Part|Phase|Task|Schritt|Teil|Étape|Paso) ?"
    r"(?:[0-9]{1,2}\.){1,2}[0-9]{1,2} ?(?:[:.)–—-] ?|(?= ))(?=\**[^\W\d_]{2})",
    re.M | re.I,
)
# == Forward pass (epoch 1) ==, --- Backward: output layer ---
_RULED = re.compile(
    r"^ *(?P<rule>={2,}|~{2,}|-{3,}|\*{3,}) ?"
    r"(?P<words>[^\W\d_](?:(?![0-9]\.[0-9])[^=~\[\n])*?) ?(?P=rule)?[=~*-]* *$",
    re.M,
)
# Working without its result, which stands on the next line under the same name.
_BEGUN = re.compile(
    r"^ *(?P<begun>(?P<name>[^\W\d][^\s=&]{0,30}) ?&?= ?"
    r"(?P<working>(?![\[{])[^=\n]*[*·×⋅+/(][^=\n]*))"
    r"(?=\n *(?P=name) ?&?= ?)",
    re.M,
)
_AROUND = re.compile(
    r"\\(?:boxed|fbox|underline|uuline|mathbf|mathrm|textbf|text|emph|SI|qty|num|bm|boldsymbol"
    r"|colou?r\{\w{1,20}\}|textcolor\{\w{1,20}\}) ?"
    r"\{ ?(?P<number>[-+]?[0-9.]{1,40}(?:e[-+]?[0-9]{1,3})?) ?\}(?:\{[^{}\n]{0,20}\})?"
)


# The names in a loop that prints name -> grad = values.
_GRADIENT_OF = re.compile(
    r"^(?P<name>[\w./]{1,60}) ?(?:->|→|=>|\|) ?grad\w{0,10} ?[:=]", re.M | re.I
)
_SIGN_APART = re.compile(r"(?<=[,;\[({]) ?- {1,2}(?=[0-9.])")  # [0.14, - 0.04]
_AND = re.compile(
    r"(?P<one>[.,][0-9]{1,20}(?:e[-+]?[0-9]{1,3})?),? (?:and|und|sowie|et) "
    r"(?=[-+]?[0-9]*[.,][0-9]+(?:e[-+]?[0-9]+)? *(?:[^\w ]|and|und|sowie|et|$))",  # no words behind
    re.I | re.M,
)


def without_remarks(text: str) -> tuple[str, Notes]:
    """The text with spaces for what is said of a number; and notes on it, with their places."""
    notes: Notes = []

    def left_out(found: re.Match[str]) -> str:
        notes.append((found.start() - 1, f"{quoted(found['said'].strip(' ,'), 40)} left out"))
        return ""

    def begun(found: re.Match[str]) -> str:
        value = found["working"].partition(" (")[0]
        if all(map(is_number, value.replace(",", " ").split())):
            return found[0]  # a number of its own, as 1/3 and 2.5·10^-3 are
        notes.append((found.end() + 1, f"{quoted(found['begun'].strip(), 40)} left out"))
        return ""

    text = replaced(_STEP, lambda found: "", replaced(_SO, lambda found: "", text))
    text = replaced(_SUBSTEP, lambda found: "", text)
    text = _RULED.sub(lambda found: found["words"].replace(":", " ").rjust(len(found[0])), text)
    text = replaced(_BEGUN, begun, text)
    text = _SIGN_APART.sub(lambda found: "-".rjust(len(found[0])), text)
    text = replaced(_AND, _and_left_out, text)
    text = replaced(_GRADIENT_OF, lambda found: f"{found['name']} grad =", text)
    if "\\" in text:
        text = replaced(_AROUND, lambda found: found["number"], text)
    return replaced(_REMARK, left_out, text), notes


def _and_left_out(found: re.Match[str]) -> str:
    """0.14 and -0.04 as a row of numbers, with a comma if there are others in it."""
    before = found.string[: found.start()]
    row = re.split(r"[=:\n]", before[-200:])[-1]
    return f"{found['one']}," if ", " in row else found["one"]
