"""Solve: what there is to say about an answer, the score, and at the end the summary."""

from __future__ import annotations

from html import escape

import streamlit as st

from backprop_core import Address
from playground import session
from playground.exercise.answers import address_in
from playground.exercise.view import View
from playground.solve.score import (
    Kind,
    headline,
    is_without_help,
    kinds,
    score,
    what_next,
)
from playground.solve.sheet import Sheet
from playground.solve.verdict_text import slips_told, told
from playground.stage.answer_marks import SIGNS
from playground.ui.buttons import button
from playground.ui.page_text import as_typed
from playground.ui.solve_question import LAST, correct, name_of, symbol_of

MOST_WRONG = 4  # that are listed beside the one at hand


def solved_panel(view: View, sheet: Sheet) -> None:
    """The verdict on the answer at hand; the score; the summary once nothing is blank."""
    st.html("<span class='solving'></span>")
    at = _at_hand(view, sheet)
    if sheet.is_marked:
        if at is not None:
            _verdict(view, sheet, at)
        if sheet.numbers:
            _score(sheet)
        _others_wrong(view, sheet, at)
    else:
        _unmarked(sheet)
    if sheet.numbers and sheet.is_marked:
        _summary(view, sheet)
    if not sheet.numbers:
        st.caption(
            "Type the number and press Enter. Click any number on the graph, or use Next, to work "
            "in another order. Rounded intermediate results count as right."
        )


def _at_hand(view: View, sheet: Sheet) -> Address | None:
    """The number that the walk is at, if it is answered; else the one answered last."""
    here = sheet.here(view.position)
    if here in sheet.numbers:
        return here
    last = address_in(LAST.get())
    return last[1] if last is not None and last[1] in sheet.numbers else None


def _verdict(view: View, sheet: Sheet, at: Address) -> None:
    verdict = sheet.judged.verdicts[at]
    said = told(sheet, at, view.digits, hidden=session.answers_hidden())
    sign = SIGNS[verdict][0]
    text = as_typed(sheet.answer(at)["text"].replace("-", "−"))
    with st.container(key=f"verdict_{verdict}", gap="xsmall"):
        st.markdown(
            f"<div class='verdict verdict-{verdict}' role='status'>\n\n"
            f"<span class='verdict-sign'>{sign}</span> ${symbol_of(view, at)}$ = {text} "
            f"{escape(said.head)}\n\n</div>",
            unsafe_allow_html=True,
        )
        if said.body:
            st.markdown(as_typed(said.body))
        step = sheet.step_of(at)
        if verdict == "wrong" and step is not None and step != view.position:
            button(
                "Correct it", key="correct", icon=":material/edit:", on_click=correct, args=(step,)
            )


def _others_wrong(view: View, sheet: Sheet, at: Address | None) -> None:
    """The other answers that are wrong, each a way back to it."""
    verdicts = sheet.judged.verdicts
    wrong = [one for one, verdict in verdicts.items() if verdict == "wrong" and one != at]
    with st.container(key="others_wrong", horizontal=True, gap="xsmall"):
        for one in wrong[:MOST_WRONG]:
            step = sheet.step_of(one)
            if step is not None:
                button(
                    f"Correct {name_of(view, one)}",
                    key=f"correct_{step}",
                    icon=":material/edit:",
                    type="tertiary",
                    on_click=correct,
                    args=(step,),
                )


def _score(sheet: Sheet) -> None:
    made = score(sheet)
    counts = "".join(
        f"<span class='mark-{verdict}' role='img' title='{words}' "
        f"aria-label='{made.verdicts.get(verdict, 0)} {words}'>"
        f"<b>{sign}</b> {made.verdicts.get(verdict, 0)}</span>"
        for verdict, (sign, _, words) in SIGNS.items()
    )
    hints = f"{made.hints} hint{'s' * (made.hints != 1)}"
    to_go = f"{made.to_go} number{'s' * (made.to_go != 1)} to go"
    st.html(
        f"<div class='score'><div><b>{session.in_words(f'{made.points:g}')}</b> of {made.of}</div>"
        f"<div class='score-counts'>{counts}</div></div>"
        f"<div class='score-more'>{hints} · {to_go}</div>"
    )


def _unmarked(sheet: Sheet) -> None:
    """While nothing is marked yet: how many are answered, and the button that marks them."""
    done = len(sheet.numbers)
    st.html(f"<div class='score'><div><b>{done}</b> of {len(sheet.asks)} answered</div></div>")
    button(
        "Mark my work",
        key="mark_all",
        type="primary" if not sheet.blanks else "secondary",
        disabled=not done,
        on_click=session.choose,
        kwargs={"marked": True},
    )


def _slips(view: View, sheet: Sheet) -> None:
    """At the end: the likely slips, each once, with the answers that it made wrong."""
    for said, places in slips_told(sheet, view.digits, hidden=session.answers_hidden()):
        names = [f"**{as_typed(name_of(view, at))}**" for at in places[:MOST_WRONG]]
        if len(places) > MOST_WRONG:
            names.append(f"{len(places) - MOST_WRONG} more")
        *first, last = names
        joined = f"{', '.join(first)} and {last}" if first else last
        st.markdown(f"{joined}: {as_typed(said)}")


def _summary(view: View, sheet: Sheet) -> None:
    """How each kind of step went; at the end in a sentence, and again, with other numbers or the
    same."""
    rows = "".join(_kind_row(kind) for kind in kinds(sheet))
    head = "" if sheet.blanks else f"<h2>{escape(headline(sheet))}</h2>"
    st.html(f"<div class='summary'>{head}<table><tbody>{rows}</tbody></table></div>")
    if sheet.blanks:
        return
    _slips(view, sheet)
    st.markdown(what_next(sheet, is_first=session.is_first_round()))
    with st.container(horizontal=True, gap="small"):
        button(
            "Again with new numbers",
            key="other_numbers",
            type="secondary" if is_without_help(sheet) else "primary",
            icon=":material/casino:",
            on_click=session.with_other_numbers,
        )
        button(
            "Same numbers again",
            key="same_numbers",
            icon=":material/replay:",
            on_click=session.clear_answers,
        )


def _kind_row(kind: Kind) -> str:
    marks = "".join(
        f"<span class='mark-{verdict}'>{SIGNS[verdict][0]}</span>"
        for _, verdict in kind.marks[:12]
        if verdict is not None
    )
    more = f" +{len(kind.marks) - 12}" if len(kind.marks) > 12 else ""
    return (
        f"<tr><th scope='row'>{kind.name}</th><td class='marks'>{marks}{more}</td>"
        f"<td><b>{kind.right}</b> / {len(kind.marks)}</td></tr>"
    )
