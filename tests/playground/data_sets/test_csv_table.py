"""Tables of messy kinds are read as a person would read them, or refused with the line."""

import numpy as np
import pytest

from backprop_core import BackpropError
from playground.data_sets.chosen_columns import can_be_input, missing_in_words, taken
from playground.data_sets.csv_table import decoded, read_table
from tests.playground.exercise.typed_texts import MISREAD

GERMAN = "Länge;Breite;Art\n1,5;0,2;setosa\n4,7;1,4;versicolor\n1,3;0,25;setosa\n"


def test_a_german_table_has_semicolons_and_decimal_commas():
    table = read_table(GERMAN)
    assert (table.separator, table.comma, table.header, table.rows) == (";", True, True, 3)
    made = taken(table, ["Länge", "Breite"], "Art", True).data_set
    assert made.x.tolist() == [[1.5, 0.2], [4.7, 1.4], [1.3, 0.25]]
    assert made.classes == ("setosa", "versicolor")
    assert made.y.tolist() == [[0.0], [1.0], [0.0]]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_each_separator_is_found(sign):
    text = "\n".join(
        sign.join(row) for row in (["a", "b", "y"], ["1.5", "2", "0"], ["3", "4", "1"])
    )
    table = read_table(text)
    assert table.separator == sign
    assert [column.name for column in table.columns] == ["a", "b", "y"]


def test_commas_inside_of_quotes_part_nothing():
    table = read_table('name,x,y\n"Smith, J.",1,2\n"Jones, K.",3,4\n')
    assert table.column("name").cells == ("Smith, J.", "Jones, K.")


def test_a_table_without_names_gets_numbers_for_them():
    table = read_table("1,2,0\n3,4,1\n")
    assert not table.header
    assert [column.name for column in table.columns] == ["column 1", "column 2", "column 3"]


def test_whether_there_are_names_can_be_said():
    table = read_table("1,2\n3,4\n5,6\n", header=True)
    assert [column.name for column in table.columns] == ["1", "2"]
    assert table.rows == 2


def test_the_same_name_twice_is_told_apart():
    assert [one.name for one in read_table("x,x,y\n1,2,3\n").columns] == ["x", "x 2", "y"]


def test_texts_become_one_input_each():
    made = taken(read_table("colour,y\nred,1.5\nblue,2.5\nred,3\n"), ["colour"], "y", False)
    assert made.data_set.inputs == ("colour=red", "colour=blue")
    assert made.data_set.x.tolist() == [[1, 0], [0, 1], [1, 0]]
    assert made.data_set.y.tolist() == [[1.5], [2.5], [3.0]]


def test_missing_cells_are_named_by_line_and_their_rows_left_out():
    table = read_table("a,b,y\n1,2,0\n,5,1\n3,NA,1\n4,6,1\n")
    made = taken(table, ["a", "b"], "y", True)
    assert made.missing == ((3, "a"), (4, "b"))
    assert made.data_set.x.tolist() == [[1, 2], [4, 6]]
    said = missing_in_words(made.missing)
    assert "line 3 (a)" in said
    assert "line 4 (b)" in said


def test_a_column_with_a_word_in_it_is_text_and_no_number_is_invented():
    table = read_table("a,y\n1,0\nabout 3,1\n2,1\n")
    assert not table.column("a").is_numbers
    with pytest.raises(BackpropError, match="contains text"):
        taken(read_table("a,y\n1,low\n2,high\n"), ["a"], "y", False)


def test_a_unix_minus_a_real_minus_and_an_exponent_are_numbers():
    column = read_table("x,y\n-1,1\n−2.5,2\n1e-3,3\n").column("x")
    assert column.is_numbers
    assert column.numbers(range(3)).tolist() == [-1.0, -2.5, 0.001]


@pytest.mark.parametrize(("text", "value"), MISREAD.items())
@pytest.mark.parametrize("comma", [False, True])
def test_a_cell_is_the_number_that_every_field_takes_or_none(text, value, comma):
    sign, other = (";", "0,5") if comma else ("\t", "0.5")
    rows = [("a", "y"), (other, "1"), (text, "2"), (other, "1")]
    column = read_table("".join(f"{cell}{sign}{y}\n" for cell, y in rows)).column("a")
    known = [row for row in range(3) if row not in column.missing]
    if comma and value is None and "," in text and text.replace(",", "", 1).isdigit():
        value = float(text.replace(",", "."))
    if value is None or (comma and "." in text):
        assert column.missing == (1,) or not column.is_numbers
    else:
        assert column.numbers(known)[1] == value


def test_dashes_and_powers_of_ten_are_numbers_in_a_table_too():
    column = read_table("x,y\n–1,1\n4.2×10⁻³,2\n－2.5,3\n").column("x")
    assert column.is_numbers
    assert column.numbers(range(3)).tolist() == [-1.0, 0.0042, -2.5]
    assert not read_table("x,y\n2020-01-01,1\n2020-01-02,2\n").column("x").is_numbers


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,y\n1,0\nNA,1\n", "only one complete row. It takes at least 2"),
        ("a,y\nNA,0\nNA,1\n", "no complete row. It takes at least 2"),
        ("a,y\n1,x\n2,x\n", "y has the same value in every row. A target of classes takes 2 to 16"),
    ],
)
def test_too_few_rows_or_classes_are_counted_in_words(text, said):
    with pytest.raises(BackpropError, match=said):
        taken(read_table(text, header=True), ["a"], "y", True)


def test_few_whole_numbers_seem_classes_and_measures_do_not():
    table = read_table("size,kind\n1.5,3\n2.25,5\n1.75,3\n")
    assert table.column("kind").seems_classes
    assert not table.column("size").seems_classes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("a,b\n", "no rows"),
        ("a,b\n1,2\n3,4,5\n", "Line 3 has 3 cells"),
        ("x,y\n" + "1,2\n" * 10_001, "at most 10,000"),
    ],
    ids=["empty", "names only", "a longer row", "too many rows"],
)
def test_what_is_no_table_is_refused_with_the_reason(text, said):
    with pytest.raises(BackpropError, match=said):
        read_table(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x" * 200_000, "a line of 200,000 characters"),
        ("a,b\n1," + "x" * 200_000 + "\n2,y", "a line of 200,002 characters"),
        ("1," * 20_000 + "1\n", "20,001 columns"),
        ('a,b\n"1,2\n3,4', "Line 2 has a quotation mark"),
        ("a\0,b\n1,2\n", "not text"),
    ],
    ids=["no table", "a long cell", "many columns", "an open quote", "a byte of 0"],
)
def test_what_would_take_for_ever_is_refused_at_once(text, said):
    with pytest.raises(BackpropError, match=said):
        read_table(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,y\n1,0\n1e400,1\n", "line 3, '1e400'"),
        ("a,y\n1,0\n1e-400,1\n", "line 3, '1e-400'"),
        ("a;y\n1,5;0\n1.7;1\n2,5;0\n", "line 3, '1.7'.*decimal comma"),
        ('a,y\n"1,234",0\n"2,500",1\n', "line 2, '1,234'.*decimal point"),
        ("a,y\n1,0\n٣,1\n", "line 3, '٣'"),
        ("a,y\n" + "".join(f"person {k},{k % 2}\n" for k in range(99)), "99 different texts"),
    ],
    ids=["too large", "too small", "another sign", "of thousands", "other digits", "names"],
)
def test_an_input_that_is_neither_numbers_nor_few_texts_is_refused_by_name(text, said):
    with pytest.raises(BackpropError, match=f"^a has .*{said}"):
        taken(read_table(text), ["a"], "y", True)


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("1.200,5", "900,0"), "Leave out the marks between thousands"),
        (("1 200,5", "2 300,5"), "Leave out the marks between thousands"),
        (("5,1 %", "7,2 %"), "Leave out the unit"),
        (("€ 5,00", "€ 7,50"), "Leave out the unit"),
    ],
    ids=["points", "spaces", "per cent", "money"],
)
def test_numbers_that_a_sheet_has_decorated_are_not_taken_for_texts(cells, said):
    table = read_table("a;y\n" + "".join(f"{cell};{k}\n" for k, cell in enumerate(cells)))
    with pytest.raises(BackpropError, match=said):
        taken(table, ["a"], "y", True)


def test_dates_are_texts():
    days = "".join(f"{day:02}.05.2026;{day},5;{day % 2}\n" for day in range(1, 21))
    table = read_table(f"day;size;kind\n{days}")
    assert not can_be_input(table.column("day"))
    assert table.column("day").mixed is None
    assert taken(table, ["size"], "kind", True).missing == ()


@pytest.mark.parametrize("cell", ["#NV", "#N/A", "#DIV/0!", "–", "k.A.", "<NA>"])
def test_what_spreadsheets_write_for_no_value_is_missing(cell):
    table = read_table(f"a;y\n1,5;0\n{cell};1\n2,5;1\n")
    assert taken(table, ["a"], "y", True).missing == ((3, "a"),)


def test_plus_and_minus_are_two_classes():
    table = read_table("a,y\n1,+\n2,-\n3,-\n-,+\n")
    made = taken(table, ["a"], "y", True)
    assert made.missing == ((5, "a"),)
    assert made.data_set.classes == ("+", "-")


def test_lines_of_separators_alone_are_no_rows():
    table = read_table("a;y\n1;0\n;\n2;1\n;\n;\n")
    assert table.rows == 2
    assert table.lines == (2, 4)


def test_spaces_part_cells_where_nothing_else_does():
    table = read_table(" 1.0e+00  2.5 0\n 3.0e+00 -4.5 1\n")
    assert [column.cells for column in table.columns] == [
        ("1.0e+00", "3.0e+00"),
        ("2.5", "-4.5"),
        ("0", "1"),
    ]
    assert "separated by spaces" in table.in_words()
    assert read_table("kind of iris,size\nIris setosa,1\n").separator == ","


def test_equal_numbers_are_one_class_and_classes_of_numbers_come_in_their_order():
    table = read_table("a,y\n1,10\n2,2.0\n3,2\n4,1\n")
    made = taken(table, ["a"], "y", True).data_set
    assert made.classes == ("1", "2", "10")
    assert made.labels.tolist() == [2, 1, 1, 0]
    many = "".join(f"{k},{k % 6}\n{k},{k % 6}.0\n" for k in range(12))
    assert read_table(f"a,y\n{many}").column("y").seems_classes


def test_a_target_with_one_cell_that_is_no_number_names_it():
    rows = "".join(f"{k},{k / 2}\n" for k in range(30))
    with pytest.raises(BackpropError, match=r"^y has numbers and, in line 32, 'about 3'"):
        taken(read_table(f"a,y\n{rows}1,about 3\n"), ["a"], "y", True)


def test_lines_are_those_of_the_file_with_empty_ones_and_breaks_in_cells():
    table = read_table('\n\na,b\n"one\ntwo",2\n\nthree,\n')
    assert table.lines == (4, 7)
    assert table.columns[0].cells == ("one\ntwo", "three")


def test_a_line_that_names_the_separator_and_one_at_the_end_of_lines_are_no_data():
    table = read_table("sep=;\na;b;\n1,5;2;\n2;3;\n")
    assert [column.cells for column in table.columns] == [("1,5", "2"), ("2", "3")]
    assert table.lines == (3, 4)


def test_what_spreadsheets_call_unicode_text_is_read():
    assert decoded("a\tb\n1\t2\n".encode("utf-16")) == "a\tb\n1\t2\n"


def test_a_file_of_windows_is_read():
    assert decoded("Größe;y\n1;2\n".encode("cp1252")).startswith("Größe")
    assert decoded("\ufeffx,y\n1,2\n".encode()).startswith("x")


def test_ten_thousand_rows_are_taken():
    made = taken(read_table("x,y\n" + "1.5,2.5\n" * 10_000), ["x"], "y", False)
    assert made.data_set.x.shape == (10_000, 1)
    assert np.all(made.data_set.y == 2.5)
