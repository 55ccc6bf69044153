"""The part of the page that opens what a class has handed in: a table, and each one's answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.view import View
from playground.export.class_results import (
    Result,
    SetWork,
    class_csv,
    minutes,
    same_numbers,
    stumbling_blocks,
)
from playground.session.offered_files import OfferedFile
from playground.solve.handed_in import HEAD, HandedIn, handed_in, to_json
from playground.take_along.sheets import WORKSHEETS
from playground.ui.file_button import Offer, offer_files
from playground.ui.page_text import as_typed
from playground.views.html_table import html_table

MOST = 200  # pieces of work at once
MOST_NAMES = 12  # that are listed beside a kind of step
# What is put in now, judged once; the browser does not keep it.
_JUDGED: session.Remembered[dict[tuple[bytes, str], Result]] = session.Remembered("handed_in", dict)


def handed_in_panel(view: View, given: SetWork) -> None:
    """Where files and codes are put in, and what they say together."""
    st.caption(
        "Open what students hand in from your links. Their answers are marked here again; what "
        "follows correctly from a slip counts as right. Nothing is stored. Variants are recognised "
        f"by their seed, {given.seed}, and the names under {WORKSHEETS}, or the name handed in."
    )
    with st.container(horizontal=True, gap="medium"):
        files = st.file_uploader(
            "Files", "json", accept_multiple_files=True, key="handed_in_files", max_upload_size=1
        )
        codes = st.text_area(
            "Or codes, one after another", key="handed_in_codes", height=110, placeholder=HEAD
        )
    texts = [(file.name, file.getvalue()) for file in files]
    found = codes.split(HEAD)
    texts += [(f"Code {k}", (HEAD + one).encode()) for k, one in enumerate(found[1:], 1)]
    results = _opened(texts, view)
    if found[0].strip():
        st.error(f"A code starts with {HEAD}", icon=":material/error:")
    if results:
        _class(results, given)
        _one(results)


def _opened(texts: Sequence[tuple[str, bytes]], view: View) -> list[Result]:
    """Those that can be read; of each other one it is said why not."""
    if len(texts) > MOST:
        st.error(
            f"{len(texts)} pieces of work were opened. The first {MOST} are shown.",
            icon=":material/error:",
        )
    before, now = _JUDGED.get(), dict[tuple[bytes, str], Result]()
    seen, again = set[str](), list[str]()
    with st.spinner("Marking the answers …", show_time=False):
        for name, text in texts[:MOST]:
            try:
                key = text, view.chosen_notation
                result = before.get(key) or Result(handed_in(text), view.chosen_notation)
                same = to_json(result.work)  # as a file, as a code, or twice
                if same in seen:
                    again.append(name)
                else:
                    now[key] = result
                seen.add(same)
            except BackpropError as error:
                st.error(f"{as_typed(name)}: {as_typed(str(error))}", icon=":material/error:")
    if again:
        st.caption(f"Opened more than once, and shown once: {as_typed(_listed(again))}.")
    _JUDGED.set(now)
    return [*now.values()]


def _class(results: list[Result], given: SetWork) -> None:
    head = (
        "Name",
        "Points",
        "Out of",
        "Right",
        "Follows",
        "Wrong",
        "Blank",
        "Hints",
        "Minutes",
        "",
    )
    st.html(html_table("Handed in", head, [_row(one, given) for one in results]))
    blocks = stumbling_blocks(results)
    if blocks:
        rows = [([name], [str(len(who)), _listed(who)]) for name, who in blocks]
        st.html(html_table("Who stumbled where", ("Kind of step", "How many", "Who"), rows))
    make = partial(class_csv, results, given)
    file = OfferedFile("handed-in.csv", "text/csv", make)
    offer = Offer("handed_in_csv", "Table for all (CSV)", file, "table")
    offer_files([offer], key="handed_in_table")


def _row(one: Result, given: SetWork) -> tuple[list[str], list[str]]:
    made, verdicts = one.score, one.score.verdicts
    right = verdicts.get("exact", 0) + verdicts.get("rounded", 0)
    numbers = [right, verdicts.get("follows", 0), verdicts.get("wrong", 0), made.to_go, made.hints]
    texts = [
        session.in_words(f"{made.points:g}"),
        str(made.asked),
        *map(str, numbers),
        minutes(one.work),
    ]
    texts.append(_which(one.work, given))
    return [one.work.name or "?"], texts


def _which(work: HandedIn, given: SetWork) -> str:
    """What was worked on, where it is not the exercise on the screen."""
    if same_numbers(work.exercise, given.exercise):
        return ""
    name = given.variant_of(work)
    return f"variant of {name}" if name else "another exercise"


def _listed(who: Sequence[str]) -> str:
    more = f" and {len(who) - MOST_NAMES} more" if len(who) > MOST_NAMES else ""
    return ", ".join(who[:MOST_NAMES]) + more


def _one(results: list[Result]) -> None:
    """Every answer of one of them."""
    place = st.selectbox(
        "Answers of",
        range(len(results)),
        format_func=lambda k: results[k].work.name or f"number {k + 1}",
        key="handed_in_one",
    )
    one = results[place or 0]
    if one.slip:
        st.markdown(f"**Likely slip**: {as_typed(one.slip)}")
    head = ("Number", "Answer", "Exact value", "Verdict", "Hints", "Corrected from")
    rows = [([name], [c.replace("-", "−") for c in cells]) for name, *cells in one.answers()]
    st.html(html_table("Answers", head, rows, captioned=False))
