"""What the published formats of questions ask of a file, as far as these exports use them.

IMS QTI ASI 1.2.1 (with what Canvas adds), IMS QTI 2.1, IMS Content Packaging 1.1.4, and Moodle XML.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

MANY = math.inf
NUMBER = "a number"


@dataclass(frozen=True)
class Rule:
    """Of one element: its attributes, each with the values it may have (none: any text), and its
    children in order, each with the most that there may be. All of both are required."""

    attributes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    children: tuple[tuple[str, float], ...] = ()
    text: tuple[str, ...] | str | None = None


def rule(attributes="", *children, text=None, **values):
    known = {name: values.get(name.replace("-", "_"), ()) for name in attributes.split()}
    names = tuple((one.rstrip("+"), MANY if one.endswith("+") else 1) for one in children)
    return Rule(known, names, text)


YES_OR_NO = ("true", "false")
FLOAT = {"cardinality": ("single",), "baseType": ("float",)}
INLINE = {"span", "sup", "sub", "em", "strong", "i", "b", "br", "img", "textEntryInteraction"}
BLOCKS = {"div", "p", "table"}
OF_TABLES = {"caption", "thead", "tbody", "tr", "th", "td"}

QTI_1 = {
    "questestinterop": rule("", "assessment"),
    "assessment": rule("ident title", "section"),
    "section": rule("ident", "item+"),
    "item": rule("ident title", "itemmetadata", "presentation", "resprocessing"),
    "itemmetadata": rule("", "qtimetadata"),
    "qtimetadata": rule("", "qtimetadatafield+"),
    "qtimetadatafield": rule("", "fieldlabel", "fieldentry"),
    "presentation": rule("", "material", "response_str"),
    "material": rule("", "mattext"),
    "mattext": rule("texttype", texttype=("text/html",)),
    "response_str": rule("ident rcardinality", "render_fib", rcardinality=("Single",)),
    "render_fib": rule("fibtype", "response_label", fibtype=("Decimal",)),
    "response_label": rule("ident"),
    "resprocessing": rule("", "outcomes", "respcondition"),
    "outcomes": rule("", "decvar"),
    "decvar": rule("varname vartype minvalue maxvalue", vartype=("Decimal",)),
    "respcondition": rule("continue", "conditionvar", "setvar"),
    "conditionvar": rule("", "or"),
    "or": rule("", "varequal", "and"),
    "and": rule("", "vargte", "varlte"),
    **{name: rule("respident", text=NUMBER) for name in ("varequal", "vargte", "varlte")},
    "setvar": rule("action varname", action=("Set",), varname=("SCORE",), text=("100",)),
}
QTI_2 = {
    "assessmentItem": rule(
        "identifier title adaptive timeDependent",
        *("responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing"),
        adaptive=YES_OR_NO,
        timeDependent=YES_OR_NO,
    ),
    "responseDeclaration": rule("identifier cardinality baseType", "correctResponse", **FLOAT),
    "correctResponse": rule("", "value"),
    "outcomeDeclaration": rule("identifier cardinality baseType", "defaultValue", **FLOAT),
    "defaultValue": rule("", "value"),
    "value": rule(text=NUMBER),
    "textEntryInteraction": rule("responseIdentifier"),
    "img": rule("src alt"),
    "responseProcessing": rule("", "responseCondition"),
    "responseCondition": rule("", "responseIf"),
    "responseIf": rule("", "equal", "setOutcomeValue"),
    "equal": rule("toleranceMode tolerance", "variable", "correct", toleranceMode=("absolute",)),
    "variable": rule("identifier"),
    "correct": rule("identifier"),
    "setOutcomeValue": rule("identifier", "baseValue"),
    "baseValue": rule("baseType", baseType=("float",), text=NUMBER),
    "assessmentTest": rule("identifier title", "testPart"),
    "testPart": rule(
        "identifier navigationMode submissionMode",
        "assessmentSection",
        navigationMode=("linear", "nonlinear"),
        submissionMode=("individual", "simultaneous"),
    ),
    "assessmentSection": rule("identifier title visible", "assessmentItemRef+", visible=YES_OR_NO),
    "assessmentItemRef": rule("identifier href"),
}
RESOURCES = ("imsqti_xmlv1p2", "imsqti_test_xmlv2p1", "imsqti_item_xmlv2p1")
PACKAGE = {
    "manifest": rule("identifier", "metadata", "organizations", "resources"),
    "metadata": rule("", "schema", "schemaversion"),
    "resources": rule("", "resource+"),
    "resource": rule("identifier type href", type=RESOURCES),
    "file": rule("href"),
    "dependency": rule("identifierref"),
}
NAMED = ("name", "questiontext")
MOODLE = {
    "quiz": rule("", "question+"),
    "question category": rule("type", "category"),
    "category": rule("", "text"),
    "question description": rule("type", *NAMED, "defaultgrade"),
    "question numerical": rule(
        *("type", *NAMED, "generalfeedback", "defaultgrade", "penalty", "hidden", "answer"),
        *("unitgradingtype", "unitpenalty", "showunits", "unitsleft"),
    ),
    "name": rule("", "text"),
    **{one: rule("format", "text", format=("html",)) for one in ("questiontext", "feedback")},
    "generalfeedback": rule("format", "text", format=("html",)),
    "answer": rule("fraction", "text", "feedback", "tolerance", fraction=("100",)),
    **{one: rule(text=NUMBER) for one in ("defaultgrade", "penalty", "tolerance")},
    **{"hidden": rule(text=("0",)), "showunits": rule(text=("3",))},  # 3: there are no units
}


def faults(root: ET.Element, rules: dict[str, Rule]) -> list[str]:
    """What in that file is not as the format says."""
    found = [fault for one in root.iter() for fault in _of(one, rules)]
    return found if _rule(root, rules) else [*found, f"{root.tag} is no document of the format"]


def _name(one: ET.Element) -> str:
    return one.tag.rpartition("}")[2]


def _rule(one: ET.Element, rules: dict[str, Rule]) -> Rule | None:
    return rules.get(f"{_name(one)} {one.get('type')}") or rules.get(_name(one))


def _of(one: ET.Element, rules: dict[str, Rule]) -> list[str]:
    known, name = _rule(one, rules), _name(one)
    if known is None:
        return []
    wrong = []
    for attribute, values in known.attributes.items():
        value = one.get(attribute)
        if not value or (values and value not in values):
            wrong.append(f"{name} has {attribute}={value!r}")
    wrong += _of_children([_name(child) for child in one], known, name)
    return wrong + _of_text((one.text or "").strip(), known, name)


def _of_children(names: list[str], known: Rule, name: str) -> list[str]:
    if not known.children:
        return []
    order = [child for child, _ in known.children]
    counts = {child: names.count(child) for child in order}
    in_order = [child for child in order for _ in range(counts[child])]
    fits = all(1 <= counts[child] <= most for child, most in known.children)
    return [] if fits and in_order == names else [f"{name} holds {names}"]


def _of_text(text: str, known: Rule, name: str) -> list[str]:
    if known.text == NUMBER:
        return [] if _is_number(text) else [f"{name} is {text!r}"]
    return [] if known.text is None or text in known.text else [f"{name} is {text!r}"]


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def content_faults(body: ET.Element) -> list[str]:
    """What of an item's body is not of the HTML that QTI 2.1 takes, or not where it may stand."""
    parents = {child: _name(parent) for parent in body.iter() for child in parent}
    wrong = [f"{_name(one)} in the body" for one in body if _name(one) not in BLOCKS]
    for one, parent in parents.items():
        name = _name(one)
        if name not in INLINE | BLOCKS | OF_TABLES:
            wrong.append(f"{name} in an item")
        if name in BLOCKS and parent not in ("itemBody", "div", "td", "th"):
            wrong.append(f"{name} in {parent}")
        if name == "textEntryInteraction" and parent in ("itemBody", "table", "tr"):
            wrong.append(f"{name} in {parent}")
    return wrong
