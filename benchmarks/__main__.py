"""Run all benchmarks and write their table: `python -m benchmarks`, or `make bench`.

`--quick` shortens the soak to one minute; `--output` names the file, benchmarks/results.md.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks import (
    beside,
    click,
    cold,
    engine,
    load,
    passes,
    soak,
    takeover,
    train_page,
    training,
    work,
    workers,
)
from benchmarks.table import markdown

RESULTS = Path(__file__).parent / "results.md"


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--output", type=Path, default=RESULTS)
    arguments = parser.parse_args()
    parts = [
        markdown("One training step, beside PyTorch eager, one thread", "µs", engine.rows()),
        markdown("One update in training, beside PyTorch eager, one thread", "µs", training.rows()),
        training.speeds(training.rows_beside_the_loop()),
        markdown("From click to painted, beside a bare Plotly.react", "ms", click.rows()),
        markdown("Cold browser to the first graph, beside a one-chart page", "s", cold.rows()),
        passes.report(),
        work.report(),
        train_page.report(),
        load.report(),
        workers.report(),
        takeover.report(),
        beside.report(),
        soak.report(minutes=1.0 if arguments.quick else soak.MINUTES),
    ]
    text = "\n".join(["## Benchmarks", "", *parts])
    print(text)
    arguments.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
