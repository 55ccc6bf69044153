"""The engine as a package: built into a wheel, installed beside NumPy alone, used from there."""

import importlib.util
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("hatchling") is None,
    reason="hatchling, which builds the wheel, is not installed: see requirements-dev.txt",
)


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built from this checkout with what is installed; nothing is downloaded."""
    folder = tmp_path_factory.mktemp("wheel")
    flags = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir")
    run(sys.executable, "-m", "pip", "wheel", str(ROOT), *flags, str(folder), cwd=folder)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def clean(wheel, tmp_path_factory):
    """The Python of an environment that holds the wheel and NumPy and nothing else."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = next(folder.glob("venv/bin/python")).absolute()
    packages = next(folder.glob("venv/lib/*/site-packages"))
    installed = Path(np.__file__).parents[1]
    for part in installed.glob("numpy*"):  # the package, its libraries and its metadata
        (packages / part.name).symlink_to(part)
    flags = ("--no-deps", "--no-index", "--quiet")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        *flags,
        str(wheel),
        cwd=folder,
    )
    return python


def metadata(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode())


def test_the_wheel_holds_the_engine_and_nothing_of_the_app(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    kept = {str(p.relative_to(ROOT)) for p in (ROOT / "backprop_core").rglob("*.py")}
    assert names == kept | {"backprop_core/py.typed"}


def test_numpy_is_all_that_it_requires(wheel):
    told = metadata(wheel)
    assert told["Name"] == "backprop-core"
    (required,) = told.get_all("Requires-Dist")
    assert required.startswith("numpy")
    assert told["Requires-Python"] == ">=3.11"
    assert told["License-Expression"] == "MIT"


def test_every_public_name_can_be_imported_where_there_is_nothing_else(clean, tmp_path):
    code = (
        "import importlib.util, sys, backprop_core as engine\n"
        "for name in engine.__all__: getattr(engine, name)\n"
        "assert not {'streamlit', 'sympy', 'pandas', 'plotly'} & set(sys.modules)\n"
        "assert importlib.util.find_spec('playground') is None\n"
        "print(engine.__file__)"
    )
    where = run(str(clean), "-I", "-c", code, cwd=tmp_path)
    assert "site-packages" in where


def test_the_readmes_example_runs_there(clean, tmp_path):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    code = readme.partition("```python\n")[2].partition("```")[0]
    assert "update W" in run(str(clean), "-I", "-c", code, cwd=tmp_path)


def test_its_types_are_seen_by_a_strict_checker(clean, tmp_path):
    (tmp_path / "notebook.py").write_text(
        "from backprop_core import Layer, Network, backward, forward\n"
        'network = Network((Layer([[0.5]], None, "tanh"),), "squared_error")\n'
        "g = backward(network, forward(network, [1.0]), [0.0])\n"
        "reveal_type(g.loss)\n"
        'g.loss + "text"\n'
    )
    command = ["-m", "mypy", "--strict", "--python-executable", str(clean), "notebook.py"]
    done = subprocess.run(
        [sys.executable, *command], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 'Revealed type is "float"' in done.stdout.replace("builtins.", "")
    assert 'Unsupported operand types for + ("float" and "str")' in done.stdout
    assert done.stdout.count("error:") == 1, done.stdout
