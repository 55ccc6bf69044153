"""Files in a real browser: a download that opens, a film that plays, a solution that prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageOps
from playwright.sync_api import Page, expect

from playground.exercise.view import View, trace_of
from playground.export.figure_files import SIZE
from playground.export.film import film
from playground.export.printed_sheet import Ordered, sheet_html
from playground.export.qr import LONGEST_QR
from playground.export.solution import solution_html
from playground.export.variants import link_to
from tests.e2e import screen
from tests.playground.export.exercises import MAZUR, view_of, whole
from tests.playground.walks import document_of

Opened = Callable[..., Page]


def test_a_file_is_made_at_the_press_and_is_whole(server: str, open_page: Opened) -> None:
    page = open_page("Failed to load resource: the server responded with a status of 404")
    page.route("**/files/**", lambda route: route.fulfill(status=404), times=1)  # as a new worker
    page.goto(f"{server}/?page=take_along&preset={MAZUR}")
    button = page.get_by_role("button", name="Printable page")
    with page.expect_download() as download:
        button.click()  # at once: the page is still being drawn
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.rstrip().endswith("</html>")
    assert "0.2984" in text
    paper = page.frame_locator("iframe.page-preview")
    expect(paper.get_by_role("heading", level=1)).to_contain_text("Mazur 2-2-2")
    expect(paper.locator("math").first).to_be_visible()


def test_the_figure_as_png_and_pdf_is_whole_and_of_its_size(
    server: str, open_page: Opened, tmp_path: Path
) -> None:
    page = open_page(own=True)
    page.add_init_script(
        "window.print = () => { top.printed = document.documentElement.outerHTML }"
    )
    page.goto(f"{server}/?page=take_along&preset={MAZUR}&step=30")
    page.get_by_role("tab", name="Figures and animation").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="PNG", exact=True).click()
    assert download.value.suggested_filename == "mazur-2-2-2-a-bias-for-each-neuron-step-30.png"
    with Image.open(download.value.path()) as png:
        assert png.size == tuple(2 * side for side in SIZE)
        left, top, right, bottom = ImageOps.invert(png.convert("L")).getbbox()
        colours = png.convert("RGB").getcolors(1 << 24)
    assert (left, top) < (200, 200) < (1600, 900) < (right, bottom), "the graph fills it"
    assert len(colours) > 200, "with letters that are smoothed"
    page.get_by_role("button", name="PDF, by printing").click()
    page.wait_for_function("top.printed")
    sheet = open_page()
    sheet.set_content(page.evaluate("top.printed"))
    pdf = sheet.pdf(prefer_css_page_size=True, path=tmp_path / "figure.pdf")
    (box,) = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert [float(side) for side in box] == pytest.approx([0.75 * side for side in SIZE], abs=1)
    assert b"/FontDescriptor" in pdf
    assert len(pdf) > 15_000


def test_the_film_plays_pauses_and_steps(open_page: Opened, tmp_path: Path) -> None:
    path = tmp_path / "film.html"
    path.write_text(whole(film(view_of(MAZUR))), encoding="utf-8")
    page = open_page()
    page.goto(path.as_uri())
    expect(page.locator("#count")).to_have_text("step 1 of 41")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#name")).to_have_text("z of h2")
    page.get_by_label("Speed").select_option("fast")
    page.get_by_role("button", name="Play").click()
    expect(page.locator("#count")).not_to_have_text("step 2 of 41")
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Step", exact=True).fill("41")
    expect(page.locator("#count")).to_have_text("step 41 of 41")
    expect(page.locator("#formula math")).to_be_visible()
    assert page.locator("#picture path").count() > 10


LOWEST = """() => {
  const slider = document.getElementById("slider");
  const places = [...Array(Number(slider.max)).keys()].map((at) => {
    slider.value = at + 1;
    slider.dispatchEvent(new Event("input"));
    return document.getElementById("sentence").getBoundingClientRect().bottom;
  });
  return Math.max(...places);
}"""


@pytest.mark.parametrize("name", [MAZUR, "07_xor", "08_hallstrom_3_4_3_2"])
def test_the_films_graph_formula_and_sentence_are_in_sight_at_every_step(
    name: str, open_page: Opened, tmp_path: Path
) -> None:
    path = tmp_path / "film.html"
    path.write_text(whole(film(view_of(name))), encoding="utf-8")
    page = open_page()
    for width, height in ((1280, 720), (400, 860)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(path.as_uri())
        assert page.evaluate(LOWEST) <= height


def test_a_solution_fits_a_phone_and_prints(open_page: Opened, tmp_path: Path) -> None:
    path = tmp_path / "solution.html"
    path.write_text(solution_html(view_of("classes of a batch")), encoding="utf-8")
    page = open_page()
    page.set_viewport_size({"width": 400, "height": 860})
    page.goto(path.as_uri())
    wide = "document.documentElement.scrollWidth"
    assert page.evaluate(wide) <= 400
    page.set_viewport_size({"width": 680, "height": 960})  # A4 between its margins
    page.emulate_media(media="print")
    assert page.evaluate(wide) <= 680
    for paper, size in (("A4", (595, 842)), ("Letter", (612, 792))):
        pdf = page.pdf(format=paper)
        boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
        assert len(boxes) > 10, "a page has room for some five steps"
        assert all([float(side) for side in box] == pytest.approx(size, abs=1) for box in boxes)


def test_the_printed_qr_code_is_read_as_the_link_that_hides_the_answers(
    server: str, open_page: Opened, tmp_path: Path
) -> None:
    """At 150 dots an inch, less than a phone sees; of a small network and of the longest link."""
    page = open_page()
    page.emulate_media(media="print")
    for view in (view_of(MAZUR), view_of("deep")):
        link = link_to(view, f"{server}/", hidden=True)
        for text in (link, link + "&_=" + "x" * (LONGEST_QR - len(link) - 3)):
            page.set_content(sheet_html(view, Ordered(), key=False, link=text))
            box = page.locator(".qr svg").bounding_box()
            assert box is not None
            page.evaluate("document.body.style.zoom = 150 / 96")
            path = tmp_path / "code.png"
            page.locator(".qr svg").screenshot(path=path)
            with Image.open(path) as picture:
                assert picture.width < 1.7 * box["width"]
                (found,) = zxingcpp.read_barcodes(picture)
            assert found.text == text
    other = open_page()
    screen.visit(other, link)
    expect(screen.key(other, "answer")).to_be_visible()


BESIDE_EACH_OTHER = """() => {
  const boxes = [...document.querySelectorAll("table")].map((one) => one.getBoundingClientRect());
  const across = (a, b) => a.left < b.right && b.left < a.right;
  const meet = (a, b) => across(a, b) && a.top < b.bottom && b.top < a.bottom;
  return !boxes.some((a, k) => boxes.slice(k + 1).some((b) => meet(a, b)));
}"""


def test_nothing_wide_leaves_the_paper_and_no_table_covers_another(open_page: Opened) -> None:
    document = document_of((3, 7, 11), batch=2)
    wide = View(document, trace_of(document, "neuron"), 0, None, 0)
    page = open_page()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 960})  # A4 between its margins
    for view in (view_of(MAZUR), wide):
        page.set_content(sheet_html(view, Ordered(decimals=6), key=True))
        assert page.evaluate("document.documentElement.scrollWidth") <= 680
        assert page.evaluate(BESIDE_EACH_OTHER)
    at_once = View(document, trace_of(document, "layer"), 0, None, 0)
    page.set_content(solution_html(at_once))  # its loss is a line that cannot be broken
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
