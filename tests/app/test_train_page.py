"""The Train page: single updates, a run, the way back, other settings, other data, and the walk."""

import json
import re

import pytest

from playground import session
from playground.exercise import saved_place
from playground.exercise.packed import pack
from playground.exercise.presets import presets
from playground.session import kept_work
from playground.session.offered_files import offered
from playground.train import plane_controls, set_piece_controls, training
from playground.train.live_page import KEPT
from playground.ui import gallery, own_shelf
from tests.app.playground_session import Session, reloaded, written

TRAIN, WALK = "pages/play/train.py", "pages/play/playground.py"


@pytest.fixture
def page():
    page = Session(from_file=True, preset="07_xor")
    page.at.switch_page(TRAIN)
    return page.run()


def where(page):
    """What stands above the time machine."""
    (said,) = [
        one.proto.body for one in page.at.get("html") if "class='train-where'" in one.proto.body
    ]
    return said


def counted(page):
    """The same without the number of the picture."""
    return where(page).partition("'><b")[2]


def pictures(page):
    """What the view of the network is sent: what it is about, and its bytes."""
    views = {view.key: view.proto for view in page.at.get("bidi_component")}
    about, _, drawn = views["train_pictures"].bytes.split(b"\n", 2)
    return json.loads(about) | {"pictures": drawn}


def test_an_update_and_an_epoch_are_counted(page):
    page.press("one_update")
    assert "Update 1<" in where(page)
    assert "batch 1 of 4" in where(page)
    page.press("one_epoch")
    assert "Update 4<" in where(page)
    assert "epoch 1 · batch 4 of 4" in where(page)
    page.press("one_epoch")
    assert "Update 8<" in where(page)


def test_a_run_goes_on_with_every_picture_and_stays_where_it_is_paused(page):
    page.press("run")
    beats = {pictures(page)["beat"], page.run() and pictures(page)["beat"]}
    assert len(beats) == 2
    assert None not in beats
    page.press("run")
    assert pictures(page)["beat"] is None
    stays = counted(page)
    assert stays == counted(page.run())


def test_the_browser_is_told_with_every_few_pictures_how_far_a_run_is(page):
    """It need not wait for the next drawing of everything, which may be seconds away."""
    page.press("run")
    told = []
    for _ in range(KEPT):
        keep = pictures(page.run())["keep"]
        if keep is not None:
            place = saved_place.place_in(keep["place"])
            told.append(place["rooms"]["training"]["updates"])
            assert told[-1] == page.held["rooms"]["training"]["updates"] > 0
    assert len(told) == 1


def test_the_time_machine_goes_back_and_a_run_from_there_branches(page):
    for _ in range(3):
        page.press("one_epoch")
    page.choose("time_machine", 5)
    assert "Update 5<" in where(page)
    assert ">of 12</em>" in where(page)
    page.press("previous_update")
    assert "Update 4<" in where(page)
    page.press("one_update")
    assert "Update 5<" in where(page)
    assert "live" in where(page)


def test_another_rule_holds_from_the_next_update_on_with_its_usual_rate(page):
    page.press("one_epoch").choose("rule", "adam")
    assert page.value("train_rate_value") == 0.03
    page.press("one_update")
    assert "Update 5<" in where(page)
    page.press("train_reset")
    assert "Update 0<" in where(page)
    assert page.value("rule") == "adam"


def test_what_a_rule_does_not_take_is_said_and_changes_nothing(page):
    page.choose("rule", "adam").choose("rule_option_beta1", 1.5)
    assert page.refusals == ["β₁ got '1.5'. It takes a number from 0 up to but not including 1."]
    assert page.held["rooms"]["training"]["legs"][-1][1]["options"] == {}
    page.press("rule_option_beta1_keep")
    assert page.value("rule_option_beta1") == 0.9


def test_a_data_set_that_does_not_fit_offers_networks_that_do(page):
    page.choose("data_set", "iris")
    assert "it has 2 inputs, the data has 4" in " ".join(page.said("markdown"))
    assert "run" not in {button.key for button in page.at.button}
    page.press("fit_network").choose("batch_size", 105).press("one_epoch")
    assert "epoch 1 · batch 1 of 1" in where(page)


def test_walking_through_an_update_shows_its_rule_and_leads_back(page):
    page.choose("rule", "adam").choose("batch_size", 4)
    for _ in range(5):
        page.press("one_update")
    page.press("walk_update")
    page.at.switch_page(WALK)
    page.run()
    html = " ".join(one.proto.body for one in page.at.get("html"))
    assert "Update 5" in html
    assert "Adam, η = 0.03" in html
    assert "rows 1, 2, 3, 4 of 4" in html
    page.press("last_step")
    assert r"\hat{m}" in " ".join(page.said("markdown"))
    page.at.switch_page(TRAIN)
    page.run()
    assert "Update 5<" in where(page)


def test_the_run_is_made_again_after_a_reload(page, in_one_go):
    page.choose("rule", "adam").press("one_epoch").choose("train_rate_value", 0.5)
    page.press("one_epoch")
    before = pictures(page)["pictures"]
    page.at.session_state["playground"]["rooms"].pop("training_course")
    page.run()
    assert "Update 8<" in where(page.run())
    assert pictures(page)["pictures"] == before


def test_a_change_while_the_run_is_made_again_loses_nothing(page, monkeypatch):
    page.press("one_epoch", "one_epoch").choose("rule", "adam").press("one_epoch")
    wanted = pictures(page)["pictures"]
    page.choose("rule", "gradient_descent").choose("train_rate_value", 0.5)
    page.press("train_reset", "one_epoch", "one_epoch")
    page.at.session_state["playground"]["rooms"].pop("training_course")
    with monkeypatch.context() as busy:
        busy.setattr(training, "catch_up", lambda: None)
        page.run().choose("rule", "adam")
        assert "recomputing 0 of 8" in where(page)
    for _ in range(8):  # one update each, at least
        page.run()
    assert "Update 8<" in where(page)
    page.press("one_epoch")
    assert "Update 12<" in where(page)
    assert pictures(page)["pictures"] == wanted


def saved_as_own(page):
    made = []
    page.do(lambda: own_shelf.save("Mine"))
    page.do(lambda: made.extend(own_shelf._SHELF.get()["put"]))
    return made[0]


def opened_again(page, one):
    page.do(lambda: gallery._open_own(one))
    return page.run()


def test_an_own_exercise_comes_back_with_its_training(page, in_one_go):
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv").choose("rule", "adam").press("one_epoch", "one_update")
    before, mine = pictures(page)["pictures"], saved_as_own(page)
    page.do(lambda: session.open_document(presets()["07_xor"], "preset"))
    page.choose("data_set", "samples").choose("rule", "momentum").press("one_epoch")
    assert pictures(page)["pictures"] != before
    opened_again(page, mine)
    assert pictures(page)["pictures"] == before
    assert page.value("rule") == "adam"
    assert page.value("data_set") == "table"
    assert not page.said("error")


@pytest.mark.parametrize(
    "training", ["", "x", pack('{"format":1,"place":{"d":[["training",{"d":[["of",1]]}]]}}')]
)
def test_an_own_exercise_without_a_sound_training_opens_all_the_same(page, training):
    page.press("one_epoch")
    mine = saved_as_own(page)
    opened_again(page, {**mine, "training": training})
    assert not page.said("error")
    page.press("one_update")
    assert f"Update {1 if len(training) > 1 else 5}<" in where(page)


def test_a_whole_batch_that_is_too_large_for_a_walk_says_so(page):
    page.choose("data_set", "circles").choose("batch_size", 140)
    page.press("one_update")
    button = page.at.button(key="walk_update")
    assert button.disabled
    assert "This batch has 140 rows" in button.help


def test_what_a_browser_kept_and_does_not_fit_is_begun_anew(page):
    rooms = page.at.session_state["playground"]["rooms"]
    rooms["training"] = {"of": "x", "legs": [["a", {}]], "updates": -1}
    rooms.pop("training_course")
    assert "Update 0<" in where(page.run())


TABLE = "Länge;Breite;Art\n" + "1,5;0,2;setosa\n4,7;1,4;versicolor\n;1,4;versicolor\n" * 10


def test_a_pasted_table_is_trained_on_and_its_missing_cells_are_named(page):
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv")
    assert page.value("data_set") == "table"
    assert page.at.multiselect(key="csv_inputs").value == ["Länge", "Breite"]
    assert "line 4 (Länge)" in page.said("warning")[0].replace("\\", "")
    (about,) = (
        one.proto.popover.label
        for one in page.at.get("popover")
        if "training" in one.proto.popover.label
    )
    assert about == "14 training, 6 test, 10 left out"
    page.press("one_update")
    assert "Update 1<" in where(page)


def test_names_of_columns_are_no_markup(page):
    page.at.text_area(key="csv_text").set_value(TABLE.replace("Länge", "![a](http://x/i.png)"))
    page.press("use_csv")
    (said,) = page.said("warning")
    assert "![a](" not in said
    assert "![a](http" in said.replace("\\", "")


def test_a_table_and_the_training_on_it_come_back_from_the_browser(page, in_one_go):
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv", "one_epoch")
    before = pictures(page)["pictures"]
    again = reloaded(page, TRAIN)
    assert again.value("data_set") == "table"
    assert pictures(again)["pictures"] == before
    assert not again.said("error")


def test_a_table_too_long_for_the_browser_is_said_to_be_so(page, monkeypatch):
    monkeypatch.setattr(kept_work, "MOST_TABLE", 10)
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv")
    assert any("after a reload, open it again" in said for said in page.said("caption"))
    again = reloaded(page, TRAIN)
    assert again.value("data_set") != "table"
    assert not again.said("error")


def test_the_plane_of_four_inputs_lies_along_two_that_can_be_chosen(page):
    page.choose("data_set", "iris").press("fit_network")
    across, up = (f"plane_input_{place}" for place in (0, 1))
    assert (page.value(across), page.value(up)) == (2, 3)
    assert any("at their means" in said for said in page.said("caption"))
    page.choose(across, 3)
    assert (page.value(across), page.value(up)) == (3, 2), "they change places"
    page.choose(up, 0)
    assert (page.value(across), page.value(up)) == (3, 0)
    page.choose("data_set", "circles").press("fit_network")
    assert not any("at their means" in said for said in page.said("caption"))
    for value in (7, "3", None, True, [1]):  # late, or of another page
        page.at.session_state[across] = value
        page.do(lambda: plane_controls._input_chosen(0, (0, 1)))
    assert not page.errors


def test_a_table_that_cannot_be_read_says_why_and_changes_nothing(page):
    page.at.text_area(key="csv_text").set_value("a,b\n1,2\n3,4,5\n")
    page.press("use_csv")
    assert "Line 3 has 3 cells" in page.refusals[0]
    assert not page.errors, "it is said below the table"
    assert page.value("data_set") == "samples"
    page.at.text_area(key="csv_text").set_value(TABLE).run()
    assert not page.refusals, "it goes with the text"
    page.press("use_csv")
    assert page.value("data_set") == "table"


def test_columns_that_cannot_be_taken_are_refused_beside_them(page):
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv")
    before = page.at.multiselect(key="csv_inputs").value
    page.at.multiselect(key="csv_inputs").set_value([])
    page.run()
    assert "input" in page.refusals[0]
    assert not page.errors
    assert page.at.multiselect(key="csv_inputs").value == before


def test_a_set_piece_opens_ready_to_run_with_its_question(page):
    page.open("set_pieces").press("piece_symmetric")
    assert not page.at.session_state["set_pieces"], "the list has served its turn"
    assert "Why do h1 and h2" in " ".join(page.said("markdown"))
    page.press("one_epoch")
    assert "have equal weights" in " ".join(one.proto.body for one in page.at.get("html"))
    page.press("piece_done", "undo")
    assert "Why do h1 and h2" not in " ".join(page.said("markdown"))


@pytest.mark.parametrize("what", ["This epoch as a table", "Why did this weight move?"])
def test_one_can_look_closer_at_an_update(page, what):
    page.press("one_epoch").choose("train_details", what)
    html = " ".join(one.proto.body for one in page.at.get("html"))
    assert ("<caption>Epoch 1<" in html) == (what == "This epoch as a table")
    assert ("The last updates of the" in html) == (what == "Why did this weight move?")


def test_a_weight_is_written_so_that_one_sees_it_move(page):
    page.choose("train_rate_value", 0.0001).press("one_epoch", "one_update")
    page.choose("train_details", "Why did this weight move?")
    (table,) = (
        one.proto.body for one in page.at.get("html") if "The last updates of the" in one.proto.body
    )
    cells = [re.findall("<t[dh][^>]*>([^<]*)<", row) for row in table.split("<tr>")[2:]]
    moved = [row for row in cells if float(row[-2].replace("−", "-"))]
    assert moved
    assert all(row[2] != row[-1] for row in moved), "before and after look the same"


def test_the_place_of_a_paused_run_is_a_status_and_that_of_a_running_one_is_not(page):
    assert "role='status'" in where(page)
    page.press("run")
    assert "role='status'" not in where(page)


def test_fields_are_named_by_what_they_hold(page):
    named = {one.key.partition(".")[0]: one.label for one in page.at.text_input}
    assert named["batch_size_value"] == "Batch size, typed"
    assert named["train_rate_value"] == "Learning rate, typed"
    page.press("open_race")
    labels = [one.label for kind in ("text_input", "selectbox") for one in page.at.get(kind)]
    assert {"Learning rate of runner 2", "Rule of runner 4"} <= set(labels)


def test_a_walked_update_says_the_rate_that_the_schedule_gave_it(page):
    page.choose("train_schedule", "step").choose("schedule_option_step_size", 2)
    page.choose("train_rate_value", 0.5).press("one_update", "one_update", "one_update")
    page.press("walk_update")
    page.at.switch_page(WALK)
    html = " ".join(one.proto.body for one in page.run().at.get("html"))
    assert "Gradient descent, η = 0.25 (step, from 0.5)" in html


def test_a_long_epoch_says_which_rows_are_shown_and_where_all_of_them_are(page):
    page.press("one_epoch").choose("train_details", "This epoch as a table")
    assert not any("rows so far" in one for one in page.said("caption"))
    page.choose("data_set", "circles").press("one_epoch")
    assert any(
        one.startswith("The last 40 of ") and "The CSV file has all of them." in one
        for one in page.said("caption")
    )


def test_a_race_runs_side_by_side_and_tells_what_to_see(page):
    page.press("open_race", "one_epoch", "one_epoch")
    html = " ".join(one.proto.body for one in page.at.get("html"))
    assert "After 8 updates" in html
    assert "is lowest now" in html
    page.choose("race_rule_0", "adam").choose("race_lr_0", 0.5)
    html = " ".join(one.proto.body for one in page.at.get("html"))
    assert "After 0 updates" in html
    assert "Adam 0.5" in html
    page.press("remove_runner_3", "one_epoch").choose("race_view", "ways")
    page.press("close_race", "one_update")
    assert "Update 1<" in where(page)


def test_a_race_begins_with_the_run_at_hand_and_others_like_it(page):
    page.choose("rule", "adam").choose("rule_option_beta1", 0.5).choose("train_rate_value", 0.2)
    page.choose("train_l1", 0.01).choose("train_schedule", "cosine").choose("train_clip", "norm")
    page.press("open_race")
    runners = _runners(page)
    assert [one["rule"] for one in runners] == ["adam", "gradient_descent", "momentum", "rmsprop"]
    assert (runners[0]["lr"], runners[0]["options"]) == (0.2, {"beta1": 0.5})
    assert {(one["l1"], one["schedule"], one["clip"]) for one in runners} == {
        (0.01, "cosine", "norm")
    }
    said = page.said("caption")
    alike = "Cosine schedule, L1 penalty 0.01, clipping by norm, limit 1"
    assert said.count(f"With {alike}") == 3
    assert f"With {alike}, β₁ 0.5" in said


def _runners(page):
    held = page.at.session_state["playground"]["rooms"]["training_race"]
    return [one["chosen"] for one in held["runners"]]


def test_a_race_that_runs_away_is_told_in_words(page):
    page.do(lambda: session.open_document(presets()["05_linear_2_2_1"], "open"))
    page.press("open_race")
    for place in range(4):
        page.choose(f"race_lr_{place}", "1e300")
    page.press("one_epoch", "one_epoch")
    said = " ".join(page.said("html", "markdown"))
    assert "No loss is finite any more." in said
    assert "<b>not finite</b>" in said
    assert not re.search(r"\bnan\b|\binf\b", said, re.IGNORECASE)


def test_a_run_up_to_a_number_of_epochs_stops_there(page):
    page.open("until").choose("until_epochs", 3)
    page.press("run_epochs")
    for _ in range(20):
        page.run()
    assert "Update 12<" in where(page)
    assert pictures(page)["beat"] is None


def test_a_run_up_to_a_loss_stays_at_the_first_update_below_it(page):
    page.choose("rule", "adam")
    page.open("until").choose("until_loss", 0.6)
    page.press("run_to_loss")
    for _ in range(1000):  # far fewer, but on a busy machine
        page.run()
        if pictures(page)["beat"] is None:
            break
    run = page.at.session_state["playground"]["rooms"]["training_course"][1]
    at = page.at.session_state["playground"]["rooms"]["training"]["at"]
    measured = {mark.number: mark.train for mark in run.marks}
    assert measured[at] <= 0.6
    assert all(loss > 0.6 for number, loss in measured.items() if number < at)


def test_trained_weights_can_be_taken_over_and_undone(page):
    first = page.at.session_state["playground"]["history"]["runs"][-1]["origin"]["layers"]
    page.press("one_epoch").open("until").press("use_weights")
    held = page.at.session_state["playground"]["history"]
    assert held["runs"][held["at"]]["exercise"]["layers"] != first
    assert "Update 0<" in where(page)
    page.press("undo")
    assert held["runs"][0]["origin"]["layers"] == first


def test_points_are_drawn_with_the_pointer_and_by_number(page):
    page.choose("drawing_class", "B").tell("train_answer", "place", [0.5, 0.5])
    assert page.value("data_set") == "drawn"
    page.choose("drawn_x1", 0.25)
    page.choose("drawn_x2", -1.0)
    page.press("add_point")
    drawn = page.at.session_state["playground"]["rooms"]["training_data"]["drawn"]
    assert drawn[-2:] == [(0.5, 0.5, 1), (0.25, -1.0, 1)]
    page.press("undraw_point", "one_update")
    assert "Update 1<" in where(page)
    assert len(page.at.session_state["playground"]["rooms"]["training_data"]["drawn"]) == 5


def test_that_a_press_draws_is_seen_while_its_settings_are_closed(page):
    def named():
        return {one.proto.popover.label for one in page.at.get("popover")}

    assert "Draw points" in named()
    page.choose("drawing_class", "B")
    assert "Drawing B" in named()
    page.choose("drawing_class", "off")
    assert "Draw points" in named()


def test_the_run_up_to_the_shown_update_is_offered_as_code(page):
    page.choose("train_details", "This run as code")
    assert "There is no update yet." in " ".join(page.said("caption"))
    page.press("one_epoch", "one_epoch", "previous_update")
    (row,) = [one for one in page.at.get("bidi_component") if one.key == "run_programs"]
    buttons = {one["key"]: one["address"] for one in json.loads(written(row))}
    assert set(buttons) == {"run_notebook", "run_numpy", "run_torch", "run_torch_notebook"}
    _, token, key = buttons["run_numpy"].split("/")[:3]
    file = offered(token, key)
    assert "A training run of 7 updates" in file.make()


def test_an_undo_of_an_experiment_brings_back_data_run_and_question(page):
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv").choose("train_rate_value", 0.25).choose("batch_size", 4)
    page.press("one_update", "one_update")
    before = pictures(page)["pictures"]
    page.open("set_pieces").press("piece_symmetric", "one_update")
    assert page.value("data_set") != "table"
    for _ in range(2):
        page.press("undo")
        assert page.value("data_set") == "table"
        assert page.value("train_rate_value") == 0.25
        page.run()
        assert "Update 2<" in where(page)
        assert pictures(page)["pictures"] == before
        assert "piece_done" not in {button.key for button in page.at.button}
        page.press("redo")
        assert page.value("data_set") != "table"
        assert "Update 1<" in where(page.run())
        assert "piece_done" in {button.key for button in page.at.button}


EARLIER = ("data_set", "rule", "train_rate_value", "batch_size", "preset")


def tell_as_before(page, told):
    """A request that the browser sends before it has heard of the last run."""
    for widget in [*page.at.selectbox, *page.at.text_input]:
        if widget.key in told:
            widget.set_value(told[widget.key])
    return page.run()


@pytest.mark.parametrize("broken_off", [False, True])
def test_what_a_browser_sent_before_it_heard_of_an_experiment_takes_nothing_back(
    page, monkeypatch, broken_off
):
    told = {w.key: w.value for w in [*page.at.selectbox, *page.at.text_input] if w.key in EARLIER}
    with monkeypatch.context() as patched:
        if broken_off:
            patched.setattr(session, "page_is_complete", lambda: None)
            told = {"preset": told["preset"]}
        page.do(lambda: set_piece_controls._open("bad_rate"))
    tell_as_before(page, told)
    assert "Adam do at the same rate" in " ".join(page.said("markdown"))
    assert page.value("data_set") == "circles"
    page.choose("data_set", "xor").choose("rule", "adam").choose("data_set", "circles")
    assert page.value("data_set") == "circles", "what is chosen again is taken"


def test_ones_own_table_and_points_can_be_chosen_again(page):
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv").choose("data_scaling", "none").choose("data_set", "moons")
    page.choose("drawing_class", "B").choose("drawn_x1", 3.0).press("add_point")
    assert page.value("data_set") == "drawn"
    page.choose("data_set", "table")
    assert page.value("data_scaling") == "none"
    assert "line 4 (Länge)" in page.said("warning")[0].replace("\\", "")
    page.choose("data_set", "drawn")
    assert page.at.session_state["playground"]["rooms"]["training_data"]["drawn"][-1][0] == 3.0


def test_points_are_added_to_the_exercises_own_where_one_presses(page):
    """The plane stays as it was before the first of them."""
    page.choose("drawing_class", "A")
    for place in ([0.25, 0.75], [0.75, 0.75], [0.75, 0.25]):
        page.tell("train_answer", "place", place)
    drawn = page.at.session_state["playground"]["rooms"]["training_data"]["drawn"]
    assert [one[2] for one in drawn[:4]] == [0, 1, 1, 0], "the samples of XOR"
    low, high = -0.12, 1.12
    at = {share: round(low + share * (high - low), 3) for share in (0.25, 0.75)}
    wanted = [(at[0.25], at[0.25], 0), (at[0.75], at[0.25], 0), (at[0.75], at[0.75], 0)]
    assert [tuple(one) for one in drawn[4:]] == wanted


def test_of_a_file_and_a_pasted_text_the_one_that_came_last_is_used(page):
    page.at.text_area(key="csv_text").set_value(TABLE)
    page.press("use_csv")
    file = ("f.csv", b"a,b\n1,0\n2,1\n3,0\n4,1\n", "text/csv")
    page.at.file_uploader(key="csv_file").set_value(file)
    page.press("use_csv")
    assert page.at.multiselect(key="csv_inputs").value == ["a"]
    page.at.text_area(key="csv_text").set_value(TABLE.replace("Breite", "Dicke"))
    page.press("use_csv")
    assert page.at.multiselect(key="csv_inputs").value == ["Länge", "Dicke"]
