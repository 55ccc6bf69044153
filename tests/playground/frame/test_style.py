"""The style sheets, as far as what a browser has to do for them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PLAYGROUND = Path(__file__).resolve().parents[3] / "playground"
SHEETS = sorted(PLAYGROUND.glob("**/*.css"))
NAMES = [str(sheet.relative_to(PLAYGROUND)) for sheet in SHEETS]
ANY_ELEMENT = re.compile(r"(?:^|[\s>+~,])(?<!:not\():has\(")


def rules(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)


def selectors(rules: str) -> Iterator[str]:
    for before in re.findall(r"([^{};]+)\{", rules):
        if not before.strip().startswith("@"):
            yield from split(before, ",")


def split(text: str, at: str) -> list[str]:
    """The parts between these signs, but for those in brackets."""
    parts, depth = [""], 0
    for sign in text.strip():
        depth += (sign in "([") - (sign in ")]")
        if depth == 0 and sign in at:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def styles_below(selector: str) -> bool:
    """Whether it asks one element what it has, and styles others."""
    return any(":has(" in part for part in split(selector, " >+~")[:-1])


@pytest.mark.parametrize("sheet", SHEETS, ids=NAMES)
def test_no_rule_asks_every_element_what_it_has(sheet):
    """A browser would ask each part of a graph, and again with every step that is drawn."""
    assert ANY_ELEMENT.findall(rules(sheet)) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=NAMES)
def test_what_an_element_has_styles_it_alone(sheet):
    """Or a browser looks at all below it again, whenever a graph in it draws. What is to hold below
    is handed down as a custom property."""
    assert [one for one in selectors(rules(sheet)) if styles_below(one)] == []


def test_the_tests_would_find_such_rules():
    assert ANY_ELEMENT.search("\n:has(> .a) { }")
    assert ANY_ELEMENT.search(".b > :has(> .a)")
    assert not ANY_ELEMENT.search(".b:has(> .a), .b:not(:has(.a))")
    found = list(selectors("@media (min-width: 1px) { .a:has(.b, .c) .d, .e > .f:has(> .g) { } }"))
    assert found == [".a:has(.b, .c) .d", ".e > .f:has(> .g)"]
    assert [styles_below(one) for one in found] == [True, False]
