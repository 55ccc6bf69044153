"""A reader with fast hands on a slow link: gestures are made on drawings of a while ago, and arrive
late, twice, and in another order. Nothing breaks, and nothing is done to another neuron than was
meant."""

import random

import pytest
import streamlit as st

from playground import session
from playground.draw import page as draw
from playground.exercise import edits
from playground.exercise.document import EMPTY, connected_of, sizes_of
from playground.ui import graph, update_row
from tests.app.playground_session import Session
from tests.app.test_messages import is_sound
from tests.playground.walks import document_of

FIRST = document_of((2, 3, 2), "tanh", batch=2)
LAG = 6  # gestures made before the browser hears of the first of them


class Reader:
    """Acts on the drawing as the browser shows it, which is one of a while ago."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.made = 0

    def neuron(self, sizes):
        column = self.random.randrange(len(sizes))
        return column, self.random.randrange(sizes[column])

    def edge(self, sizes):
        layer = self.random.randrange(len(sizes) - 1)
        to, source = (self.random.randrange(sizes[layer + k]) for k in (1, 0))
        return {"layer": layer, "to": to, "from": source}

    def acts(self, sizes):
        """(key, what is reported, message): one thing that can be done on a drawing like that."""
        self.made += 1
        own = {"id": f"{self.made}", "sizes": list(sizes)}
        if not sizes:
            return "drawing_board", "gesture", {"kind": "add_layer", "after": -1, **own}
        column, neuron = self.neuron(sizes)
        to = self.random.randrange(sizes[column])
        target = {"kind": "neuron", "column": column, "neuron": neuron}
        gestures = [
            {"kind": "add_neuron", "column": column},
            {"kind": "add_layer", "after": column},
            {"kind": "remove_neuron", "column": column, "neuron": neuron},
            {"kind": "move_neuron", "column": column, "from": neuron, "to": to},
            {"kind": "select", "target": self.random.choice([target, None])},
        ]
        presses = [{"point": [column, neuron]}, {"point": ["loss"]}]
        if len(sizes) > 1:
            edge = self.edge(sizes)
            gestures += [{"kind": kind, **edge} for kind in ("connect", "cut")]
            gestures += [{"kind": "select", "target": {"kind": "edge", **edge}}]
            presses += [{"edge": list(edge.values())}]
        kind = self.random.random()
        if kind < 0.7:
            return "drawing_board", "gesture", {**self.random.choice(gestures), **own}
        if kind < 0.9:
            return "network_graph", "press", {**self.random.choice(presses), **own}
        return "loss_chart", "press", {"point": ["pass", self.random.randrange(4)], **own}


HANDLERS = {
    "drawing_board": draw._on_gesture,
    "network_graph": graph._graph_pressed,
    "loss_chart": update_row._pass_pressed,
}


def delivered(key, reports, message):
    """One message arrives; whether it was for a drawing of other widths."""
    before = session.document()
    st.session_state[key] = {reports: message}
    HANDLERS[key]()
    del st.session_state[key]
    late = message["sizes"] != list(sizes_of(before))
    names = message.get("kind") in edits.NAME_A_NEURON
    if key == "drawing_board" and late and names:
        assert session.document() is before, f"{message} was made on another drawing"
    selected = session.selected()
    assert selected is None or session.has(selected)


def step(reader, shown, on_the_way):
    """The reader acts on what the browser shows; one of the messages on the way arrives; sometimes
    something else happens to the drawing meanwhile."""
    on_the_way.append(reader.acts(sizes_of(shown[0])))
    if reader.random.random() < 0.2:
        on_the_way.append(on_the_way[-1])
    if len(on_the_way) > LAG:
        delivered(*on_the_way.pop(reader.random.randrange(len(on_the_way))))
    if reader.random.random() < 0.25:
        others = (session.undo, session.redo, session.advance, session.back_to_first_weights)
        reader.random.choice(others)()
    shown.append(session.document())
    del shown[:-LAG]


@pytest.mark.parametrize("seed", range(3))
def test_shuffled_and_delayed_gestures_break_nothing(seed):
    reader, on_the_way = Reader(seed), []
    page = Session().do(lambda: session.open_document(EMPTY if seed % 3 == 0 else FIRST, "open"))
    shown = [page.document] * LAG
    for stretch in range(6):
        page.choose("mode", ("draw", "walk")[stretch % 2])
        page.do(lambda: [step(reader, shown, on_the_way) for _ in range(25)])
        assert is_sound(page)
    page.do(lambda: [delivered(*on_the_way.pop()) for _ in range(len(on_the_way))])
    assert is_sound(page.run())


def test_gestures_of_a_browser_that_hears_at_once_are_all_taken():
    """The same reader without any delay: what is done is what was meant."""
    reader, taken = Reader(7), []
    page = Session().do(lambda: session.open_document(FIRST, "open"))

    def act():
        for _ in range(120):
            sizes = sizes_of(session.document())
            key, reports, message = reader.acts(sizes)
            delivered(key, reports, message)
            now = session.document()
            if message.get("kind") == "cut":
                there = connected_of(now["layers"][message["layer"]])
                taken.append(not there[message["to"], message["from"]])
            elif message.get("kind") == "add_neuron" and sizes[message["column"]] < 16:
                taken.append(sum(sizes_of(now)) == sum(sizes) + 1)

    page.do(act)
    assert len(taken) > 10
    assert all(taken)
