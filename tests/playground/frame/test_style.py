"""The style sheets, as far as what a browser has to do for them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PLAYGROUND = Path(__file__).resolve().parents[3] / "playground"
SHEETS = sorted(PLAYGROUND.glob("**/*.css"))
ANY_ELEMENT = re.compile(r"(?:^|[\s>+~,])(?<!:not\():has\(")


def rules(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: str(sheet.relative_to(PLAYGROUND)))
def test_no_rule_asks_every_element_what_it_has(sheet):
    """A browser would ask each part of a graph, and again with every step that is drawn."""
    assert ANY_ELEMENT.findall(rules(sheet)) == []


def test_the_test_would_find_such_a_rule():
    assert ANY_ELEMENT.search("\n:has(> .a) { }")
    assert ANY_ELEMENT.search(".b > :has(> .a)")
    assert not ANY_ELEMENT.search(".b:has(> .a), .b:not(:has(.a))")
