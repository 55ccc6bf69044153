"""How Hypothesis searches, and which of a test's many cases run each time."""

from collections import defaultdict

import pytest
from hypothesis import settings

# The same examples in every run, and no time limit.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("steady")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test that is `sampled(n)`, n cases run each time, evenly spread over all: the others are
    nightly."""
    cases = defaultdict(list)
    for item in items:
        if item.get_closest_marker("sampled"):
            cases[item.nodeid.split("[")[0]].append(item)
    for those in cases.values():
        count = those[0].get_closest_marker("sampled").args[0]
        every = max(1, len(those) / count)
        kept = {int(k * every) for k in range(count)}
        for index, item in enumerate(those):
            if index not in kept:
                item.add_marker(pytest.mark.nightly)
