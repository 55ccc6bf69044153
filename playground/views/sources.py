"""The views' JavaScript and styles: plain files, put together, with no build step.

Streamlit would send a view's script with every message about the view. So what it gets is one line
that asks for the script at an address of its own, which names its version: a browser asks once.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

_HERE = Path(__file__).parent
FOLDER = "views"
SERVED: dict[str, str] = {}  # the scripts that the server gives out, by their names in the folder
_WITH_STYLES = """
document.head.append(Object.assign(document.createElement("style"), {{ textContent: {styles} }}));
"""
_LOADER = """
const address = new URL("{address}", document.baseURI).href;
const view = await import(address).catch(() => import(`${{address}}?again`));
export default view.default;
"""


def source(*names: str) -> str:
    """These files, one after the other; of scripts, the last exports what the browser calls."""
    return "\n".join((_HERE / name).read_text(encoding="utf-8") for name in names)


def script(*names: str, styles: str = "") -> str:
    """A line of JavaScript that loads these files as one, and puts `styles` on the page."""
    text = source(*names)
    if styles:
        text += _WITH_STYLES.format(styles=json.dumps(styles))
    version = hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
    name = f"{Path(names[-1]).stem}-{version}.js"
    SERVED[name] = text
    return _LOADER.format(address=f"{FOLDER}/{name}")
