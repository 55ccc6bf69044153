"""The views' JavaScript and styles: plain files, put together, with no build step."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def source(*names: str) -> str:
    """These files, one after the other; of scripts, the last exports what the browser calls."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)
