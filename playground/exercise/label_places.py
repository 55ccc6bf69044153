"""Where the numbers behind a label belong: the numbers in it as layer, neuron and source.

W1, W^{[1]}, w_21^(2), dW1[0][1], dW(1,2), z_h1, layers[0], hidden layer: what is in brackets behind
a number counts within that layer, from 0 in [ ] as in code, from 1 in ( ) as in MATLAB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """What is known of an array. `layer`, `neuron`, `source` and `sample` count from 0.

    `quantity` is one of the engine's names. A bare W or b is `plain`: the label does not say
    whether it is the parameter itself, a new one or its gradient. A `gradient` does not say of
    what. `module` is the part of a
    framework's name that tells the layer, such as fc1.
    """

    quantity: str | None = None
    layer: int | None = None
    neuron: int | None = None
    source: int | None = None
    sample: int | None = None
    plain: bool = False
    gradient: bool = False
    module: str | None = None
    from_zero: bool = False
    subtracted: bool = False  # η·∂loss/∂W: the step without its sign
    said: str = ""  # how the numbers in the label were read, where that is not plain
    others: tuple[Meaning, ...] = ()  # what the label may mean as well


# What stands around a name and says nothing of the numbers.
_AROUND = re.compile(
    r"\b(?:network|hidden|final|layers?|my|your|the|of|for|at|torch|numpy|array|to|from|into|key|work|"
    r"answers?|terms?|values?|neurons?|nodes?|units?|is|are|was|so|then|thus|hence|therefore|and|we|get|gives|equals|ist|sind|beträgt|predicted|"
    r"und|fehler|el[ae]?|est|with|respect|loss(?= w\b))\b",
    re.IGNORECASE,
)
_NEURON = re.compile(r"\b([ho])(?:(\d+)\.)?(\d+)\b", re.IGNORECASE)
_WORDS = re.compile(
    r"(?i)(?<!predicted )\b(output|last|hidden|first|second|third|(?<=\w )(?:out|hid|[oh]|"
    r"oculta|salida|ausgabe(?:schicht)?|versteckt(?:e schicht)?|sortie|cachée|nascost[ao]|uscita))"
    r"(?: layer)?\b"
)
_HIDDEN = "hidden|hid|h|oculta|versteckt|versteckte schicht|cachée|nascosto|nascosta"
_LAYERS = {"first": 0, "second": 1, "third": 2} | dict.fromkeys(_HIDDEN.split("|"), 0)
_BETWEEN = re.compile(
    r"(?i)\b(?:(input|i)[ _]?(?:to )?(hidden|h)|(hidden|h)[ _]?(?:to )?(output|o))\b"
)
# net_o1, δo1, outh1: a letter and a number at the end are a neuron, whatever it is joined to.
_JOINED = re.compile(
    r"(?i)(?<![^\W\d_])(net|out|in|delta|δ|err|error|sum|z|a|s|b)[ _]?([ho])[ _,]{0,2}(\d+)\b"
)
_OF_LAYER = re.compile(
    r"(?i)^(?:output|hidden)(?= (?:deltas?|error|weights?|bias(?:es)?|input|activations?|outputs?|"
    r"gradients?|net)\b)"
)
_INDEX = re.compile(r"\[(\d+)\]")
_TWO = re.compile(r"\[(\d+)\] ?\[(\d+)\]|\[(\d+) ?, ?(\d+)\]|\((\d+) ?, ?(\d+)\)")
_THREE = re.compile(r"\[(\d+)\] ?\[(\d+)\] ?\[(\d+)\]")
_ONE_IN_LAYER = re.compile(
    r"(?<=[A-Za-z∂δ_ ])(?P<layer>\d+) ?(?:\[(?P<zero>\d+)\]|\((?P<one>\d+)\))$"
)
# dw_x1h2, w_h2x1: the two ends of a connection, in either order.
_EDGE = re.compile(
    r"(?i)(?<=[wW])[ _(]*(?:from )?([xiho])[ _]?(\d)(?:[ _,→>-]{1,3}|to )*([xiho])[ _]?(\d)\b\)?"
)


# hidden node 1, output neuron 2
_NAMED = re.compile(r"(?i)\b(hidden|output) (?:layer )?(?:node|neuron|unit)s? ?#?(\d{1,2})\b")
_WITHOUT_NUMBER = re.compile(r"(?:(?<=^)|(?<= ))(δ|delta|net|out|err|error)[_ ]?([oh])$")
# δ_L, δ^(L-1), z[L]: the last layer, or so many before it.
_LAST = re.compile(
    r"(?<![^\W\d_])((?:[dD∂])?(?:[WwbzZaAhδ]|delta|Delta|error|err|net|out)|^)"
    r"(?: |\^ ?|(?=[\[(])|(?<=δ)) ?[\[(]? ?[Lℓ](?: ?[-−–] ?([1-9]))? ?[\])]?$"
)
# w_{4→6}, w 4->6, w 4 to 6: from one neuron to the other.
_ARROW = re.compile(r"(?<=\w)[_ (]*(\d{1,2}) ?(?:→|->|⟶|to) ?(\d{1,2})\)?$")
# net_y1, y1_net: of the output, which some call y
_OF_OUTPUT = re.compile(
    r"(?i)^(?:(net|z|delta|δ|error|err)[ _]?y[ _]?(\d{1,2})|y[ _]?(\d{1,2}):? (net|in|sum|input))$"
)
# w1_21, z1_2: of layer 1, w_21 and z_2.
_ENTRY_OF_LAYER = re.compile(r"^(\D*(?:[wWθΘ](?=\d \d\d$)|[^\W\dwWθΘ_](?=\d \d$)))(\d) (\d\d?)$")
_PAIR = re.compile(r"(?<=[wW])[_ ]?\(?(\d{1,2}) ?, ?(\d{1,2})\)?$")


def _counted_back(found: re.Match[str], layers: int) -> str:
    return f"{found[1]}^({layers - int(found[2] or 0)})"


def _spelled_alike(text: str, layers: int) -> str:
    """One spelling for the many in which a neuron or a layer is named."""
    text = re.sub(r"^([ho])[ _](\d+)(?= )", r"\1\2", text)
    text = _NAMED.sub(lambda found: found[1][0].lower() + found[2], text)
    text = _OF_OUTPUT.sub(lambda found: f"{found[1] or found[4]} o{found[2] or found[3]}", text)
    text = re.sub(r"(?i)^([ho]\d+):? (\D+)$", r"\2 \1", text)  # h1: net
    text = re.sub(
        r"(?i)^(output|hidden)(?: layer| node| neuron| unit)?: ?(\S+)$", r"\2 \1 layer", text
    )
    text = _WITHOUT_NUMBER.sub(r"\1 \2", text)
    text = _ENTRY_OF_LAYER.sub(r"\1\3^(\2)", text)
    text = _LAST.sub(lambda found: _counted_back(found, layers), text)
    text = _JOINED.sub(r"\1 \2\3", text)
    text = re.sub(r"(?i)^[ho]\d+:? (?=\S+ [ho]\d+$)", "", text)  # hidden neuron 1: net h1
    text = re.sub(r"(?<![^ _])([ho])[ _](\d+)\b", r"\1\2", text)  # δ_{h_1}
    text = re.sub(r"^[lL](\d+) (?=\w)", r"\1 ", text)  # l1_delta
    return re.sub(r"\^ ?\[ ?(\d+) ?\]", r"^(\1)", text)  # W^[1] counts from 1


def places_in(text: str, layers: int) -> tuple[str, Meaning]:
    """The words without their numbers, and the place that these say."""
    if (edge := _EDGE.search(text)) is not None:
        return _core(text.replace(edge[0], " ")), _of_edge(edge, layers)
    text = _spelled_alike(text, layers)
    neuron = _NEURON.search(text)
    if neuron is not None and text[: neuron.start()].strip():
        return _core(_NEURON.sub(" ", text)), _place_of(neuron, layers)
    between = _BETWEEN.search(text)
    if between and not re.search(r"\d", text):
        return _core(text.replace(between[0], " ")), Meaning(layer=0 if between[1] else layers - 1)
    if joined := re.fullmatch(r"([dD]?[wW])(ih|ho)", text):
        return joined[1], Meaning(layer=0 if joined[2] == "ih" else layers - 1)
    named = _WORDS.search(text)
    if (
        named
        and not re.search(r"\d", text)
        and (
            text[: named.start()].strip(" :")
            or (" " in named[0] and text[named.end() :].strip(" :"))
            or _OF_LAYER.search(text)
        )
    ):
        return _core(text.replace(named[0], " ")), Meaning(
            layer=_LAYERS.get(named[1].lower(), layers - 1)
        )
    if (entry := _in_brackets(text)) is not None:
        return entry
    for pattern, is_arrow in ((_ARROW, True), (_PAIR, False)):
        if (pair := pattern.search(text)) is not None:
            to, start = (2, 1) if is_arrow else (1, 2)
            ends = Meaning(neuron=int(pair[to]) - 1, source=int(pair[start]) - 1)
            return _core(text[: pair.start()]), ends
    inside = _INDEX.search(text)
    if inside is not None:
        return _core(text), Meaning(layer=int(inside[1]), from_zero=True)
    return _core(text), _by_digits(text, layers)


def _in_brackets(text: str) -> tuple[str, Meaning] | None:
    """An entry of an array that has its layer in its name or before: dW1[0][1], dW(1,2), z1[0]."""
    three = _THREE.search(text)
    if three is not None:
        at, neuron, source = map(int, three.groups())
        rest = text.replace(three[0], " ")
        return _core(rest), Meaning(layer=at, neuron=neuron, source=source, from_zero=True)
    two = _TWO.search(text)
    if two is not None:
        found = [int(one) for one in two.groups() if one is not None]
        from_one = two[5] is not None
        rest = text.replace(two[0], " ")
        if not re.search(r"[^\W\d]", rest):  # the second item of the first, in a list of lists
            return _core(rest), Meaning(layer=found[0], from_zero=True)
        digits = re.findall(r"\d+", rest)
        layer = int(digits[-1]) - 1 if digits else None
        if not from_one and _INDEX.search(rest) and digits:
            layer = int(digits[-1])
        neuron, source = (one - from_one for one in found)
        return _core(rest), Meaning(layer=layer, neuron=neuron, source=source)
    one = _ONE_IN_LAYER.search(text)
    if one is None:
        return None
    neuron = int(one["zero"]) if one["zero"] is not None else int(one["one"]) - 1
    return _core(text[: one.start()]), Meaning(layer=int(one["layer"]) - 1, neuron=neuron)


def _by_digits(text: str, layers: int) -> Meaning:
    numbers = [int(one) for one in re.findall(r"\d+", text)]
    if numbers and "^" in text:
        above = re.search(r"\^ ?\(?(\d+)\)?", text)
        below = re.findall(r"\d+", re.sub(r"\^ ?\(?\d+\)?", " ", text))
        return _entry("".join(below), int(above[1]) if above else None)
    if len(numbers) == 1:
        digits = re.findall(r"\d+", text)[0]
        if len(digits) == 2 and numbers[0] > layers:
            return _entry(digits, None)
        return Meaning(layer=numbers[0] - 1)
    return Meaning()


def _core(text: str) -> str:
    bare = re.sub(r"[\d^()\[\].,:=$'\"]+", " ", text)
    bare = _AROUND.sub(" ", bare)
    return " ".join(bare.split())


def _of_edge(edge: re.Match[str], layers: int) -> Meaning:
    """Into o come connections of the last layer, into h of the first; h to h says no layer."""
    ends = [(edge[k].lower().replace("i", "x"), int(edge[k + 1]) - 1) for k in (1, 3)]
    (source, i), (neuron, j) = sorted(ends, key=lambda end: "xho".index(end[0]))
    layer = {"xh": 0, "ho": layers - 1, "xo": 0}.get(source + neuron)
    return Meaning(layer=layer, neuron=j, source=i)


def _entry(digits: str, layer: int | None) -> Meaning:
    """Of w₂₁ the neuron and its source, of z₂ the neuron."""
    at = None if layer is None else layer - 1
    if len(digits) == 2:
        return Meaning(layer=at, neuron=int(digits[0]) - 1, source=int(digits[1]) - 1)
    return Meaning(layer=at, neuron=int(digits) - 1 if digits else None)


def _place_of(neuron: re.Match[str], layers: int) -> Meaning:
    if neuron[1].lower() == "o":
        return Meaning(layer=layers - 1, neuron=int(neuron[3]) - 1)
    return Meaning(layer=int(neuron[2] or 1) - 1, neuron=int(neuron[3]) - 1)
