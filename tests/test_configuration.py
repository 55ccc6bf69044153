"""What a server does that nobody has configured further."""

import tomllib
from pathlib import Path

CONFIG = tomllib.loads((Path(__file__).parent.parent / ".streamlit/config.toml").read_text("utf-8"))


def test_it_listens_on_this_machine_only():
    assert CONFIG["server"]["address"] == "localhost"


def test_a_browser_gets_no_traceback_and_no_path():
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_its_folders_are_not_watched():
    """Where a machine watches many files, the log fills with that alone."""
    assert CONFIG["server"]["fileWatcherType"] == "none"


def test_nothing_is_told_to_anybody_else():
    assert CONFIG["browser"]["gatherUsageStats"] is False
