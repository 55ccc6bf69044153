"""Connections that come in over a socket like that of Streamlit's server send at once."""

import asyncio
import socket
from asyncio import base_events

import pytest

from playground.frame import no_delay


async def accepted(listening):
    """The server's end of a connection to it."""
    found = asyncio.get_running_loop().create_future()
    server = await asyncio.start_server(lambda _, out: found.set_result(out), sock=listening)
    async with server:
        _, client = await asyncio.open_connection(*listening.getsockname()[:2])
        out = await found
        there = out.get_extra_info("socket")
        told = there.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        for end in (out, client):
            end.close()
        await client.wait_closed()
    return told


@pytest.fixture
def listening():
    with socket.socket(family=socket.AF_INET) as sock:  # as Streamlit makes its own
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        sock.setblocking(False)
        yield sock


def test_what_is_sent_waits_for_nothing(listening, monkeypatch):
    monkeypatch.setattr(base_events, "_set_nodelay", base_events._set_nodelay)
    no_delay.send_at_once()
    assert asyncio.run(accepted(listening))


def test_a_socket_of_another_kind_is_left_alone():
    one, other = socket.socketpair()
    with one, other:
        no_delay._set_nodelay(one)
