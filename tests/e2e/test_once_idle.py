"""A message that answers no press waits for the end of the run that is on."""

from pathlib import Path

import pytest

import playground.views

SCRIPT = Path(playground.views.__file__).parent / "once_idle.js"
STATE = """state => {
  document.querySelector('[data-testid=stApp]').dataset.testScriptState = state;
}"""


@pytest.fixture
def page(open_page):
    page = open_page(apart=True)
    page.clock.install()
    page.set_content("<div data-testid=stApp data-test-script-state=running></div>")
    page.add_script_tag(content=f"{SCRIPT.read_text('utf-8')}\nwindow.told = 0;")
    page.evaluate("onceIdle(() => (window.told += 1))")
    return page


def test_it_is_told_once_the_run_has_ended(page):
    page.evaluate(STATE, "rerunRequested")
    page.clock.run_for(1000)
    assert page.evaluate("told") == 0
    page.evaluate(STATE, "notRunning")
    page.clock.run_for(1000)
    assert page.evaluate("told") == 1
    page.evaluate(STATE, "running")
    page.evaluate(STATE, "notRunning")
    page.clock.run_for(1000)
    assert page.evaluate("told") == 1


def test_a_run_that_another_one_follows_has_not_ended(page):
    runs = f"state => {{ ({STATE})('notRunning'); ({STATE})('running'); }}"
    page.evaluate(runs)
    page.clock.run_for(1000)
    assert page.evaluate("told") == 0
    page.evaluate(STATE, "notRunning")
    page.clock.run_for(1000)
    assert page.evaluate("told") == 1


def test_it_is_told_at_once_where_nothing_runs(page):
    page.evaluate(STATE, "notRunning")
    page.clock.run_for(1000)
    page.evaluate("onceIdle(() => (window.told += 10))")
    assert page.evaluate("told") == 11
