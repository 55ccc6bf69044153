"""A QR code is read as its link, drawn by a browser (tests/e2e/test_take_along.py) or by LaTeX."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from playground.export.qr import LONGEST_QR, qr_svg, qr_tikz

LINK = "https://example.org/play/?net=eNp1UU1v2zAM_Su&hide_answers=1"
ACROSS = 6  # pixels of a square


@pytest.mark.parametrize("text", [LINK, LINK + "x" * (LONGEST_QR - len(LINK))])
def test_the_code_for_latex_is_read_as_the_link(text):
    squares = [tuple(map(int, one)) for one in
               re.findall(r"\((\d+),(\d+)\) rectangle \+\((\d+),1\)", qr_tikz(text))]  # fmt: skip
    side = ACROSS * (max(x + width for x, _, width in squares) + 8)
    picture = Image.new("L", (side, side), 255)
    for x, y, width in squares:
        left, top = ACROSS * (x + 4), ACROSS * (y + 4)
        box = (left, top, left + ACROSS * width - 1, top + ACROSS - 1)
        ImageDraw.Draw(picture).rectangle(box, 0)
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text == text


def test_there_is_none_of_nothing_and_of_what_nobody_could_scan():
    for make in (qr_svg, qr_tikz):
        assert make("") == make("x" * (LONGEST_QR + 1)) == ""
