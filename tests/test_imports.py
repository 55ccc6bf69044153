"""Imports run one way: pages → frame → rooms → ui → … → backprop_core, which knows NumPy alone."""

import ast
import sys
from collections import Counter
from pathlib import Path

import pytest

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


def imports_of(path):
    """The dotted names that a file imports, at its top or anywhere inside."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively, which hides where it points"
            yield node.module


def packages_of(path):
    return {name.split(".")[0] for name in imports_of(path)}


def files_in(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def name(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", files_in("backprop_core"), ids=name)
def test_the_core_imports_numpy_and_the_standard_library_only(path):
    allowed = {"numpy", "backprop_core", *sys.stdlib_module_names}
    assert packages_of(path) <= allowed


@pytest.mark.parametrize("path", [*files_in("playground"), *files_in("pages")], ids=name)
def test_the_app_takes_from_the_engine_what_it_makes_public(path):
    """From its root, or from `rules`, which is a public name by itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "backprop_core":
            assert node.module in ("backprop_core", "backprop_core.rules"), node.module
            public = backprop_core.__all__ if node.module == "backprop_core" else rules.__all__
            assert {alias.name for alias in node.names} <= set(public)


@pytest.mark.parametrize("path", files_in("playground"), ids=name)
def test_the_playground_imports_no_page(path):
    assert not packages_of(path) & {"pages", "app", "tests", "benchmarks"}


@pytest.mark.parametrize("path", files_in("playground"), ids=name)
def test_only_what_talks_to_the_browser_knows_streamlit(path):
    if "streamlit" in packages_of(path):
        within = path.relative_to(ROOT / "playground")
        known = within.parts[0].removesuffix(".py") in KNOW_STREAMLIT
        assert known or within.stem in PARTS_OF_PAGES or within.stem.endswith(DRAWS_A_PAGE)


def storey(folder):
    """How high a folder of the playground lies."""
    if folder in ROOMS:
        return len(GROUND)
    return len(GROUND) + 1 if folder == "frame" else GROUND.index(folder)


def folders_imported(path):
    """The folders and modules directly in playground that a file imports from."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] == "playground":
            inside = node.module.split(".")[1:]
            yield from inside[:1] or [alias.name for alias in node.names]


@pytest.mark.parametrize("path", files_in("playground"), ids=name)
def test_a_folder_imports_only_from_below_and_a_room_from_no_other_room(path):
    within = path.relative_to(ROOT / "playground").parts
    own = within[0].removesuffix(".py")
    if own == "__init__":
        return
    for other in folders_imported(path):
        assert other == own or storey(other) < storey(own), f"{own} imports {other}"


@pytest.mark.parametrize("path", files_in("playground"), ids=name)
def test_no_import_is_renamed_to_be_understood(path):
    usual = {"st", "np", "pd"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                assert alias.asname is None or alias.asname in usual, alias.asname


def test_no_module_name_stands_twice_but_those_that_every_room_may_have():
    """steps/ mirrors the engine's operations by name, on purpose."""
    names = Counter(
        path.stem for path in files_in("playground") if "steps" not in path.relative_to(ROOT).parts
    )
    of_rooms = {"__init__", "page", "numbers", "figure"}
    assert {one for one, count in names.items() if count > 1} <= of_rooms


@pytest.mark.parametrize("path", files_in("pages"), ids=name)
def test_a_page_imports_no_other_page(path):
    assert not packages_of(path) & {"pages", "app", "tests", "benchmarks"}


def test_there_is_something_to_read():
    assert len(files_in("backprop_core")) > 10
