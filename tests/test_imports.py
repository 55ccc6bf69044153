"""Imports point one way: pages → playground → backprop_core, and the core knows NumPy alone."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
KNOW_STREAMLIT = {"session", "frame", "panels", "components"}


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


@pytest.mark.parametrize("path", files_in("playground"), ids=name)
def test_the_playground_imports_no_page(path):
    assert not packages_of(path) & {"pages", "app", "tests", "benchmarks"}


@pytest.mark.parametrize("path", files_in("playground"), ids=name)
def test_only_what_talks_to_the_browser_knows_streamlit(path):
    if "streamlit" in packages_of(path):
        within = path.relative_to(ROOT / "playground")
        assert within.parts[0].removesuffix(".py") in KNOW_STREAMLIT


@pytest.mark.parametrize("path", files_in("pages"), ids=name)
def test_a_page_imports_no_other_page(path):
    assert not packages_of(path) & {"pages", "app", "tests", "benchmarks"}


def test_there_is_something_to_read():
    assert len(files_in("backprop_core")) > 10
