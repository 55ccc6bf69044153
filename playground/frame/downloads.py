"""The address at which a file that a session offers is made and sent, piece by piece.

Files are made one piece at a time for the whole process, so that a long one costs the walks of
others little. Nothing is kept: a piece is made when the one before has been sent, and no more are
made once the browser has gone or stopped. An empty piece says that a file which can only be sent
whole is still being made. Until the first that holds something, what goes wrong is told in words.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

import anyio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from backprop_core import BackpropError
from playground.session.offered_files import OfferedFile, offered
from playground.views.file_buttons.file_buttons import LINES

LOG = logging.getLogger(__name__)
GZIP = 31  # to zlib, the window's size and gzip's header
_IN_TURN = anyio.CapacityLimiter(1)
_PRIVATE = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_FAILED = "Something went wrong in the app, and the file was not made. Your work is kept."


async def download(request: Request) -> Response:
    """The file; 404 where nobody offers it any more, 422 and a sentence where it can't be made."""
    file = offered(request.path_params["token"], request.path_params["key"])
    if file is None:
        return PlainTextResponse("Not found", 404, _PRIVATE)
    packed = "gzip" in request.headers.get("accept-encoding", "")
    made = _shorter(_pieces(file)) if packed else _pieces(file)
    try:
        first = await _next(made)
        while first == b"":
            if await request.is_disconnected():
                return Response(status_code=204)  # nobody reads it
            first = await _next(made)
    except BackpropError as error:
        return PlainTextResponse(str(error), 422, _PRIVATE)
    except Exception:
        LOG.exception("A file could not be made")
        return PlainTextResponse(_FAILED, 422, _PRIVATE)
    return StreamingResponse(
        _sent(first, made), headers=_headers(file, packed), media_type=file.mime
    )


def _headers(file: OfferedFile, packed: bool) -> dict[str, str]:
    name = f'filename="{file.name}"'
    if not file.name.isascii():
        name = f"filename*=UTF-8''{quote(file.name)}"
    lines = {} if file.lines is None else {LINES: str(file.lines)}
    encoding = "gzip" if packed else "identity"
    return {
        "Content-Disposition": f"attachment; {name}",
        "Content-Encoding": encoding,
        **lines,
        **_PRIVATE,
    }


def _pieces(file: OfferedFile) -> Iterator[bytes]:
    """What is made at once is one piece."""
    content = file.make()
    for piece in [content] if isinstance(content, str | bytes) else content:
        yield piece.encode() if isinstance(piece, str) else piece


async def _next(made: Iterator[bytes]) -> bytes | None:
    return await anyio.to_thread.run_sync(next, made, None, limiter=_IN_TURN)


async def _sent(first: bytes | None, made: Iterator[bytes]) -> AsyncIterator[bytes]:
    piece = first
    while piece is not None:
        yield piece
        piece = await _next(made)


def _shorter(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same compressed, here and quickly: a table becomes a tenth. What the toolkit would do
    to an answer without an encoding takes ten times as long."""
    packed = zlib.compressobj(level=1, wbits=GZIP)
    for piece in pieces:
        yield packed.compress(piece) + packed.flush(zlib.Z_SYNC_FLUSH) if piece else piece
    yield packed.flush()
