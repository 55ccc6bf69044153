"""The keeper's script, on a page that answers nothing by itself."""

from playground.views.sources import source

SCRIPT = source(
    *("browser_store.js", "typed_here.js"),
    *("keeper/drafts.js", "keeper/said.js", "keeper/stopped.js", "keeper/keeper.js"),
)
PLAIN = SCRIPT.replace("export default function", "function shown")  # no module


def test_what_another_view_brings_before_the_script_is_loaded_waits_for_it(open_page):
    page = open_page()
    page.set_content("<div data-testid=stApp data-test-script-state=notRunning></div>")
    page.evaluate("() => { globalThis.backpropKeeper = { early: { place: 'here' } }; }")
    page.add_script_tag(content=PLAIN)
    assert page.evaluate("typeof globalThis.backpropKeeper.hand") == "function"
    assert page.evaluate("globalThis.backpropDrafts.drafts.size") == 0


def test_a_frame_in_which_nothing_may_be_kept_is_not_said_to_be_full(open_page):
    page = open_page()
    page.set_content("<div data-testid=stApp data-test-script-state=notRunning></div>")
    page.add_script_tag(content=PLAIN)
    denied = "new DOMException('Access is denied for this document.', 'SecurityError')"
    said = page.evaluate(f"notKept({denied})")
    assert said == "This browser does not let this page keep your work, so a reload would lose it."
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('p'), "
        "{ className: 'st-key-share', textContent: 'Share' }))"
    )
    full = page.evaluate("notKept(new DOMException('full', 'QuotaExceededError'))")
    assert full.startswith("This browser has no room for your work")
    assert full.endswith("Save it as a file under Share.")
