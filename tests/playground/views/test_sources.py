"""What a view's script becomes: one line for Streamlit, and a file for the browser to keep."""

import importlib
import pkgutil
import re
from pathlib import Path

from playground import views
from playground.views.sources import FOLDER, SERVED, script, source


def test_a_view_gets_one_line_that_loads_its_script_with_its_styles():
    line = script("theme.js", "present/present.js", styles=".a { color: 'red' }")
    assert len(line) < 300
    (name,) = re.findall(rf'"{FOLDER}/(present-[0-9a-f]+\.js)"', line)
    assert SERVED[name].startswith(source("theme.js", "present/present.js"))
    assert "textContent: \".a { color: 'red' }\"" in SERVED[name]


def test_another_version_has_another_address():
    assert script("present/present.js") != script("present/present.js", styles="a {}")


def test_no_view_sends_its_script_with_every_message():
    for found in pkgutil.walk_packages(views.__path__, f"{views.__name__}."):
        importlib.import_module(found.name)
    stems = {name.rpartition("-")[0] for name in SERVED}
    files = Path(views.__path__[0]).glob("*/*.js")
    views_own = {path.stem for path in files if "export default" in path.read_text("utf-8")}
    assert stems >= views_own
    assert len(views_own) > 10
