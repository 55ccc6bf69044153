"""What is sent to a browser leaves at once.

By default the system holds a small packet back until the one before is acknowledged, which browsers
do after up to 40 ms. asyncio turns that off for sockets that say they are TCP's; those of
Streamlit's server do not say so. With a held key each step would wait that long for its answer.
"""

from __future__ import annotations

import socket
from asyncio import base_events

TCP_OVER = (socket.AF_INET, socket.AF_INET6)


def send_at_once() -> None:
    """From now on, on all connections of this process."""
    base_events._set_nodelay = _set_nodelay  # type: ignore[attr-defined]


def _set_nodelay(sock: socket.socket) -> None:
    if sock.family in TCP_OVER and sock.type == socket.SOCK_STREAM:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
