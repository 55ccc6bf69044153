"""The part of the page where sheets and keys are made: for one exercise, or a variant for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import streamlit as st

from backprop_core import BackpropError
from playground import session
from playground.exercise.typed_number import Takes
from playground.exercise.view import View
from playground.export.class_results import SetWork
from playground.export.escapes import file_name
from playground.export.printed_sheet import Ordered, sheet_html, sheet_latex, sheet_markdown
from playground.export.qr import LONGEST_QR
from playground.export.questions import canvas, gift, moodle_xml, qti
from playground.export.variants import class_zip, link_to, listed_again, names_in, variant
from playground.session.offered_files import Content, OfferedFile
from playground.take_along.sheet_form import NUMBERS, links_hide_answers, ordered_sheet
from playground.ui.file_button import Offer, offer_files
from playground.ui.number_field import number_of_room
from playground.ui.page_text import as_typed
from playground.ui.share_panel import app_address

_UNITS: session.Remembered[dict[str, float]] = session.Remembered(
    "sheet_tolerance", lambda: {"sheet_units": 1.0}
)
WORKSHEETS = "Worksheets"  # what this part of the page is called
MOST_LISTED = 6  # names that are repeated to whoever typed them twice
_EXAMPLE = "Ada\nBlaise\nCarl"


def set_work(view: View) -> SetWork:
    """What a class was given, as far as the page says: the exercise, the names and the seed."""
    try:
        names = names_in(st.session_state.get("sheet_names", ""))
    except BackpropError:
        names = []  # said where they are typed
    return SetWork(view.document, int(NUMBERS.get()["sheet_seed"]), tuple(names))


def sheets(view: View) -> tuple[Ordered, str] | None:
    """What is asked, how it looks, and the buttons; gives back what is ordered and the worksheet's
    link, None where nothing is asked."""
    st.caption(
        "A worksheet has the figure, what is given, and a blank for every number asked for. The "
        "answer key gives each number rounded as asked, the exact number, and its points."
    )
    ordered = ordered_sheet(view)
    address = app_address("take_along")
    if not ordered.asked:
        st.info("Choose at least one quantity to ask for.")
        return None
    hidden = links_hide_answers()
    link = link_to(view, address, ordered, hidden=hidden)
    if len(link) > LONGEST_QR:
        st.caption("The link is too long for a QR code that a phone can read from paper.")
    elif not link:
        st.caption("This network is too large for a link, so the worksheet has none.")
    offer_files(_papers(view, ordered, link), key="take_papers")
    _for_a_course(view, ordered)
    _for_a_class(view, ordered, address, hidden=hidden)
    return ordered, link


def _papers(view: View, ordered: Ordered, link: str) -> Iterator[Offer]:
    """The worksheet and its key, each in every form."""
    for key, label, stem in ((False, "Worksheet", "sheet"), (True, "Answer key", "key")):
        for kind, ending, mime, make in (
            ("printable", "html", "text/html", sheet_html),
            ("Markdown", "md", "text/markdown", sheet_markdown),
            ("LaTeX", "tex", "text/x-tex", sheet_latex),
        ):
            paper = partial(make, view, ordered, key=key, link=link)
            yield _offer(view, f"{label}, {kind}", f"-{stem}.{ending}", mime, paper)


def _offer(view: View, label: str, ending: str, mime: str, make: Callable[[], Content]) -> Offer:
    file = OfferedFile(file_name(view.document["title"], ending), mime, make)
    return Offer("take" + ending.replace("-", "_").replace(".", "_"), label, file)


def _for_a_course(view: View, ordered: Ordered) -> None:
    st.markdown("**For a learning system:** a numerical question for each number that is asked.")
    tolerance = Takes("Tolerance, in units of the last decimal", 0.5, 1000)
    units = number_of_room(_UNITS, "sheet_units", tolerance, width=260)
    kinds = (
        ("Moodle XML", "-moodle.xml", "application/xml", moodle_xml),
        ("GIFT", ".gift.txt", "text/plain", gift),
        ("QTI 2.1", "-qti.zip", "application/zip", qti),
        ("Canvas", "-canvas.zip", "application/zip", canvas),
    )
    offers = [
        _offer(view, label, ending, mime, partial(make, view, ordered, float(units)))
        for label, ending, mime, make in kinds
    ]
    offer_files(offers, key="take_questions")


def _for_a_class(view: View, ordered: Ordered, address: str, *, hidden: bool) -> None:
    st.markdown("**For a class:** each name gets the same network with different numbers.")
    with st.container(horizontal=True, gap="medium"):
        text = st.text_area(
            "Names or numbers, one per line", placeholder=_EXAMPLE, key="sheet_names", width=320
        )
        seed = number_of_room(NUMBERS, "sheet_seed", Takes("Seed", 0, 2**31 - 1, whole=True))
    st.caption(
        "The names are in the downloaded files and nowhere else. The same seed and name always "
        "give the same numbers."
    )
    try:
        names, twice = names_in(text), listed_again(text)
        if names:
            variant(view.document, int(seed), names[0])
    except BackpropError as error:
        st.error(str(error))
        return
    if twice:
        again = as_typed(", ".join(twice[:MOST_LISTED]))
        st.caption(
            f"Listed more than once: {again}. Each name gets one worksheet; add a letter to tell "
            "two people apart."
        )
    label = f"Worksheets and keys for {len(names)} (zip)" if names else "Worksheets and keys (zip)"
    make = partial(class_zip, view, names, int(seed), ordered, address, hidden=hidden)
    file = OfferedFile(file_name(view.document["title"], "-class.zip"), "application/zip", make)
    offer = Offer("take_class_zip", label, file if names else None, "folder_zip")
    offer_files([offer], key="take_class")
