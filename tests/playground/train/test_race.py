"""Who leads in a race, who got there first, and where their ways lead."""

from itertools import pairwise

import numpy as np
import pytest

from playground.train.charts import race_chart
from playground.train.measures import loss_on
from playground.train.race import mark_of, standings, ways, what_to_see
from tests.playground.train.runs import chosen, course, xor_task

NAMES = ["Gradient descent", "Adam", "Standstill"]


@pytest.fixture(scope="module")
def runners():
    task = xor_task()
    settings = [chosen("gradient_descent", 0.05), chosen("adam", 0.05), chosen("adam", 0.0)]
    made = [course(task, (0, one)) for one in settings]
    for one in made:
        one.go_on(400)
    return made


def test_places_go_by_the_latest_loss(runners):
    found = standings(runners, mark_of(runners))
    losses = [one.marks[-1].train for one in runners]
    order = sorted(range(3), key=lambda k: losses[k])
    assert [found[k].place for k in order] == [1, 2, 3]


def test_the_mark_was_passed_by_somebody_and_the_update_is_the_first_one(runners):
    mark = mark_of(runners)
    found = standings(runners, mark)
    assert found[1].below is not None
    assert found[2].below is None
    earlier = [one for one in runners[1].marks if one.number < found[1].below]
    assert all(one.train >= mark for one in earlier)


def test_what_to_see_names_the_first_and_the_lowest_and_who_is_behind(runners):
    mark = mark_of(runners)
    said = " ".join(what_to_see(NAMES, standings(runners, mark), mark))
    assert f"Adam drops below {mark:g} first" in said
    assert "Adam is lowest now" in said
    assert "Standstill" in said.split("lowest now")[1]


def test_at_the_start_nobody_is_ahead(runners):
    start = [one._replace(train=0.5, test=None, below=None) for one in standings(runners, 0.1)]
    assert what_to_see(NAMES, start, 0.1) == ["All are tied, at 0.5."]


def test_a_loss_that_is_no_number_leads_nowhere_and_is_passed_by_nobody(runners):
    lost = [one._replace(train=float("nan"), test=None) for one in standings(runners, 0.1)]
    passed = what_to_see(NAMES, standings(runners, 0.1), 0.1)[0]
    assert what_to_see(NAMES, lost, 0.1) == [passed, "No loss is finite any more."]
    best = what_to_see(NAMES, [lost[0], lost[1]._replace(train=0.25), lost[2]], 0.1)[1]
    assert best == "Adam is lowest now, at 0.25."


@pytest.mark.parametrize("first", [float("nan"), float("inf"), 1e308, 0.0])
def test_the_mark_is_a_number_wherever_the_run_begins(runners, first):
    begun = runners[0].marks
    odd = course(xor_task(), (0, chosen()))
    odd.marks = [begun[0]._replace(train=first, test=None), *begun[1:]]
    assert 0 < mark_of([odd, runners[1]]) < np.inf


def test_ways_to_the_end_of_all_numbers_can_be_drawn():
    task = xor_task(activation="relu")
    runners = [course(task, (0, chosen(rule, 1.7e308))) for rule in ("adam", "gradient_descent")]
    for one in runners:
        one.go_on(10)
    made = ways(runners)
    assert np.isfinite(np.concatenate([*made.paths, made.across, made.up], axis=None)).all()


def test_ways_begin_together_and_the_ground_is_the_loss_there(runners):
    made = ways(runners)
    starts = np.array([path[0] for path in made.paths])
    assert np.allclose(starts, starts[0])
    assert np.allclose(made.paths[2], made.paths[2][0])
    assert made.losses.shape == (len(made.up), len(made.across))
    assert made.across.min() < min(path[:, 0].min() for path in made.paths)
    assert np.isfinite(made.losses).all()


def test_the_ground_below_the_middle_is_the_loss_of_the_mean_weights(runners):
    stops = [np.unique(np.linspace(0, 400, 30).astype(int))] * 3
    every = [
        one.at(int(k)).network.parameters
        for one, some in zip(runners, stops, strict=True)
        for k in some
    ]
    task = runners[0].task
    middle = task.network.with_parameters(np.mean(every, axis=0))
    made = ways(runners)
    a, b = np.abs(made.across).argmin(), np.abs(made.up).argmin()
    near = made.losses[max(b - 1, 0) : b + 2, max(a - 1, 0) : a + 2]
    assert near.min() <= loss_on(middle, task.x, task.y) <= near.max()


def test_ways_of_runners_that_never_moved_can_be_drawn():
    still = [course(None, (0, chosen("adam", 0.0))) for _ in range(2)]
    for one in still:
        one.go_on(5)
    made = ways(still)
    assert all(np.isfinite(path).all() for path in made.paths)


def test_names_at_the_ends_of_lines_do_not_meet(runners):
    named = [(name, runners[2].marks) for name in NAMES]
    notes = race_chart(named, False, False)["layout"]["annotations"]
    shifts = sorted(note["yshift"] for note in notes)
    assert all(b - a >= 16 for a, b in pairwise(shifts))
