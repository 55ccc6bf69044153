"""Writing something shorter in the place of a piece of text, so that all other places stay."""

from __future__ import annotations

import re
from collections.abc import Callable


def replaced(pattern: re.Pattern[str], written: Callable[[re.Match[str]], str], text: str) -> str:
    """With something shorter in the place of each match, whose line ends are kept."""

    def padded(found: re.Match[str]) -> str:
        lines = [" " * len(line) for line in found[0].split("\n")]
        lines[0] = written(found).ljust(len(lines[0]))
        return "\n".join(lines)

    return pattern.sub(padded, text)
