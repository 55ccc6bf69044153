"""The page from which everything can be taken: buttons that make their files, and what it says."""

import json

from playground.exercise.document import EMPTY
from playground.exercise.link import to_link
from playground.session.offered_files import offered
from tests.app.playground_session import Session, written
from tests.playground.export.exercises import HOSTILE
from tests.playground.walks import DRAWINGS

ROWS = {
    f"take_{row}"
    for row in ("solution", "papers", "questions", "class", "code", "figures", "numbers")
}
PAGE = "pages/play/take_along.py"
MAZUR = "01_mazur_own_bias"


def opened(**parameters):
    session = Session(from_file=True, **parameters)
    session.at.switch_page(PAGE)
    return session.run()


def downloads(session):
    """What each button was told, by its key."""
    rows = [json.loads(written(c)) for c in session.at.get("bidi_component") if c.key in ROWS]
    return {button["key"]: button for row in rows for button in row}


def test_every_file_has_its_button():
    found = set(downloads(opened(preset=MAZUR)))
    assert {"take_printable_page", "take_notebook", "take_animation", "take_spreadsheet"} <= found
    assert {"take_sheet_html", "take_key_tex", "take_class_zip"} <= found
    assert {"take_moodle_xml", "take_gift_txt", "take_qti_zip", "take_canvas_zip"} <= found
    assert len(found) == 26


def test_an_unfinished_drawing_is_told_what_it_lacks():
    session = opened(net=to_link({**EMPTY, "x": [[1.0]]}))
    assert "Draw a network first" in session.at.info[0].value
    assert not downloads(session)


def test_a_title_is_text():
    session = opened(net=to_link({**DRAWINGS["cut"], "title": HOSTILE}))
    assert not session.at.exception
    said = " ".join(m.value for m in session.at.markdown)
    assert "<script>" not in said.replace("\\<script\\>", "")


def test_the_code_of_the_step_is_beside_the_engines():
    session = opened(preset=MAZUR)
    numpy, engine = (code.value for code in session.at.code)
    assert numpy.startswith("z1 = x @ W1.T + b1")
    assert "def forward(" in engine


def test_a_class_without_numbers_that_work_out_is_told_so():
    layers = [{"W": [[0.0]], "b": None, "activation": "relu", "connected": [[False]]}] * 2
    session = opened(net=to_link({**DRAWINGS["smallest"], "layers": layers}))
    session.at.text_area(key="sheet_names").set_value("Ada").run()
    assert "every layer of this network learns" in session.at.error[0].value


def test_names_that_are_typed_are_counted():
    session = opened(preset=MAZUR)
    session.at.text_area(key="sheet_names").set_value("Ada\nBo\nCy\nBo").run()
    button = downloads(session)["take_class_zip"]
    assert button["label"] == "Worksheets and keys for 3 (zip)"
    assert button["address"]
    assert any("more than once: Bo." in one for one in session.said("caption"))


def test_every_file_is_at_its_address_as_long_as_the_page_stands():
    session = opened(preset=MAZUR)
    for key, button in downloads(session).items():
        _, token, named = (button["address"] or "///").split("/")[:3]
        file = offered(token, named)
        assert key == "take_class_zip" or file.name == button["name"]
    session.at.switch_page("pages/play/check.py")
    session.run()
    assert offered(token, "take_notebook") is None


def test_a_page_that_hides_the_answers_offers_no_file():
    session = opened(preset=MAZUR, hide_answers="1")
    assert not downloads(session)
    assert "offered_files" not in session.at.session_state


def captions(session):
    return " ".join(session.said("caption"))


def test_what_a_sheet_gives_is_said_and_can_be_chosen():
    session = opened(preset=MAZUR)
    assert "Given:" not in captions(session), "all is asked"
    session.choose("sheet_asked", ["z", "dW"])
    assert "Given: δ where an answer needs it." in captions(session)
    assert "so worked out on the way: a." in captions(session), "a would tell z"
    session.choose("sheet_gives", "My choice")
    assert session.value("sheet_given") == ["delta"]
    session.choose("sheet_given", ["a", "delta"])
    assert "Gives answers away: z follows from a." in captions(session)
    sheet = offered_text(session, "take_sheet_html")
    given = sheet.partition("<h2>Your work")[0]
    assert "<strong>a of the hidden layer</strong>" in given
    session.at.switch_page("pages/play/check.py")
    session.run()
    session.at.switch_page(PAGE)
    assert session.run().value("sheet_given") == ["a", "delta"]
    session.choose("sheet_asked", ["z", "a"])
    assert session.value("sheet_given") == ["delta"], "what is asked is not given"


def test_a_solution_has_the_steps_that_are_chosen():
    session = opened(preset=MAZUR)
    session.choose("take_phases", ["backward", "gradient"]).choose("take_layers", [1])
    made = offered_text(session, "take_markdown")
    assert "## Backward pass: the output layer" in made
    assert "## Forward pass" not in made
    assert "pass: the hidden layer" not in made
    session.choose("take_steps_41", (1, 5))
    assert any("No step of this walk fits" in one.value for one in session.at.info)


def offered_text(session, key):
    _, token, named = downloads(session)[key]["address"].split("/")[:3]
    return "".join(offered(token, named).make())


def previews(session):
    """The documents that are shown, by the keys of their frames."""
    frames = [c for c in session.at.get("bidi_component") if c.key.endswith("_page")]
    return {frame.key: json.loads(written(frame))["html"] for frame in frames}


def test_the_solutions_first_steps_are_shown_as_they_print():
    session = opened(preset=MAZUR)
    (shown,) = previews(session).values()
    assert "<math" in shown
    assert "Preview of the first 12 of 41 steps" in session.said("caption")
    session.choose("take_phases", ["loss"])
    assert "Preview" in session.said("caption")
    assert previews(session)["solution_page"] == offered_text(session, "take_printable_page")


def test_the_worksheet_is_shown_without_its_key():
    session = opened(preset=MAZUR).open_tab("take_tabs", "Worksheets")
    assert previews(session) == {"sheet_page": offered_text(session, "take_sheet_html")}


def test_whoever_solves_the_exercise_is_shown_no_solution():
    session = Session(from_file=True, preset=MAZUR)
    session.at.toggle(key="solve").set_value(True)
    session.run().at.switch_page(PAGE)
    assert not previews(session.run())
    assert any("would show the answers" in one for one in session.said("caption"))


def test_a_preview_shows_a_title_as_text():
    session = opened(net=to_link({**DRAWINGS["cut"], "title": HOSTILE}))
    (shown,) = previews(session).values()
    assert "<script" not in shown
