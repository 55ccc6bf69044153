"""A tab without a browser: a WebSocket that presses buttons and answers views as one would."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import websockets
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg


@dataclass
class View:
    """A view of the page: its id, the fragment that it stands in, and its data."""

    id: str
    fragment: str
    data: bytes


@dataclass
class Tab:
    """What a page has told: its own name and query, its buttons by label, its views by key."""

    page: str = ""
    query: str = ""  # of its address
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)  # widget id and fragment
    disabled: set[str] = field(default_factory=set)
    views: dict[str, View] = field(default_factory=dict)

    def read(self, message: ForwardMsg) -> None:
        """Take note of every button and every view in a message."""
        told = message.navigation, message.new_session
        self.page = next((one.page_script_hash for one in told if one.page_script_hash), self.page)
        if message.WhichOneof("type") == "page_info_changed":
            self.query = message.page_info_changed.query_string
        element, fragment = message.delta.new_element, message.delta.fragment_id
        button, view = element.button, element.bidi_component
        if button.label:
            self.buttons[button.label] = (button.id, fragment)
            (self.disabled.add if button.disabled else self.disabled.discard)(button.label)
        if view.id:
            key = view.id.rpartition("-")[2]
            self.views[key] = View(view.id, fragment, view.bytes)

    def opens(self, query: str) -> BackMsg:
        """The first message, at an address with that query."""
        self.query = query
        return self.asks()

    def asks(self, fragment: str = "") -> BackMsg:
        """For a run of the page, or of that part of it."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.fragment_id = fragment
        return message

    def press(self, label: str) -> BackMsg:
        """That button is pressed."""
        widget, fragment = self.buttons[label]
        message = self.asks(fragment)
        message.rerun_script.widget_states.widgets.add(id=widget, trigger_value=True)
        return message

    def report(self, key: str, event: str, value: Any) -> BackMsg:
        """That view reports this."""
        view = self.views[key]
        message = self.asks(view.fragment)
        states = message.rerun_script.widget_states.widgets
        states.add(id=view.id, json_value="{}")
        told = json.dumps([{"event": event, "value": value}])
        states.add(id=_make_trigger_id(view.id, "events"), json_trigger_value=told)
        return message


def connect(address: str, cookie: str = "") -> Any:
    """A connection to the server at that address."""
    return websockets.connect(
        address.replace("http", "ws") + "/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit")],
        max_size=None,
        additional_headers={"Cookie": cookie} if cookie else None,
        ping_interval=None,
    )


async def run(link: Any, tab: Tab, message: BackMsg) -> int:
    """Send a message and read until the page, or its part, is drawn. How many bytes were read."""
    await link.send(message.SerializeToString())
    size = 0
    while True:
        answer, got = ForwardMsg(), await link.recv()
        answer.ParseFromString(got)
        size += len(got)
        tab.read(answer)
        ends = answer.WhichOneof("type") == "script_finished"
        if ends and answer.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return size
