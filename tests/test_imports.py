"""Imports run one way: pages → frame → rooms → ui → … → backprop_core, which knows NumPy alone."""

import ast
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import backprop_core
from backprop_core import rules

ROOT = Path(__file__).parent.parent
# From the ground up: a folder imports only from those before it. The rooms are one storey.
GROUND = (
    *("templates", "where", "latex", "notation", "functions", "exercise"),
    *("data_sets", "steps", "solve", "sharing", "views", "stage", "export", "session", "ui"),
)
ROOMS = {
    *("walk", "draw", "train", "check", "matrices", "batches", "one_weight", "what_if"),
    *("lessons", "primer", "practice", "function_reference", "symbol_reference", "take_along"),
}
KNOW_STREAMLIT = {"session", "frame", "ui", "views"}
DRAWS_A_PAGE = ("page", "panel", "form", "controls")  # what such a module's name ends with, or
PARTS_OF_PAGES = {
    *("cards", "outcome_cards", "curves", "ending", "paragraph", "sample_gradients", "sheets"),
    *("softmax_sliders", "tensor", "update_strip"),
}


@cache
def imports_of(path):
    """The imports of a file, at its top or anywhere inside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


def modules_of(node):
    """The dotted names of the modules that one import names."""
    return [node.module] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]


def packages_of(path):
    return {module.split(".")[0] for node in imports_of(path) for module in modules_of(node)}


@cache
def files_in(folder):
    found = sorted((ROOT / folder).rglob("*.py"))
    assert len(found) > 10, f"{folder} is not where it was"
    return found


def name(path):
    return str(path.relative_to(ROOT))


def test_no_import_is_relative_which_hides_where_it_points():
    files = [*files_in("backprop_core"), *files_in("playground"), *files_in("pages")]
    assert not [name(p) for p in files for n in imports_of(p) if getattr(n, "level", 0)]


def test_the_core_imports_numpy_and_the_standard_library_only():
    allowed = {"numpy", "backprop_core", *sys.stdlib_module_names}
    others = {name(path): packages_of(path) - allowed for path in files_in("backprop_core")}
    assert not {path: found for path, found in others.items() if found}


def test_the_app_takes_from_the_engine_what_it_makes_public():
    """From its root, or from `rules`, which is a public name by itself."""
    public = {"backprop_core": backprop_core.__all__, "backprop_core.rules": rules.__all__}
    taken = [
        (name(path), node.module, alias.name)
        for path in [*files_in("playground"), *files_in("pages")]
        for node in imports_of(path)
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "backprop_core"
        for alias in node.names
    ]
    assert len(taken) > 100
    assert not [
        (path, module, it) for path, module, it in taken if it not in public.get(module, ())
    ]


def test_the_playground_imports_no_page():
    above = {"pages", "app", "tests", "benchmarks"}
    assert not [name(path) for path in files_in("playground") if packages_of(path) & above]


def test_only_what_talks_to_the_browser_knows_streamlit():
    for path in files_in("playground"):
        if "streamlit" in packages_of(path):
            within = path.relative_to(ROOT / "playground")
            known = within.parts[0].removesuffix(".py") in KNOW_STREAMLIT
            draws = within.stem in PARTS_OF_PAGES or within.stem.endswith(DRAWS_A_PAGE)
            assert known or draws, name(path)


def storey(folder):
    """How high a folder of the playground lies."""
    if folder in ROOMS:
        return len(GROUND)
    return len(GROUND) + 1 if folder == "frame" else GROUND.index(folder)


def folders_imported(path):
    """The folders and modules directly in playground that a file imports from."""
    for node in imports_of(path):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "playground":
            inside = node.module.split(".")[1:]
            yield from inside[:1] or [alias.name for alias in node.names]


def test_a_folder_imports_only_from_below_and_a_room_from_no_other_room():
    for path in files_in("playground"):
        own = path.relative_to(ROOT / "playground").parts[0].removesuffix(".py")
        for other in folders_imported(path):
            below = other == own or storey(other) < storey(own)
            assert below, f"{name(path)} imports {other}"


def test_no_import_is_renamed_to_be_understood():
    usual = {None, "st", "np", "pd"}
    for path in files_in("playground"):
        for node in imports_of(path):
            for alias in node.names:
                assert alias.asname in usual, f"{name(path)} imports {alias.name} by another name"


def test_no_module_name_stands_twice_but_those_that_every_room_may_have():
    """steps/ mirrors the engine's operations by name, on purpose."""
    names = Counter(
        path.stem for path in files_in("playground") if "steps" not in path.relative_to(ROOT).parts
    )
    of_rooms = {"__init__", "page", "numbers", "figure"}
    assert {one for one, count in names.items() if count > 1} <= of_rooms


def test_a_page_imports_no_other_page():
    others = {"pages", "app", "tests", "benchmarks"}
    assert not [name(path) for path in files_in("pages") if packages_of(path) & others]
