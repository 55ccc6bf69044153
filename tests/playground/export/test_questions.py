"""Questions for learning systems: each file is read back by a parser, and asks the same numbers."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from playground.export.printed_sheet import Ordered, sheet_of
from playground.export.questions import canvas, gift, moodle_xml, qti, questions
from tests.playground.export.exercises import BY_TURNS, EVERY, HOSTILE, MAZUR, view_of

QTI2 = "{http://www.imsglobal.org/xsd/imsqti_v2p1}"
QTI1 = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
SOME = Ordered(frozenset({"z", "loss", "dW"}), decimals=3, points=2.0)
UNESCAPED = re.compile(r"(?<!\\)([~=#{}:])")


def from_moodle(text):
    for one in ET.fromstring(text).iterfind("question[@type='numerical']"):
        answer = one.find("answer")
        assert answer.get("fraction") == "100"
        stem = one.findtext("questiontext/text")
        yield one.findtext("name/text"), answer.findtext("text"), answer.findtext("tolerance"), stem


def from_gift(text):
    """As GIFT says: blank lines between questions, a backslash before each sign that is text."""
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if line and not line.startswith(("//", "$"))]
        if not lines:
            continue
        (line,) = lines
        title, stem, answer, near = re.fullmatch(
            r"::((?:\\.|[^:\\])*)::\[html\]((?:\\.|[^{\\])*) \{#([-\d.]+):([\d.]+)\}", line
        ).groups()
        assert not UNESCAPED.search(title)
        assert not UNESCAPED.search(stem)
        yield (*(re.sub(r"\\(.)", r"\1", one) for one in (title,)), answer, near,
               re.sub(r"\\(.)", r"\1", stem))  # fmt: skip


def from_qti(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))
        files = {one.get("href") for one in manifest.iter(f"{CP}file")}
        assert files == set(archive.namelist()) - {"imsmanifest.xml"}
        test = ET.fromstring(archive.read("assessment.xml"))
        ET.fromstring(archive.read("items/network.svg"))
        for ref in test.iter(f"{QTI2}assessmentItemRef"):
            item = ET.fromstring(archive.read(ref.get("href")))
            assert item.get("identifier") == ref.get("identifier")
            (entry,) = item.iter(f"{QTI2}textEntryInteraction")
            assert entry.get("responseIdentifier") == "RESPONSE"
            (image,) = item.iter(f"{QTI2}img")
            assert f"items/{image.get('src')}" in files
            (equal,) = item.iter(f"{QTI2}equal")
            near = equal.get("tolerance").split()
            assert near[0] == near[1]
            value = item.findtext(f"{QTI2}responseDeclaration/{QTI2}correctResponse/{QTI2}value")
            body = ET.tostring(item.find(f"{QTI2}itemBody"), encoding="unicode")
            yield item.get("title"), value, near[0], body


def from_canvas(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        manifest = ET.fromstring(archive.read("imsmanifest.xml"))
        (resource,) = manifest.iter(f"{CP}resource")
        quiz = ET.fromstring(archive.read(resource.get("href")))
    for item in quiz.iter(f"{QTI1}item"):
        fields = {
            one.findtext(f"{QTI1}fieldlabel"): one.findtext(f"{QTI1}fieldentry")
            for one in item.iter(f"{QTI1}qtimetadatafield")
        }
        assert fields["question_type"] == "numerical_question"
        (value,), (least,), (most,) = (
            item.iter(f"{QTI1}{name}") for name in ("varequal", "vargte", "varlte")
        )
        near = (float(most.text) - float(least.text)) / 2
        (stem,) = item.iter(f"{QTI1}mattext")
        yield item.get("title"), value.text, f"{near:.12f}", stem.text


FORMATS = ((moodle_xml, from_moodle), (gift, from_gift), (qti, from_qti), (canvas, from_canvas))


@pytest.mark.sampled(25)
@pytest.mark.parametrize(("make", "read"), FORMATS)
@pytest.mark.parametrize(("name", "granularity"), BY_TURNS)
def test_every_format_asks_the_same_numbers_of_every_exercise(name, granularity, make, read):
    view = view_of(name, granularity)
    asked = questions(view, Ordered())
    found = [*read(make(view, Ordered()))]
    assert [one[0] for one in found] == [one.title for one in asked]
    for one, (_, answer, near, _) in zip(asked, found, strict=True):
        assert np.isclose(float(answer), one.value, rtol=1e-11, atol=0)
        assert np.isclose(float(near), 1e-4, rtol=1e-6)


@pytest.mark.parametrize("name", EVERY)
def test_there_are_as_many_questions_as_blanks_on_the_sheet(name):
    view = view_of(name)
    ordered = Ordered()
    assert len(questions(view, ordered)) == sum(t.count for t in sheet_of(view, ordered).tasks)


def test_the_numbers_are_those_of_the_worked_example():
    found = {one.name: one for one in questions(view_of(MAZUR), Ordered(decimals=9))}
    assert found["z of h1"].rounded == "0.377500000"
    assert found["loss"].rounded == "0.298371109"
    assert found["loss"].near == "0.000000001"


def test_what_is_not_asked_is_not_in_it():
    asked = questions(view_of(MAZUR), SOME)
    assert {one.points for one in asked} == {2.0}
    assert len(asked) == 4 + 1 + 8
    assert [one.name for one in asked][4] == "loss", "in the order of the work"


@pytest.mark.parametrize(("make", "read"), FORMATS)
def test_each_question_has_all_that_is_given(make, read):
    for _, _, _, stem in read(make(view_of(MAZUR), SOME)):
        for given in ("0.15", "0.45", "0.6", "0.01", "0.99", "sigmoid", "0.5", "3 decimals"):
            assert given in stem


@pytest.mark.parametrize(("make", "read"), FORMATS)
def test_a_title_is_text_in_every_format(make, read):
    made = make(view_of("cut", title=HOSTILE), SOME)
    titles = [title for title, *_ in read(made)]
    assert len(titles) == len(questions(view_of("cut"), SOME))
    for _, _, _, stem in read(made):
        assert "<script>" not in stem


def test_the_tolerance_takes_what_rounding_makes_and_no_more():
    (one, *_) = questions(view_of(MAZUR), Ordered(frozenset({"dW"}), decimals=3), units=1.0)
    assert abs(round(one.value, 3) - one.value) <= one.tolerance
    assert abs(round(one.value, 3) + 0.002 - one.value) > one.tolerance


def test_a_number_that_is_not_finite_is_not_asked():
    view = view_of("smallest")
    layers = [{**layer, "W": [[1e10]]} for layer in view.document["layers"]]
    wide = view_of("smallest", x=[[1e308]], layers=layers)
    assert all(np.isfinite(one.value) for one in questions(wide, Ordered()))


def test_the_package_is_the_same_each_time():
    assert qti(view_of(MAZUR), SOME) == qti(view_of(MAZUR), SOME)


def test_a_walk_product_by_product_asks_for_no_parts_of_sums():
    by_products, by_numbers = (
        [one.name for one in questions(view_of(MAZUR, size), SOME)] for size in ("term", "neuron")
    )
    assert by_products == by_numbers
