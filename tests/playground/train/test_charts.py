"""The curves of a run: how their axes are marked."""

import pytest

from playground.train.charts import loss_chart, race_chart
from playground.train.measures import Mark


@pytest.mark.parametrize(("last", "few"), [(3.0, True), (1e-3, True), (1e200, False), (0.0, True)])
def test_a_loss_over_many_powers_of_ten_has_few_marks(last, few):
    marks = [Mark(k, loss, loss, (), ()) for k, loss in enumerate((0.3, last))]
    charts = loss_chart(marks, 1, True), race_chart([("a", marks)], False, True)
    for chart in charts:
        axis = chart["layout"]["yaxis"]
        assert ("dtick" in axis) == few, "hundreds of marks would stop the browser for a minute"
        assert few or axis["nticks"] == 5


def test_an_earlier_run_that_diverged_does_not_flatten_the_present_one():
    now = [Mark(k, loss, None, (), ()) for k, loss in enumerate((0.7, 0.5, 0.4))]
    before = [Mark(k, loss, None, (), ()) for k, loss in enumerate((0.7, 1.5, 1e120))]
    earlier, present, *_ = loss_chart(now, 2, False, before)["data"]
    assert earlier["y"] == [0.7, 1.5, None]
    assert present["y"] == [0.7, 0.5, 0.4]
