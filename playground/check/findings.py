"""What is found in somebody's own gradient, and which usual mistake it is."""

from __future__ import annotations

import streamlit as st

from playground.check.attempt import Claim, Pass
from playground.check.diagnosis import (
    BLANK,
    CLOSE,
    DIFFERENT,
    ROUNDED,
    SAME,
    Diagnosis,
    Finding,
    Parameter,
    gradient_name,
    relative_error,
)
from playground.check.wrong_gradients import Wrong
from playground.notation import number_text
from playground.notation.bare_symbols import in_notation
from playground.notation.symbols import OWN, Symbols
from playground.ui.page_text import filled, sections

FEW = 3  # from fewer numbers than this a mistake can only be guessed


def diagnosis_view(diagnosis: Diagnosis, p: Pass, claim: Claim, symbols: Symbols) -> None:
    given = diagnosis.count(SAME, ROUNDED, CLOSE, DIFFERENT)
    if not given:
        st.info(sections("check/text")["empty"], icon=":material/edit:")
        return
    total = given + diagnosis.count(BLANK)
    of_all = f"all {total}" if given == total else f"{given} of {total}"
    if diagnosis.wrong:
        st.error(
            f"Numbers that differ: {diagnosis.count(DIFFERENT)} of the {given} given.",
            icon=":material/close:",
        )
    else:
        st.success(
            f"Your gradient agrees. {of_all.capitalize()} numbers compared.",
            icon=":material/check:",
        )
    for finding in diagnosis.findings:
        _finding(finding, symbols)
    if diagnosis.findings and given < FEW:
        st.caption(sections("check/text")["few"])
    if diagnosis.unexplained:
        _explain("unexplained", symbols, _names(diagnosis.unexplained, symbols))
    several = len(diagnosis.findings) + bool(diagnosis.unexplained) > 1 or diagnosis.unexplained
    if several and len(diagnosis.wrong) > 1 and diagnosis.first is not None:
        _explain("first", symbols, "", {"first": gradient_name(symbols, diagnosis.first)})
    if diagnosis.count(CLOSE) and not diagnosis.wrong:
        worst = max(relative_error(p, claim, at) for at in diagnosis.agreement)
        _explain("noise", symbols, "", {"error": number_text.text(worst, 2)})


def _finding(finding: Finding, symbols: Symbols) -> None:
    first, *others = finding.mistakes
    names = _names(finding.explained, symbols)
    _explain(first.mistake, symbols, names, _details(first, symbols))
    for other in others:
        with st.expander(f"The same numbers would come from: {title_of(other, symbols)}"):
            st.markdown(_text(other.mistake, symbols, _details(other, symbols))[1])


def _names(parameters: tuple[Parameter, ...], symbols: Symbols) -> str:
    return ", ".join(gradient_name(symbols, at) for at in parameters)


def _explain(
    mistake: str, symbols: Symbols, where: str, details: dict[str, str] | None = None
) -> None:
    title, body = _text(mistake, symbols, details or {})
    place = f"\n\n*{where}*" if where else ""
    st.markdown(f"**{title}**{place}\n\n{body}")


def _text(mistake: str, symbols: Symbols, details: dict[str, str]) -> tuple[str, str]:
    """Its title, and what to do about it, in the notation."""
    written = in_notation(sections("check/mistakes")[mistake], symbols.notation)
    title, _, body = filled(written, details).partition("\n")
    return title, body.strip()


def title_of(wrong: Wrong, symbols: Symbols) -> str:
    return _text(wrong.mistake, symbols, _details(wrong, symbols))[0]


def _details(wrong: Wrong, symbols: Symbols) -> dict[str, str]:
    """What a mistake's text names, with the layers called as the notation does."""
    own, layers = Symbols(OWN, symbols.sizes), range(len(symbols.sizes) - 1)
    called = {own.the_layer(n): symbols.the_layer(n) for n in layers}
    return {name: called.get(value, value) for name, value in wrong.details.items()}
