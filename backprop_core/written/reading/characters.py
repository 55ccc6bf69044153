"""The characters of a text, before any of it is read.

Word processors, spreadsheets and web pages put other signs in the place of - and of a space.
They are read as what they stand for, one for one, so that every place in the plain text is the
same place in the text as written.
"""

from __future__ import annotations

LONGEST_TEXT = 1_000_000  # characters

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
_SPACES += "\u200c\u200d\u202f\u205f\u2060\u3000\ufeff\f\v"
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("−‐‑‒–﹣－¯", "-"),
        **dict.fromkeys("⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠┆┃", "|"),
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys("\u2028\u2029\u0085", "\n"),
        **dict.fromkeys("‘’", "'"),
        **dict.fromkeys("“”", '"'),
        **dict.fromkeys("⁄∕", "/"),
        **dict.fromkeys("⟨〈", "("),
        **dict.fromkeys("⟩〉", ")"),
        "ᴇ": "E",  # of a calculator
        **dict(zip("，；：（）［］｛｝＝＋．｜", ",;:()[]{}=+.|", strict=True)),
    }
)


def plain(text: str) -> str:
    """`text` with the usual signs for minus, space, quotes and line ends; no longer, no shorter."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    is_plain = text.isascii() and "\f" not in text and "\v" not in text
    return text if is_plain else text.translate(_PLAIN)
