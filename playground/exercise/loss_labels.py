"""Which loss a label means: that of the pass, that after the update, or only a part of one.

People write new loss, E after, loss_new, E', loss (after update), Fehler nach dem Update; and
E_o1 or E1 for what one output adds.
"""

from __future__ import annotations

import re
from typing import Literal

_NAMED = (
    r"(?:loss|err(?:or)?|cost|(?:gesamt)?fehler|verlust|kosten|erreur|perte|co[uû]t|mse|sse|bce|ce|"
    r"(?:fehler|verlust|kosten)funktion|costo|coste|p[eé]rdida|perdita|errore|"
    r"error cuadr[aá]tico medio|erreur quadratique moyenne|mittlerer quadratischer fehler|[eljc])"
)
_LOSS = re.compile(
    rf"(?i)(?:(?:the|my|total|overall|average|mean|squared|cross[- ]?entropy|log|train(?:ing)?|l')"
    rf"[ _-]*)*{_NAMED}(?:[ _]?\(?tot(?:al)?e?\)?)?(?: (?:function|value|totale?|is))?"
)
_NEW = re.compile(
    r"(?i)(?<![^\W_])(?:new|updated|next|neue[rns]?|nouve(?:au|lle))(?![^\W_])|['′⁺]$"
    r"|[ ^(_]*\(?[tn] ?\+ ?1\)*$"
)
_FINAL = re.compile(r"(?i)(?<![^\W_])(?:final|last)(?![^\W_])")
_AFTER = re.compile(
    r"(?i)(?<![^\W_])(?:after|nach|après)(?![^\W_])(?P<what>.*)$|\((?P<short>(?:new|[wWθ]_?(?:new|'|′))[^()]*)\)$"
)
_UPDATE = re.compile(  # "After the update: loss"
    r"(?i)^(?:after|nach|après)\W+(?:(?:the|one|1|first|an?|dem|der|einem|l[ae]) ?){0,3}"
    r"(?:gradient )?(?:weight )?(?:update|step|training step|iteration|schritt|aktualisierung|"
    r"mise à jour)\b[:, ]*"
)
_COUNT = re.compile(r"\d+")
_RUN = re.compile(r"(?i)\b(?:epoch|iter(?:ation)?|step)s?\b ?\d")
_OF_PART = re.compile(
    r"(?:[ELJC]|(?i:loss|cost))[ _]{0,2}\(?(?:[oyk][ _]?|out(?:put)?[ _]?)?[0-9]{1,2}\)?"
)
_OF_PASS = re.compile(r"(?i) ?\((?:before|after)\)$")
_BEFORE = re.compile(
    r"(?i)(?<![^\W_])(?:old|initial|start(?:ing)?|anfangs)(?![^\W_])"
    r"|[( _]*(?<![^\W_])(?:before|vor|avant)(?![^\W_]).*$"
)

# Total loss E, error E_total: the letter says which error is meant
_WITH_LETTER = re.compile(r"(?P<name>.*\w{2})[ :]+\(?[ELJC](?:[ _]?(?i:tot(?:al)?e?))?\)?")

LossKind = Literal["before", "after", "asked", "later", "part"]


def loss_kind(text: str) -> LossKind | None:
    """What is said of a loss: it is that "before" the update or "after" it, one "later" still,
    "asked" where it may be the one or the other, or a "part". None where nothing is said, and for
    what is no loss."""
    if _OF_PART.fullmatch(_OF_PASS.sub("", text)):
        return "part"
    lettered = _WITH_LETTER.fullmatch(text)
    if lettered is not None and _is_loss(lettered["name"]):
        return "before"
    update = _UPDATE.match(text)
    if update is not None and _is_loss(text[update.end() :]):
        return "after"
    after = _AFTER.search(text)
    if after is not None and _is_loss(text[: after.start()]):
        return _by_count(after["what"] or "")
    old = _BEFORE.search(text)
    if old is not None and _is_loss(text[: old.start()] + text[old.end() :]):
        return "before"
    new = _NEW.search(text)
    if new is not None and _is_loss(text[: new.start()] + text[new.end() :]):
        return "after"
    final = _FINAL.search(text)
    if final is not None and _is_loss(text[: final.start()] + text[final.end() :]):
        return "asked"
    return None


def _is_loss(text: str) -> bool:
    return bool(_LOSS.fullmatch(text.strip(" :,_^(){}=")))


def _by_count(what: str) -> LossKind:
    """After one update, or after several; a log may count epoch 1 before its update or after."""
    counts = [int(one) for one in _COUNT.findall(what)]
    if 0 in counts:
        return "before"
    if any(count > 1 for count in counts):
        return "later"
    return "asked" if _RUN.search(what) else "after"
