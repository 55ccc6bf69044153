"""The page "Primer": what a derivative is, the rules, the chain rule, and partial derivatives."""

from __future__ import annotations

import streamlit as st

from playground import session
from playground.primer.chain_panel import chain_panel
from playground.primer.explained import DIGITS, explained
from playground.primer.numbers import RULES, central_slope
from playground.primer.partial_panel import partial_panel
from playground.primer.secant_panel import secant_panel
from playground.ui.keeping import kept_fragment
from playground.ui.kept_widgets import kept_number, kept_tabs


def page() -> None:
    """Four tabs, each drawn again on its own."""
    st.title("Primer: derivatives", anchor=False)
    parts = {
        "slope": ("A slope", secant_panel),
        "rules": ("The rules", _rules),
        "chain": ("The chain rule", chain_panel),
        "partial": ("Two inputs", partial_panel),
    }
    tabs = kept_tabs([title for title, _ in parts.values()], "primer_tabs")
    for tab, (name, (_, part)) in zip(tabs, parts.items(), strict=True):
        with tab, st.container(key=f"primer_part_{name}"):
            kept_fragment(part, f"primer_{name}")


def _rules() -> None:
    st.markdown(explained("rules"))
    kept = kept_number("primer_rules_x", 0.7, -3.0, 3.0)
    x = st.slider("x", -3.0, 3.0, step=0.1, width=500, **kept)
    for first in range(0, len(RULES), 4):
        for column, rule in zip(st.columns(4), RULES[first : first + 4], strict=True):
            with column, st.container(border=True, height="stretch"):
                by_rule, checked = rule.derivative(x), central_slope(rule.value, x)
                st.markdown(
                    f"**{rule.name}**\n\n$$ {rule.rule} $$\n\n"
                    rf"$$ \bigl({rule.example}\bigr)' = {rule.by_rule} $$"
                )
                st.markdown(
                    f"By the rule **{session.number(by_rule, DIGITS)}**, "
                    f"by a secant **{session.number(checked, DIGITS)}**"
                )
