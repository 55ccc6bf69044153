"""Tables of numbers can be copied as NumPy: what is copied makes the numbers that are shown."""

import json
import re

import numpy as np
import pytest

from tests.app.playground_session import Session, at_page, written

XOR = {"preset": "07_xor"}


def copied(page, name):
    """The array that the button below that table copies, and the comments above it."""
    (sent,) = (written(c) for c in page.at.get("bidi_component") if c.key == f"{name}_numpy")
    text = json.loads(sent)["copied"]
    made = {"np": np}
    exec(text, made)
    (array,) = (value for value in made.values() if isinstance(value, np.ndarray))
    return array, re.findall("^# (.*)$", text, re.M)


def shown(page, caption):
    """The numbers of the table of that caption; what is no number is nan."""
    bodies = [one.proto.body for one in page.at.get("html")]
    (table,) = (one for one in bodies if re.search(f"aria-label=['\"]{caption}['\"]", one))
    rows = table.partition("<tbody>")[2].split("</tr>")[:-1]
    return [[number(cell) for cell in re.findall("<td>(.*?)</td>", row)] for row in rows]


def number(text):
    plain = text.replace("−", "-").replace(" · 10^", "e")
    return float(plain) if re.fullmatch(r"[-+]?[\d.]+(e[-+]?\d+)?", plain) else np.nan


def at_train(**parameters):
    page = Session(from_file=True, **parameters)
    page.at.switch_page("pages/play/train.py")
    return page.run()


def looked_closer(what):
    return at_train(**XOR).press("one_epoch").choose("train_details", what)


TABLES = {
    "confusion": ("The 30 test points", lambda: at_train(**XOR, data="circles,points:60,test:0.5")),
    "predictions": ("Predictions beside targets", lambda: at_train(**XOR)),
    "epoch": ("Epoch 1", lambda: looked_closer("This epoch as a table")),
    "last_updates": ("The last updates of.*", lambda: looked_closer("Why did this weight move?")),
    "scaling": ("Each input becomes.*", lambda: at_train(data="iris,inputs:standard")),
    "pulls": ("Pulls on .*", lambda: at_page("batches", **XOR)),
    "reductions": ("Both computed.*", lambda: at_page("batches", **XOR)),
    "sample_sums": ("Each sample&#x27;s sum.*", lambda: at_page("weight", **XOR)),
    "losses": ("The loss now and after.*", lambda: at_page("what_if", **XOR)),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_copied_with_the_numbers_that_it_shows(name):
    caption, opened = TABLES[name]
    page = opened()
    array, said = copied(page, name)
    seen = np.array(shown(page, caption)[: len(array)], dtype=float)
    there, numbers = np.isfinite(seen), array[:, -seen.shape[1] :]  # without the count of a row
    assert numbers.shape == seen.shape
    assert there.sum() >= 4
    assert np.allclose(numbers[there], seen[there], rtol=1e-2, atol=1e-3)
    assert len(said[0].partition(": ")[2].split(", ")) == array.shape[1]


def test_the_table_of_values_is_copied_up_to_the_step():
    page = Session(preset="01_mazur_own_bias", step="3").open("values")
    array, said = copied(page, "values")
    assert np.isfinite(array[:, :2]).tolist() == [[True, True], [True, False]] + [[False] * 2] * 2
    assert array[0, 0] == pytest.approx(0.3775)
    assert said[1].startswith("rows: hidden layer h1, hidden layer h2, output layer o1")
