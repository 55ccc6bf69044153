"""Variants: the same for the same seed and name, different for others, and fit to be worked out."""

import csv
import io
import zipfile
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from backprop_core import BackpropError
from playground.exercise.document_check import check
from playground.exercise.link import from_link
from playground.export.printed_sheet import Ordered
from playground.export.qr import qr_svg
from playground.export.variants import (
    class_zip,
    link_to,
    listed_again,
    names_in,
    variant,
    view_of_variant,
)
from playground.sharing.on_screen import shown_in
from playground.solve.asked import asked as asked_of
from tests.playground.export.exercises import EVERY, HOSTILE, MAZUR, view_of

ADDRESS = "https://example.org/play/"


@pytest.mark.parametrize("name", EVERY)
def test_a_variant_has_the_networks_shape_and_numbers_of_one_decimal(name):
    before = EVERY[name]
    made = check(variant(before, 1, "Ada"))
    for old, new in zip(before["layers"], made["layers"], strict=True):
        assert np.shape(new["W"]) == np.shape(old["W"])
        assert np.shape(new["b"] or 0) == np.shape(old["b"] or 0)
        assert new["activation"] == old["activation"]
        np.testing.assert_allclose(np.array(new["W"]) * 10, np.round(np.array(new["W"]) * 10))
        if "connected" in old:
            assert not np.array(new["W"])[~np.array(old["connected"])].any()
    assert made["y"] == before["y"]


def test_seed_and_name_make_the_numbers():
    document = EVERY[MAZUR]
    assert variant(document, 1, "Ada") == variant(document, 1, "Ada")
    others = [variant(document, 2, "Ada"), variant(document, 1, "Bo"), document]
    assert all(variant(document, 1, "Ada")["layers"] != other["layers"] for other in others)


def test_a_note_about_the_original_numbers_is_not_taken_over():
    assert variant(EVERY[MAZUR], 1, "Ada")["note"] == ""


def test_the_link_of_a_variant_has_the_title_of_its_sheet():
    for title, expected in (
        (EVERY[MAZUR]["title"], f"Variant of {EVERY[MAZUR]['title']}"),
        (f"Changed from {EVERY[MAZUR]['title']}", f"Variant of {EVERY[MAZUR]['title']}"),
        ("Homework 3", "Homework 3"),
    ):
        own = view_of_variant(view_of(MAZUR, title=title), 1, "Ada")
        packed = link_to(own, ADDRESS, hidden=True).split("net=")[1].split("&")[0]
        assert own.document["title"] == from_link(packed)["title"] == expected


def test_inputs_of_a_truth_table_stay():
    assert variant(EVERY["07_xor"], 1, "Ada")["x"] == EVERY["07_xor"]["x"]


def test_a_network_that_cannot_learn_is_refused_in_words():
    layers = [{"W": [[0.0]], "b": None, "activation": "relu", "connected": [[False]]}] * 2
    with pytest.raises(BackpropError, match="every layer of this network learns"):
        variant({**EVERY["smallest"], "layers": layers}, 1, "Ada")


def test_names_are_read_one_a_line_each_once():
    assert names_in("Ada\n Bo \t Cy \n\nAda\n") == ["Ada", "Bo Cy"]
    assert names_in(" Ada, Bo,, Cy,\n\n") == ["Ada", "Bo", "Cy"]
    assert names_in("Lovelace, Ada\nPascal, Blaise\n") == ["Lovelace, Ada", "Pascal, Blaise"]
    assert names_in("\n , \n") == []
    with pytest.raises(BackpropError, match="at most 200"):
        names_in("\n".join(map(str, range(300))))


def test_a_name_that_two_people_have_is_found():
    assert listed_again("Ada\nBo\n Ada\nCy\nBo\nAda") == ["Ada", "Bo"]
    assert listed_again("Ada\nBo") == []


def test_a_zip_has_a_sheet_and_a_key_for_each_and_a_link_that_opens():
    names = ["Ada", HOSTILE, "../../etc"]
    pieces = list(class_zip(view_of(MAZUR), names, 7, Ordered(), ADDRESS))
    assert len(pieces) == 4, "one for each name, and the links"
    data = b"".join(pieces)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        links = list(csv.DictReader(io.StringIO(archive.read("links.csv").decode("utf-8-sig"))))
        sheets = [archive.read(name).decode() for name in names if name.startswith("sheets/")]
    assert len(names) == 7
    assert not any(".." in name or name.startswith("/") for name in names)
    assert len(set(sheets)) == 3
    assert all("<svg" in sheet for sheet in sheets)
    opened = from_link(links[0]["link"].removeprefix(f"{ADDRESS}?net="))
    assert opened["layers"] == variant(EVERY[MAZUR], 7, "Ada")["layers"]
    assert links[1]["name"].startswith("'=")


def test_a_zip_tells_names_of_any_script_apart():
    names = ["Jürgen Müller", "Ju\u0308rgen Ñandú", "王伟", "Ада"]
    data = b"".join(class_zip(view_of(MAZUR), names, 7, Ordered(), ADDRESS))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("sheets/")]
        table = archive.read("links.csv")
    assert sheets == [
        "sheets/001-jürgen-müller.html",
        "sheets/002-jürgen-ñandú.html",
        "sheets/003-王伟.html",
        "sheets/004-ада.html",
    ]
    assert table.startswith(b"\xef\xbb\xbf"), "without it, Excel takes UTF-8 for another encoding"


def test_a_link_names_the_notation():
    assert link_to(view_of(MAZUR, notation="devforum"), ADDRESS).endswith("&notation=devforum")
    assert link_to(view_of(MAZUR), "") == ""


def test_a_link_that_hides_the_answers_has_no_note_that_could_name_them():
    url = link_to(view_of(MAZUR), ADDRESS, hidden=True)
    packed, *more = url.removeprefix(f"{ADDRESS}?net=").split("&")
    assert more == ["solve=all,4-decimals", "hide_answers=1"]
    opened = from_link(packed)
    assert opened["note"] == opened["source"] == ""
    assert opened["layers"] == EVERY[MAZUR]["layers"]


def test_a_link_asks_and_gives_what_the_sheet_does():
    asked, given = frozenset({"dW", "delta"}), frozenset({"W"})
    ordered = Ordered(asked, decimals=9, given=given)
    url = link_to(view_of(MAZUR), ADDRESS, ordered, hidden=True)
    assert url.endswith("&step=12&solve=all,ask-delta,ask-dW,give-W&hide_answers=1")
    nothing = replace(ordered, given=frozenset())
    assert "ask-dW,give-nothing&" in link_to(view_of(MAZUR), ADDRESS, nothing, hidden=True)
    shown, problems = shown_in(dict(parse_qsl(urlsplit(url).query)))
    assert not problems
    assert asked_of(view_of(MAZUR).trace.plan, shown.solve)
    assert "solve=" not in link_to(view_of(MAZUR), ADDRESS, ordered), "nothing is hidden"
    whole = b"".join(class_zip(view_of(MAZUR), ["Ada"], 7, ordered, ADDRESS, hidden=True))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        for name in archive.namelist():
            assert "ask-delta,ask-dW,give-W" in archive.read(name).decode()


def test_a_qr_code_is_an_svg_and_none_for_what_nobody_could_scan():
    assert qr_svg(link_to(view_of(MAZUR), ADDRESS)).startswith("<svg")
    assert qr_svg("x" * 2000) == qr_svg("") == ""


def test_a_variant_keeps_notation_and_digits():
    assert (
        view_of_variant(view_of(MAZUR, notation="devforum"), 1, "A").chosen_notation == "devforum"
    )
