"""What people type is shown as text: no markup of it takes effect in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import screen
from tests.e2e.conftest import running_app
from tests.e2e.hostile_text import TEXTS

Opened = Callable[..., Page]
JOINER = "\u2060"
MADE = (
    "a, img, svg, h1, h2, h3, h4, h5, h6, ul, ol, li, strong, em, del, code, pre, blockquote, hr, "
    "table, sup, input, script, .katex, [role=img], [data-testid=stIconMaterial], [class*=colored]"
)


@pytest.fixture(scope="module")
def texts() -> Iterator[str]:
    with running_app("tests/e2e/hostile_text.py") as address:
        yield address


def test_every_text_is_shown_as_it_was_typed(open_page: Opened, texts: str) -> None:
    page = open_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(texts)
    last = page.locator(f".st-key-bare_{len(TEXTS) - 1} p")
    expect(last).to_be_visible()
    page.wait_for_selector(screen.DRAWN_WHOLE)
    for number, text in enumerate(TEXTS):
        as_written = " ".join(text.split())
        for kind, before in (("error", ""), ("caption", "Note: "), ("bare", "")):
            shown = page.locator(f".st-key-{kind}_{number}")
            read = " ".join(shown.inner_text().replace(JOINER, "").split())
            assert read == before + as_written, (kind, text)
            assert shown.locator(MADE).count() == 0, (kind, text, shown.inner_html())
    assert not [url for url in asked if "example" in url]
