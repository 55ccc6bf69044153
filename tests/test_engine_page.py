"""docs/engine.md: every public name has an example, and every example gives what the page says."""

import ast
import doctest
import re
from pathlib import Path

import pytest

import backprop_core

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "engine.md").read_text(encoding="utf-8")
PUBLIC = backprop_core.__all__


def examples():
    return doctest.DocTestParser().get_examples(PAGE)


def names_in_code():
    trees = [ast.parse(example.source) for example in examples()]
    return {n.id for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Name)}


def test_every_example_gives_what_the_page_says():
    test = doctest.DocTest(examples(), {}, "docs/engine.md", "docs/engine.md", 0, PAGE)
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert result.attempted > 60
    assert not result.failed, "".join(said)


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_used_in_an_example(name):
    assert name in names_in_code()


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_told_of_in_the_prose_or_has_a_docstring(name):
    prose = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    described = getattr(getattr(backprop_core, name), "__doc__", None)
    assert re.search(rf"`{name}\b", prose) or described


def test_the_package_root_holds_the_public_names_and_no_others():
    assert len(PUBLIC) == len(set(PUBLIC))
    tree = ast.parse((ROOT / "backprop_core" / "__init__.py").read_text(encoding="utf-8"))
    imported = {a.name for n in tree.body if isinstance(n, ast.ImportFrom) for a in n.names}
    assert imported == set(PUBLIC)
