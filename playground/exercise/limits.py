"""How large a drawing may be. The engine has no such limits; a screen has."""

MAX_LAYERS = 8  # layers of weights, so up to 9 columns
MAX_NEURONS = 16  # in one column
MAX_SAMPLES = 64
MAX_LETTERS = 1000  # of a title, a source or a note
MAX_SEED = 2**53 - 1  # the largest whole number that a browser keeps exactly
