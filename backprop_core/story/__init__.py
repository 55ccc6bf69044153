"""One pass, step by step: which steps there are, in which order, and their numbers."""
