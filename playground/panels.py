"""What stands around the graph: the formula of the step, the update, the tables, the passes."""

from __future__ import annotations

import math
import time

import streamlit as st

from playground import controls, editing, session, timeline
from playground import digits as number_text
from playground.board import drawing_board, last_gesture
from playground.drawing import drawing_of
from playground.edits import GESTURES, by_gesture
from playground.figure_connections import connections_json
from playground.formulas import formula
from playground.functions import LOSSES
from playground.lesson_text import as_typed
from playground.loss_figure import loss_figure
from playground.network_figure import step_figure_json
from playground.notation import NOTATIONS
from playground.plotly_view import Ahead, plotly_view, pressed
from playground.presets import presets
from playground.scene import Edge, Neuron
from playground.sentences import sentence
from playground.session import Walk
from playground.tables import as_html, connection_table, neuron_table

HEIGHT = 470
HEAD_START = 0.004  # seconds in which the graph is sent, so that the browser draws it first
MOST_ROWS = 40  # in a larger network the table follows the walk from layer to layer
MODES = {"draw": ":material/draw: Draw", "walk": ":material/footprint: Walk"}


def top_bar() -> None:
    """Draw or walk, the preset, undo and redo, what is shown, and sharing."""
    held = session.state()
    history = held["history"]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="top_bar"):
        st.session_state["mode"] = held["mode"]
        st.segmented_control(
            "Mode",
            list(MODES),
            key="mode",
            required=True,
            format_func=MODES.__getitem__,
            on_change=_change_mode,
            label_visibility="collapsed",
        )
        _preset_choice()
        controls.notation_choice()
        undoes, redoes = timeline.undoes(history), timeline.redoes(history)
        st.button(
            "Undo",
            key="undo",
            icon=":material/undo:",
            shortcut="Ctrl+Z",
            on_click=session.undo,
            disabled=undoes is None,
            help=f"Take back: {undoes}" if undoes else None,
        )
        st.button(
            "Redo",
            key="redo",
            icon=":material/redo:",
            shortcut="Ctrl+Shift+Z",
            on_click=session.redo,
            disabled=redoes is None,
            help=f"Bring again: {redoes}" if redoes else None,
        )
        with st.popover("View", icon=":material/tune:", key="view"):
            controls.view_settings()
        with st.popover(
            "Go to", icon=":material/my_location:", key="goto_box", on_change="rerun"
        ) as box:
            if box.open:
                _go_to()
        with st.popover(
            "Share", icon=":material/ios_share:", key="share", on_change="rerun"
        ) as box:
            if box.open:
                editing.share_panel()
    message()


def _go_to() -> None:
    walk = session.walk()
    if walk is None:
        st.caption("There are no numbers yet.")
    else:
        controls.go_to_pass()
        controls.go_to_number(walk)


def message() -> None:
    """What was not done, and why. It stays until the next edit that is.

    The box is always there, so that what follows keeps its place, and its tabs stay open.
    """
    with st.container(key="message"):
        if session.state()["message"]:
            st.error(as_typed(session.state()["message"]), icon=":material/error:")


def _change_mode() -> None:
    held = session.state()
    held["mode"] = st.session_state["mode"]
    held["playing"] = False


def _preset_choice() -> None:
    names = presets()
    st.session_state["preset"] = session.preset()
    st.selectbox(
        "Preset",
        list(names),
        index=None,
        key="preset",
        placeholder="Own drawing: choose a preset",
        format_func=lambda name: names[name]["title"],
        on_change=_open_preset,
        label_visibility="collapsed",
        width=270,
    )


def _open_preset() -> None:
    name = st.session_state["preset"]
    if name is not None:
        session.open_document(presets()[name], "preset")


def about() -> None:
    """Where the exercise is from, what is worth looking at, and its author's notation."""
    now = session.document()
    if now["source"] or now["note"]:
        st.caption(f"**{as_typed(now['source'])}** {as_typed(now['note'])}")
    offered = session.offered_notation()
    if offered is not None:
        st.button(
            f"Show in {NOTATIONS[offered].name}'s notation",
            key="offered_notation",
            icon=":material/match_case:",
            type="tertiary",
            on_click=session.set_notation,
            args=(offered,),
        )


def walk_view() -> None:
    """What changes with every step is one fragment, drawn again on its own; the update, which
    depends on the numbers and the rate alone, stands above it and stays."""
    walk = session.walk()
    if walk is None:
        unfinished()
        return
    with st.container(key="walk_page"):
        with st.container(key="update_row"):
            update_row(walk)
        with st.container(key="steps"):
            st.fragment(steps, run_every=controls.play_interval())()
    conventions(walk)


def steps() -> None:
    """The walk itself: graph, formula and controls together, and all values so far."""
    controls.play_on()
    walk = session.walk()
    if walk is None:
        return
    controls.stop_at_end(walk)
    if session.state().pop("redraw", False):
        st.rerun()
    left, right = st.columns([2.15, 1], gap="medium")
    with left:
        graph(walk)
        time.sleep(HEAD_START)
        controls.step_controls(walk)
    with right, st.container(key="step_panel"):
        step_panel(walk)
    tables(walk)


def unfinished() -> None:
    """Walk mode before there is anything to walk through."""
    st.info(
        "The drawing needs inputs and at least one layer before it can be walked through. "
        "Go to **Draw** and press on the board.",
        icon=":material/draw:",
    )


def graph(
    walk: Walk,
    edges: tuple[Edge, ...] = (),
    neurons: tuple[Neuron, ...] = (),
    *,
    stepping: bool = True,
) -> None:
    """The network at this step, and in advance at the next, unless no buttons lead there (then
    not `stepping`); `edges` and `neurons` are lit."""
    sizes = "-".join(str(n) for n in walk.network.sizes)
    name = walk.symbols.name(walk.step.address)
    plotly_view(
        _graph_json(walk, walk.position, edges, neurons),
        behind=connections_json(walk.trace),
        ahead=_ahead(walk) if stepping else (),
        key="network_graph",
        alt=f"Network {sizes} at step {walk.position + 1} of {len(walk.trace)}: {name}",
        height=HEIGHT,
        on_press=controls.graph_pressed,
        tools=True,
    )


def _graph_json(
    walk: Walk, at: int, edges: tuple[Edge, ...] = (), neurons: tuple[Neuron, ...] = ()
) -> str:
    notation = walk.symbols.notation
    return step_figure_json(walk.trace, at, walk.digits, walk.sample, edges, neurons, notation)


def _ahead(walk: Walk) -> list[Ahead]:
    """The graphs one step on and, in a small network, one step back: drawn at the press."""
    small = sum(walk.network.sizes) <= MOST_ROWS
    moves = [
        ("next_step", "ArrowRight", walk.position + 1, True),
        ("previous_step", "ArrowLeft", walk.position - 1, small),
    ]
    return [
        Ahead(
            button,
            key,
            _graph_json(walk, at) if in_advance else "",
        )
        for button, key, at, in_advance in moves
        if 0 <= at < len(walk.trace)
    ]


def step_panel(walk: Walk) -> None:
    """Where in the story we are, the formula with the numbers put in, and one plain sentence."""
    step = walk.step
    name, notation = walk.symbols.name(step.address), walk.symbols.notation
    controls.phase_markers(walk)
    controls.sample_choice(walk)
    st.markdown(
        f"<p class='step-title' role='status'>{name}</p>"
        f"<p class='step-count'>{step.phase} · pass {session.run()['at'] + 1} · "
        f"step {walk.position + 1} of {len(walk.trace)}</p>\n\n"
        f"$$\n{formula(step, walk.trace, walk.digits, notation)}\n$$\n\n"
        f"{sentence(step, walk.trace, notation)}",
        unsafe_allow_html=True,
    )
    inspector()


def inspector() -> None:
    """The selected neuron's or edge's own number, to be changed there and then."""
    chosen = session.state()["selected"]
    with st.container(horizontal=True, vertical_alignment="bottom", key="inspector"):
        if chosen is None:
            return
        editing.selected_fields(chosen)
        if session.state()["mode"] == "draw":
            editing.selected_edits(chosen)
        st.button("Done", key="deselect", on_click=_deselect, type="tertiary")


def _deselect() -> None:
    session.state()["selected"] = None


def update_row(walk: Walk) -> None:
    """The learning rate, the loss before and after the update, the way on, the passes so far."""
    rate, way_on, chart = st.columns([1.25, 1.6, 1.15], gap="medium", vertical_alignment="bottom")
    before, after = walk.trace.gradients.loss, walk.loss_after
    with rate:
        controls.learning_rate()
    with way_on:
        what = walk.symbols.word("loss").capitalize()
        st.markdown(f"{what} before → after the update: **{_change(walk, before, after)}**")
        _way_on()
    with chart:
        passes(walk)
    _verdict(walk, before, after)


def _change(walk: Walk, before: float, after: float) -> str:
    if math.isfinite(before) and math.isfinite(after):
        return number_text.old_to_new(before, after, walk.digits)
    return " → ".join(number_text.text(loss, walk.digits) for loss in (before, after))


def _way_on() -> None:
    run = session.run()
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            "Next pass",
            key="next_pass",
            icon=":material/replay:",
            on_click=session.advance,
            help="Go on with the new weights",
        )
        st.button("10 passes", key="ten_passes", on_click=session.advance, args=(10,), wrap=False)
        st.button(
            "First weights",
            key="first_weights",
            icon=":material/first_page:",
            on_click=session.back_to_first_weights,
            disabled=run["at"] == 0 and session.document() == run["origin"],
            help="Begin again with exactly the weights this exercise began with",
        )


def _verdict(walk: Walk, before: float, after: float) -> None:
    rate = walk.trace.learning_rate
    if walk.problem:
        st.error(walk.problem, icon=":material/error:")
    elif not math.isfinite(after):
        st.warning(
            "After this update the loss is no longer a finite number: the step is so large that "
            "the sums overflow. Take a smaller learning rate.",
            icon=":material/warning:",
        )
    elif after > before:
        st.warning(
            f"The loss grows. The gradient says which way is down only close by, and a learning "
            f"rate of {rate:g} steps past the low point. Try a smaller one.",
            icon=":material/warning:",
        )


def tables(walk: Walk) -> None:
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
        frame = neuron_table(
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
        st.html(as_html(frame, walk.digits, caption, marked))
    else:
        frame = connection_table(walk.trace, step, choice, symbols.notation)
        caption = f"Every connection into {symbols.the_layer(choice)}"
        st.html(as_html(frame, walk.digits, caption))


def passes(walk: Walk) -> None:
    """The loss over the passes so far."""
    run, name = session.run(), walk.symbols.word("loss")
    plotly_view(
        loss_figure(run["losses"], run["at"], walk.loss_after, name),
        key="loss_chart",
        alt=f"{name.capitalize()} over {len(run['losses'])} passes",
        height=96,
        on_press=_pass_pressed,
    )


def _pass_pressed() -> None:
    press = pressed("loss_chart")
    if press and press.get("point", [None])[0] == "pass":
        session.go_to_pass(press["point"][1])


def conventions(walk: Walk) -> None:
    """What is otherwise left unsaid."""
    network, now, symbols = walk.network, session.document(), walk.symbols
    label = LOSSES[network.loss].label
    over = f", {network.reduction} over the {len(walk.trace.y)} samples" * (len(walk.trace.y) > 1)
    biases = "biases stay as they are" if now["biases_frozen"] else "biases are updated too"
    loss, deltas = symbols.word("loss"), symbols.word("deltas")
    st.caption(
        f"{loss.capitalize()}: {label}{over}{_classes(walk)}. The gradients are those of this "
        f"{loss}. {deltas[:1].upper()}{deltas[1:]} go back through the old weights; all updates "
        f"happen at once; {biases}. {symbols.index_order()}"
    )


def _classes(walk: Walk) -> str:
    """How many outputs there are, where the notation has a letter for that."""
    letter, count = walk.symbols.notation.outputs, walk.network.sizes[-1]
    return f", {letter} = {count} {'class' if count == 1 else 'classes'}" if letter else ""


def draw_view() -> None:
    """The board, and the same edits as ordinary widgets."""
    left, right = st.columns([2.15, 1], gap="medium")
    with left:
        digits = session.state()["digits"] or 4
        drawing_board(
            drawing_of(
                session.document(),
                session.state()["selected"],
                digits,
                session.symbols().notation,
            ),
            on_gesture=_on_gesture,
            height=HEIGHT + 40,
        )
    with right:
        inspector()
        editing.structure()
    editing.numbers()


def _on_gesture() -> None:
    gesture = last_gesture()
    if gesture is None:
        return
    if gesture.get("kind") == "select":
        session.state()["selected"] = gesture.get("target")
    elif gesture.get("kind") in GESTURES:
        session.edit(by_gesture, gesture, label=gesture["kind"].replace("_", " "))
