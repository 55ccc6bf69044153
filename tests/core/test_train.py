"""Training: the order of samples and batches, where it ends, and going on from any update."""

from itertools import chain, islice, pairwise

import numpy as np
import pytest

from backprop_core import (
    BackpropError,
    Dropout,
    Layer,
    Network,
    Penalty,
    backward,
    forward,
    rules,
    train,
    update,
)
from backprop_core.rules import schedules
from backprop_core.rules.state import Place, State
from backprop_core.train import order_of_rows

NETWORK = Network.random((2, 4, 1), "tanh", "half_squared_error", seed=1)
RNG = np.random.default_rng(0)
X, Y = RNG.normal(size=(10, 2)), RNG.normal(size=(10, 1))
XOR = [[0, 0], [0, 1], [1, 0], [1, 1]], [[0], [1], [1], [0]]


def rows_of(**options):
    return [u.rows.tolist() for u in train(NETWORK, X, Y, 0.1, **options)]


def test_without_a_batch_size_every_epoch_is_one_update_of_all_rows_in_order():
    assert rows_of(epochs=3) == [list(range(10))] * 3


def test_without_a_seed_batches_are_in_order_and_the_last_short_one_is_kept():
    expected = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    assert rows_of(batch_size=4, epochs=2) == expected * 2


def test_a_seed_shuffles_each_epoch_anew_and_every_row_comes_once():
    drawn = rows_of(batch_size=3, epochs=4, shuffle=0)
    epochs = [list(chain(*drawn[start : start + 4])) for start in range(0, 16, 4)]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert len({tuple(epoch) for epoch in epochs}) == 4
    assert rows_of(batch_size=3, epochs=4, shuffle=0) == drawn
    assert rows_of(batch_size=3, epochs=4, shuffle=1) != drawn


def test_a_batch_larger_than_the_data_is_all_of_it():
    assert rows_of(batch_size=100) == [list(range(10))]


def test_updates_and_epochs_count_from_one():
    got = [(u.number, u.epoch) for u in train(NETWORK, X, Y, 0.1, 4, 2)]
    assert got == [(1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 2)]


@pytest.mark.parametrize("fast", [True, False])
def test_each_update_is_forward_backward_and_update_on_its_rows(fast):
    network = NETWORK
    for u in train(NETWORK, X, Y, 0.3, batch_size=4, epochs=5, shuffle=2, fast=fast):
        g = backward(network, forward(network, X[u.rows]), Y[u.rows])
        np.testing.assert_array_equal(u.before.parameters, network.parameters)
        network = update(network, g, 0.3)
        np.testing.assert_allclose(u.network.parameters, network.parameters, rtol=1e-13)
        assert u.loss == pytest.approx(g.loss, rel=1e-13)
        assert u.network.sizes == NETWORK.sizes
        network = u.network


def test_updates_are_values_that_later_ones_leave_alone():
    run = train(NETWORK, X, Y, rules.Adam(0.1), batch_size=4, epochs=3)
    kept = [(u, u.network.parameters.copy(), u.state.vectors["m"].copy()) for u in run]
    for u, parameters, m in kept:
        np.testing.assert_array_equal(u.network.parameters, parameters)
        np.testing.assert_array_equal(u.state.vectors["m"], m)
        assert not u.network.parameters.flags.writeable
        assert not u.rows.flags.writeable
    for (one, after, m), (other, *_) in pairwise(kept):
        np.testing.assert_array_equal(other.before.parameters, after)
        np.testing.assert_array_equal(other.state_before.vectors["m"], m)
        assert other.state_before.place == one.state.place


def test_an_update_is_equal_to_itself_alone_and_its_text_is_short():
    one, other = train(NETWORK, X, Y, 0.1, 5)
    assert one in [one]
    assert one != other
    assert len({one, other}) == 2
    assert str(other) == f"Update(number=2, epoch=1, loss={other.loss:g}, stopped by epochs)"


FULL = {
    "rule": rules.Adam(schedules.Cosine(0.05, 30), amsgrad=True),
    "batch_size": 4,
    "epochs": 8,
    "shuffle": 3,
    "penalty": Penalty(l1=0.001, l2=0.01, divide_by="data_set"),
    "clip": rules.ClipByNorm(0.3),
    "dropout": Dropout(0.3, seed=5),
}


@pytest.mark.parametrize("fast", [True, False])
def test_it_goes_on_from_any_update_to_the_last_bit(fast):
    whole = list(train(NETWORK, X, Y, **FULL, fast=fast))
    for u in whole[:-1]:
        rest = list(train(u.network, X, Y, **FULL, state=u.state, fast=fast))
        assert [v.number for v in rest] == list(range(u.number + 1, len(whole) + 1))
        for expected, got in zip(whole[u.number :], rest, strict=True):
            np.testing.assert_array_equal(got.numbers, expected.numbers)
            assert got[1:2] + got[3:7] == expected[1:2] + expected[3:7]
            assert got.rows.tolist() == expected.rows.tolist()
    assert list(train(whole[-1].network, X, Y, **FULL, state=whole[-1].state)) == []


def test_the_same_seed_gives_the_same_numbers_to_the_last_bit():
    for one, other in zip(train(NETWORK, X, Y, **FULL), train(NETWORK, X, Y, **FULL), strict=True):
        np.testing.assert_array_equal(one.numbers, other.numbers)
        assert one.loss == other.loss


def test_a_record_of_an_update_ends_in_its_numbers():
    for u in train(NETWORK, X, Y, **FULL):
        record = u.record()
        np.testing.assert_allclose(record.network.parameters, u.network.parameters, rtol=1e-13)
        for name, vector in u.state.vectors.items():
            np.testing.assert_allclose(record.state.vectors[name], vector, rtol=1e-12, atol=1e-18)


def test_more_epochs_go_on_and_a_new_batch_size_begins_where_the_old_one_stopped():
    *_, last = train(NETWORK, X, Y, 0.1, batch_size=4, updates=4, epochs=None)
    later = train(last.network, X, Y, 0.1, batch_size=5, epochs=2, state=last.state)
    assert [(u.number, u.epoch, u.rows.tolist()) for u in later] == [
        (5, 2, [4, 5, 6, 7, 8]),
        (6, 2, [9]),
    ]


def test_it_stops_after_its_epochs_or_a_count_of_updates():
    *_, last = train(NETWORK, X, Y, 0.1, batch_size=4, epochs=2)
    assert (last.number, last.stopped) == (6, ("epochs", None))
    *_, last = train(NETWORK, X, Y, 0.1, batch_size=4, epochs=None, updates=5)
    assert (last.number, last.stopped) == (5, ("updates", None))
    assert list(train(NETWORK, X, Y, 0.1, epochs=0)) == []
    assert list(train(NETWORK, X, Y, 0.1, updates=0)) == []


def test_without_an_end_it_goes_on():
    got = list(islice(train(NETWORK, X, Y, 0.1, 4, None), 100))
    assert [u.stopped for u in got] == [None] * 100


def test_it_stops_at_a_loss_of_a_whole_epoch():
    network = Network.random((2, 4, 1), "tanh", "half_squared_error", seed=3)
    run = list(train(network, *XOR, 0.5, batch_size=1, epochs=None, shuffle=0, until_loss=0.01))
    *earlier, last = [u.epoch_loss for u in run if u.epoch_loss is not None]
    assert run[-1].stopped == ("loss", None)
    assert last <= 0.01 < min(earlier)
    assert min(u.loss for u in run[: len(run) // 2]) < 0.01  # one good sample is not enough


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_loss_of_an_epoch_is_that_of_all_samples_taken_along_the_way(reduction):
    network = Network(NETWORK.layers, "half_squared_error", reduction)
    run = list(train(network, X, Y, 0.0, batch_size=4, epochs=2))
    expected = backward(network, forward(network, X), Y).loss
    assert [u.epoch_loss is None for u in run] == [True, True, False] * 2
    assert run[2].epoch_loss == run[5].epoch_loss == pytest.approx(expected, rel=1e-14)


def test_it_stops_when_for_a_patience_of_epochs_no_loss_was_better():
    run = list(train(NETWORK, X, Y, 3.0, batch_size=5, epochs=500, shuffle=0, patience=4))
    losses = [u.epoch_loss for u in run if u.epoch_loss is not None]
    assert run[-1].stopped == ("patience", None)
    assert len(losses) < 500
    best = losses.index(min(losses))
    assert best == len(losses) - 5
    longest = 0
    for epoch in range(best):
        longest = longest + 1 if losses[epoch] >= min(losses[:epoch], default=np.inf) else 0
        assert longest < 4


def test_a_loss_that_is_better_by_less_than_min_delta_is_not_better():
    run = list(train(NETWORK, X, Y, 1e-4, epochs=100, patience=3, min_delta=0.1))
    assert (run[-1].number, run[-1].stopped.reason) == (4, "patience")


DIVERGING = Network((Layer([[1.0]], None, "linear"),), "squared_error")


@pytest.mark.parametrize("fast", [True, False])
def test_it_stops_at_the_first_number_that_is_not_finite_and_keeps_the_last_finite_weights(fast):
    run = list(train(DIVERGING, [[1.0]], [[0.0]], 1e20, epochs=None, fast=fast))
    *_, before, last = run
    assert last.stopped.reason == "not_finite"
    assert last.number == len(run) == before.number + 1
    assert np.isfinite(last.network.parameters).all()
    np.testing.assert_array_equal(last.network.parameters, before.network.parameters)
    assert last.stopped.error.quantity == "loss"
    assert "The loss is infinite" in str(last.stopped.error)
    assert all(u.stopped is None for u in run[:-1])
    assert last.state.updates == before.state.updates == before.number
    assert np.isnan(last.loss)


@pytest.mark.parametrize("fast", [True, False])
def test_it_says_which_weight_went_first(fast):
    network = Network.random((2, 3, 1), "tanh", "half_squared_error", seed=3)
    (only,) = train(network, [[1.0, -1.0]], [[1e9]], 1e300, epochs=5, fast=fast)
    error = only.stopped.error
    into_hidden = only.passes()[1].layers[0].dW
    first = int(np.argmax(np.abs(into_hidden[:, 0]) > np.finfo(float).max / 1e300))
    assert (error.quantity, error.layer, error.neuron) == ("W", 0, first)
    np.testing.assert_array_equal(only.network.parameters, network.parameters)


def test_a_run_that_failed_can_be_gone_on_from_before_that_with_another_rate():
    run = list(train(DIVERGING, [[1.0]], [[0.0]], 10.0, epochs=None))
    near = run[-10]
    again = train(near.network, [[1.0]], [[0.0]], 0.25, epochs=None, state=near.state)
    later = list(islice(again, 5))
    assert [u.number for u in later] == list(range(near.number + 1, near.number + 6))
    assert later[-1].loss < later[0].loss


def test_numbers_too_large_for_the_fast_path_are_left_to_the_plain_one():
    network = Network((Layer([[1e60, 1.0]], None, "linear"),), "half_squared_error")
    x, y = [[1.0, 1.0], [2.0, 1.0]], [[1.0], [0.0]]
    pair = (list(train(network, x, y, 1e-3, 1, 3, fast=fast)) for fast in (True, False))
    for one, other in zip(*pair, strict=True):
        np.testing.assert_array_equal(one.numbers, other.numbers)
        assert one.loss == other.loss


def test_biases_stay_where_they_are_frozen():
    *_, last = train(NETWORK, X, Y, rules.Adam(0.1), 4, 3, biases_frozen=True)
    for old, new in zip(NETWORK.layers, last.network.layers, strict=True):
        np.testing.assert_array_equal(new.b, old.b)
        assert (new.W != old.W).all()


def test_one_plain_sample_is_a_data_set_of_one():
    (only,) = train(NETWORK, [0.1, 0.2], [0.5], 0.1)
    assert only.rows.tolist() == [0]


def test_the_data_may_be_changed_afterwards():
    x, y = X.copy(), Y.copy()
    run = train(NETWORK, x, y, 0.1, 4, 3)
    next(run)
    x[:] = y[:] = np.nan
    for got, expected in zip(run, list(train(NETWORK, X, Y, 0.1, 4, 3))[1:], strict=True):
        np.testing.assert_array_equal(got.numbers, expected.numbers)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rule": "adam"}, "rule got 'adam'. It takes a rule such as rules.Adam"),
        ({"rule": None}, "rule got None"),
        ({"rule": True}, "rule got True"),
        ({"rule": -0.1}, "lr got -0.1"),
        ({"rule": rules.Adam}, "rule got <class"),
        ({"batch_size": 0}, "batch_size got 0"),
        ({"batch_size": 2.0}, "batch_size got 2.0"),
        ({"epochs": -1}, "epochs got -1"),
        ({"shuffle": -1}, "shuffle got -1"),
        ({"shuffle": True}, "shuffle got True"),
        ({"updates": 1.5}, "updates got 1.5"),
        ({"patience": 0}, "patience got 0"),
        ({"min_delta": -1.0}, "min_delta got -1"),
        ({"until_loss": "low"}, "until_loss got text"),
        ({"penalty": 0.1}, "penalty got 0.1. It takes a Penalty, or None."),
        ({"clip": 1.0}, "clip got 1.0. It takes a ClipByValue or ClipByNorm, or None."),
        ({"fast": "yes"}, "fast got 'yes'"),
        ({"biases_frozen": 1}, "biases_frozen got 1"),
        ({"x": [[1.0]]}, "x got shape"),
        ({"y": [[1.0]]}, "y got 1 rows, x has 10"),
        ({"y": [[np.nan]] * 10}, "y is not a number"),
        ({"network": None}, "network got NoneType"),
        ({"state": rules.Adam().start(NETWORK)}, "state got m and v"),
        ({"state": State(place=Place(0, 10))}, "state got the row 10"),
        ({"state": 3}, "state got int"),
    ],
)
def test_what_does_not_fit_is_refused_when_it_is_called(options, message):
    given = {"network": NETWORK, "x": X, "y": Y, "rule": 0.1} | options
    with pytest.raises(BackpropError, match=message):
        train(**given)


def test_the_order_of_an_epoch_is_that_of_numpys_own_generator():
    for seed, epoch, samples in ((0, 0, 500), (3, 17, 50), (2**70, 2, 1)):
        order = np.random.default_rng((seed, epoch)).permutation(samples)
        assert order_of_rows(seed, epoch, samples).tolist() == order.tolist()


def test_a_batch_of_all_samples_keeps_the_order_of_the_rows():
    for fast in (True, False):
        run = train(NETWORK, X, Y, 0.1, None, 2, 3, fast=fast)
        assert [one.rows.tolist() for one in run] == [list(range(10))] * 2
