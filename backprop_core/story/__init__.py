"""One pass as a story: which steps there are, in which order, and the numbers of each."""
