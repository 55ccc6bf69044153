"""A cell of a grid: the number that stands there, and what a browser says of a press on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeGuard, get_args

from backprop_core import Address
from playground.where import are_counts

Axis = Literal["neuron", "source", "sample", "all"]  # "all": one row or column for all together
AXES: tuple[Axis, ...] = get_args(Axis)


def cell_pressed_in(message: Any) -> tuple[Address, bool] | None:
    """The address of a grid's cell that was pressed, and whether its number is given, not made by
    a step; None for a message that names no cell. The network may have no such number."""
    if not isinstance(message, Mapping) or not isinstance(grid := message.get("at"), Mapping):
        return None
    cell = [message.get("row"), message.get("column")]
    axes, samples = grid.get("axes"), grid.get("samples")
    if not (are_counts(cell) and are_counts(samples) and _are_axes(axes)):
        return None
    if not (isinstance(grid.get("quantity"), str) and isinstance(grid.get("given"), bool)):
        return None
    layer, sample = grid.get("layer"), grid.get("sample")
    of_inputs = grid["quantity"] == "da" and layer == -1  # ∂loss/∂x
    optional = [None if of_inputs else layer, sample]
    if not are_counts([count for count in optional if count is not None]):
        return None
    if any(axis == "sample" and k >= len(samples) for axis, k in zip(axes, cell, strict=True)):
        return None
    return address_in(grid, *cell), bool(grid["given"])


def address_in(grid: Mapping[str, Any], row: int, column: int) -> Address:
    """The address of a cell; `grid` tells quantity and layer, what its axes count, the samples
    along the axis "sample", and the sample that the whole grid is of, if any."""
    where: dict[str, Any] = {"sample": grid["sample"]}
    for axis, k in zip(grid["axes"], (row, column), strict=True):
        if axis == "sample":
            where["sample"] = grid["samples"][k]
        elif axis != "all":
            where[axis] = k
    return Address(grid["quantity"], grid["layer"], **where)


def _are_axes(values: Any) -> TypeGuard[list[Axis]]:
    return isinstance(values, list) and len(values) == 2 and all(axis in AXES for axis in values)
