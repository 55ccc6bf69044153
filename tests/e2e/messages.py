"""What a page and the server said to each other last, in a line each: how a failed test is read.

A browser test that fails once in hundreds of runs has nothing else to show what was lost where.
"""

from __future__ import annotations

from base64 import b64decode
from pathlib import Path
from typing import Any

from google.protobuf.message import DecodeError
from playwright.sync_api import Error, Page
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

SCRIPT = Path(__file__).parent / "messages.js"
STILL = ("add_block", "html", "markdown")  # what nobody can press
LAST_SIGNS = 28  # of an element's name: its key is at the end


def last_messages(page: Page) -> str:
    """In order, with the page's clock in ms; > is what the page sent."""
    try:
        heard = page.evaluate("window.lastMessages?.() ?? []")
        now = page.evaluate("Math.round(performance.now())")
    except Error as error:
        return f"The page does not say: {error}"
    said = [(at, ">" if sent else "<", _line(sent, data)) for at, sent, data in heard]
    lines = [f"{at:7} {way} {line}" for at, way, line in said if not line.endswith(STILL)]
    return "\n".join([*lines, f"{now:7}   now, at {page.url}"])


def _line(sent: bool, data: str) -> str:
    try:
        return (_sent if sent else _received)(b64decode(data))
    except (ValueError, AttributeError, DecodeError) as error:  # another version of Streamlit
        return f"cannot be read: {error}"


def _sent(data: bytes) -> str:
    message = BackMsg.FromString(data)
    asked = message.rerun_script
    said = []
    for widget in asked.widget_states.widgets:
        kind = widget.WhichOneof("value")
        if kind is not None:
            said.append(f"{widget.id[-LAST_SIGNS:]}={str(getattr(widget, kind))[:60]!r}")
    return " ".join([str(message.WhichOneof("type")), _parts([asked.fragment_id]), *said])


def _received(data: bytes) -> str:
    message = ForwardMsg.FromString(data)
    kind = message.WhichOneof("type")
    if kind == "new_session":
        return f"{kind} {_parts(message.metadata.run.fragment_ids)}"
    if kind == "script_finished":
        return f"{kind} {ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)}"
    place = list(message.metadata.delta_path)
    if kind != "delta":
        return f"{kind} {place or ''}"
    delta = message.delta
    element = delta.new_element
    what = element.WhichOneof("type") or delta.WhichOneof("type")
    return f"{place} {_parts([delta.fragment_id])} {_of_widget(element, what)}{what}"


def _of_widget(element: Any, kind: str) -> str:
    """Its name, and the value that it is given if it is given one."""
    widget = getattr(element, kind, None)
    name = getattr(widget, "id", "")[-LAST_SIGNS:]
    if getattr(widget, "set_value", False):
        return f"{name}={getattr(widget, 'value', '')!r} "
    return f"{name} " if name else ""


def _parts(fragments: Any) -> str:
    """The beginnings of the names of the fragments."""
    return ",".join(one[:6] for one in fragments if one) or "whole"
