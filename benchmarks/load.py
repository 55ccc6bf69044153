"""A class at once: many sessions that step once a second, and what each step costs the server.

Client and server share the machine. Besides the answer times, which say whether a class is served,
stand the server's processor time and the bytes sent for a step, which depend less on the machine.
`python -m benchmarks.load --sessions 150`; several numbers are measured one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.client import Tab, connect, run
from benchmarks.server import served
from benchmarks.soak import memory

SESSIONS, SECONDS, WARM_SECONDS = (25, 80, 150), 30.0, 6.0
PRESET = "02_mazur_shared_bias"
MOST_P95 = 500.0  # ms


@dataclass
class Seen:
    """Of all sessions together: how long each step took to be answered (s), and its bytes."""

    times: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    counting: bool = False


async def stepping(address: str, late: float, until: float, seen: Seen) -> None:
    """A session that comes `late` seconds after the first."""
    loop = asyncio.get_running_loop()
    await asyncio.sleep(late)
    async with connect(address) as link:
        tab = Tab()
        await run(link, tab, tab.opens(f"preset={PRESET}"))
        turn = loop.time()
        while loop.time() < until:
            start = loop.time()
            pressed = tab.press("First" if "Next" in tab.disabled else "Next")
            size = await run(link, tab, pressed)
            if seen.counting:
                seen.times.append(loop.time() - start)
                seen.sizes.append(size)
            turn += 1.0
            await asyncio.sleep(max(0.0, turn - loop.time()))


def cpu_seconds(*processes: int) -> float:
    """The processor time that these processes have taken."""
    return sum(map(_cpu_seconds, processes))


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def measured(
    address: str, processes: Sequence[int], sessions: int, seconds: float
) -> dict[str, Any]:
    """Of so many sessions on a server of these processes."""
    loop, seen = asyncio.get_running_loop(), Seen()
    coming = sessions / 10  # ten a second
    until = loop.time() + coming + WARM_SECONDS + seconds
    clients = [
        asyncio.create_task(stepping(address, number / 10, until, seen))
        for number in range(sessions)
    ]
    await asyncio.sleep(coming + WARM_SECONDS)
    seen.counting, before = True, cpu_seconds(*processes)
    await asyncio.sleep(seconds - 0.5)
    seen.counting, taken = False, cpu_seconds(*processes) - before
    await asyncio.gather(*clients)
    times = sorted(seen.times)
    return {
        "sessions": sessions,
        "p50": 1000 * times[len(times) // 2],
        "p95": 1000 * times[int(0.95 * len(times))],
        "p99": 1000 * times[int(0.99 * len(times))],
        "cpu": 1000 * taken / len(times),
        "share": 100 * taken / (seconds - 0.5),
        "kilobytes": sum(seen.sizes) / len(seen.sizes) / 1000,
        "memory": sum(map(memory, processes)),
    }


def rows(sessions: tuple[int, ...] = SESSIONS, seconds: float = SECONDS) -> list[dict[str, Any]]:
    """One for each number of sessions, on a fresh server each."""
    found = []
    for count in sessions:
        with served() as (address, process):
            found.append(asyncio.run(measured(address, [process], count, seconds)))
    return found


def report(sessions: tuple[int, ...] = SESSIONS, seconds: float = SECONDS) -> str:
    """As Markdown."""
    lines = [
        f"### Sessions that step once a second, one process, client and server on {os.cpu_count()} "
        "cores",
        "",
        f"At most {MOST_P95:.0f} ms at the 95th percentile for a class of 150.",
        "",
        "| sessions | p50, ms | p95, ms | p99, ms | server CPU a step, ms | of one core, % "
        "| kB a step | memory, MB |",
        "|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        "| {sessions} | {p50:.0f} | {p95:.0f} | {p99:.0f} | {cpu:.1f} | {share:.0f} | "
        "{kilobytes:.1f} | {memory:.0f} |".format(**row)
        for row in rows(sessions, seconds)
    ]
    return "\n".join([*lines, ""])


def asked(description: str | None, sessions: Sequence[int]) -> tuple[tuple[int, ...], float]:
    """The numbers of sessions and the seconds that a command line asks for."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--sessions", type=int, nargs="+", default=sessions)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    arguments = parser.parse_args()
    return tuple(arguments.sessions), arguments.seconds


if __name__ == "__main__":
    print(report(*asked(__doc__, SESSIONS)))
