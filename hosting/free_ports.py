"""Whether `serve.sh` can listen where it is asked to; otherwise one line on what to set."""

from __future__ import annotations

import socket
import sys

LAST = 65_535  # ports


def problem(address: str, port: str, workers: str) -> str | None:
    """What is wrong with them, if anything."""
    if not (workers.isdecimal() and 1 <= int(workers) < LAST):
        return f"WORKERS got {workers!r}. It takes a whole number from 1."
    most = LAST - int(workers)
    if not (port.isdecimal() and 1 <= int(port) <= most):
        return f"PORT got {port!r}. It takes a whole number from 1 to {most}."
    for number in range(int(workers) + 1):
        host = "127.0.0.1" if number else address.strip("[]")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            socket.create_server((host, int(port) + number), family=family).close()
        except OSError as error:
            why = (error.strerror or str(error)).lower()
            other = "PORT" if number else "PORT or ADDRESS"
            return f"Cannot listen on {host}:{int(port) + number}: {why}. Set another {other}."
    return None


if __name__ == "__main__":
    sys.exit(problem(*sys.argv[1:]))
