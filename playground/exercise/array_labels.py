"""What a label says about the numbers behind it: which quantity, layer, neuron and sample.

People write dW1, grad of W2, ∂L/∂W¹, fc1.weight, δ_h1, net_o1, W1_new. It is cut into words and
numbers; what it does not say stays None, and the shape has to tell.
"""

from __future__ import annotations

import re
from dataclasses import replace

from playground.exercise.label_headings import bare_name
from playground.exercise.label_places import Meaning, places_in
from playground.exercise.loss_labels import loss_kind

PARAMETERS = ("W", "b")
TARGET_OR_OUTPUT = "y"


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉", "01234567890123456789")
_LOSSES = (
    "loss|total loss|average loss|mean loss|loss value|log loss|cross entropy loss|cross entropy|"
    "gesamtfehler|verlust|perte|kosten|coût|costo|coste|pérdida|perdita|erreur totale|"
    "error cuadrático medio|erreur quadratique moyenne|cost|total cost|cost function|e|l|j|c|"
    "e total|etotal|etot|e tot|l total|error total|"
    "total error|j θ|j w|"
    "mse|sse|bce|ce|mae|rmse|nll|mean squared error|squared error"
)
_BASES = {
    TARGET_OR_OUTPUT: "y",
    "W": "w|weight|weights|kernel|theta|θ|iw|lw|gewicht|gewichte|poids|peso|pesos",
    "b": "b|bias|biases|biais",
    "z": "z|net|nets|net inputs|weighted sums|input sums|preactivation|pre activation|logit|logits|"
    "score|scores|input sum|net input|weighted sum|sum|s|in|zs|netzeingabe|nettoeingabe|nettoinput",
    "a": "a|h|o|out|outputs|activation|activations|output|y hat|yhat|ŷ|prediction|y pred|"
    "predicted output|predicted|p|probs|probabilities|softmax|"
    "softmax output|act|ausgabe|ausgabewert|aktivierung|sortie|salida",
    "delta": "delta|deltas|δ|d|error|error signal|err|erreur|errore|errors|error signals|"
    "error term|error terms|fehlersignal",
    "x": "x|input|inputs",
    "loss": _LOSSES,
}
_BASE = {word: name for name, words in _BASES.items() for word in words.split("|")}
_GRADIENTS = {"W": "dW", "b": "db", "z": "delta", "a": "da", "x": "dx", TARGET_OR_OUTPUT: "da"}
_OF_LOSS = re.compile(
    r"^(?:∂|d|δ)_?(?:loss|cost|[elcj](?:_?total)?)_?/?_?(?:∂|d|δ)_?", re.IGNORECASE
)
_GRAD = re.compile(
    r"\b(?:partial )?(?:grads?|gradient(?:en)?s?|derivatives?|slope|nabla|(?:partielle )?ableitung|"
    r"dérivée(?: partielle)?)\b(?: of| wrt| w ?\.?r ?\.?t\.?| von| de)?|∇",
    re.IGNORECASE,
)
_OF_THE_LOSS = re.compile(r"(?i)(?<=[\w)\]]) (?:of the )?(?:loss|cost|[ljce])$")  # ∇_W1 L
_NEW = re.compile(
    r"\^? ?\b(?:new|updated|next|neue[rns]?|neu|nouve(?:au|lle)x?"
    r"|after(?: (?:the |one |an? )?(?:weight )?(?:update|step)(?: \d+)?)?)(?![^\W_])"
    r"|(?<=[\w\])])\^?[+⁺*′']+$|\^?\(? ?[tn] ?\+ ?1 ?\)?",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?i)(?<![^\W_])(?:new|updated|neue[rns]?"
    r"|after(?: the| one| an?)? (?:(?:weight|parameter) )?(?:update|step|training))"
    r"(?![^\W_])|(?<=[( _])after\)?$"
)
_WITH_RESPECT = re.compile(
    r"(?i)\b(?:(?:loss|cost|error|[eljc])(?: total)?(?= ))? ?"
    r"(?:with respect to|wrt\b|w\.? ?r\.? ?t\b\.?|nach\b|par rapport à)"
)
_THEREFORE = re.compile(r"(?i)^(?:(?:so|hence|thus|therefore|then|and|finally|now|we get)[ ,]+)+")
_OUTPUTS = (
    "y", "ŷ", "y hat", "yhat", "prediction", "y pred", "predicted output", "predicted", "p",
    "probs", "probabilities",
)  # fmt: skip
_LAST = ("logit", "logits", "score", "scores", "softmax")
_PREDICTED = re.compile(r"(?i)((?<=\bd[ _]))?(?<![^\W_])predicted[ _]output\b")
_PASS = re.compile(
    r"(?i)\b(?:after )?(?:epoch|iteration|iter) ?0\b|\b(?:epoch|iteration|iter) ?\d+\b,?|"
    r"\b(?:(?:after|in|of) )?(?:the )?"
    r"(?:forward|backward) (?:pass|propagation)\b"
)
# What stands beside the numbers of a pass, and is none of them.
_ASIDE = re.compile(
    r"(?i)(?:(?:the )?learning[_ ]?rate|lr|η|eta|epochs?|iterations?|iter|batch[_ ]?size"
    r"|accuracy|acc|(?:error|loss) reduction"
    r"|(?:targets?|desired(?: output)?|labels?|y[ _]?true|ground truth)[ _]?\d{0,2}"
    r"|(?:(?:target|desired|input)s?(?: values?)?: ?[txy]|t)[ _]?\d{0,2}"
    r"|(?:epoch|iter(?:ation)?|step) \d+)"
)
# η·dW1, which has or has not the sign of the step.
_RATE = re.compile(
    r"(?i)^[-−]? ?(?:(?:η|α|\b(?:eta|lr|alpha|learning[_ ]?rate)\b) ?[*·⋅×]?|0?\.[0-9]+ ?[*·⋅×]) ?"
    r"(?:d|∂[^/]*/ ?∂|∇|grad(?:ient)? of )(?! ?_?(?:hat|t)\b)"
)
_GRADIENT_OF = re.compile(r"(?:[dD∂]|g|grad) ?([WwBbZzAaXxHh]|(?:logit|score)s?)")
_STEPS = {"W": "step_W", "b": "step_b"}
LOSS_AFTER, LOSS_OR_AFTER, LOSS_PART, ASIDE = "loss_after", "loss or after", "loss part", "aside"
_LOSS_KINDS = {
    "before": Meaning("loss"),
    "after": Meaning(LOSS_AFTER),
    "asked": Meaning(LOSS_OR_AFTER),
    "later": Meaning(ASIDE),
    "part": Meaning(LOSS_PART),
}
_ASSIGNED = re.compile(r"(.{1,20}?) ?(?:←|:=|leftarrow|<-)")  # W ← W - η∇W
_FUNCTION_OF_Z = re.compile(r"^(?:σ|sigma|sigmoid|[fgφ]|tanh|relu)\( ?(?:z|net)_?(\w{0,6}) ?\)$")
_OF_EACH = re.compile(  # Errj, Output Oj
    r"(?i)(?<![^\W_])(net input|input|output|net|err|error|out|[ioδza]) ?_?(?:[IO](?=j)|_)?j\b"
)
# The factors of the chain rule, which are not checked: ∂out/∂net, f'(z)
_FACTOR = re.compile(
    r"^(?:∂|d) ?_?(?:out|net|[azohy])[\w^()\[\]]*? ?/ ?(?:∂|d)|^(?:[fgσφ]|sigmoid|tanh)['′]"
)
# ∂E_o1/∂out_h1 is only one part of ∂E/∂out_h1; ∂E_o1/∂net_o1 is all of it.
_LOSS_OF_ONE = r"^([∂d]_?)[ELJC]_?\{?(o_?\d{1,2})\}? ?[/_]? ?(?=[∂d])"
_OF_ONE_OUTPUT = re.compile(
    rf"{_LOSS_OF_ONE}(?:(?P<whole>.*(?<![^\W_])(?:out|net|z|a|b)_?\{{?\2\}}?)$)?"
)
_ONE_OUTPUT = re.compile(_LOSS_OF_ONE)
_STEP = re.compile(r"(?i:\b(?:steps?|change|update)\b(?: of)?)|^[∆Δ]")
_RENEWED = re.compile(r"(?i)(?:after|new|updated)\b")
_FRAMEWORK = re.compile(r"^(.*?)[./_]?(weight|bias|kernel)s?(?::0)?(?:[._ ]grad)?$", re.IGNORECASE)
# What a worksheet has around a name: emphasis, points, headings.
_MARKED = re.compile(r"\*\*|\(\d{1,4} points?\)|^#+ ", re.IGNORECASE)
_RULED = re.compile(r"-{2,}|={2,}")
_SAMPLE = re.compile(r"\(?\b(?:sample|example|row)\s*(\d+)\)?", re.IGNORECASE)


def meaning_of(label: str | None, layers: int) -> Meaning:
    """What `label` says in a network with that many `layers`; a word that is not known says
    nothing."""
    if not label:
        return Meaning()
    text = _RULED.sub(" ", _MARKED.sub(" ", label.translate(_RAISED).replace(" | ", " "))).strip()
    text = bare_name(text)
    if assigned := _ASSIGNED.match(text):
        text = f"new {assigned[1]}"
    text = _OF_EACH.sub(r"\1", _FUNCTION_OF_Z.sub(r"a\1", text))
    if re.fullmatch(r"e_?\d{1,2}", text):
        return Meaning()  # an error, of which kind the label does not say
    text = _OF_ONE_OUTPUT.sub(_of_all_outputs, text)
    if _FACTOR.search(text):
        return Meaning(ASIDE)
    if re.fullmatch(r"\(?[a-z]\)", text):
        return Meaning()  # a) is the first part of an answer
    if trask := re.fullmatch(r"l(?:ayer)?_?(\d)", text):  # l1 = nonlin(dot(l0, syn0))
        return Meaning("a" if int(trask[1]) else "x", layer=int(trask[1]) - 1)
    if (kind := loss_kind(_THEREFORE.sub("", text).strip())) is not None:
        return _LOSS_KINDS[kind]
    text = _THEREFORE.sub("", _PASS.sub(" ", text).strip(" :,"))
    if _ASIDE.fullmatch(text):
        return Meaning(ASIDE)
    if rate := _RATE.search(text):
        quantity = _quantity(_RATE.sub("", text), layers)
        name = _STEPS.get(quantity.quantity or "")
        is_step = rate[0].startswith(("-", "−"))
        return replace(quantity, quantity=name, plain=False, subtracted=not is_step)
    sample = _SAMPLE.search(text)
    text = _SAMPLE.sub("", text)
    framework = _framework(text)
    if framework is not None:
        return framework
    found = _quantity(text, layers)
    if found.quantity is None:
        found = _of_one_word(text, layers) or found
    return replace(found, sample=int(sample[1]) - 1) if sample else found


def _of_all_outputs(found: re.Match[str]) -> str:
    return f"{found[1]}E/{found['whole']}" if found["whole"] else "∂out/∂"


def _of_one_word(text: str, layers: int) -> Meaning | None:
    """What the last word says that is a name with a number, as in: Here are my gradients dW1."""
    words = [word for word in text.split()[::-1] if re.search(r"[^\W\d]\D*\d", word)]
    words = [word for word in words if not re.match(r"(?i)[xho]_?\d", word)]  # only where it is
    known = (
        _LOSS_KINDS.get(loss_kind(word) or "") or _quantity(word, layers)
        for word in words
        if word != text
    )
    return next((one for one in known if one.quantity and one.layer is not None), None)


def of_only_output(label: str | None) -> str | None:
    """A label where there is one output: ∂E_o1/∂w5 is ∂E/∂w5 then."""
    return _ONE_OUTPUT.sub(r"\1E/", label) if label else label


def is_loss_part(label: str | None) -> bool:
    """Whether a label says what one output or one sample adds to the loss."""
    return meaning_of(label, 1).quantity == LOSS_PART


def _framework(label: str) -> Meaning | None:
    """fc1.weight, layers.0.bias.grad, dense_1/kernel:0."""
    named = _FRAMEWORK.match(label)
    if named is None or not named[1] or not re.search(r"[./:]|grad$", label):
        return None
    quantity = "b" if named[2].lower() == "bias" else "W"
    is_gradient, is_new = "grad" in label.lower(), bool(_RENEWED.match(label))
    if is_gradient:
        quantity = _GRADIENTS[quantity]
    module = re.sub(r"(?i)^grads?[._]", "", named[1])
    return Meaning(quantity, plain=not (is_gradient or is_new), module=module)


def _quantity(text: str, layers: int) -> Meaning:
    text = _PREDICTED.sub(lambda found: "output" if found[1] else "y pred", text)
    gradient, rest = _taken(_OF_LOSS, text)
    rest = re.sub(r"[_{}]+", " ", rest).strip()
    by_word, rest = _taken(_GRAD, rest)
    if by_word:
        rest = _OF_THE_LOSS.sub("", _WITH_RESPECT.sub(" ", rest))
    new, rest = _taken(_NEW, rest)
    step, rest = _taken(_STEP, rest)
    core, numbers = places_in(rest.strip(" :="), layers)
    if re.fullmatch(r"(?i)delta ?[wb]", core):
        step, core = True, core[-1]
    if not gradient and (of := _GRADIENT_OF.fullmatch(core)):
        gradient, core = True, of[1]
    core = core.replace("-", " ")
    base = _base_of(core.lower())
    if core.lower() in (*_OUTPUTS, *_LAST) and numbers.neuron is None:
        neuron = numbers.layer if core.lower() in _OUTPUTS else None  # ŷ₁ is an output
        last = layers - 1 if numbers.layer is None or neuron is not None else numbers.layer
        numbers = replace(numbers, layer=last, neuron=neuron)
    if base is None and not core and (gradient or by_word):
        return replace(numbers, gradient=True)
    gradient = gradient or by_word
    if base == "x" and not gradient and re.search(r"(?i)hidden|output|layer|\b[ho]_?\d", rest):
        base = "z"  # input to h1
    bare = base in PARAMETERS and not (step or gradient)
    if _LATER.search(text) and (gradient or base in ("z", "a", "delta", "x", TARGET_OR_OUTPUT)):
        return Meaning(ASIDE)  # of the pass after this one
    name = f"step_{base}" if step and base in PARAMETERS else base
    if gradient and not step:
        name = _GRADIENTS.get(base or "", base)
    return replace(numbers, quantity=name, plain=bare and not new)


def _base_of(core: str) -> str | None:
    """The quantity that a word means, or all of several words: weights W, bias b."""
    if core in _BASE:
        return _BASE[core]
    words = {_BASE.get(word) for word in core.split()}
    return words.pop() if len(words) == 1 else None


def _taken(pattern: re.Pattern[str], text: str) -> tuple[bool, str]:
    return bool(pattern.search(text)), pattern.sub(" ", text, count=1).strip()
