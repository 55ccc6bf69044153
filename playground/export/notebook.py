"""The NumPy or PyTorch program as a Jupyter notebook (nbformat 4.5): the same cells, to be run."""

from __future__ import annotations

import json
import re
from typing import Any

_CELL = re.compile(r"^# %%( \[markdown\])?\n", re.MULTILINE)


def notebook(program: str) -> str:
    """The cells of a program whose cells begin with `# %%`, as the text of an .ipynb file."""
    _, *parts = _CELL.split(program)
    cells = [_cell(k, *pair) for k, pair in enumerate(zip(parts[::2], parts[1::2], strict=True))]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {
        "cells": cells,
        "metadata": {"kernelspec": kernel, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _cell(number: int, markdown: str | None, text: str) -> dict[str, Any]:
    cell: dict[str, Any] = {"id": f"cell-{number + 1}", "metadata": {}}
    if markdown:
        prose = "\n".join(line.removeprefix("#").removeprefix(" ") for line in text.splitlines())
        return {**cell, "cell_type": "markdown", "source": _lines(prose)}
    code: dict[str, Any] = {"cell_type": "code", "execution_count": None, "outputs": []}
    return {**cell, **code, "source": _lines(text)}


def _lines(text: str) -> list[str]:
    return text.strip("\n").splitlines(keepends=True)
