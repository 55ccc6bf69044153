"""The box for everything: paste, open a file, and see how each array was read."""

from __future__ import annotations

from functools import partial

import streamlit as st

from backprop_core import BackpropError, WrittenArray, read_file
from playground import session
from playground.check import entered
from playground.check.arrangements import Place
from playground.check.numbers import LONGEST, Outcome, as_text, example_text
from playground.check.reading import LEAVE_OUT, Item
from playground.check.usual import Option
from playground.check.words import name, place_name
from playground.exercise.array_labels import is_aside, is_loss_after
from playground.exercise.document import Document, is_complete
from playground.exercise.pasted_network import Parameters, document_with, network_in
from playground.notation.symbols import Symbols
from playground.ui.buttons import button
from playground.ui.fields import text
from playground.ui.page_text import as_typed

KINDS = ["npz", "npy", "json", "csv", "txt"]

EXAMPLE = "dW1 = [[0.0085, 0], [0.0064, 0]]\ndb1 = [0.0085, 0.0064]"
EXAMPLE_WITH_COMMAS = "dW1 = [[0,0085; 0]; [0,0064; 0]]\ndb1 = [0,0085; 0,0064]"


def paste_panel(now: Document) -> None:
    """The box and its buttons."""
    held = entered.sheet()
    key = "paste"
    known = st.session_state.get("paste_version") == held["version"] and key in st.session_state
    if not known or session.is_turned():
        st.session_state[key] = held["text"]
        st.session_state["paste_version"] = held["version"]
    st.text_area(
        "Your numbers",
        key=key,
        height=230,
        on_change=_pasted,
        placeholder=EXAMPLE_WITH_COMMAS if session.writes_comma() else EXAMPLE,
        help="Any quantity in any form: output of NumPy, PyTorch, MATLAB or R, tables, "
        "LaTeX, single numbers. Nothing you paste is run.",
    )
    with st.container(horizontal=True, vertical_alignment="center", key="paste_buttons"):
        # The field hands its text on when it is left, and with Ctrl Enter; a press that did so as
        # well could come with an older text and undo it.
        button("Check", key="use_paste", type="primary", icon=":material/fact_check:")
        _file()
        button("Clear", key="clear_paste", icon=":material/ink_eraser:", on_click=entered.clear)
        if not held["text"]:
            button("An example", key="example", on_click=partial(_example, now))
    if held["message"]:
        st.error(as_typed(held["message"]), icon=":material/error:")


def _pasted() -> None:
    """Take the text as it is in the field."""
    pasted = text("paste")
    if len(pasted) > LONGEST:
        entered.refuse(f"The text has {len(pasted):,} characters. It takes up to {LONGEST:,}.")
    else:
        entered.write(pasted)


def _example(now: Document) -> None:
    if is_complete(now):
        entered.write(example_text(now), renew=True)


def _file() -> None:
    with st.popover("Open a file", icon=":material/upload_file:", key="open_numbers"):
        st.file_uploader(
            "Your numbers as a file: .npz, .npy, .json, .csv",
            type=KINDS,
            key="numbers_file",
            on_change=_opened,
        )


def _opened() -> None:
    """What the file holds, in the box, where it can be seen and changed."""
    file = st.session_state.get("numbers_file")
    if file is None:
        return
    try:
        found = as_text(read_file(str(file.name), file.getvalue()))
        if len(found) > LONGEST:
            raise BackpropError(
                f"The file holds more than {LONGEST:,} characters of numbers. Use a smaller one."
            )
    except BackpropError as error:
        entered.refuse(str(error))
    else:
        entered.write(found, renew=True)


# How it was read.


def what_was_read(found: Outcome) -> None:
    """Each array: its name, its shape, how it was taken, and a way to take it otherwise."""
    if found.refused is not None:
        st.error(as_typed(found.refused), icon=":material/error:")
        if found.asks_comma:
            _comma()
    if not found.items:
        return
    symbols = session.symbols()
    _network([item.array for item in found.items if not item.own])
    count = len(found.items)
    what = "number" if all(item.array.values.size == 1 for item in found.items) else "array"
    title = f"What was read: {count} {what}{'s' * (count > 1)}"
    told = set[str]()
    with st.expander(title, expanded=any(map(_worth_a_look, found.items)), key="what_was_read"):
        for number, item in enumerate(found.items):
            with st.container(key=f"read_{number}", gap="small"):
                _item(number, item, symbols)
                for note in item.array.notes:
                    if note not in told:
                        st.caption(as_typed(note))
                told |= {*item.array.notes}
                _choices(number, item, symbols)


def _worth_a_look(item: Item) -> bool:
    """Whether it was not simply taken as it came."""
    return item.taken is None or bool(item.taken.way.said)


def _network(arrays: list[WrittenArray]) -> None:
    """Bare weights that fit together are a network that nobody needs to type."""
    pasted = network_in(arrays)
    if pasted is None:
        return
    sizes = [pasted.weights[0].shape[1], *(len(W) for W in pasted.weights)]
    with st.container(horizontal=True, vertical_alignment="center", key="pasted_network"):
        st.markdown(f"These are weights of a {'-'.join(map(str, sizes))} network.", width="stretch")
        button(
            "Use as my network",
            key="use_network",
            icon=":material/hub:",
            on_click=partial(_use, pasted),
        )


def _use(pasted: Parameters) -> None:
    try:
        session.open_document(document_with(pasted, session.document()), "use a pasted network")
    except BackpropError as error:
        entered.refuse(str(error))


def _comma() -> None:
    with st.container(horizontal=True):
        button(
            "A comma is a decimal comma",
            key="decimal_comma",
            on_click=partial(entered.choose_decimal, ","),
        )
        button(
            "A comma separates two numbers",
            key="parting_comma",
            on_click=partial(entered.choose_decimal, "."),
        )


def _item(number: int, item: Item, symbols: Symbols) -> None:
    label = item.array.label or f"array {number + 1}"
    shape = " × ".join(map(str, item.array.values.shape)) or "one number"
    with st.container(horizontal=True, vertical_alignment="center", key=f"read_row_{number}"):
        st.markdown(
            f"**{as_typed(label[:60])}** · {shape} — {_said(item, symbols)}", width="stretch"
        )
        back = item.turned_back
        if back is not None:
            button(
                _turning(item),
                key=f"turn_{number}",
                icon=":material/sync_alt:",
                on_click=partial(entered.choose, number, back.key),
            )


def _turning(item: Item) -> str:
    """What the button that reads rows and columns the other way round says."""
    if item.taken is None or not item.taken.way.said:
        return "Transpose"
    return "Count the other way" if item.taken.way.name.startswith("counted") else "Undo transpose"


def _choices(number: int, item: Item, symbols: Symbols) -> None:
    places = {one.place for one in item.options}
    if item.asks or len(places) > 1 or (item.options and item.left_out):
        _choice(number, item, symbols)


def _said(item: Item, symbols: Symbols) -> str:
    if item.own and is_aside(item.array.label):
        return "not a number of this pass: nothing to check"
    if item.own:
        return "the network's own: nothing to check"
    if item.left_out:
        return "left out"
    if item.asks:
        return ":orange[**fits in several ways: choose what it is**]"
    if item.taken is None and is_loss_after(item.array.label):
        return "the loss after the update is not checked here; in Solve it can be asked for"
    if item.taken is None:
        return ":red[**fits nothing in this network**]"
    way = item.taken.way.said
    entry = item.taken.way.only_entry
    named = name(symbols, entry) if entry else place_name(symbols, item.taken.place)
    return as_typed(named) + (f", **{way}**" if way else "")


def _choice(number: int, item: Item, symbols: Symbols) -> None:
    keys = [one.key for one in item.options]
    by_key = {one.key: one for one in item.options}
    present = LEAVE_OUT if item.left_out else item.taken.key if item.taken else None
    key = f"read_as_{number}_{hash((entered.sheet()['text'], present)) & 0xFFFFFF}"
    st.selectbox(
        "It is" if item.asks else "Read it as",
        [*keys, LEAVE_OUT],
        index=None if present is None else [*keys, LEAVE_OUT].index(present),
        key=key,
        format_func=lambda one: _option_name(by_key.get(one), symbols),
        placeholder="read as something else" if item.own else "choose what it is",
        on_change=partial(_chosen, number, key, (*keys, LEAVE_OUT)),
        label_visibility="collapsed",
    )


def _option_name(option: Option | None, symbols: Symbols) -> str:
    if option is None:
        return "Leave it out"
    place: Place = option.place
    way = option.way.said
    return place_name(symbols, place) + (f", {way}" if way else "")


def _chosen(number: int, key: str, options: tuple[str, ...]) -> None:
    chosen = text(key)
    if chosen in options:
        entered.choose(number, chosen)
