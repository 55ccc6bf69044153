"""No reader fails on anything: a little here, for as long as one likes with `make fuzz`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.readers import READERS, Reader

FEW = 12


@pytest.mark.parametrize("reader", READERS, ids=lambda one: one.name)
def test_all_that_can_be_said_is_read_or_refused_in_a_short_sentence(reader: Reader):
    @settings(max_examples=FEW)
    @given(reader.takes)
    def holds(given_text):
        reader.holds(given_text)

    holds()


def test_a_reader_that_fails_is_found():
    @settings(max_examples=200, report_multiple_bugs=False)
    @given(READERS[0].takes)
    def holds(text):
        Reader("float", float, st.text()).holds(text)

    with pytest.raises(ValueError, match="could not convert"):
        holds()
