"""What a label says about the numbers behind it: which quantity, layer, neuron and sample.

People write dW1, grad of W2, ∂L/∂W¹, fc1.weight, δ_h1, net_o1, W1_new. It is cut into words and
numbers; what it does not say stays None, and the shape has to tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

PARAMETERS = ("W", "b")


@dataclass(frozen=True)
class Meaning:
    """What is known of an array. `layer`, `neuron`, `source` and `sample` count from 0.

    `quantity` is one of the engine's names. A bare W or b is `plain`: the label does not say
    whether it is the parameter itself, a new one or its gradient. `module` is the part of a
    framework's name that tells the layer, such as fc1.
    """

    quantity: str | None = None
    layer: int | None = None
    neuron: int | None = None
    source: int | None = None
    sample: int | None = None
    plain: bool = False
    module: str | None = None
    from_zero: bool = False


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_LOSSES = "loss|total loss|cost|e|l|j|c|e total|etotal|l total|error total|total error"
_BASES = {
    "W": "w|weight|weights|kernel|theta",
    "b": "b|bias|biases",
    "z": "z|net|nets|preactivation|pre activation|logit|logits|input sum|s|in",
    "a": "a|h|o|out|activation|activations|output|y hat|yhat|ŷ",
    "delta": "delta|deltas|δ|d|error|error signal|err",
    "x": "x|input|inputs",
    "loss": _LOSSES,
}
_BASE = {word: name for name, words in _BASES.items() for word in words.split("|")}
_GRADIENTS = {"W": "dW", "b": "db", "z": "delta", "a": "da", "x": "dx"}
_OF_LOSS = re.compile(
    r"^(?:∂|d|δ)_?(?:loss|cost|[elcj](?:_?total)?)_?/?_?(?:∂|d|δ)_?", re.IGNORECASE
)
_GRAD = re.compile(
    r"\b(?:grads?|gradients?|derivative|slope)\b(?: of| wrt| w r t)?|∇", re.IGNORECASE
)
_NEW = re.compile(r"\b(?:new|updated|after|next)\b|(?<=[\w\])])[+*′']+$", re.IGNORECASE)
_STEP = re.compile(r"(?i:\b(?:steps?|change|update)\b(?: of)?)|^[∆Δ]")
_FRAMEWORK = re.compile(r"^(.*?)[./_]?(weight|bias|kernel)s?(?::0)?(?:[._]grad)?$", re.IGNORECASE)
_NEURON = re.compile(r"\b([ho])(?:(\d+)\.)?(\d+)\b", re.IGNORECASE)
# What a worksheet has around a name: emphasis, points, headings.
_MARKED = re.compile(r"\*\*|\(\d{1,4} points?\)|^#+ ", re.IGNORECASE)
_AROUND = re.compile(
    r"\b(?:network|hidden|layer|my|your|the|of|for|at|torch|numpy|array|to|from|into|key|work|answers?)\b",
    re.IGNORECASE,
)
_SAMPLE = re.compile(r"\(?\b(?:sample|example|row)\s*(\d+)\)?", re.IGNORECASE)


def meaning_of(label: str | None, layers: int) -> Meaning:
    """What `label` says in a network with that many `layers`; a word that is not known says
    nothing."""
    if not label:
        return Meaning()
    text = _MARKED.sub(" ", label.translate(_RAISED)).strip()
    sample = _SAMPLE.search(text)
    text = _SAMPLE.sub("", text)
    framework = _framework(text)
    if framework is not None:
        return framework
    found = _quantity(text, layers)
    return replace(found, sample=int(sample[1]) - 1) if sample else found


def _framework(label: str) -> Meaning | None:
    """fc1.weight, layers.0.bias.grad, dense_1/kernel:0."""
    named = _FRAMEWORK.match(label)
    if named is None or not named[1] or not re.search(r"[./:]|grad$", label):
        return None
    quantity = "b" if named[2].lower() == "bias" else "W"
    is_gradient = "grad" in label.lower()
    if is_gradient:
        quantity = _GRADIENTS[quantity]
    return Meaning(quantity, plain=not is_gradient, module=re.sub(r"(?i)^grads?[._]", "", named[1]))


def _quantity(text: str, layers: int) -> Meaning:
    gradient, rest = _taken(_OF_LOSS, text)
    rest = re.sub(r"[_{}]+", " ", rest).strip()
    by_word, rest = _taken(_GRAD, rest)
    new, rest = _taken(_NEW, rest)
    step, rest = _taken(_STEP, rest)
    core, numbers = _numbered(rest.strip(" :="), layers)
    if re.fullmatch(r"(?i)delta ?[wb]", core):
        step, core = True, core[-1]
    if not (gradient or by_word) and re.fullmatch(r"[d∂](?:[WwbZzAaXxHh])", core):
        gradient, core = True, core[1:]
    base = _BASE.get(core.lower())
    if base is None and not core and (gradient or by_word):
        return numbers
    gradient = gradient or by_word
    bare = base in PARAMETERS and not (step or gradient)
    name = f"step_{base}" if step and base in PARAMETERS else base
    if gradient and not step:
        name = _GRADIENTS.get(base or "", base)
    return replace(numbers, quantity=name, plain=bare and not new)


def _taken(pattern: re.Pattern[str], text: str) -> tuple[bool, str]:
    return bool(pattern.search(text)), pattern.sub(" ", text, count=1).strip()


def _numbered(text: str, layers: int) -> tuple[str, Meaning]:
    """The words without their numbers, and the place that these say."""
    neuron = _NEURON.search(text)
    if neuron is not None and text[: neuron.start()].strip():
        return _core(_NEURON.sub(" ", text)), _place_of(neuron, layers)
    words = {"output": layers - 1, "last": layers - 1, "hidden": 0, "first": 0}
    named = re.search(r"(?i)\b(output|last|hidden|first)(?: layer)?\b", text)
    if named and text[: named.start()].strip(" :") and not re.search(r"\d", text):
        return _core(text.replace(named[0], " ")), Meaning(layer=words[named[1].lower()])
    inside = re.search(r"\[(\d+)\]", text)
    if inside is not None:
        return _core(text), Meaning(layer=int(inside[1]), from_zero=True)
    numbers = [int(one) for one in re.findall(r"\d+", text)]
    if numbers and "^" in text:
        above = re.search(r"\^\(?(\d+)\)?", text)
        below = re.findall(r"\d+", re.sub(r"\^\(?\d+\)?", " ", text))
        return _core(text), _entry("".join(below), int(above[1]) if above else None)
    if len(numbers) == 1:
        digits = re.findall(r"\d+", text)[0]
        if len(digits) == 2 and numbers[0] > layers:
            return _core(text), _entry(digits, None)
        return _core(text), Meaning(layer=numbers[0] - 1)
    return _core(text), Meaning()


def _core(text: str) -> str:
    bare = re.sub(r"[\d^()\[\].,:=]+", " ", text)
    bare = _AROUND.sub(" ", bare)
    return " ".join(bare.split())


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


def meanings_of(labels: Sequence[str | None], layers: int) -> list[Meaning]:
    """Of all labels of a paste: modules count in the order in which they come, and whether
    numbers begin at 0 or at 1 follows from all of them."""
    found = [meaning_of(label, layers) for label in labels]
    modules = list(dict.fromkeys(one.module for one in found if one.module is not None))
    bracketed = [one.layer for one in found if one.from_zero and one.layer is not None]
    counts_from_one = bool(bracketed) and 0 not in bracketed and max(bracketed) >= layers
    plain = [one.layer for one in found if not one.from_zero and one.quantity != "a"]
    shift = 1 if -1 in plain else 0
    return [_settled(one, modules, layers, shift, counts_from_one) for one in found]


def _settled(
    one: Meaning, modules: Sequence[str | None], layers: int, shift: int, counts_from_one: bool
) -> Meaning:
    if one.module is not None:
        return replace(one, layer=_layer_of(one.module, modules, layers))
    if one.layer is None:
        return one
    if one.from_zero:
        return replace(one, layer=one.layer - counts_from_one)
    return replace(one, layer=one.layer + (shift if one.quantity != "a" else 0))


def _layer_of(module: str, modules: Sequence[str | None], layers: int) -> int | None:
    if len(modules) == layers:
        return modules.index(module)
    number = re.search(r"(\d+)$", module)
    return int(number[1]) - 1 if number and 1 <= int(number[1]) <= layers else None
