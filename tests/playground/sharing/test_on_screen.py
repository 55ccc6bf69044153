"""A link is what is on screen: any state comes back from its address as it was."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import GRANULARITIES, Address
from playground.frame.frame import PAGES as NAVIGATION
from playground.notation.symbols import NOTATIONS
from playground.sharing.link_parameters import LAYOUTS, MODES, PAGES, RANGES
from playground.sharing.on_screen import Shown, query_of, shown_in, written
from playground.sharing.restrictions import CONTROLS, LOCKS, MOST_TASK
from playground.solve.choices import PARTS, QUANTITIES, begun
from playground.where import Neuron, Weight

counts = st.integers(0, 99)
places = st.none() | st.builds(Neuron, counts, counts) | st.builds(Weight, counts, counts, counts)
optional = st.none() | counts
addresses = st.builds(
    Address, st.sampled_from(["z", "W", "m of W"]), optional, optional, optional, optional, optional
)


def some_of(options):
    return st.sets(st.sampled_from(options)).map(lambda few: [o for o in options if o in few])


small = st.integers(0, 98)
weights = st.one_of(
    st.tuples(small, small, small), st.tuples(small, small, st.none()),
    st.tuples(small, st.none(), st.none()),
).map(list)  # fmt: skip
on = st.fixed_dictionaries(
    {
        "on": st.just(True),
        "start": st.none() | addresses,
        "part": st.sampled_from(PARTS),
        "layers": st.sets(counts.filter(lambda k: k < 99)).map(sorted),
        "quantities": some_of(QUANTITIES["all"]),
        "given": st.none() | some_of(QUANTITIES["all"]),
        "loss_after": st.booleans(),
        "at_once": st.booleans(),
        "marked": st.just(False),
        "digits": st.none() | st.integers(2, 6),
        "weights": st.lists(weights, max_size=3, unique_by=tuple),
        "decimals": st.booleans(),
        "comma": st.booleans(),
    }
)
restricted = st.fixed_dictionaries(
    {
        "hide_answers": st.booleans(),
        "lock": some_of(LOCKS),
        "hide": some_of([*CONTROLS]),
        "task": st.text(st.characters(exclude_categories=["Cs"]), max_size=MOST_TASK),
    }
)
states = st.builds(
    Shown,
    page=st.sampled_from(PAGES),
    mode=st.sampled_from(MODES),
    step=st.integers(0, 10**6),
    granularity=st.sampled_from(GRANULARITIES),
    sample=counts,
    select=places,
    select2=places,
    notation=st.sampled_from([*NOTATIONS]),
    digits=st.none() | st.integers(1, 17),
    layout=st.sampled_from(["", *LAYOUTS]),
    lesson=st.sampled_from(["", "1_devforum", "5_sakryukin"]),
    paragraph=counts,
    solve=st.just(begun()) | on,
    curve=st.sampled_from(["one", "two"]),
    range=st.sampled_from([*RANGES.values()]),
    present=st.booleans(),
    embed=st.booleans(),
    restricted=restricted,
)


@given(states)
@settings(max_examples=1000, deadline=None)
def test_whatever_is_on_screen_comes_back_from_its_address(shown):
    address = written(query_of(shown))
    assert address.isascii()
    assert shown_in(dict(parse_qsl(address, keep_blank_values=True))) == (shown, [])


def test_what_is_as_usual_is_left_out_of_the_address():
    assert query_of(Shown()) == {}


def test_an_address_can_be_read_by_a_person():
    shown = Shown(page="check", step=11, notation="sugden")
    assert written(query_of(shown)).startswith("page=check&step=12")
    place = Shown(select=Weight(0, 1, 0), restricted={**Shown().restricted, "lock": ["rate"]})
    assert written(query_of(place)) == "select=weight-1-2-1&lock=rate"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page", "nowhere"),
        ("step", "0"),
        ("step", "-1"),
        ("step", "1e3"),
        ("step", "٣"),
        ("sample", ""),
        ("granularity", "x"),
        ("select", "neuron-0-1"),
        ("select2", "weight-1-2"),
        ("notation", "klingon"),
        ("digits", "18"),
        ("layout", "columns"),
        ("layout", ""),
        ("lesson", ""),
        ("solve", "all,wings"),
        ("solve", "all,9-decimals"),
        ("solve", "all,ask-y"),
        ("solve", "all,give-"),
        ("solve", "all,give-nothing,give-z"),
        ("solve", "all,ask-z,ask-z"),
        ("solve", "all,from-z-1-2-3-4-5-6"),
        ("curve", "three"),
        ("range", "nan"),
        ("present", "yes"),
        ("hide_answers", "2"),
        ("lock", "drawing,door"),
        ("hide", "everything"),
        ("task", "x" * 2001),
    ],
)
def test_a_parameter_that_cannot_be_read_leaves_the_usual_and_says_why(name, text):
    shown, problems = shown_in({name: text})
    assert shown == Shown()
    assert len(problems) == 1
    assert f"The link says {name}=" in problems[0]
    assert "it takes" in problems[0]
    assert len(problems[0]) < 400


@given(st.dictionaries(st.sampled_from(["step", "select", "solve", "digits", "range"]), st.text()))
def test_no_address_makes_anything_but_a_state_and_sentences(query):
    shown, problems = shown_in(query)
    assert isinstance(shown, Shown)
    assert all(isinstance(one, str) for one in problems)


def test_the_pages_of_a_link_are_those_of_the_navigation():
    assert {name for pages in NAVIGATION.values() for name, *_ in pages} == set(PAGES)
