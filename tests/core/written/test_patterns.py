"""The regular expressions of the reader, as far as Python's `re` reads them right."""

import re
from pathlib import Path

import backprop_core

SOURCES = sorted(Path(backprop_core.__file__).parent.glob("written/**/*.py"))
POSSESSIVE_GROUP = re.compile(r"\)[*+?]\+")


def test_no_group_is_possessive():
    """Python before 3.11.5 goes back to a wrong place in one: dW1 became dW. (?>…) is right."""
    assert len(SOURCES) > 20
    found = [path.name for path in SOURCES if POSSESSIVE_GROUP.search(path.read_text("utf-8"))]
    assert found == []
    assert POSSESSIVE_GROUP.search("(?:ab)*+")
