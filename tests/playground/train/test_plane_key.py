"""What the points on the input plane stand for."""

import re

from playground.train.plane_key import plane_key
from playground.views.palette import DARK, LIGHT


def test_each_class_has_its_name_beside_its_shape_and_colour():
    made = plane_key(["out<side", "inside"], has_test=False)
    assert re.sub("<.*?>", "", made) == "◆ out&lt;side● inside"
    assert f"light-dark({LIGHT['@negative']}, {DARK['@negative']})'>◆" in made
    assert f"light-dark({LIGHT['@positive']}, {DARK['@positive']})'>●" in made


def test_hollow_points_are_to_test_on():
    assert "<span>◇○ test</span>" in plane_key(["a", "b"], has_test=True)
    assert "<span>◇○□△ test</span>" in plane_key(list("abcdefghijk"), has_test=True)
