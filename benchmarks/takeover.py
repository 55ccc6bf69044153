"""Two workers behind nginx, one of which is killed while a class steps: who loses what?

Each session does what a browser does: it keeps its worker's cookie and what it is handed to keep,
connects again when the connection breaks, and answers a server that asks for the work. What it is
shown then is compared with where it was. `python -m benchmarks.takeover --sessions 40`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.client import Tab, connect, run
from benchmarks.load import PRESET
from benchmarks.server import ROOT, _wait

SESSIONS, WORKERS, BEFORE, AFTER = 40, 2, 15.0, 25.0  # seconds of stepping
STEP = re.compile(r"step (\d+) of (\d+)")
BETWEEN = 0.5  # s between two tries to connect


@dataclass
class Seen:
    """Of all sessions: seconds from a cut to the step it was at, and what was not as before."""

    back: list[float] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    again: int = 0  # presses that were on their way, and were made once more
    steps: int = 0
    late: list[float] = field(default_factory=list)


@dataclass
class Browser(Tab):
    """One session's tab with its cookies, what it keeps, and the step that it shows."""

    address: str = ""
    seen: Seen = field(default_factory=Seen)
    cookie: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    step: int = 0
    asked: bool = False  # for the work that it keeps

    def open(self) -> None:
        """The page itself, which brings the cookie that leads to one worker."""
        with urllib.request.urlopen(self.address, timeout=30) as page:
            self.cookie = (page.headers.get("Set-Cookie") or "").partition(";")[0]

    def read(self, message: ForwardMsg) -> None:
        """Take note also of the step, and of what is to be kept."""
        super().read(message)
        element = message.delta.new_element
        if found := STEP.search(element.markdown.body):
            self.step = int(found[1])
        view = element.bidi_component
        if view.component_name.endswith("keeper"):
            parts = json.loads(view.bytes)
            self.asked = self.asked or bool(parts.get("ask"))
            self.kept |= parts
        elif view.component_name.endswith("network"):
            self.kept |= json.loads(view.bytes.partition(b"\n")[0]).get("keep") or {}

    async def begin(self, link: Any) -> None:
        """The first message on a connection; a server that asks for the work gets it."""
        await run(link, self, self.opens("" if self.kept else f"preset={PRESET}"))
        if self.asked:
            parts = {name: self.kept.get(name, "") for name in ("work", "place", "table")}
            self.asked = False
            await run(link, self, self.report("keeper", "kept", parts))

    def connect(self) -> Any:
        """A connection of the same browser."""
        kept = ["work_kept=1"] * bool(self.kept)
        return connect(self.address, "; ".join([self.cookie, *kept]))

    async def stay(self, until: float) -> None:
        """Step once a second until then, whatever becomes of the connection."""
        await asyncio.to_thread(self.open)
        cut = 0.0
        while time.monotonic() < until or cut:
            with suppress(OSError, websockets.WebSocketException):
                async with self.connect() as link:
                    before = self.step
                    await self.begin(link)
                    if cut:
                        self._came_back(before, cut)
                    cut = 0.0
                    await self.walk(link, until)
                    return
            cut = cut or time.monotonic()
            await asyncio.sleep(BETWEEN)

    def _came_back(self, before: int, cut: float) -> None:
        self.seen.back.append(time.monotonic() - cut)
        if self.step != before:
            self.seen.lost.append(f"was at step {before}, came back at {self.step}")

    async def walk(self, link: Any, until: float) -> None:
        """One press a second."""
        turn = time.monotonic()
        while time.monotonic() < until:
            label = "First" if "Next" in self.disabled else "Next"
            expected = 1 if label == "First" else self.step + 1
            start = time.monotonic()
            try:
                await run(link, self, self.press(label))
            except (OSError, websockets.WebSocketException):
                self.seen.again += 1
                raise
            self.seen.late.append(time.monotonic() - start)
            self.seen.steps += 1
            if self.step != expected:
                self.seen.lost.append(f"a press led to step {self.step}, not to {expected}")
            turn += 1.0
            await asyncio.sleep(max(0.0, turn - time.monotonic()))


def free_ports(count: int) -> int:
    """The first of so many in a row that are free, below those that the system gives out."""
    for port in range(20_000, 30_000, 10):
        with suppress(OSError), ExitStack() as probes:
            for number in range(count):
                probe = probes.enter_context(socket.socket())
                probe.bind(("127.0.0.1", port + number))
            return port
    raise OSError("no free ports")


@contextmanager
def workers(count: int) -> Iterator[tuple[str, int]]:
    """Run `hosting/serve.sh`; yields the address and its port."""
    port = free_ports(count + 1)
    settings = {"WORKERS": str(count), "PORT": str(port), "PYTHON": sys.executable}
    process = subprocess.Popen(
        ["sh", "hosting/serve.sh"],
        cwd=ROOT,
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for number in range(count):
            _wait(f"http://127.0.0.1:{port + 1 + number}/_stcore/health")
        _wait(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}", port
    finally:
        process.terminate()
        process.wait()


def worker_on(port: int) -> int:
    """The process that was started for that port."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            if b"streamlit" in words and str(port).encode() in words:
                return int(folder.name)
    raise LookupError(f"no worker on port {port}")


async def _killed(address: str, port: int, sessions: int) -> Seen:
    seen = Seen()
    coming = sessions / 10  # ten a second
    until = time.monotonic() + coming + BEFORE + AFTER
    tabs = []
    for _ in range(sessions):
        tabs.append(asyncio.create_task(Browser(address=address, seen=seen).stay(until)))
        await asyncio.sleep(0.1)
    await asyncio.sleep(BEFORE)
    os.kill(worker_on(port + 1), signal.SIGKILL)
    await asyncio.gather(*tabs)
    return seen


def report(sessions: int = SESSIONS) -> str:
    """In words and numbers."""
    with workers(WORKERS) as (address, port):
        seen = asyncio.run(_killed(address, port, sessions))
    back, late = sorted(seen.back), sorted(seen.late)
    lines = [
        f"### {sessions} sessions on {WORKERS} workers behind nginx, one of them killed",
        "",
        f"{len(back)} sessions lost their worker. They were back at their step after "
        f"{back[len(back) // 2]:.1f} s at the median and {back[-1]:.1f} s at the latest. "
        f"{seen.steps} steps in all, p95 {1000 * late[int(0.95 * len(late))]:.0f} ms; "
        f"{seen.again} presses were on their way when the worker died, and were made once more.",
        "",
        f"Lost or otherwise than before: {len(seen.lost)}.",
        *(f"- {one}" for one in seen.lost),
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    print(report(parser.parse_args().sessions))
