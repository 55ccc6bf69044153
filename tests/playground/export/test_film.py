"""The film: small enough to send, whole by itself, and deaf to what titles say."""

import json
import re

import pytest

from playground.exercise.presets import presets
from playground.export.film import MOST_FRAMES, film
from tests.playground.export.exercises import HOSTILE, MAZUR, view_of, whole

SIX_MB = 6_000_000


def data_of(page):
    return json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])


@pytest.mark.parametrize("name", presets())
def test_every_preset_in_the_smallest_steps_is_less_than_six_megabytes(name):
    assert len(whole(film(view_of(name, "term"))).encode()) < SIX_MB


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", ["08_hallstrom_3_4_3_2", "07_xor", MAZUR])
@pytest.mark.parametrize("granularity", ["term", "layer"])
def test_it_has_a_frame_for_every_step(name, granularity):
    view = view_of(name, granularity)
    page = whole(film(view))
    made = data_of(page)
    assert [frame["name"] for frame in made["frames"]] == [
        view.symbols.made(step) for step in view.trace
    ]
    assert all(0 <= k < len(made["pool"]) for frame in made["frames"] for k in frame["shown"])


def test_it_asks_for_nothing_from_anywhere():
    page = whole(film(view_of(MAZUR)))
    outside = set(re.findall(r"https?://[^\"'\s<\\]+", page))
    assert outside == {"http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"}
    assert not re.search(r"<(?:link|img|iframe)|src=|fetch\(|import\(", page)


def test_a_title_is_text_and_ends_no_script():
    hostile, plain = (
        whole(film(view_of(MAZUR, title=HOSTILE))),
        whole(film(view_of(MAZUR, title="x"))),
    )
    assert hostile.count("<script") == plain.count("<script") == 2
    assert hostile.count("</script>") == 2


def test_a_long_walk_goes_layer_by_layer():
    view = view_of("batch", "term", x=[[0.1, 0.2]] * 40, y=[[0.0, 1.0]] * 40)
    assert len(view.trace) > MOST_FRAMES
    assert len(data_of(whole(film(view)))["frames"]) < 40
