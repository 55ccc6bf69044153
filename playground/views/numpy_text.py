"""An array as a line of NumPy, with every digit, to be copied."""

from __future__ import annotations

from typing import Any

import numpy as np


def array_line(name: str, values: Any) -> str:
    """`name = np.array([[0.1, np.nan]])`; what is not known is nan."""
    numbers = repr(np.asarray(values, dtype=float).tolist())
    return f"{name} = np.array({numbers.replace('nan', 'np.nan').replace('inf', 'np.inf')})"
