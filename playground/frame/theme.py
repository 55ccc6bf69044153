"""The theme as Streamlit sends it with every run, read from its settings once.

With each step Streamlit goes through some two hundred settings to write the same theme into its
message again, a twentieth of the server's time for a step. Where a release of it has no such
function any more, nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streamlit import config
from streamlit.runtime import app_session

WRITER = "_populate_theme_msg"
Writer = Callable[..., None]


def write_once() -> None:
    """From now on; a settings file that changes while the server runs is read again."""
    writer = getattr(app_session, WRITER, None)
    if writer is None:
        return
    written: dict[str, bytes] = {}
    config.on_config_parsed(written.clear, force_connect=True)
    setattr(app_session, WRITER, remembering(writer, written))


def remembering(writer: Writer, written: dict[str, bytes]) -> Writer:
    """The same as `writer`, which is called once for each section of the settings."""

    def write(message: Any, section: str = "theme") -> None:
        if section not in written:
            fresh = type(message)()
            writer(fresh, section)
            written[section] = fresh.SerializeToString()
        if written[section]:  # a part that is empty is not sent at all
            message.MergeFromString(written[section])

    return write
