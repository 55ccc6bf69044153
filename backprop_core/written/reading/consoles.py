"""What consoles and notebooks print around a value: marks of output, counters, progress bars.

R Markdown's ## and #>, gdb's $1 =, Maxima's (%o1), a browser's (2) [...], Mathematica's
Out[5]//MatrixForm=, Keras's bar before a loss, PyTorch's Layer: … | Size: … | Values : …. As
everywhere, a place in the text stays the same place.
"""

from __future__ import annotations

import re

from backprop_core.written.reading.replaced import replaced

_DROPPED = re.compile(
    r"^#>(?: |$)|^##(?= +\[,?[0-9]| ?\[[0-9]+,?\])"  # R Markdown, reprex
    r"|^\$[0-9]{1,6} = |^\(%[io][0-9]{1,6}\) |^Out ?\[[0-9]{1,6}\](?://\w{1,40})?= ?"
    r"|^\([0-9]{1,6}\) (?=\[(?!Array\())|^length: [0-9]{1,6}$|^\[\[Prototype\]\]: [^\n]{0,60}$"
    r"|^(?:│ +)+(?=[^│\n]+$)"  # the guides of Rich
    r"|^\[Epoch [0-9/]{1,12}\] |^Epoch [0-9/]{1,12} - (?=[a-z])|^\? \w{1,60}$"  # logs, gretl
    r"|^<Tensor <UOp [^\n]{1,200}> on \w{1,20} with grad [^\n]{1,200}>$",
    re.MULTILINE,
)
_ALL_MARKED = re.compile(r"(?:(?:##[^\n]*)?\n?)+")
_BAR = re.compile(
    r"^[0-9]{1,9}/[0-9]{1,9} (?:\[[=>.]{1,80}\]|━{1,80})(?: -)? [^\n:]{1,60}?(?: -)?"
    r" (?=[a-z_]{1,40}: )(?P<metrics>[^\n]*)$",
    re.MULTILINE,
)
_LAYER = re.compile(
    r"^Layer: (?P<name>[\w.]{1,100}) \| Size: torch\.Size\(\[[0-9, ]{0,40}\]\) \| Values ?:"
    r"(?= )",
    re.MULTILINE,
)
_EXPANDED = re.compile(  # a browser's array, and once more number by number
    r"^(?P<whole>\([0-9]{1,6}\) \[[^\n\[\]A-Z]{1,4000}\])"
    r"(?:\n[0-9]{1,6}: [-+.0-9e]{1,40})+(?=\nlength: )",
    re.MULTILINE,
)
_ANY = re.compile(r"[#$%/│(?]|Out|<Tensor|Layer: |Epoch")


def without_console(text: str) -> str:
    """The text with spaces in the place of such marks; one without them as it is."""
    if not _ANY.search(text):
        return text
    if text.lstrip().startswith("##") and _ALL_MARKED.fullmatch(text.strip()):
        text = re.sub(r"^##", "  ", text, flags=re.MULTILINE)
    text = replaced(_EXPANDED, lambda found: found["whole"], text)
    text = replaced(_LAYER, lambda found: f"{found['name']} =", text)
    text = replaced(_DROPPED, lambda found: "", text)
    return _BAR.sub(_metrics, text)


def _metrics(found: re.Match[str]) -> str:
    return found["metrics"].replace(" - ", " ; ").rjust(len(found[0]))
