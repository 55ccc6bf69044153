"""Symbols of what an update rule keeps and makes: m of W, the norm of all gradients.

No notation has letters for them, so they are made of the names that the rule gives.
"""

from __future__ import annotations

from backprop_core import Address

_OF_NO_LAYER = ("x", "x0", "y", "loss", "learning_rate", "share")


def is_kept_by_a_rule(at: Address) -> bool:
    """What an update rule makes besides the new parameters: "m of W", or "norm" for all of them."""
    return " of " in at.quantity or (at.layer is None and at.quantity not in _OF_NO_LAYER)


def rule_letter(result: str) -> str:
    """The letter of what a rule makes: m, v_max, m̂ for m_hat, and m_old for what it was before."""
    name, _, more = result.removeprefix("old ").partition("_")
    tex = name if len(name) == 1 else rf"\text{{{name}}}"
    if more == "hat":
        return rf"\hat{{{tex}}}"
    below = ", ".join(filter(None, (more, "old" if result.startswith("old ") else "")))
    return rf"{tex}_{{\text{{{below}}}}}" if below else tex


def rule_name(quantity: str) -> str:
    """The same in plain text: m, m̂, velocity."""
    return quantity.replace("_hat", "\u0302").replace("_", " ")
