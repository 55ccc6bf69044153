"""A proxy that ends TLS, as the web server of a school does, and hands on all else."""

from __future__ import annotations

import select
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit


@contextmanager
def over_https(address: str, folder: Path) -> Iterator[str]:
    """The address under which browsers then reach that one, with a certificate made in `folder`."""
    inside = urlsplit(address)
    assert inside.hostname
    assert inside.port
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(folder))
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        there = (inside.hostname, inside.port)
        threading.Thread(target=_serve, args=(listener, context, there), daemon=True).start()
        yield f"https://localhost:{listener.getsockname()[1]}{inside.path}"


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def _serve(listener: socket.socket, context: ssl.SSLContext, there: tuple[str, int]) -> None:
    with suppress(OSError):  # the test is over
        while True:
            raw, _ = listener.accept()
            threading.Thread(target=_join, args=(raw, context, there), daemon=True).start()


def _join(raw: socket.socket, context: ssl.SSLContext, there: tuple[str, int]) -> None:
    with (
        suppress(OSError),
        context.wrap_socket(raw, server_side=True) as browser,
        socket.create_connection(there) as server,
    ):
        ways = {browser: server, server: browser}
        while True:
            ready = [browser] if browser.pending() else select.select([*ways], [], [])[0]
            for source in ready:
                piece = source.recv(1 << 16)
                if not piece:
                    return
                ways[source].sendall(piece)
