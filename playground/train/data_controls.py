"""Which data, made how, split and scaled how; and whether the network fits it."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import streamlit as st

from playground import session
from playground.data_sets.fitting import drawn_for, fitted, misfits, output_for, too_wide, unsuited
from playground.data_sets.preparation import SCALINGS, Prepared
from playground.data_sets.recipe_book import LEAST_POINTS, MOST_NOISE, MOST_POINTS, SETS, SetChoice
from playground.exercise.limits import MAX_SEED
from playground.exercise.typed_number import Takes
from playground.notation import number_text
from playground.train import chosen_data, training
from playground.train.chosen_data import DRAWN, SAMPLES, TABLE
from playground.train.drawing_controls import drawing_controls
from playground.train.set_piece_controls import no_question, question, set_pieces
from playground.train.table_controls import begin_on_the_data, open_table, table_options
from playground.ui.buttons import button
from playground.ui.copied_table import copied_table
from playground.ui.fields import changed, choice, given
from playground.ui.number_field import number_field
from playground.views.html_table import html_table
from playground.views.numpy_text import table_text

HIDDEN = {"circles": [4, 2], "moons": [6], "spirals": [8, 8], "sine": [8], "digits": [12]}
USUAL_HIDDEN = [4]
FIELDS = {"points": "Points", "noise": "Noise", "seed": "Seed"}


def data_strip() -> None:
    """The set, and in few words how it is made, split and scaled; each can be changed."""
    held, data = chosen_data.chosen_data(), training.prepared_data()
    recipe = held["recipe"]
    own = TABLE if held["table"] else DRAWN if held["drawn"] else SAMPLES
    names = [*dict.fromkeys([SAMPLES, *SETS, *chosen_data.own_sets(), own])]
    with st.container(key="data_row", horizontal=True, vertical_alignment="center", gap="small"):
        st.selectbox(
            "Data",
            names,
            key=given("data_set", recipe["name"] if recipe else own),
            required=True,
            format_func=_label,
            on_change=changed("data_set", _set_chosen),
            label_visibility="collapsed",
            width=230,
        )
        if data is None:
            count = len(session.document()["x"])
            st.caption(f"{count} sample{'s' * (count > 1)} from this exercise")
        else:
            with st.popover(_in_words(data), key="data_options"):
                if recipe is not None:
                    _recipe_options(recipe, SETS[recipe["name"]])
                elif own == TABLE:
                    table_options()
                _split_options()
                _scaling(data)
        st.space("stretch")
        set_pieces()
        drawing_controls()
        open_table()
    question()
    if data is not None:
        _fit(data, recipe["name"] if recipe else "")


def fits() -> bool:
    """Whether the network can be trained on the data at all."""
    data = training.prepared_data()
    return data is None or not misfits(session.document(), data.data_set)


def _label(name: str) -> str:
    if name in SETS:
        return f"Data: {SETS[name].label}"
    return {TABLE: "Data: own table", DRAWN: "Data: drawn points"}.get(name, "Data: this exercise")


def _set_chosen() -> None:
    name = choice("data_set", [SAMPLES, *SETS, *chosen_data.own_sets()])
    if name is not None:
        chosen_data.choose_set(name)
        begin_on_the_data()
        no_question()


def _in_words(data: Prepared) -> str:
    """How many points there are, and how many rows of a table are none."""
    train, test = len(data.train), len(data.test)
    left_out = chosen_data.rows_left_out()
    if not test:
        points = f"{train} point{'s' * (train != 1)}"
    else:
        points = f"{train} training, {test} test{' points' * (not left_out)}"
    return f"{points}, {left_out:,} left out" if left_out else points


def _recipe_options(recipe: Any, offered: SetChoice) -> None:
    """Points, noise, seed and classes, as the set has them."""
    columns = st.columns(4)
    values = {"points": offered.points, "noise": offered.noise}
    for column, (name, label) in zip(columns, FIELDS.items(), strict=False):
        if (name == "seed" and not offered.seeded) or (name != "seed" and values[name] is None):
            continue
        with column:
            _recipe_number(name, label, recipe[name])
    if offered.classes is not None:
        _, least, most = offered.classes
        with columns[3]:
            st.selectbox(
                offered.of_classes,
                range(least, most + 1),
                key=given("data_classes", recipe["classes"]),
                required=True,
                on_change=changed("data_classes", _classes_changed, least, most),
            )


def _recipe_number(name: str, label: str, value: float) -> None:
    takes = {
        "points": Takes(label, LEAST_POINTS, MOST_POINTS, whole=True),
        "noise": Takes(label, 0, MOST_NOISE),
        "seed": Takes(label, 0, MAX_SEED, whole=True),
    }[name]
    number_field(label, f"data_{name}", value, takes, partial(_change_recipe, name))


def _change_recipe(name: str, value: float) -> None:
    chosen_data.change_recipe(**{name: value})


def _classes_changed(least: int, most: int) -> None:
    classes = choice("data_classes", range(least, most + 1))
    if classes is not None:
        chosen_data.change_recipe(classes=classes)


def _split_options() -> None:
    """How many points are put aside, and by which seed they are drawn."""
    held, written = chosen_data.chosen_data(), session.writes(3)
    left, right = st.columns(2)
    shares = [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    with left:
        st.selectbox(
            "For testing",
            sorted({*shares, held["share"]}),
            key=given("data_share", held["share"]),
            required=True,
            format_func=lambda share: f"{written(100 * share)} %" if share else "none",
            on_change=changed("data_share", _share_changed),
            help="Drawn at random with this seed, the same share of every class (stratified)",
        )
    with right:
        number_field(
            "Seed of the split",
            "data_split_seed",
            held["seed"],
            Takes("Seed of the split", 0, MAX_SEED, whole=True),
            _split_by,
        )


def _share_changed() -> None:
    chosen_data.change_preparation(share=st.session_state["data_share"])


def _split_by(seed: int) -> None:
    chosen_data.change_preparation(seed=seed)


def _scaling(data: Prepared) -> None:
    """None, standardised or to a range, with its numbers, which the training points alone give."""
    st.segmented_control(
        "Scaling of the inputs",
        list(SCALINGS),
        key=given("data_scaling", chosen_data.chosen_data()["scaling"]),
        required=True,
        format_func=SCALINGS.__getitem__,
        on_change=changed("data_scaling", _scaling_changed),
    )
    if chosen_data.chosen_data()["scaling"] == "none":
        return
    digits = session.digits(4)
    rows = [
        (
            [name],
            [number_text.on_screen(float(shift), digits), number_text.text(float(width), digits)],
        )
        for name, shift, width in zip(data.data_set.inputs, data.shift, data.width, strict=True)
    ]
    head = ["input", "shift", "width"]
    table = html_table("Each input becomes (x − shift) / width", head, rows)
    scaling = np.column_stack([data.shift, data.width])
    copied = table_text("scaling", head[1:], scaling, data.data_set.inputs)
    copied_table(table, copied, key="scaling")


def _scaling_changed() -> None:
    scaling = choice("data_scaling", SCALINGS)
    if scaling is not None:
        chosen_data.change_preparation(scaling=scaling)


def _fit(data: Prepared, name: str) -> None:
    """What does not fit, and networks that do."""
    now, data_set = session.document(), data.data_set
    wrong, wide = misfits(now, data_set), too_wide(data_set)
    if wide:
        st.warning(wide, icon=":material/warning:")
    elif wrong:
        hidden = HIDDEN.get(name, USUAL_HIDDEN)
        sizes = (data_set.x.shape[1], *hidden, data_set.y.shape[1])
        activation, _ = output_for(data_set)
        with st.container(key="data_misfit", horizontal=True, vertical_alignment="center"):
            why = "; ".join(wrong)
            st.markdown(f":material/warning: This network does not fit the data: {why}.")
            button("Make it fit", key="fit_network", type="primary", on_click=_fit_network)
            button(
                f"Draw {'-'.join(map(str, sizes))}, tanh and {activation}",
                key="draw_network",
                on_click=_draw_network,
                args=(hidden,),
            )
    else:
        said = unsuited(now, data_set)
        if said:
            with st.container(key="data_unsuited", horizontal=True, vertical_alignment="center"):
                st.caption(said)
                button("Use these", key="fit_network", type="tertiary", on_click=_fit_network)


def _fit_network() -> None:
    data = training.prepared_data()
    if data is not None:
        session.edit(fitted, data, label="fitting the data")


def _draw_network(hidden: list[int]) -> None:
    data = training.prepared_data()
    if data is not None:
        session.edit(drawn_for, data, hidden, label="a network for the data")
