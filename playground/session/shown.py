"""What is shown: the exercise, the step of the walk, and how numbers are written."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from backprop_core import GRANULARITIES
from playground.exercise import history, runs
from playground.exercise.document import Document, is_complete, sizes_of
from playground.exercise.document_conventions import conventions_of, without_conventions
from playground.exercise.presets import presets
from playground.exercise.view import View, paper_trace_of, trace_of
from playground.notation import number_text
from playground.notation.decimal_comma import with_comma
from playground.notation.laid_out import laid_out
from playground.notation.symbols import NOTATIONS, Symbols
from playground.session.remembered import Remembered
from playground.session.store import draw_again, state, writable
from playground.sharing.link_parameters import MODES
from playground.where import is_count

_WALKED: Remembered[Document | None] = Remembered("walked", lambda: None, of_exercise=True)
MOST_DIGITS = 17  # those of any float64
FASTEST = 10  # steps a second


def run() -> runs.Run:
    """The passes so far."""
    return history.present(state()["history"])


def document() -> Document:
    """The exercise as it is now."""
    return runs.current(run())


def preset() -> str | None:
    """The preset that the exercise began as, whatever its learning rate and its conventions; None
    for any other."""
    origin = without_conventions(run()["origin"])
    for name, ready in presets().items():
        if {**ready, "learning_rate": origin["learning_rate"]} == origin:
            return name
    return None


def view() -> View | None:
    """The walk at its present step; None while the drawing is unfinished."""
    held, now = writable(), document()
    if not is_complete(now):
        return None
    made = paper_trace_of(now, held["granularity"])
    held["step"] = position = max(0, min(held["step"], len(made) - 1))
    return View(now, made, position, held["digits"], held["sample"], held["notation"])


def decimal_comma() -> bool:
    """Whether a number that is typed may have a decimal comma."""
    return state()["solving"]["comma"] or conventions_of(document()).comma


def writes_comma() -> bool:
    """Whether the exercise writes its numbers with a decimal comma."""
    return conventions_of(document()).comma


def digits(count: int) -> int:
    """So many significant digits, with the decimal mark of the exercise."""
    return number_text.Digits(count, comma=True) if writes_comma() else count


def number(value: float, count: int) -> str:
    """A number of a text, with so many significant digits at most."""
    return number_text.on_screen(value, digits(count))


def writes(count: int) -> Callable[[float], str]:
    """`number` for the options of a widget, which are written after the run as well."""
    return partial(number_text.on_screen, digits=digits(count))


def in_words(text: str) -> str:
    """A text of our own, as Markdown or HTML, with the decimal mark of the exercise."""
    return with_comma(text) if writes_comma() else text


def fractions() -> bool:
    """Whether a number may be typed as a fraction."""
    return conventions_of(document()).fractions


def exact_view() -> View | None:
    """The same with the engine's own numbers, whatever the conventions of the exercise."""
    shown = view()
    return None if shown is None else shown.exactly


def sample() -> int:
    """The row of the batch whose numbers are shown."""
    shown = view()
    return 0 if shown is None else shown.sample


def symbols() -> Symbols:
    """How the drawing's numbers are written, be it finished or not."""
    now = document()
    notation = laid_out(NOTATIONS[state()["notation"]], conventions_of(now).weights)
    return Symbols(notation, sizes_of(now), len(now["x"]))


def offered_notation() -> str | None:
    """The notation of the article that the preset is from, where another one is chosen."""
    own = preset()
    for key, notation in NOTATIONS.items():
        if own in notation.presets and key != state()["notation"]:
            return key
    return None


def set_notation(key: Any) -> None:
    """Write all numbers that way from now on."""
    if isinstance(key, str) and key in NOTATIONS:
        held = writable()
        held["notation"] = key


def set_digits(digits: Any) -> None:
    """So many significant digits; None or 0 for as many as tell the numbers apart."""
    if digits is None or (is_count(digits) and digits <= MOST_DIGITS):
        writable()["digits"] = digits or None


def set_mode(mode: Any) -> None:
    """Draw or walk. What was refused there is no matter here."""
    held = writable()
    closed = held["restricted"]["hide_answers"] or "drawing" in held["restricted"]["lock"]
    if mode in MODES and not (mode == "draw" and closed):
        if mode == "draw" and held["mode"] == "walk":
            _WALKED.set(document())
        held["mode"] = mode
        held["playing"] = False
        held["message"] = None


def walk_through() -> None:
    """Walk through the drawing from the first step on, or from where one was if it is still the
    drawing that one walked through."""
    if _WALKED.get() != document():
        go_to_step(0)
    set_mode("walk")


def forget_message() -> None:
    """What was not done has been read."""
    writable()["message"] = None


def set_presenting(on: bool) -> None:
    """Present to a class, or no longer."""
    writable()["presenting"] = on


def set_granularity(granularity: Any) -> None:
    """Another size of step; the walk stays at the number it was at."""
    if granularity not in GRANULARITIES:
        return
    held, old = writable(), view()
    if granularity == "layer" and held["restricted"]["hide_answers"]:
        return
    held["granularity"] = granularity
    if old is not None:
        made = trace_of(document(), granularity)
        held["step"] = made.plan.nearest(old.step.address.whole) or 0


def go_to_step(position: int) -> None:
    """Show that step, counted from 0; the walk keeps it between its ends."""
    writable()["step"] = max(0, position)


def press_to_step(position: int) -> None:
    """A press leads to that step: playing stops, and what was said before has been read."""
    stop()
    go_to_step(position)
    if state()["message"]:
        forget_message()
        draw_again()


def show_sample(sample: Any, with_step: bool = False) -> None:
    """Show that row of the batch; and `with_step`, a step about one sample becomes the same step
    about this one. A row that there is not is left aside."""
    if not is_count(sample) or sample >= len(document()["x"]):
        return
    held, old = writable(), view()
    held["sample"] = sample
    if with_step and old is not None and old.step.sample is not None:
        there = old.trace.plan.nearest(old.step.address._replace(sample=sample))
        held["step"] = held["step"] if there is None else there


def stop() -> None:
    """Play no further."""
    writable()["playing"] = False


def toggle_play() -> None:
    """Play from here on, or no further: only a run of the whole page starts and stops the clock."""
    held = writable()
    held["playing"] = not held["playing"]
    held["advanced_at"] = time.monotonic()
    draw_again()


def play_on() -> None:
    """While playing, one step further if it is time."""
    held = writable()
    if held["playing"] and time.monotonic() - held["advanced_at"] >= 0.8 / held["speed"]:
        held["advanced_at"] = time.monotonic()
        go_to_step(held["step"] + 1)


def set_speed(speed: Any) -> None:
    """So many steps a second."""
    if is_count(speed) and 1 <= speed <= FASTEST:
        writable()["speed"] = speed
