"""What is asked in Solve as words in an address: `solve=forward,layer-2,3-decimals`."""

from __future__ import annotations

from playground.sharing.places import address_in, address_text
from playground.sharing.whole_number import whole_number
from playground.solve.choices import (
    FEWEST_DIGITS,
    MOST_DIGITS,
    PARTS,
    Choices,
    begun,
    quantities_in,
)

AFTER, AT_END, COMMA, FROM = "loss-after", "marked-at-end", "comma", "from-"
ASK, GIVE, NOTHING = "ask-", "give-", "nothing"  # and a quantity
LAYER, WEIGHT = "layer-", "weight-"  # weight-2.1.3 is into neuron 1 from 3, weight-2.1 its bias
OFF = "off"
MOST_LAYER, MOST_NEURON = 99, 9999


def words_of_choices(chosen: Choices) -> str:
    """The part, and whatever else is not as usual. Switched off it is one word."""
    if not chosen["on"]:
        return OFF
    words: list[str] = [chosen["part"]]
    words += [f"{LAYER}{layer + 1}" for layer in chosen["layers"]]
    words += [ASK + one for one in chosen["quantities"]]
    if chosen["given"] is not None:
        words += [GIVE + one for one in chosen["given"] or [NOTHING]]
    words += [WEIGHT + weight_text(one) for one in chosen["weights"]]
    words += [AFTER] * chosen["loss_after"] + [AT_END] * (not chosen["at_once"])
    if chosen["digits"] is not None or not chosen["decimals"]:
        unit = "decimals" if chosen["decimals"] else "digits"
        words.append(f"{chosen['digits'] or 'any'}-{unit}")
    words += [COMMA] * chosen["comma"]
    words += [FROM + address_text(chosen["start"])] if chosen["start"] is not None else []
    return ",".join(words)


def choices_in_words(text: str) -> Choices:
    """The choices. Raises ValueError for words that are none of these."""
    if text == OFF:
        return begun()
    part, *words = text.split(",")
    made: Choices = {**begun(), "on": True, "part": PARTS[[*PARTS].index(part)]}  # type: ignore[arg-type]
    if len({*map(_only_once, words)}) < len(words):
        raise ValueError(text)
    for word in words:
        _take(made, word)
    return made


def _only_once(word: str) -> str:
    """What of a word may not be said twice: all of it, or that there is a start, or digits."""
    if word.startswith(FROM):
        return FROM
    return "digits" if word.endswith(("-decimals", "-digits")) else word


def _take(made: Choices, word: str) -> None:
    head, _, tail = word.partition("-")
    if word == AFTER:
        made["loss_after"] = True
    elif word == AT_END:
        made["at_once"] = False
    elif word == COMMA:
        made["comma"] = True
    elif word.startswith(FROM):
        made["start"] = address_in(word.removeprefix(FROM))
    elif word.startswith(LAYER):
        made["layers"] = sorted({*made["layers"], whole_number(tail, 1, MOST_LAYER) - 1})
    elif word.startswith(ASK):
        made["quantities"] = _with(made["quantities"], tail)
    elif word == GIVE + NOTHING and made["given"] is None:
        made["given"] = []
    elif word.startswith(GIVE) and made["given"] != []:
        made["given"] = _with(made["given"] or [], tail)
    elif word.startswith(WEIGHT):
        made["weights"] = [*made["weights"], _weight_in(tail)]
    elif tail in ("decimals", "digits"):
        made["digits"] = None if head == "any" else whole_number(head, FEWEST_DIGITS, MOST_DIGITS)
        made["decimals"] = tail == "decimals"
    else:
        raise ValueError(word)


def _with(quantities: list[str], one: str) -> list[str]:
    if not quantities_in([one]):
        raise ValueError(one)
    return quantities_in([*quantities, one])


def weight_text(weight: list[int | None]) -> str:
    """Its counts, with points between."""
    return ".".join(str(one + 1) for one in weight if one is not None)


def _weight_in(text: str) -> list[int | None]:
    """Layer, neuron and source, of which a bias has no source, and a shared one no neuron."""
    layer, *places = text.split(".")
    if len(places) > 2:
        raise ValueError(text)
    found: list[int | None] = [whole_number(layer, 1, MOST_LAYER) - 1]
    found += [whole_number(one, 1, MOST_NEURON) - 1 for one in places]
    return [*found, None, None][:3]
