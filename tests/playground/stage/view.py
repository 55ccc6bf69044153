"""What the tests of the stage look at."""

from playground.notation.symbols import symbols_for
from playground.stage.stage_view import StageView


def view_of(trace, position, symbols=None, **more):
    """The view in the app's own notation where none is given."""
    return StageView(trace, position, symbols or symbols_for(trace), **more)
