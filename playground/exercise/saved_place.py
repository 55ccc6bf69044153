"""What is shown as text, for a browser's own store: plain data, in which tuples, and dicts with any
keys, stay what they are."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from playground.exercise.saved import FORMAT


def place_text(place: Mapping[str, Any]) -> str:
    """What is shown, as text."""
    return json.dumps({"format": FORMAT, "place": _marked(dict(place))}, separators=(",", ":"))


def place_in(text: str) -> dict[str, Any]:
    """What was shown; nothing where the text is not such a one."""
    try:
        data = json.loads(text)
        if not isinstance(data, Mapping) or data.get("format") != FORMAT:
            return {}
        place = _unmarked(data["place"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return place if isinstance(place, dict) else {}


def _marked(value: Any) -> Any:
    if isinstance(value, dict):
        return {"d": [[_marked(key), _marked(one)] for key, one in value.items()]}
    if isinstance(value, tuple):
        return {"t": [_marked(one) for one in value]}
    if isinstance(value, list):
        return [_marked(one) for one in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(one) for one in value]
    if not isinstance(value, dict):
        return value
    (mark, items), *more = value.items()
    read: Callable[[Any], Any] = {"d": _as_dict, "t": _as_tuple}[mark]
    if more:
        raise ValueError("more than one mark")
    return read(items)


def _as_dict(items: Any) -> dict[Any, Any]:
    return {_unmarked(key): _unmarked(one) for key, one in items}


def _as_tuple(items: Any) -> tuple[Any, ...]:
    return tuple(_unmarked(one) for one in items)
