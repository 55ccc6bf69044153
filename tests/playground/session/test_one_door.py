"""Nobody but the session writes what it holds: the code is read, and run-time writes refused."""

import ast
from pathlib import Path

import pytest

from playground.session import store

ROOT = Path(__file__).parents[3]
OUTSIDE = [
    path
    for folder in ("playground", "pages", "benchmarks")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if ROOT / "playground" / "session" not in path.parents
]
INSIDE = ("writable", "_begun")  # what the package keeps to itself
CHANGES = {
    "update",
    "setdefault",
    "pop",
    "popitem",
    "clear",
    "append",
    "extend",
    "remove",
    "insert",
}


def calls_state(node):
    """Whether it is `session.state()`, or `state()`."""
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", None)
    return name == "state"


def is_the_sessions_key(node):
    """Whether it is `st.session_state["playground"]`, or with the constant, or as an attribute."""
    if isinstance(node, ast.Attribute):
        return node.attr == store.KEY and ast.unparse(node.value).endswith("session_state")
    if not isinstance(node, ast.Subscript) or not ast.unparse(node.value).endswith("session_state"):
        return False
    return ast.unparse(node.slice).strip("'\"") in (store.KEY, "session.KEY", "store.KEY")


def root_of(node):
    """What is written into: of `a["b"].c[0]` it is a."""
    while isinstance(node, ast.Subscript | ast.Attribute) and not is_the_sessions_key(node):
        node = node.value
    return node


def names_of_the_state(function):
    """The names that a function gives to the state, or to a part of it."""
    found = set()
    for node in ast.walk(function):
        value = getattr(node, "value", None)
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                pairs = [(target, value)]
                if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                    pairs = list(zip(target.elts, value.elts, strict=False))
                for one, of in pairs:
                    if isinstance(one, ast.Name) and is_state(root_of(of), found):
                        found.add(one.id)
    return found


def is_state(node, names):
    named = isinstance(node, ast.Name) and node.id in names
    return calls_state(node) or is_the_sessions_key(node) or named


def written_into(node):
    """The targets of a statement that writes into something, and what a call changes."""
    if isinstance(node, ast.Assign | ast.Delete):
        for target in node.targets:
            yield from target.elts if isinstance(target, ast.Tuple) else [target]
    elif isinstance(node, ast.AnnAssign):
        yield node.target
    elif isinstance(node, ast.AugAssign):
        yield ast.Subscript(node.target, ast.Constant(0))  # `held |= …` writes into held
    elif isinstance(node, ast.Call) and getattr(node.func, "attr", None) in CHANGES:
        yield ast.Subscript(node.func.value, ast.Constant(0))


def writes(tree):
    """The lines on which the session's state is written into."""
    found = set()
    for function in [tree, *(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef))]:
        names = names_of_the_state(function)
        for node in ast.walk(function):
            for target in written_into(node):
                into = isinstance(target, ast.Subscript | ast.Attribute)
                if into and is_state(root_of(target), names):
                    found.add(node.lineno)
    return sorted(found)


def reaches_inside(tree):
    """The lines that import or name what the package keeps to itself."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            if any(alias.name in INSIDE for alias in node.names):
                yield node.lineno
        elif isinstance(node, ast.Attribute) and node.attr in INSIDE:
            value = ast.unparse(node.value)
            if value.split(".")[0] in ("session", "store"):
                yield node.lineno


def test_no_other_module_writes_the_sessions_state():
    for path in OUTSIDE:
        text, where = path.read_text(encoding="utf-8"), path.relative_to(ROOT)
        if "state" in text or any(name in text for name in INSIDE):
            assert (where, writes(ast.parse(text))) == (where, [])
            assert (where, list(reaches_inside(ast.parse(text)))) == (where, [])


@pytest.mark.parametrize(
    "code",
    [
        "session.state()['mode'] = 'draw'",
        "session.state()['way']['lit'] = 1",
        "session.state()['way'] |= {'lit': 1}",
        "session.state().update(mode='draw')",
        "session.state().setdefault('own', {})",
        "session.state().pop('redraw', False)",
        "del session.state()['mode']",
        "state()['mode'] = 'draw'",
        "held = session.state()\nheld['mode'] = 'draw'",
        "held, view = session.state(), 1\nheld['mode'] = 'draw'",
        "held = session.state()\nheld |= {'mode': 'draw'}",
        "kept = session.state()['rooms']\nkept['way'] = 1",
        "kept = session.state()['rooms']\nagain = kept\nagain['way'].append(1)",
        "x, session.state()['mode'] = 1, 2",
        "st.session_state['playground'] = {}",
        "st.session_state['playground']['mode'] = 'draw'",
        "st.session_state[session.KEY]['mode'] = 'draw'",
        "st.session_state.playground['mode'] = 'draw'",
        "def act():\n    held = session.state()\n    held['mode'] = 'draw'",
    ],
)
def test_every_way_to_write_it_is_found(code):
    assert writes(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "mode = session.state()['mode']",
        "held = session.state()\nif held['mode'] == 'draw': pass",
        "st.session_state['preset'] = 1",
        "held = other()\nheld['mode'] = 1",
        "found = [1]\nfound.append(session.state()['mode'])",
    ],
)
def test_reading_is_no_writing(code):
    assert not writes(ast.parse(code))


def test_reaching_inside_is_found():
    for code in ("from playground.session.store import writable", "session.store.writable()"):
        assert list(reaches_inside(ast.parse(code)))


def test_there_is_something_to_read():
    assert len(OUTSIDE) > 100


def test_what_is_written_at_run_time_is_refused(monkeypatch):
    monkeypatch.setattr(store, "writable", lambda: {"mode": "walk"})
    with pytest.raises(TypeError):
        store.state()["mode"] = "draw"
    assert store.state()["mode"] == "walk"
