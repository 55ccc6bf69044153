"""How each pasted array was read, and ways to have it read otherwise."""

from __future__ import annotations

from functools import partial

import streamlit as st

from backprop_core import BackpropError, WrittenArray
from playground import session
from playground.check import entered
from playground.check.arrangements import Place
from playground.check.numbers import Outcome
from playground.check.reading import LEAVE_OUT, Item
from playground.check.usual import Option
from playground.check.words import name, place_name
from playground.exercise.array_labels import is_loss_part
from playground.exercise.pasted_network import Parameters, document_with, network_in
from playground.notation.symbols import Symbols
from playground.ui.buttons import button
from playground.ui.fields import text
from playground.ui.page_text import as_typed


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
                if item.again is not None:
                    _again(number, item.again, found.items[item.again])
                _choices(number, item, symbols)


def _worth_a_look(item: Item) -> bool:
    """Whether it was not simply taken as it came."""
    return item.taken is None or bool(item.taken.way.said) or item.again is not None


def _network(arrays: list[WrittenArray]) -> None:
    """Bare weights that fit together are a network that nobody needs to type."""
    pasted = network_in(arrays, session.document())
    if pasted is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="pasted_network"):
        st.markdown(
            f"These are weights of a {'-'.join(map(str, pasted.sizes))} network.", width="stretch"
        )
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


def _again(number: int, later: int, other: Item) -> None:
    """Of a number given twice the last one counts, unless that is left out."""
    label = other.array.label or f"array {later + 1}"
    with st.container(horizontal=True, vertical_alignment="center", key=f"read_again_{number}"):
        st.markdown(
            f":orange[Given again below as {as_typed(label[:60])}, with a different number; "
            "the one below counts.]",
            width="stretch",
        )
        button(
            "Count this one",
            key=f"count_{number}",
            on_click=partial(entered.choose, later, LEAVE_OUT),
        )


def _turning(item: Item) -> str:
    """What the button that reads rows and columns the other way round says."""
    if item.taken is not None and item.taken.way.name.startswith(("counted", "one number")):
        return "Count the other way"
    is_turned = item.taken is not None and item.taken.way.said
    return "Undo transpose" if is_turned else "Transpose"


def _choices(number: int, item: Item, symbols: Symbols) -> None:
    places = {one.place for one in item.options}
    if item.asks or len(places) > 1 or (item.options and item.left_out):
        _choice(number, item, symbols)


def _said(item: Item, symbols: Symbols) -> str:
    if item.own and item.aside:
        return "not among the numbers that are checked here"
    if item.own:
        return "the network's own: nothing to check"
    if item.left_out:
        return "left out"
    if item.asks:
        return ":orange[**fits in several ways: choose what it is**]"
    if item.taken is None and is_loss_part(item.array.label):
        return "what one output or sample adds to the loss: only the whole loss is checked"
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
