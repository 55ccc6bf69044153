"""Which function somebody means who typed the beginning of its name."""

from __future__ import annotations

from backprop_core import ACTIVATIONS


def activation_meant(typed: str, *, last: bool) -> str:
    """The activation whose name begins so, such as softmax for "soft"; the text itself where none
    does, which may be a name with a parameter. Only a `last` layer takes softmax, and there it
    comes first, since all others can be told apart from it by the next letter."""
    begun = "_".join(typed.lower().split())
    if not begun or begun in ACTIVATIONS:
        return begun or typed
    found = [one for one in ACTIVATIONS if one.startswith(begun)]
    if last:
        found.sort(key=lambda name: ACTIVATIONS[name].elementwise)
    else:
        found = [one for one in found if ACTIVATIONS[one].elementwise]
    return found[0] if found else typed
