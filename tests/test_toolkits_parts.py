"""What our styles and scripts lean on inside Streamlit and Plotly, name by name: a release that
renames a part fails here, and says which."""

import re
from pathlib import Path

import plotly
import pytest
import streamlit

ROOT = Path(__file__).resolve().parents[1]
OURS = sorted((ROOT / "playground").rglob("*.css")) + sorted((ROOT / "playground").rglob("*.js"))
NAME = {
    "streamlit": r"(?:\bdata-testid\^?=[\"']?|\.)(st[A-Z]\w+)|(data-test-[a-z-]+)",
    "plotly": r"\.(js-plotly-plot|modebar[\w-]*|[a-z]+layer|textpoint|main-svg)\b|gd\.(_\w+)",
}
BUNDLES = {
    "streamlit": sorted((Path(streamlit.__file__).parent / "static").rglob("*.js")),
    "plotly": [Path(plotly.__file__).parent / "package_data" / "plotly.min.js"],
}


def leaned_on():
    """(toolkit, name) of every part, once."""
    for toolkit, pattern in NAME.items():
        found = {
            next(filter(None, names))
            for path in OURS
            for names in re.findall(pattern, path.read_text("utf-8"))
        }
        yield from ((toolkit, name) for name in sorted(found))


@pytest.fixture(scope="module")
def bundles():
    return {
        toolkit: "".join(path.read_text("utf-8") for path in paths)
        for toolkit, paths in BUNDLES.items()
    }


@pytest.mark.parametrize(("toolkit", "name"), list(leaned_on()))
def test_the_toolkit_has_the_part(bundles, toolkit, name):
    whole = re.escape(name)  # first, or each of ten million places would be looked at
    assert re.search(rf"{whole}(?<!\w{whole})(?!\w)", bundles[toolkit])


def test_the_parts_are_found():
    assert ("streamlit", "stMain") in set(leaned_on())
    assert ("plotly", "modebar") in set(leaned_on())
