"""Texts that people type where a number belongs: those that were once misread, and made ones.

What each is worth comes from Python's own `float` and from how the text was made, and shares
nothing with the reader. None: it is no number, and no part of it is taken.
"""

import random

# What number fields of the toolkit took in part or read as something else.
ONCE_MISREAD: dict[str, float | None] = {
    **{"0,15": None, "1/3": None, "−3": -3.0, "0.1.5": None, "1.000,5": None, "1_0": None},
    **{"0x10": None, "1e6": 1e6, "1e308": 1e308, "2.5": 2.5, "1e20": 1e20, "nan": None, "": None},
    **{"abc": None, "1e400": None, "9007199254740993": 9007199254740993.0, "3": 3.0},
}
MISREAD: dict[str, float | None] = {
    **ONCE_MISREAD,
    **{"0,5": None, "1e-400": None, "٣": None, "-": None, "1 2": None, "--1": None, "1e": None},
    **{"inf": None, "1,500": None, "½": None, " .5 ": 0.5, "+3": 3.0, "1e-3": 1e-3, "17": 17.0},
}
_SIGNS = ("", "", "-", "+", "−")
_INTRUDERS = (",", "_", "/", "..", "x", "e", "٣", "−", " 1", "'", "%", "..1", ",5", "/3", "1.1.")


def made_texts(count: int, seed: int) -> list[tuple[str, float | None]]:
    """As many texts as that, half of them numbers, each with what it is worth."""
    dice = random.Random(seed)
    return [_made(dice, is_number=number % 2 == 1) for number in range(count)]


def _made(dice: random.Random, is_number: bool) -> tuple[str, float | None]:
    sign, plain = dice.choice(_SIGNS), _plain(dice)
    if not is_number:
        return sign + _spoiled(dice, plain), None
    spaces = dice.choice(("", " ", "\u00a0"))
    return f"{spaces}{sign}{plain}{spaces}", float(sign.replace("−", "-") + plain)


def _plain(dice: random.Random) -> str:
    """A number without a sign, as 12, 1.5, .5, 3. or 2.5e-3."""
    whole, behind = str(dice.randrange(1, 1000)), f"{dice.randrange(1000):03d}"
    body = dice.choice((whole, f"{whole}.{behind}", f".{behind}1", f"{whole}."))
    return body + dice.choice(("", "", f"e{dice.randrange(-30, 30)}", f"E+{dice.randrange(9)}"))


def _spoiled(dice: random.Random, plain: str) -> str:
    """The same with something between its signs that belongs to no number."""
    while True:
        place = dice.randrange(1, len(plain) + 1)
        spoiled = plain[:place] + dice.choice(_INTRUDERS) + plain[place:]
        try:
            float(spoiled.replace("_", "x").replace("٣", "x").replace("−", "-"))
        except ValueError:
            return spoiled
