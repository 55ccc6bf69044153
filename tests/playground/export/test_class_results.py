"""The table of a class: one row for each, the points of the sheet, and who stumbled where."""

import csv
import io

from backprop_core import Address
from playground.exercise.answers import NOTHING, answered, key_of
from playground.exercise.link import from_link
from playground.exercise.presets import presets
from playground.export.class_results import (
    HEAD,
    Result,
    SetWork,
    class_csv,
    same_numbers,
    stumbling_blocks,
)
from playground.export.variants import link_to, view_of_variant
from playground.solve.choices import begun
from playground.solve.handed_in import NO_TIME, HandedIn, handed_in, to_json
from tests.playground.export.exercises import view_of
from tests.playground.solve.worked import worked
from tests.playground.walks import DRAWINGS

SIGMOID = "06_sigmoid_2_2_1"
DELTA = Address("delta", 0, 1, sample=0)
TIME = {"begun": 1_700_000_000, "last": 1_700_000_600, "worked": 150}


def of(name, slips=None, digits=4, preset=SIGMOID, only=None):
    """Somebody's whole work, or the first few answers of it."""
    sheet = worked(preset, digits, slips or {})
    texts = {at: answer["text"] for at, answer in sheet.answers.items()}
    answers = {key_of(0, at): {**NOTHING, "text": text} for at, text in [*texts.items()][:only]}
    chosen = {**begun(), "on": True}
    return Result(HandedIn(name, presets()[preset], "neuron", chosen, 0, answers, TIME))


def rows(results, own=SIGMOID, given=None):
    table = class_csv(results, given or SetWork(presets()[own]))
    assert table.startswith("\ufeff"), "without it, Excel takes UTF-8 for another encoding"
    return [*csv.DictReader(io.StringIO(table[1:]))]


def test_what_follows_from_one_slip_costs_one_point():
    right, slipped = rows([of("Ada"), of("Bo", {DELTA: lambda one: 1.7 * one})])
    asked = int(right["of"])
    assert float(right["points"]) == asked
    assert float(slipped["points"]) == asked - 1
    assert (slipped["wrong"], slipped["stumbled at"]) == ("1", "Deltas")
    assert int(slipped["follows"]) > 0
    assert slipped["first wrong"] == "δ of h2" or "h2" in slipped["first wrong"]
    assert right["stumbled at"] == right["first wrong"] == right["likely slip"] == ""


def test_the_kinds_add_up_to_all_that_is_asked():
    (row,) = rows([of("Ada", only=5)])
    asked = sum(int(row[name] or 0) for name in HEAD if name.endswith("(asked)"))
    right = sum(int(row[name] or 0) for name in HEAD if name.endswith("(right)"))
    assert asked == int(row["of"])
    assert right == 5 == float(row["points"])
    assert int(row["blank"]) == asked - 5


def test_a_usual_slip_is_named():
    sign = of("Cy", {Address("delta", 1, 0, sample=0): lambda one: -one})
    (row,) = rows([sign])
    assert "sign" in row["likely slip"] or "turned" in row["likely slip"]


def test_another_exercise_is_told_from_the_one_on_screen():
    (row,) = rows([of("Ada")], own="07_xor")
    assert row["same exercise"] == "no"
    renamed = {**presets()[SIGMOID], "title": "Ours", "note": "", "source": ""}
    assert same_numbers(presets()[SIGMOID], renamed)


def variant_done_by(name, of_whom, seed=7):
    """A variant as it comes back: opened from its link, and handed in as a file."""
    url = link_to(view_of_variant(view_of(SIGMOID), seed, of_whom), "http://a/", hidden=True)
    opened = from_link(url.split("net=")[1].split("&")[0])
    chosen = {**begun(), "on": True}
    return Result(handed_in(to_json(HandedIn(name, opened, "neuron", chosen, 0, {}, NO_TIME))))


def test_a_variant_is_known_by_its_seed_and_the_name_it_was_made_for():
    class_of = SetWork(presets()[SIGMOID], 7, ("Ada", "Bo"))
    done = [variant_done_by(*names) for names in (("Ada", "Ada"), ("Ada L.", "Ada"), ("Cy", "Cy"))]
    done += [variant_done_by("Bo", "Bo", seed=8), of("Di", only=1)]
    found = [(row["same exercise"], row["variant of"]) for row in rows(done, given=class_of)]
    assert found == [("no", "Ada"), ("no", "Ada"), ("no", "Cy"), ("no", ""), ("yes", "")]


def test_where_there_are_no_variants_none_is_found():
    dead = [{"W": [[0.0]], "b": None, "activation": "relu", "connected": [[False]]}] * 2
    given = SetWork({**DRAWINGS["smallest"], "layers": dead}, 7, ("Ada",))
    assert given.variant_of(of("Ada", only=1).work) == ""


def test_the_time_is_in_minutes_and_in_no_zone_but_utc():
    (row,) = rows([of("Ada", only=1)])
    assert (row["minutes"], row["begun"], row["last"]) == (
        "2.5",
        "2023-11-14T22:13:20Z",
        "2023-11-14T22:23:20Z",
    )


def test_a_name_that_is_a_formula_is_made_harmless():
    (row,) = rows([of('=HYPERLINK("x")', only=1)])
    assert row["name"].startswith("'=")


def test_the_most_frequent_stumbling_block_comes_first():
    slip = {DELTA: lambda one: 1.7 * one}
    z = {Address("z", 0, 0, sample=0): lambda one: one + 0.4}
    blocks = stumbling_blocks([of("Ada"), of("Bo", slip), of("Cy", slip), of("Di", z)])
    assert [(name, who) for name, who in blocks] == [
        ("Deltas", ["Bo", "Cy"]),
        ("Weighted sums", ["Di"]),
    ]


def test_every_answer_is_listed_with_what_stood_there_before():
    answers = answered(answered({}, 0, DELTA, "0.5"), 0, DELTA, "0.6")
    chosen = {**begun(), "on": True, "part": "deltas"}
    work = HandedIn("Ada", presets()[SIGMOID], "neuron", chosen, 0, answers, NO_TIME)
    listed = [*Result(work).answers()]
    assert len(listed) == len(work.sheet.asks)
    (mine,) = [row for row in listed if row[1]]
    assert mine[3] == "wrong"
    assert mine[5] == "0.5"
    assert float(mine[2]) == float(f"{work.sheet.judged.exact(DELTA):.8g}")
