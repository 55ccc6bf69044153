"""Which numbers are asked: of a part, of some layers, of some weights."""

from playground.solve.asked import asked, items
from playground.solve.choices import begun, choices_in
from tests.playground.walks import document_of, walk_of

WALK = walk_of(document_of((2, 2, 1)))


def asked_for(**chosen):
    choices = choices_in({**begun(), **chosen})
    return [items(WALK.plan)[k] for k in asked(WALK.plan, choices)]


def test_everything_is_asked_at_first():
    assert len(asked_for()) == len(WALK)


def test_of_some_weights_only_their_gradients_and_their_new_values_are_asked():
    at = asked_for(weights=[[0, 1, 0], [1, 0, None]])
    assert [one for one in at if one.quantity in ("dW", "W")] == [
        one for one in asked_for() if one.quantity in ("dW", "W") and one[1:4] == (0, 1, 0)
    ]
    assert [(one.quantity, one.layer) for one in at if one.quantity in ("db", "b")] == [
        ("db", 1),
        ("b", 1),
    ]
    assert {"z", "a", "loss", "delta"} <= {one.quantity for one in at}


def test_one_gradient_alone_can_be_asked():
    (at,) = asked_for(part="gradients", weights=[[1, 0, 1]])
    assert (at.quantity, at.layer, at.neuron, at.source) == ("dW", 1, 0, 1)


def test_layers_and_parts_leave_out_the_others():
    at = asked_for(part="deltas", layers=[0])
    assert {(one.quantity, one.layer) for one in at} == {("da", 0), ("delta", 0)}


def test_weights_that_are_none_are_left_aside():
    for raw in ([[0, 1]], [["a", 0, 0]], [[-1, 0, 0]], "0.1.0", [[0, 1.5, 0]]):
        assert choices_in({**begun(), "weights": raw})["weights"] == []
