"""The theme that is sent is the one of the settings, though it is read from them once."""

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import app_session

from playground.frame.theme import WRITER, remembering

SECTIONS = ("theme", "theme.light", "theme.dark", "theme.sidebar", "theme.light.sidebar")


def test_streamlit_still_writes_its_theme_with_that_function():
    assert callable(getattr(app_session, WRITER, None))


def message_of(write):
    """As Streamlit sends it."""
    theme = ForwardMsg().new_session.custom_theme
    parts = (theme, theme.light, theme.dark, theme.sidebar, theme.light.sidebar)
    for section, part in zip(SECTIONS, parts, strict=True):
        write(part, section)
    return theme


def test_the_same_is_written_as_without_it_and_read_once():
    asked = []

    def writer(message, section="theme"):
        asked.append(section)
        app_session._populate_theme_msg(message, section)

    write, plain = remembering(writer, {}), message_of(app_session._populate_theme_msg)
    assert message_of(write) == message_of(write) == plain
    assert message_of(write).SerializeToString() == plain.SerializeToString()
    assert asked == list(SECTIONS)
