"""How Hypothesis searches in the engine's tests: the same examples in every run, no time limit."""

from hypothesis import settings

settings.register_profile("engine", deadline=None, derandomize=True, max_examples=100)
settings.load_profile("engine")
