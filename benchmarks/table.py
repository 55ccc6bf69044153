"""How the results of all benchmarks are shown: one Markdown table each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def markdown(title: str, unit: str, rows: Sequence[dict[str, Any]]) -> str:
    """Rows with name, ours, peer, ratio and target, as a table under a heading."""
    lines = [
        f"### {title}",
        "",
        f"| | ours, {unit} | peer, {unit} | ratio | at most |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in rows:
        target = "" if row["target"] is None else f"{row['target']:.2f}"
        lines.append(
            f"| {row['name']} | {row['ours']:.1f} | {row['peer']:.1f} "
            f"| {row['ratio']:.2f} | {target} |"
        )
    return "\n".join([*lines, ""])
