"""How many sessions one worker and two hold: `make serve` behind nginx, client on the same machine.

Each number of workers gets more and more sessions that step once a second, as in `benchmarks.load`.
`python -m benchmarks.workers --sessions 150 200 250`.
"""

from __future__ import annotations

import asyncio
import os

from benchmarks.load import MOST_P95, SECONDS, asked, measured
from benchmarks.takeover import worker_on, workers

WORKERS, SESSIONS = (1, 2), (150, 200, 250)


def report(sessions: tuple[int, ...] = SESSIONS, seconds: float = SECONDS) -> str:
    """As Markdown."""
    lines = [
        f"### Sessions that step once a second, on workers behind nginx, on {os.cpu_count()} cores",
        "",
        f"Held are as many as are answered within {MOST_P95:.0f} ms at the 95th percentile.",
        "",
        "| workers | sessions | p50, ms | p95, ms | workers' CPU a step, ms | of one core, % |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for count in WORKERS:
        for several in sessions:
            with workers(count) as (address, port):
                processes = [worker_on(port + 1 + number) for number in range(count)]
                row = asyncio.run(measured(address, processes, several, seconds))
            lines.append(
                "| {count} | {sessions} | {p50:.0f} | {p95:.0f} | {cpu:.1f} | {share:.0f} |".format(
                    count=count, **row
                )
            )
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    print(report(*asked(__doc__, SESSIONS)))
