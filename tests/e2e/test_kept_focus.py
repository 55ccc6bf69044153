"""The focus of a button that is disabled, on a page that answers nothing by itself."""

import pytest

from playground.views.sources import source

PAGE = """
<div class='st-key-row'>
  <div class='st-key-back'><button>Back</button></div>
  <div class='st-key-next'><button>Next</button></div>
  <div class='st-key-pass'><button>Next pass</button></div>
</div>"""
WHERE = """() => {
  const now = document.activeElement;
  return now.className.match(/st-key-\\w+/)?.[0] ?? now.textContent;
}"""


@pytest.fixture
def page(open_page):
    page = open_page()
    page.set_content(PAGE)
    page.add_script_tag(content=f"{source('kept_focus.js')}\nwatchFocus();")
    page.get_by_text("Next", exact=True).focus()
    return page


def after(page, change):
    """What has the focus after that change of the second button."""
    page.evaluate(f"() => {{ const next = document.querySelectorAll('button')[1]; {change} }}")
    page.evaluate("new Promise(requestAnimationFrame)")
    return page.evaluate(WHERE)


def test_a_button_that_is_disabled_keeps_ones_place_and_has_the_focus_again(page):
    assert after(page, "next.disabled = true") == "st-key-next"
    assert after(page, "next.disabled = false") == "Next"
    after(page, "next.disabled = true")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(WHERE) == "Back"
    assert after(page, "next.disabled = false") == "Back", "one who has gone on is not called back"


def test_where_its_box_is_hidden_the_one_beside_it_keeps_ones_place(page):
    assert after(page, "next.disabled = true; next.parentElement.hidden = true") == "st-key-pass"
    assert after(page, "next.disabled = false; next.parentElement.hidden = false") == "Next"
    hidden = "next.disabled = true; next.parentElement.hidden = true"
    alone = "next.parentElement.nextElementSibling.remove()"
    assert after(page, f"{alone}; {hidden}") == "st-key-row"


def test_the_button_before_one_that_is_taken_away_has_the_focus_again(page):
    after(page, "next.disabled = true")
    page.get_by_text("Next pass").focus()
    gone = "document.querySelector('.st-key-pass').remove()"
    assert after(page, f"{gone}; next.disabled = false") == "Next"


def test_a_button_that_is_disabled_elsewhere_leaves_the_focus_alone(page):
    page.get_by_text("Back").focus()
    assert after(page, "next.disabled = true") == "Back"
