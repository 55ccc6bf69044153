"""What stands around a name that says all by itself: the count of an answer, a heading, a remark.

"a) z1", "Step 2: z1", "Updated weights new w5", "Backprop, output layer dE/dy1", "dw5 (for w5)".
"""

from __future__ import annotations

import re

_ENUMERATED = re.compile(
    r"^\(?[a-z]\) ?(?=\S)|(?i:^(?:step|schritt|étape|part|question|exercise|aufgabe|task|problem)"
    r" \d{1,2}[a-z]?\b[ :.)-]+(?=\S))"
)
_NEW_TWICE = re.compile(r"(?i)^(?:new|updated)\b[^=]{0,40} (?=new )")
# Only where the output is meant: of weights and sums the words may say the layer.
_DERIVATIVE = re.compile(
    r"^(?!(?i:after|new|updated|next)\b)(?:[^\W\d_]{2,}[,:]? )+"
    r"(?=(?:∂|d)(?:[ELJC]\w*|loss|cost|y\d*)/(?:∂|d)_?(?:y|ŷ|net|out)\S*$)"
)
# Below "Forward pass (after the update)" each number says whether it is from before or after.
_OF_BOTH_PASSES = re.compile(
    r"(?i)^forward (?:pass|propagation) \(after[^()]*\) (?=.*(?:\((?:before|after)\)| reduction)$)"
)
_REMARK = re.compile(r"(?i)(?<=\d) \((?:for|of) [^()]*\)$")
_AROUND = (_ENUMERATED, _NEW_TWICE, _DERIVATIVE, _OF_BOTH_PASSES, _REMARK)


def bare_name(text: str) -> str:
    """The name without what stands around it."""
    for pattern in _AROUND:
        text = pattern.sub("", text)
    return text
