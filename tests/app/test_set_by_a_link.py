"""What a link shows, hides and locks, in the real app: the doors hold, not only the widgets."""

from dataclasses import replace

import pytest

from backprop_core import Address
from playground import session
from playground.exercise.edits import add_neuron
from playground.exercise.edits.value_edits import set_weights
from playground.exercise.link import to_link
from playground.exercise.presets import presets
from playground.sharing.restrictions import CONTROLS, none
from tests.app.playground_session import Session, written

ANSWERS = ("0.3775", "0.5933", "0.7514", "0.2984", "0.1385", "0.3589")


def sent(page):
    """All that went to the browser."""
    views = [written(one) for one in page.at.get("bidi_component")]
    return "".join([*views, *page.said("markdown", "html", "caption")])


def test_without_a_teachers_choice_the_answers_are_sent():
    page = Session().press("last_step")
    assert all(number in sent(page) for number in ANSWERS[:3])


def test_a_link_opens_what_was_on_screen():
    page = Session(step="8", notation="devforum", digits="4", select="weight-1-2-1", sample="1")
    assert page.step == 7
    assert page.held["notation"] == "devforum"
    assert page.held["digits"] == 4
    assert page.held["selected"] == {"kind": "edge", "layer": 0, "to": 1, "from": 0}
    assert not page.errors


def test_a_parameter_that_cannot_be_read_is_named_at_the_top():
    page = Session(step="soon")
    assert page.step == 0
    assert "The link says step=" in page.errors[0]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"step": "42"}, "step=42, but there are only 41 steps. The last one is shown."),
        ({"step": "42", "granularity": "term"}, ""),
        ({"sample": "2"}, "sample=2, but there is only 1 sample. The last one is shown."),
        ({"select": "neuron-2-3"}, "select=neuron-2-3, which this network does not have."),
        ({"select2": "weight-3-1-1"}, "select2=weight-3-1-1, which this network"),
        ({"solve": "all,layer-3"}, "layer 3 in solve, which this network does not have."),
        ({"solve": "all,layer-2,weight-9.1.1"}, "weight-9.1.1 in solve"),
        ({"step": "41", "sample": "1", "select": "neuron-3-2"}, ""),
        ({"solve": "all,weight-1.9.1"}, "weight-1.9.1 in solve, which this network does not have."),
        ({"solve": "all,weight-1.1.9"}, "weight-1.1.9 in solve"),
        ({"solve": "all,weight-1"}, "weight-1 in solve"),  # no bias is shared
        ({"solve": "all,weight-1.2,weight-2.2.2"}, ""),
        ({"solve": "all,from-z-9-9"}, "from-z-9-9 in solve"),
        ({"solve": "all,from-wings-1"}, "from-wings-1 in solve"),
        ({"solve": "all,from-delta-2-1"}, ""),
        ({"solve": "loss,ask-z"}, "no number to ask for"),
        ({"solve": "loss,ask-z", "hide_answers": "1"}, "no number to ask for"),
        ({"solve": "loss,ask-z,loss-after"}, ""),
        ({"solve": "all,layer-1,layer-1"}, "solve='all,layer-1,layer-1'"),
        ({"solve": "all,3-decimals,4-digits"}, "solve='all,3-decimals,4-digits'"),
        ({"solve": "all", "granularity": "layer"}, "The steps are single numbers."),
        ({"hide_answers": "1", "granularity": "layer"}, "The steps are single numbers."),
        ({"hide_answers": "1", "mode": "draw"}, "hides the answers, so it opens the walk."),
        ({"paragraph": "3"}, "paragraph=3, but names no lesson."),
        ({"preset": ""}, "an unknown preset: ''."),
        ({"hide_answer": "1"}, "Did you mean hide\\_answers?"),
        ({"Step": "4"}, "Did you mean step?"),
        ({"utm_source": "post", "fbclid": "1", "id": "7"}, ""),
        ({"step": ["2", "5"]}, "step more than once. The last one counts: '5'."),
        ({"step": ["5", "5"]}, ""),
        (
            {"net": to_link(presets()["07_xor"]), "preset": "07_xor"},
            "07\\_xor is left aside",
        ),
    ],
)
def test_what_a_link_names_and_its_exercise_does_not_have_is_said(asked, said):
    page = Session(**asked)
    assert said in " ".join(page.errors)
    assert bool(page.errors) == bool(said)
    assert page.step < len(page.steps)
    assert page.held["granularity"] == asked.get("granularity", "neuron").replace("layer", "neuron")


def test_a_preset_that_there_is_not_is_not_called_by_anothers_name_beside_a_network():
    page = Session(net=to_link(presets()["07_xor"]), preset="nonsense")
    assert page.errors == ["The link names an unknown preset: 'nonsense'."]


def test_a_shared_link_that_hides_the_answers_says_no_fault_of_itself():
    page = Session(mode="draw")
    restricted = {**none(), "hide_answers": True}
    made = []

    def share():
        shown = session.shown_now("playground")
        made.append(session.link_query(replace(shown, restricted=restricted)))

    page.do(share)
    assert made[0]["hide_answers"] == "1"
    assert not Session(**made[0]).errors


def test_a_step_beyond_the_end_of_a_lessons_walk_is_said():
    page = Session(from_file=True, page="lessons", lesson="devforum", step="9999")
    assert "step=9999, but there are only" in page.errors[0]


def test_everything_that_is_wrong_with_a_link_is_said():
    (said,) = Session(net="damaged", page="nowhere", step="0").errors
    assert all(part in said for part in ("could not be opened", "page='nowhere'", "step='0'"))


def test_hidden_answers_cannot_be_switched_on_and_are_not_sent():
    page = Session(hide_answers="1")
    for act in (
        lambda: session.begin_solving(False),
        lambda: session.choose(on=False, part="update"),
        lambda: session.set_mode("draw"),
        lambda: session.set_granularity("layer"),
        lambda: session.open_document(presets()["07_xor"], "preset"),
        lambda: session.go_to_step(10**9),
    ):
        page.do(act)
        assert page.held["solving"]["on"]
        assert page.held["solving"]["part"] == "all"
        assert page.held["mode"] == "walk"
        sent = "".join(map(written, page.at.get("bidi_component")))
        sent += "".join(
            str(one.value) for kind in ("markdown", "html") for one in page.at.get(kind)
        )
        for number in ("0.3775", "0.5933", "0.7514", "0.2984", "0.1385", "0.3589"):
            assert number not in sent


def test_hints_stop_before_the_answer():
    page = Session(hide_answers="1")
    for _ in range(6):
        page.do(lambda: session.take_hint(Address("z", 0, 0, None, 0)))
    assert not any("0.3775" in str(one.value) for one in page.at.markdown)


def test_locks_hold_in_the_doors():
    page = Session(lock="drawing,weights,rate")
    before = page.document
    page.do(lambda: session.set_learning_rate(0.1))
    assert "learning rate is locked" in page.errors[0]
    page.do(lambda: session.edit(set_weights, 0, {(0, 0): 2.0}, label="x"))
    assert "weights and biases are locked" in page.errors[0]
    page.do(lambda: session.edit(add_neuron, 1, label="x"))
    assert "drawing is locked" in page.errors[0]
    assert page.document == before


def test_controls_are_hidden_one_by_one_and_the_way_out_shows_them():
    page = Session(hide="notation,speed", lock="rate", task="Find **z**")
    keys = {one.key for one in page.at.selectbox}
    assert not keys & {"notation", "speed", "preset"}
    assert any("**z**" in str(one.value) for one in page.at.markdown)
    page.press("leave")
    assert {"notation", "speed", "preset"} <= {one.key for one in page.at.selectbox}


KINDS = ("button", "selectbox", "segmented_control", "toggle", "text_input", "bidi_component")
HIDDEN = {  # one of what each control is made of
    "mode": "mode",
    "notation": "notation",
    "undo": "undo",
    "view": "View",
    "present": "present",
    "share": "Share",
    "speed": "speed",
    "granularity": "granularity",
    "solve": "solve",
    "values": "Values",
    "training": "learning_rate_value",
    "arrays": "layer_arrays",
}


def controls_on(page):
    """The keys of all that can be pressed or typed in, and the labels of what opens."""
    keys = {one.key for kind in KINDS for one in page.at.get(kind)}
    return keys | {one.proto.popover.label for one in page.at.get("popover")}


@pytest.mark.parametrize("control", CONTROLS)
def test_each_control_is_hidden_alone(control):
    everything, left = controls_on(Session()), controls_on(Session(hide=control))
    assert left < everything
    assert HIDDEN[control] in everything - left
    others = {key for name, key in HIDDEN.items() if name != control}
    assert others <= left


def test_locked_weights_stay_through_passes():
    page = Session(lock="weights")
    before = page.document
    assert page.disabled("next_pass")
    assert page.disabled("ten_passes")
    page.do(session.advance)
    assert page.document == before
    assert "a pass would change them" in page.errors[0]
    assert not Session(lock="rate").disabled("next_pass")
