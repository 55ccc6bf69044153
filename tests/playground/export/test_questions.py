"""Questions for learning systems: each file is read back by a parser, and asks the same numbers."""

import io
import re
import zipfile
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from backprop_core import BackpropError
from playground.exercise.conventions import Conventions
from playground.exercise.document_conventions import with_conventions
from playground.exercise.paper_rounding import PaperRounding
from playground.exercise.presets import presets
from playground.exercise.view import View, paper_trace_of
from playground.export.printed_sheet import QUANTITIES, Ordered, sheet_of
from playground.export.questions import canvas, gift, moodle_xml, qti, questions
from tests.playground.export.exercises import BY_TURNS, EVERY, HOSTILE, MAZUR, view_of
from tests.playground.export.published_formats import (
    MOODLE,
    PACKAGE,
    QTI_1,
    QTI_2,
    content_faults,
    faults,
)

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


def test_a_file_that_would_be_too_large_is_refused_with_what_to_do(monkeypatch):
    monkeypatch.setattr("playground.export.questions.LARGEST", 1_000_000)
    many = {name: EVERY["classes of a batch"][name][:1] * 64 for name in ("x", "y")}
    view = view_of("classes of a batch", **many)
    for make in (moodle_xml, gift, qti, canvas):
        with pytest.raises(BackpropError, match=r"questions and \d+ MB.*fewer quantities"):
            make(view, Ordered())
        assert make(view, Ordered(frozenset({"loss"})))


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
def test_each_question_has_what_a_teacher_gives_and_no_answer(make, read):
    ordered = Ordered(frozenset({"dW"}), given=frozenset({"delta"}))
    for _, answer, _, stem in read(make(view_of(MAZUR), ordered)):
        assert "0.138498561629" in stem, "delta of o1"
        assert answer[:8] not in stem


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


def files_of(package):
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: ET.fromstring(archive.read(name)) for name in archive.namelist()}


def documents(view):
    """Every file of every format, with the rules that it keeps."""
    made = [(QTI_2, path, root) for path, root in files_of(qti(view, SOME)).items()]
    made += [(QTI_1, path, root) for path, root in files_of(canvas(view, SOME)).items()]
    kept = [(PACKAGE if path == "imsmanifest.xml" else rules, root) for rules, path, root in made
            if not path.endswith(".svg")]  # fmt: skip
    return [*kept, (MOODLE, ET.fromstring(moodle_xml(view, SOME)))]


@pytest.mark.parametrize("name", [MAZUR, "13_perceptron_and", "cut", "classes of a batch"])
@pytest.mark.parametrize("title", ["Three", HOSTILE, "", "δ" * 200])
def test_every_file_is_as_its_format_says(name, title):
    for rules, root in documents(view_of(name, title=title)):
        assert faults(root, rules) == []
    for path, root in files_of(qti(view_of(name, title=title), SOME)).items():
        if path.startswith("items/q"):
            assert content_faults(root.find(f"{QTI2}itemBody")) == []


def test_a_required_part_that_is_missing_is_found():
    """Each attribute and each child that a rule names is taken away once."""
    tried = 0
    for rules, root in documents(view_of(MAZUR)):
        for one in [*root.iter()]:
            known = rules.get(one.tag.rpartition("}")[2])
            if known is None or tried > 2000:
                continue
            for attribute in known.attributes:
                value = one.attrib.pop(attribute)
                assert faults(root, rules)
                one.set(attribute, value)
                tried += 1
            for child in [*one] if known.children and len(one) < 9 else []:
                at = [*one].index(child)
                one.remove(child)
                assert faults(root, rules) or [c.tag for c in one].count(child.tag)
                one.insert(at, child)
                tried += 1
    assert tried > 400


@pytest.mark.parametrize("make", [qti, canvas])
def test_a_package_names_each_of_its_files_and_nothing_twice(make):
    files = files_of(make(view_of(MAZUR), SOME))
    manifest = files.pop("imsmanifest.xml")
    resources = [one.get("identifier") for one in manifest.iter(f"{CP}resource")]
    assert len(set(resources)) == len(resources)
    assert {one.get("href") for one in manifest.iter(f"{CP}file")} == set(files)
    assert {one.get("href") for one in manifest.iter(f"{CP}resource")} <= set(files)
    assert {one.get("identifierref") for one in manifest.iter(f"{CP}dependency")} <= set(resources)
    for root in files.values():
        idents = [one.get("ident") for one in root.iter(f"{QTI1}item")]
        assert len(set(idents)) == len(idents)


def test_what_is_too_large_or_small_to_be_written_out_has_an_exponent():
    layers = [{**EVERY["by hand"]["layers"][0], "W": [[1e300, 5e-324], [-0.0, 0.5]]},
              EVERY["by hand"]["layers"][1]]  # fmt: skip
    asked = questions(view_of("by hand", layers=layers, x=[[0.0, 1.0]]), Ordered())
    assert {one.answer for one in asked} >= {"1e+300"}
    assert max(len(one.answer) for one in asked) < 40
    assert all(float(one.least) <= one.value <= float(one.most) for one in asked)


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


CONVENTIONS = {
    "as they are": None,
    "error": Conventions(turned=True),
    "threshold": Conventions(bias_as="threshold"),
    "constant": Conventions(bias_as="weight"),
    "decimals": Conventions(PaperRounding("decimals", 2)),
    "digits": Conventions(PaperRounding("digits", 3), products=True),
    "sending": Conventions(weights="sending"),
    "inputs": Conventions(to_inputs=True),
    "comma": Conventions(comma=True),
    "fractions": Conventions(fractions=True),
    "all": Conventions(PaperRounding("decimals", 3), True, True, False, "threshold", True, True),
}


def on_paper(document, conventions=None):
    document = document if conventions is None else with_conventions(document, conventions)
    return View(document, paper_trace_of(document, "neuron"), 0, None, 0)


@pytest.mark.parametrize("conventions", CONVENTIONS)
@pytest.mark.parametrize("name", [*presets(), "classes of a batch", "shared", "cut"])
def test_the_answers_are_those_of_the_key(name, conventions):
    view = on_paper(EVERY[name], CONVENTIONS[conventions])
    for quantity in QUANTITIES:
        ordered = Ordered(frozenset({quantity}))
        sheet = sheet_of(view, ordered)
        key = [
            (sheet.rounded(cell.value), sheet.exact(cell.value), cell.value)
            for task in sheet.blanks for _, row in task.rows for cell in row if cell.asked
        ]  # fmt: skip
        asked = [(one.rounded, one.exact, one.value) for one in questions(view, ordered)]
        assert sorted(asked) == sorted(key)


@pytest.mark.parametrize(
    ("name", "answers"),
    [("13_perceptron_and", ["-1", "-1", "0", "-1"]),
     ("14_delta_rule_sign", ["0.28", "0.28", "-0.28", "0.28"])],
)  # fmt: skip
def test_a_learning_rule_has_the_signs_of_its_formulas(name, answers):
    view = on_paper(presets()[name])
    (moodle,) = [[*from_moodle(moodle_xml(view, Ordered(frozenset({"delta", "dW", "db"}))))]]
    assert [answer for _, answer, _, _ in moodle] == answers


def test_the_sign_and_the_rounding_of_an_answer_are_those_that_are_asked_for():
    mazur = presets()[MAZUR]
    turned, rounded, threshold = (
        {one.name: one for one in questions(on_paper(mazur, CONVENTIONS[name]), Ordered())}
        for name in ("error", "decimals", "threshold")
    )
    assert turned["delta of o1"].rounded == "-0.1385"
    assert turned["−dW from h1 to o1"].rounded == "-0.0822"
    assert rounded["a of h1"].answer == "0.59"
    assert threshold["dθ of o1"].rounded == "-0.1385"
    assert threshold["new θ of o1"].rounded == "-0.5308"


@pytest.mark.parametrize(("make", "read"), FORMATS)
def test_a_decimal_comma_is_in_every_number_that_is_read_and_in_none_that_is_compared(make, read):
    for _, answer, near, stem in read(make(on_paper(presets()[MAZUR], CONVENTIONS["comma"]), SOME)):
        assert not re.search(r"\d\.\d", stem)
        assert "0,15" in stem
        assert "Learning rate: 0,5" in stem
        assert "," not in answer + near


def test_one_decimal_is_asked_for_as_one():
    ordered = Ordered(frozenset({"loss"}), decimals=1)
    assert "Give it to 1 decimal." in moodle_xml(view_of(MAZUR), ordered)
    assert "Give it to 2 decimals." in moodle_xml(view_of(MAZUR), Ordered(decimals=2))


def test_a_half_is_rounded_up_though_it_is_stored_a_little_below():
    found = {one.name: one for one in questions(view_of(MAZUR), Ordered(decimals=3))}
    assert (found["z of h1"].rounded, found["z of h1"].exact) == ("0.378", "0.3775")
    assert (found["z of h2"].rounded, found["z of h2"].exact) == ("0.393", "0.3925")
