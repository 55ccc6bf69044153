"""The memory of a session: fifty of them step through the opening network, for ten minutes.

The sessions are WebSocket clients that press the "Next" button, and "First" at the end,
as a browser would. The server's memory is read once a minute; after the first minutes it should be
flat. `--minutes` and `--sessions` make it shorter or smaller.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from benchmarks.client import Tab, connect, run
from benchmarks.server import served

SESSIONS, MINUTES, SECONDS_BETWEEN = 50, 10.0, 1.0


async def _session(address: str, until: float, counted: list[int]) -> None:
    async with connect(address) as link:
        tab = Tab()
        await run(link, tab, tab.opens(""))
        while asyncio.get_running_loop().time() < until:
            await run(link, tab, tab.press("First" if "Next" in tab.disabled else "Next"))
            counted[0] += 1
            await asyncio.sleep(SECONDS_BETWEEN)


def memory(process: int) -> float:
    """The resident memory of a process in MB."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


async def _soak(address: str, process: int, sessions: int, minutes: float) -> list[float]:
    loop = asyncio.get_running_loop()
    start, counted = loop.time(), [0]
    until = start + 60 * minutes
    clients = [asyncio.create_task(_session(address, until, counted)) for _ in range(sessions)]
    readings = [memory(process)]
    while loop.time() < until:
        await asyncio.sleep(min(60.0, max(0.1, until - loop.time())))
        readings.append(memory(process))
        print(
            f"  after {(loop.time() - start) / 60:.1f} min: {readings[-1]:.0f} MB, "
            f"{counted[0]} steps",
            flush=True,
        )
    await asyncio.gather(*clients)
    return readings


def report(sessions: int = SESSIONS, minutes: float = MINUTES) -> str:
    """The readings in words and numbers."""
    with served() as (address, process):
        empty = memory(process)
        readings = asyncio.run(_soak(address, process, sessions, minutes))
    warm = readings[len(readings) // 3]
    minute_by_minute = ", ".join(f"{mb:.0f}" for mb in readings)
    return (
        f"### Memory of {sessions} sessions stepping for {minutes:g} minutes\n\n"
        f"{empty:.0f} MB before the first session; {warm:.0f} MB when warm "
        f"({(warm - empty) / sessions:.2f} MB a session); {readings[-1]:.0f} MB at the end "
        f"({readings[-1] - warm:+.0f} MB). Minute by minute: {minute_by_minute}.\n"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=SESSIONS)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    arguments = parser.parse_args()
    print(report(arguments.sessions, arguments.minutes))
