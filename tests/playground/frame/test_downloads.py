"""The address of an offered file: what it answers, in which pieces, and when it stops."""

import asyncio
import gc
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.requests import Request
from starlette.routing import Route

from backprop_core import BackpropError
from playground.frame.downloads import download
from playground.session import offered_files
from playground.session.offered_files import OfferedFile

ROUTE = Route("/files/{token}/{key}", download)


@pytest.fixture
def session(monkeypatch):
    """Stands for one session's state."""
    state = {}
    monkeypatch.setattr(offered_files.st, "session_state", state)
    return state


def offered(make, lines=None, name="steps.csv"):
    return offered_files.offer("csv", OfferedFile(name, "text/csv", make, lines))


def asked(address, leaves_after=None, takes=b"identity"):
    """What is sent for it: status, headers, pieces. The browser may leave after some pieces."""
    sent, gone = [], asyncio.Event()

    async def send(message):
        sent.append(message)
        if leaves_after is not None and len(sent) > leaves_after:
            gone.set()

    async def receive():
        await gone.wait()
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": f"/files/{address}", "headers": []}
    scope["headers"].append((b"accept-encoding", takes))
    with ThreadPoolExecutor(1) as pool:  # where no other event loop runs
        pool.submit(asyncio.run, ROUTE(scope, receive, send)).result()
    head, *pieces = sent
    headers = {name.decode(): value.decode() for name, value in head["headers"]}
    return head["status"], headers, [piece["body"] for piece in pieces if piece["body"]]


def test_a_file_is_made_when_it_is_asked_for_and_comes_in_pieces(session):
    made = []

    def make():
        for k in range(3):
            made.append(k)
            yield f"{k}\n"

    address = offered(make, lines=3)
    assert made == []
    status, headers, pieces = asked(address)
    assert (status, pieces) == (200, [b"0\n", b"1\n", b"2\n"])
    assert headers["content-disposition"] == 'attachment; filename="steps.csv"'
    assert headers["content-type"].startswith("text/csv")
    assert headers["x-lines"] == "3"
    assert headers["cache-control"] == "no-store"


def test_a_file_is_sent_under_a_name_of_any_script(session):
    _, headers, _ = asked(offered(lambda: "whole", name="größe.csv"))
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''gr%C3%B6%C3%9Fe.csv"


def test_nothing_more_is_made_once_the_browser_has_gone(session):
    made = []

    def make():
        for k in range(100_000):
            made.append(k)
            yield f"{k}\n"

    asked(offered(make), leaves_after=5)
    assert 4 <= len(made) < 1000


def test_a_browser_that_takes_it_gets_each_piece_compressed(session):
    pieces = [f"{k}\n" * 1000 for k in range(3)]
    _, headers, sent = asked(offered(lambda: iter(pieces)), takes=b"br, gzip")
    assert headers["content-encoding"] == "gzip"
    unpacked = zlib.decompressobj(wbits=31)
    assert [unpacked.decompress(piece).decode() for piece in sent[:3]] == pieces
    assert sum(map(len, sent)) < 500


def test_a_file_that_comes_whole_is_given_up_once_the_browser_has_gone(session, monkeypatch):
    made = []

    def make():
        for k in range(1000):
            made.append(k)
            yield b""
        yield b"all"

    assert asked(offered(make))[::2] == (200, [b"all"])
    made.clear()
    gone = [False] * 3 + [True] * 1000
    monkeypatch.setattr(Request, "is_disconnected", lambda _: asyncio.sleep(0, gone.pop(0)))
    asked(offered(make))
    assert len(made) == 4


def test_what_goes_wrong_before_anything_was_sent_is_told(session):
    def make():
        yield ""
        raise BackpropError("x got 3. It takes 4.")

    assert asked(offered(make), takes=b"gzip")[::2] == (422, [b"x got 3. It takes 4."])


@pytest.mark.parametrize("content", ["text", b"text"])
def test_what_is_made_at_once_is_one_piece(session, content):
    assert asked(offered(lambda: content))[2] == [b"text"]


def test_what_cannot_be_made_is_said_and_nothing_of_the_server_is_told(session, caplog):
    def refused():
        raise BackpropError("x got 3. It takes 4.")

    def failed():
        raise RuntimeError("/secret/path")

    assert asked(offered(refused))[::2] == (422, [b"x got 3. It takes 4."])
    status, _, (said,) = asked(offered(failed))
    assert status == 422
    assert b"secret" not in said
    assert "A file could not be made" in caplog.text


def test_a_new_run_replaces_a_file_and_its_address_stays(session):
    first = offered(lambda: "old")
    offered_files.begin_offers()
    assert asked(first)[2] == [b"old"], "a press in the first moments of a run finds it"
    assert offered(lambda: "new") == first
    offered_files.end_offers()
    assert asked(first)[2] == [b"new"]


def test_what_the_open_page_does_not_offer_is_gone(session):
    address = offered(lambda: "text")
    offered_files.begin_offers()
    offered_files.end_offers()
    assert asked(address)[0] == 404


def test_a_session_that_has_ended_leaves_nothing(session):
    address = offered(lambda: "text")
    session.clear()
    gc.collect()
    assert asked(address)[0] == 404
    assert asked("somebody/csv")[0] == 404
