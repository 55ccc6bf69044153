"""The curve as CSV has what the chart has, with every digit."""

import csv
import io

from playground.train.curve_table import curve_csv
from tests.playground.train.runs import chosen, course, xor_task


def rows_of(run):
    return [*csv.DictReader(io.StringIO(curve_csv(run.marks)))]


def test_a_row_for_each_point_of_the_chart():
    run = course(xor_task(test=True), (0, chosen(batch_size=2)))
    run.go_on(8)
    rows = rows_of(run)
    assert [int(row["update"]) for row in rows] == [mark.number for mark in run.marks]
    for row, mark in zip(rows, run.marks, strict=True):
        assert float(row["training loss"]) == mark.train
        assert float(row["test loss"]) == mark.test
        for number, size in enumerate(mark.gradients, start=1):
            assert float(row[f"gradient of layer {number}"]) == size
        for number, size in enumerate(mark.changes, start=1):
            assert float(row[f"change of layer {number}"]) == size


def test_without_test_points_that_column_is_empty():
    run = course()
    run.go_on(3)
    assert {row["test loss"] for row in rows_of(run)} == {""}


def test_before_the_first_update_there_is_a_header_and_what_was_measured():
    text = curve_csv(course().marks)
    assert text.startswith("update,training loss,test loss")
    assert curve_csv([]) == "update,training loss,test loss\n"
