"""Reading the lessons: from start to end, on their examples and on drawings of one's own."""

import re

import pytest
import streamlit as st

from playground import session
from playground.exercise import edits, history, runs
from playground.exercise.document import EMPTY
from playground.exercise.link import to_link
from playground.exercise.presets import presets
from playground.lessons import bookmark, open_lesson
from playground.lessons.goals import size_of
from playground.lessons.live import Live
from playground.lessons.live_text import rendered
from playground.lessons.loader import lessons
from playground.lessons.pointers import place_of
from playground.notation.symbols import NOTATIONS, Symbols
from playground.train.set_pieces import EVERY
from playground.where import Weight, plain
from tests.app.playground_session import Session
from tests.playground.lessons.equations import assert_equations_hold
from tests.playground.walks import DRAWINGS, walk_of

GOALS = [
    (lesson.name, number)
    for lesson in lessons().values()
    for number in range(len(lesson.paragraphs))
]


def reads(name, document=None):
    """A session in which that lesson is open; `document` is the reader's own drawing."""
    parameters = {} if document is None else {"net": to_link(document)}
    page = to_page(Session(from_file=True, **parameters), "learn/lessons")
    return page.press(f"open_lesson_{name}")


def heading(page):
    return page.at.subheader[0].value


def filled(page, document=None):
    """What the page's prose is filled from, made once more: its own network, or `document`."""
    walk = walk_of(page.document if document is None else document, page.held["granularity"])
    symbols = Symbols(NOTATIONS[page.held["notation"]], walk.network.sizes, len(walk.y))
    return Live(walk, symbols, 6, page.held["sample"])


def assert_only_the_truth(page, lesson):
    """Every equation of the prose, with every digit; how many there were."""
    text = "\n\n".join(m for m in page.said("markdown") if "step-title" not in m)
    shown = filled(page, presets()[lesson.preset] if page.said("info") else None)
    return assert_equations_hold(text, shown.trace, shown.symbols, heading(page))


def said(page):
    return "\n".join(page.said("markdown", "info", "caption"))


def to_page(page, name):
    page.at.switch_page(f"pages/{name}.py")
    return page.run()


def test_all_lessons_can_be_chosen():
    page = to_page(Session(from_file=True), "learn/lessons")
    assert page.at.title[0].value == "Lessons"
    titles = [lesson.title for lesson in lessons().values()]
    assert [c.value for c in page.at.subheader] == [*titles, "New to derivatives?"]
    said = page.said("caption")
    assert "Lesson 1 · Beginner" in said
    assert f"Lesson {len(titles)} · Advanced" in said
    assert not page.errors


@pytest.mark.parametrize("name", lessons())
def test_a_lesson_is_read_from_start_to_end_on_its_example(name):
    page, lesson = reads(name), lessons()[name]
    assert page.document == presets()[lesson.preset]
    assert page.held["notation"] == lesson.notation
    for number, shown in enumerate(lesson.paragraphs):
        assert heading(page) == rendered(shown.heading, filled(page))
        assert f"{number + 1} of {len(lesson.paragraphs)}" in said(page)
        assert page.held["granularity"] == "neuron", "it is the reader's to choose"
        assert page.disabled("lesson_step")
        assert "<<" not in said(page)
        assert not page.errors + page.said("info")
        if number + 1 < len(lesson.paragraphs):
            page.press("lesson_next")
    page.press("lesson_next")
    assert page.at.subheader[0].value == "What you have learned"
    page.press("lesson_back")
    assert heading(page) == rendered(lesson.paragraphs[-1].heading, filled(page))


# Every drawing in one lesson or two, every lesson on five; the nightly run takes all of them.
ON_DRAWINGS = [
    pytest.param(name, drawing, marks=[] if (i + j) % 3 == 0 else [pytest.mark.nightly])
    for i, name in enumerate(lessons())
    for j, drawing in enumerate(DRAWINGS)
]


@pytest.mark.sampled(6)
@pytest.mark.parametrize(("name", "drawing"), ON_DRAWINGS)
def test_a_lesson_is_read_on_another_drawing_which_stays_as_it_is(name, drawing):
    document = DRAWINGS[drawing]
    page = reads(name, document).choose("lesson_on", "own")
    own = page.document
    page.held["digits"] = 16
    compared = 0
    for _ in lessons()[name].paragraphs[1:]:
        page.press("lesson_next")
        assert page.document == own
        assert not page.errors
        assert "<<" not in said(page)
        assert "**Done.**" not in said(page), "nothing has been done yet"
        compared += assert_only_the_truth(page, lessons()[name])
    assert compared
    page.choose("lesson_on", "example")
    assert page.document == presets()[lessons()[name].preset]
    page.press("lesson_close")
    assert page.document == own
    assert page.held["notation"] == "own"


def test_a_paragraph_says_what_a_drawing_lacks():
    page = reads("sakryukin", DRAWINGS["smallest"]).do(lambda: open_lesson.go_to(7))
    assert not page.said("info")
    page.choose("lesson_on", "own")
    assert "a hidden layer" in page.said("info")[0]
    assert "In the example the slope is 0" in said(page), "it is told of the example instead"
    page.press("lesson_to_example")
    assert not page.said("info")
    assert "**Try.**" in said(page)


@pytest.mark.parametrize(
    ("name", "number", "drawing"),
    [
        ("hallstrom", 7, "no hidden"),
        ("devforum", 10, "no hidden"),
        ("devforum", 11, "smallest"),
        ("gupta", 5, "no hidden"),
        ("sugden", 7, "smallest"),
    ],
)
def test_nothing_is_asked_of_a_drawing_for_which_the_example_is_told(name, number, drawing):
    page = reads(name, DRAWINGS[drawing]).do(lambda: open_lesson.go_to(number - 1))
    assert "**Try.**" in said(page)
    page.choose("lesson_on", "own")
    assert page.said("info")
    assert not any(mark in said(page) for mark in ("**Try.**", "**Done.**", "Already true"))


def test_what_a_drawing_is_already_counts_as_nothing_done():
    page = reads("sakryukin", DRAWINGS["classes of a batch"]).do(lambda: open_lesson.go_to(10))
    page.choose("lesson_on", "own")
    assert not page.said("info")
    assert "Already true" in said(page)
    assert "**Done.**" not in said(page)
    assert page.held["rooms"]["lessons_read"]["sakryukin"]["done"] == []


def test_another_task_is_asked_when_the_drawing_gets_the_place_for_it():
    page = reads("hallstrom", DRAWINGS["one output"]).do(lambda: open_lesson.go_to(4))
    page.choose("lesson_on", "own")
    assert "**Try.** Click h1 in the graph" in said(page)
    page.do(lambda: session.edit(edits.add_neuron, 2, label="add neuron"))
    assert "**Try.** Click another output in the graph" in said(page)
    page.do(lambda: open_lesson.go_to_place(place_of("delta(-1, 2)")))
    assert "**Done.**" in said(page)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("drawing", ["no hidden", "softmax inside", "cut"])
@pytest.mark.parametrize("name", lessons())
def test_a_drawing_can_be_given_what_a_paragraph_takes_and_had_back(name, drawing):
    """Then every paragraph is told of one's own drawing, and has something to try there."""
    page = reads(name, DRAWINGS[drawing]).choose("lesson_on", "own")
    page.held["digits"] = 16
    for number in range(len(lessons()[name].paragraphs)):
        page.do(lambda number=number: open_lesson.go_to(number))
        own, lacking = page.document, page.said("info")
        if lacking:
            page.press("lesson_give")
            assert page.document != own
            assert not page.said("info") + page.errors
        assert_only_the_truth(page, lessons()[name])
        assert not any("like the example" in caption for caption in page.said("caption"))
        if lacking:
            page.choose("lesson_on", "own")
        assert page.document == own


def test_what_is_given_is_given_to_a_copy_which_goes_with_the_lesson():
    page = reads("hallstrom", DRAWINGS["no hidden"]).choose("lesson_on", "own")
    own = page.document
    page.do(lambda: open_lesson.go_to(6)).press("lesson_give")
    assert page.held["workspace"] == "copy"
    assert "changed for this paragraph" in said(page)
    page.press("lesson_next", "next_pass")
    assert "changed for this paragraph" not in said(page)
    page.choose("lesson_on", "own")
    assert page.document == own
    page.choose("lesson_on", "copy")
    assert page.document != own
    page.press("lesson_close")
    assert page.document == own
    page.press("open_lesson_gupta").choose("lesson_on", "own")
    page.do(lambda: open_lesson.go_to(6))
    assert page.document == own
    assert "changed for this paragraph" not in said(page)
    assert reading_uses(page) == ["example", "own"]


def reading_uses(page):
    """What the open lesson can run on."""
    found = []
    page.do(lambda: found.extend(bookmark.uses()))
    return found


@pytest.mark.parametrize("name", ["matrices", "batches", "weight"])
def test_a_weight_that_a_closed_lesson_led_to_is_forgotten(name):
    """The example has it, the reader's own drawing has not, or has another one chosen."""
    for document, own in (
        (DRAWINGS["no hidden"], None),
        (DRAWINGS["one output"], Weight(0, 1, 1)),
    ):
        page = reads("sugden", document)
        page.press("lesson_close").do(lambda own=own: session.select(own))
        page.press("open_lesson_sugden").do(lambda: open_lesson.go_to(3)).press("lesson_close")
        to_page(page, f"understand/{name}")
        assert page.held["selected"] == plain(own)


def test_an_earlier_copy_gives_way_to_one_of_the_drawing_as_it_is_now():
    page = reads("hallstrom", DRAWINGS["no hidden"]).choose("lesson_on", "own")
    page.do(lambda: open_lesson.go_to(6)).press("lesson_give", "lesson_take_back")
    page.do(lambda: session.edit(edits.set_rows, "x", [[7.0, 0.5]], label="x"))
    page.press("lesson_give")
    assert page.document["x"] == [[7.0, 0.5]]


def test_a_changed_example_is_given_what_it_lacks_itself():
    page = reads("devforum").do(lambda: open_lesson.go_to(10))
    page.do(lambda: session.edit(edits.set_bias_mode, 0, "none", label="bias"))
    page.press("lesson_give")
    assert not page.said("info")
    assert page.held["workspace"] == "lesson devforum"
    page.press("lesson_take_back")
    assert "needs biases in" in page.said("info")[0]


def test_the_weight_of_a_paragraph_is_the_one_chosen_on_the_pages_it_leads_to():
    document = DRAWINGS["one output"]
    page = reads("sugden", document).choose("lesson_on", "own").do(lambda: open_lesson.go_to(3))
    to_page(page, "understand/what_if")
    assert page.held["selected"] == {"kind": "edge", "layer": 1, "to": 0, "from": 0}
    page.choose("selected_to", 1)
    chosen = page.held["selected"]
    assert chosen["layer"] == 0
    assert page.run().held["selected"] == chosen, "it leads there once"
    to_page(page, "learn/lessons")
    to_page(page, "understand/weight")
    assert page.held["selected"]["layer"] == 1


def test_a_changed_example_is_told_of_as_it_was_at_first_and_can_be_had_again():
    page = reads("devforum").do(lambda: open_lesson.go_to(10))
    page.do(lambda: session.edit(edits.set_bias_mode, 0, "none", label="bias"))
    assert "needs biases in layer 1" in page.said("info")[0]
    page.held["digits"] = 16
    assert assert_only_the_truth(page.run(), lessons()["devforum"])
    page.press("lesson_to_example")
    assert not page.said("info")
    assert page.document == presets()["11_devforum_shared_bias"]


def test_the_way_to_the_walk_is_not_offered_where_the_walk_is_in_sight():
    page = reads("gupta").do(lambda: st.session_state.update(lesson_change=True))
    keys = [b.key for b in page.at.button]
    assert "add_layer" in keys
    assert "go_walk" not in keys


def test_ones_own_drawing_comes_back_with_its_history():
    page = Session(from_file=True, preset="07_xor").press("next_pass", "next_step", "next_step")
    history, step = page.held["history"], page.step
    to_page(page, "learn/lessons").press(
        "open_lesson_gupta", "next_pass", "ten_passes", "lesson_next"
    )
    assert page.document != presets()["07_xor"]
    page.press("lesson_close")
    assert page.held["history"] == history
    assert page.step == step == 2
    to_page(page, "play/playground").press("undo")
    assert page.document == presets()["07_xor"]


def test_undo_in_a_lesson_never_reaches_into_ones_own_drawing():
    page = reads("gupta").press("next_pass")
    to_page(page, "play/playground").press("undo")
    assert page.document == presets()["12_gupta_no_bias"]
    assert page.disabled("undo")


def test_a_lesson_goes_on_where_it_was_left():
    page = reads("sugden").press("lesson_next", "lesson_next", "next_pass", "lesson_close")
    assert "paragraph 3 of" in said(page)
    page.press("open_lesson_sugden")
    assert heading(page) == "The error of the whole network"
    assert page.document == presets()["10_sugden_units_ijk"]


def test_a_task_that_trains_leaves_the_numbers_of_the_next_paragraph_as_they_are():
    page = reads("sakryukin").press("next_pass", "ten_passes")
    page.do(lambda: session.set_learning_rate(3.0))
    page.press("lesson_next")
    assert page.document == presets()["09_sakryukin_even_odd"]
    page.do(lambda: session.edit(edits.set_loss, "half_squared_error", label="loss"))
    page.press("lesson_next")
    assert page.document == presets()["09_sakryukin_even_odd"]
    page.do(lambda: st.session_state.update(lesson_change=True)).press("undo")
    assert page.document["loss"] == "half_squared_error", "what was changed can be had back"


def test_ones_own_drawing_goes_back_to_the_pass_it_was_at_and_keeps_its_edits():
    page = reads("hallstrom", DRAWINGS["one output"]).choose("lesson_on", "own")
    page.press("next_pass")
    page.do(lambda: open_lesson.go_to(4))
    own = page.document
    assert own == DRAWINGS["one output"]
    page.press("next_pass").do(lambda: session.edit(edits.add_neuron, 2, label="add neuron"))
    edited = page.document
    page.press("next_pass", "lesson_next")
    assert page.document == edited
    page.press("lesson_close")
    assert page.document == edited


def test_the_size_of_steps_is_the_readers_and_a_task_offers_the_one_it_takes():
    page = reads("hallstrom").do(lambda: open_lesson.go_to(2))
    assert page.held["granularity"] == "neuron"
    page.press("lesson_size")
    assert page.held["granularity"] == "layer"
    assert page.disabled("lesson_step")
    page.do(lambda: open_lesson.go_to_place(place_of("a(-1)")))
    assert "**Done.**" in said(page)
    page.do(lambda: open_lesson.go_to(4))
    assert page.held["granularity"] == "layer"
    assert "**Try.**" in said(page)
    page.press("lesson_size")
    assert page.held["granularity"] == "neuron"


def open_lesson_of(page):
    return page.held["rooms"]["lesson"]


def test_the_end_says_what_was_learned_and_leads_on():
    page, every = reads("devforum"), list(lessons().values())
    for number in range(len(every[0].paragraphs)):
        page.do(lambda number=number: open_lesson.go_to(number))
        do_what_is_asked(page, every[0].paragraphs[number].tasks[0])
    page.press("lesson_next")
    assert "You did all" in said(page)
    assert every[0].learned[0] in said(page)
    page.press("lesson_onward")
    assert open_lesson_of(page)["name"] == every[1].name
    page.do(lambda: open_lesson.go_to(10**6)).press("lesson_close")
    assert page.at.button(key=f"open_lesson_{every[1].name}").label == "Read again"
    page.press(f"open_lesson_{every[1].name}")
    assert open_lesson_of(page)["at"] == 0
    last = every[-1].name
    page.press("lesson_close", f"open_lesson_{last}").do(lambda: open_lesson.go_to(10**6))
    assert "lesson_onward" not in [b.key for b in page.at.button]
    assert "You did 0 of" in said(page)


def test_one_can_step_freely_and_go_back_to_the_paragraphs_step():
    page = reads("hallstrom").press("next_step", "next_step")
    assert page.step == 2
    page.press("lesson_step")
    assert page.step == 0
    assert page.disabled("lesson_step")


def test_the_numbers_follow_the_update():
    page = reads("gupta").press(*["lesson_next"] * 2)
    before = page.held["history"]["runs"][-1]["losses"][0]
    assert f"{before:.4g}" in said(page)
    page.press("next_pass")
    after = page.run_of_passes["losses"][1]
    assert f"{after:.4g}" in said(page)
    assert after < before


def test_the_example_can_be_begun_again():
    page = reads("gupta")
    assert "lesson_example_again" not in [b.key for b in page.at.button]
    page.press("next_pass", "lesson_example_again")
    assert page.document == presets()["12_gupta_no_bias"]
    assert page.run_of_passes["at"] == 0


def test_a_press_on_a_line_of_the_algorithm_goes_to_its_steps():
    page = reads("hallstrom")
    lesson = lessons()["hallstrom"]
    number = next(n for n, p in enumerate(lesson.paragraphs) if p.lines)
    page.do(lambda: open_lesson.go_to(number))
    seen = []
    for line in range(1, 8):
        page.press(f"lesson_line_{line}")
        step = page.step
        marked = [b.key for b in page.at.button if b.key.startswith("lesson_line") and b.icon]
        assert marked == [f"lesson_line_{line}"], step
        seen.append(page.title)
    assert len(set(seen)) == 7
    assert "Done" in said(page)


def test_the_readers_notation_comes_back_after_the_lesson():
    page = to_page(Session(from_file=True), "learn/lessons").do(
        lambda: session.set_notation("gupta")
    )
    page.press("open_lesson_hallstrom")
    assert page.held["notation"] == "hallstrom"
    page.choose("notation", "sugden")
    assert page.held["notation"] == "sugden"
    page.press("lesson_close")
    assert page.held["notation"] == "gupta"


def test_other_pages_say_that_a_lesson_is_open_and_lead_out_of_it():
    page = to_page(reads("hallstrom"), "play/playground")
    assert "Lesson **The error signal, layer by layer**, paragraph 1 of" in said(page)
    page.press("lesson_close")
    assert "Lesson **" not in said(page)
    assert page.value("preset") == "01_mazur_own_bias"


def test_an_unfinished_drawing_asks_to_be_drawn():
    page = reads("gupta")
    page.held["workspaces"]["own"]["history"] = history.history_of(runs.started(EMPTY))
    page.choose("lesson_on", "own")
    assert any("needs inputs and at least one layer" in text for text in page.said("info"))
    page.choose("lesson_on", "example")
    assert page.document == presets()["12_gupta_no_bias"]


def test_the_network_can_be_changed_beside_the_lesson():
    page = reads("devforum").do(
        lambda: session.edit(edits.set_loss, "mean_absolute_error", label="loss")
    )
    assert page.document["loss"] == "mean_absolute_error"
    page.do(lambda: st.session_state.update(lesson_change=True)).press("undo")
    assert page.document == presets()["11_devforum_shared_bias"]
    assert not page.errors


COMPARED = re.compile(r"(\w+) (?:>=|<=|==|!=|>|<) '?(\w[\w.]*)'?")
AT = re.compile(r"at\((loss|\w+\([^)]*\))\)")


def attempts(stage):
    """What a reader would do to reach it, one thing after another."""
    for name, goal in COMPARED.findall(stage):
        if name == "granularity":
            yield lambda goal=goal: session.set_granularity(goal)
        elif name == "loss_function":
            other = goal if f"== '{goal}'" in stage else "half_squared_error"
            yield lambda other=other: session.edit(edits.set_loss, other, label="loss")
        elif name == "samples":
            yield lambda goal=goal: session.edit(edits.set_samples, int(goal) + 1, label="samples")
        elif name == "learning_rate":
            rate = float(goal) / 2 if "<" in stage else float(goal) * 5
            yield lambda rate=rate: session.set_learning_rate(rate)
        elif name == "passes":
            yield lambda goal=goal: session.advance(int(goal))
        elif name == "right":
            yield lambda: session.advance(11)
    for place in AT.findall(stage):
        size = size_of(place_of(place))
        if size is not None and not ("granularity" in stage and size == "neuron"):
            yield lambda size=size: open_lesson.step_by(size)
        yield lambda place=place: open_lesson.go_to_place(place_of(place))
        yield from [lambda: session.go_to_step(session.state()["step"] + 1)] * 3
    if "at_last_step" in stage or "phase == 'update'" in stage:
        yield lambda: session.go_to_step(10**9)


def do_what_is_asked(page, task):
    for attempt in [attempt for stage in task.goal for attempt in attempts(stage)]:
        page.do(attempt)
        if "**Done.**" in said(page):
            break
    return page


@pytest.mark.sampled(10)
@pytest.mark.parametrize(("name", "number"), GOALS)
def test_what_a_paragraph_asks_for_is_not_done_yet_and_can_be_done(name, number):
    page = reads(name).do(lambda: open_lesson.go_to(number))
    assert "**Try.**" in said(page)
    do_what_is_asked(page, lessons()[name].paragraphs[number].tasks[0])
    assert "**Done.**" in said(page)
    assert "**Try.**" not in said(page)
    assert page.held["rooms"]["lessons_read"][name]["done"] == [number]


@pytest.mark.sampled(2)
@pytest.mark.parametrize("name", lessons())
def test_who_does_what_is_asked_in_order_reads_nothing_false_and_needs_no_example(name):
    page, lesson = reads(name), lessons()[name]
    page.held["digits"] = 16
    for number, shown in enumerate(lesson.paragraphs):
        assert not page.said("info"), "the tasks so far have led to another network"
        assert "**Try.**" in said(page), shown.heading
        assert_only_the_truth(page, lesson)
        do_what_is_asked(page, shown.tasks[0])
        assert "**Done.**" in said(page), shown.heading
        assert_only_the_truth(page, lesson)
        if number + 1 < len(lesson.paragraphs):
            page.press("lesson_next")


def test_of_two_things_to_be_done_in_turn_both_are_needed():
    page = reads("sugden").do(lambda: open_lesson.go_to(2))
    page.do(lambda: session.edit(edits.set_loss, "half_squared_error", label="loss"))
    assert "**Try.**" in said(page)
    page.do(lambda: session.edit(edits.set_loss, "squared_error", label="loss"))
    assert "**Done.**" in said(page)


def test_what_is_so_of_a_drawing_already_leaves_something_to_do():
    page = reads("devforum", DRAWINGS["batch"]).choose("lesson_on", "own")
    page.do(lambda: open_lesson.go_to(12))
    assert "**Try.** Set the step size to *every product*" in said(page)
    page.do(lambda: session.set_granularity("term"))
    assert "**Done.**" in said(page)


@pytest.mark.sampled(3)
@pytest.mark.parametrize("notation", NOTATIONS)
def test_every_notation_can_be_read_in_every_lesson(notation):
    page = reads("devforum").choose("notation", notation)
    assert not page.errors
    assert not re.search(r"<<|<%", said(page))


RUNS = {"sugden": ("pairs", 1), "hallstrom": ("batches", 2), "sakryukin": ("even_odd", 1)}


@pytest.mark.parametrize("name", RUNS)
def test_each_line_of_a_training_loop_opens_the_walk_of_its_update(name):
    piece, size = RUNS[name]
    page, lesson = reads(name), lessons()[name]
    number = next(n for n, p in enumerate(lesson.paragraphs) if p.training)
    assert lesson.paragraphs[number].training == piece
    page.do(lambda: open_lesson.go_to(number))
    example = page.document
    for place, line in enumerate(lesson.paragraphs[number].updates, start=1):
        page.press(f"lesson_update_{place}")
        assert page.document["update"]["number"] == line.update
        assert len(page.document["x"]) == size
        assert f"Lesson **{lesson.title}**, paragraph {number + 1} of" in said(page)
        to_page(page, "learn/lessons")
        assert page.document == example, "the lesson's own network is as it was"
        assert heading(page)
        assert not page.errors
    page.press("lesson_train")
    to_page(page, "play/train")
    assert EVERY[piece].question in " ".join(page.said("markdown"))
    to_page(page, "learn/lessons").press("lesson_close")
    assert page.document == EMPTY or page.document["layers"]


def test_a_lesson_on_ones_own_drawing_comes_back_to_it_from_a_training_loop():
    page = reads("sugden", DRAWINGS["deep"])
    page.choose("lesson_on", bookmark.OWN)
    number = next(n for n, p in enumerate(lessons()["sugden"].paragraphs) if p.training)
    page.do(lambda: open_lesson.go_to(number))
    own = page.document
    page.press("lesson_update_2")
    assert page.document != own
    to_page(page, "learn/lessons")
    assert page.document == own
    assert page.value("lesson_on") == bookmark.OWN


@pytest.mark.parametrize("name", lessons())
@pytest.mark.parametrize("more", [{}, {"net": "damaged"}, {"preset": "none"}])
def test_a_link_that_has_no_network_opens_the_lesson_on_its_example(name, more):
    lesson = lessons()[name]
    page = Session(from_file=True, page="lessons", lesson=name, paragraph="4", **more)
    assert page.document == presets()[lesson.preset]
    assert page.held["notation"] == lesson.notation
    assert page.disabled("lesson_step"), "at the paragraph's own step"
    assert len(page.errors) == len(more)


def test_a_link_to_a_lesson_shows_what_it_names_and_the_rest_as_the_lesson_has_it():
    asked = {"page": "lessons", "lesson": "gupta", "preset": "07_xor", "paragraph": "4"}
    page = Session(from_file=True, **asked)
    assert page.document == presets()["07_xor"]
    assert (page.held["notation"], page.disabled("lesson_step")) == ("gupta", True)
    page = Session(from_file=True, **asked, notation="sugden", step="3", granularity="term")
    shown = page.held["notation"], page.held["step"], page.held["granularity"]
    assert shown == ("sugden", 2, "term")


def test_a_shared_lesson_shows_what_was_on_screen_where_that_is_as_usual():
    network = to_link(presets()["07_xor"])
    page = Session(from_file=True, page="lessons", lesson="gupta", paragraph="4", net=network)
    assert page.document == presets()["07_xor"]
    assert (page.held["notation"], page.held["step"]) == ("own", 0)


def test_a_lesson_shared_on_ones_own_network_goes_on_with_it():
    network = to_link(presets()["07_xor"])
    page = Session(from_file=True, page="lessons", lesson="gupta", paragraph="4", net=network)
    assert page.value("lesson_on") == bookmark.OWN
    page.press("lesson_next")
    assert page.document == presets()["07_xor"]


@pytest.mark.parametrize("change", [{"x": [[0.3, 0.7]]}, {"loss": "mean_squared_error"}])
def test_a_network_as_large_as_the_example_is_not_taken_for_it(change):
    example = presets()[lessons()["gupta"].preset]
    network = to_link({**example, **change})
    page = Session(from_file=True, page="lessons", lesson="gupta", paragraph="4", net=network)
    own = page.document
    assert page.value("lesson_on") == bookmark.OWN
    page.press("lesson_next")
    assert page.document == own


def test_what_a_lessons_link_says_in_vain_is_as_the_lesson_has_it():
    asked = {"page": "lessons", "lesson": "gupta", "paragraph": "4"}
    page = Session(from_file=True, **asked, notation="none", step="abc")
    assert (page.held["notation"], page.disabled("lesson_step")) == ("gupta", True)
    assert page.errors


def test_a_lesson_shared_on_its_trained_example_begins_it_anew_at_the_next_paragraph():
    example = presets()[lessons()["gupta"].preset]
    trained = runs.current(runs.advanced(runs.started(example), 3))
    network = to_link(trained)
    page = Session(from_file=True, page="lessons", lesson="gupta", paragraph="4", net=network)
    assert (page.document["layers"], page.value("lesson_on")) == (trained["layers"], "example")
    page.press("lesson_next")
    assert page.document == example


@pytest.mark.parametrize("name", lessons())
def test_a_link_beyond_the_last_paragraph_shows_the_end_and_says_so(name):
    count = len(lessons()[name].paragraphs)
    for number, problems in ((count, 0), (count + 1, 0), (count + 2, 1)):
        page = Session(from_file=True, page="lessons", lesson=name, paragraph=str(number))
        assert len(page.errors) == problems
    assert f"paragraph={count + 2}, but the lesson has only {count}." in page.errors[0]


def test_what_is_wrong_with_a_link_is_said_in_a_lesson_too():
    page = Session(from_file=True, page="lessons", lesson="gupta", digits="99")
    assert "The link says digits='99'" in page.errors[0]


@pytest.mark.parametrize("name", lessons())
def test_a_button_that_a_task_names_is_there(name):
    page = reads(name)
    labels = {button.label for button in page.at.button}
    tasks = [task for one in lessons()[name].paragraphs for task in one.tasks]
    named = {word for task in tasks for word in re.findall(r"press \*([^*]+)\*", task.text, re.I)}
    assert named <= labels


@pytest.mark.parametrize("on", [bookmark.EXAMPLE, bookmark.OWN])
def test_a_lesson_shows_its_numbers_while_ones_own_network_is_solved_by_hand(on):
    """All of a step's sizes can be chosen, and back on the Playground each step asks one number."""
    page = to_page(Session(from_file=True, preset="07_xor"), "play/playground")
    page.do(lambda: session.begin_solving(True))
    assert [toggle.value for toggle in page.at.toggle if toggle.key == "solve"] == [True]
    to_page(page, "learn/lessons").press("open_lesson_hallstrom").choose("lesson_on", on)
    page.do(lambda: open_lesson.go_to(2)).press("lesson_size")
    assert page.value("granularity") == page.held["granularity"] == "layer"
    assert not [toggle for toggle in page.at.toggle if toggle.key == "solve"]
    to_page(page, "understand/matrices").run()  # the second run has AppTest's own values no more
    assert page.value("granularity") == "layer"
    assert not [toggle for toggle in page.at.toggle if toggle.key == "solve"]
    to_page(page, "play/playground").run()
    assert page.value("granularity") == page.held["granularity"] == "neuron"
    assert page.at.text_input(key="answer").value == ""
