"""How Hypothesis searches: the same examples in every run, and no time limit."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("steady")
