"""Every button notes its own key, so that the fields beside it know when it was pressed."""

import ast
from pathlib import Path

PLAYGROUND = Path(__file__).parents[3] / "playground"
MAKES_THEM = PLAYGROUND / "ui" / "buttons.py"
BUTTONS = {"button", "download_button", "form_submit_button", "link_button", "menu_button"}
OTHERS = [path for path in sorted(PLAYGROUND.rglob("*.py")) if path != MAKES_THEM]


def drawn_directly(tree):
    """The lines on which a button is asked of Streamlit itself, or of one of its containers."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", None) in BUTTONS:
            yield node.lineno


def components_without_a_note(tree):
    """Functions that draw a component which reports something and do not note its key."""
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            words = {word.arg for call in calls for word in call.keywords}
            noted = any(getattr(call.func, "id", "") == "note" for call in calls)
            reports = {w for w in words if w and w.startswith("on_") and w.endswith("_change")}
            if reports and not noted:
                yield function.name


def found_in(paths, look):
    """What is found in those files, by file."""
    found = {
        str(path.relative_to(PLAYGROUND)): list(look(ast.parse(path.read_text(encoding="utf-8"))))
        for path in paths
    }
    assert len(found) > 20
    return {path: lines for path, lines in found.items() if lines}


def test_no_button_is_drawn_but_by_the_helper():
    """Else a field that a browser shows as it was before would count as changed by the reader, when
    it was the button that was pressed."""
    assert not found_in(OTHERS, drawn_directly)


def test_every_view_that_reports_notes_its_key():
    assert not found_in(sorted((PLAYGROUND / "views").rglob("*.py")), components_without_a_note)


def test_buttons_and_views_are_found():
    code = "with a:\n    st.button('x', key='x')\n    column.form_submit_button('y')"
    assert list(drawn_directly(ast.parse(code))) == [2, 3]
    code = "def view():\n    mount(key=key, on_press_change=act)"
    assert list(components_without_a_note(ast.parse(code))) == ["view"]
    made = MAKES_THEM.read_text(encoding="utf-8")
    assert len(list(drawn_directly(ast.parse(made)))) == 2
