"""The table of all values so far."""

from __future__ import annotations

import streamlit as st

from playground.tables import as_html, connection_table, neuron_table
from playground.walk import Walk

MOST_ROWS = 40  # in a larger network the table follows the walk from layer to layer


def values_so_far(walk: Walk) -> None:
    """Per neuron and per connection, blank where not known yet."""
    layers = range(len(walk.network.layers))
    sizes, symbols = walk.network.sizes, walk.symbols
    options = ["neurons", *layers]
    choice = st.segmented_control(
        "Values so far",
        options,
        default="neurons",
        required=True,
        key="table",
        format_func=lambda o: (
            f"{symbols.word('neuron').capitalize()}s"
            if o == "neurons"
            else f"Weights into {symbols.layer(o)}"
            if len(layers) <= 3
            else f"Into {symbols.title(o + 1, short=True)}"
        ),
    )
    step = walk.step
    if choice == "neurons" or choice not in options:
        many = sum(sizes[1:]) > MOST_ROWS
        here = len(layers) - 1 if step.layer is None else step.layer
        table = neuron_table(
            walk.trace, step, walk.sample, [here] if many else None, symbols.notation
        )
        marked = ""
        if step.neuron is not None and step.layer is not None:
            marked = symbols.neuron(step.layer + 1, step.neuron)
        word = symbols.word("neuron")
        caption = f"Every {word}'s numbers"
        if many:
            caption = f"{word.capitalize()}s of {symbols.the_layer(here)}"
        caption += f" so far, sample {walk.sample + 1}" if len(walk.trace.y) > 1 else " so far"
        st.html(as_html(table, walk.digits, caption, marked))
    else:
        table = connection_table(walk.trace, step, choice, symbols.notation)
        caption = f"Every connection into {symbols.the_layer(choice)}"
        st.html(as_html(table, walk.digits, caption))
