"""Arrays in brackets: lists, tuples, dicts, array(…), MATLAB's rows, LaTeX's environments.

One function for each kind of bracket; a bracket in a bracket calls itself, and how deep that can
go is bounded before. What is neither a number nor a known name is refused: nothing is evaluated.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from backprop_core.errors import BackpropError
from backprop_core.explain.number import is_number, written_number
from backprop_core.explain.reading.blocks import (
    Block,
    Node,
    Several,
    is_gap,
    labelled,
    matrix,
    stacked,
    times_power_of_ten,
    transposed,
)
from backprop_core.explain.reading.characters import quoted
from backprop_core.explain.reading.constructors import CONSTRUCTORS, made
from backprop_core.explain.reading.rows import LEFT_OUT, rows_of
from backprop_core.explain.reading.source import Source
from backprop_core.explain.reading.tokens import CLOSING, OPENING, Token

WRAPPED_AT = 58  # NumPy and PyTorch break a row of numbers only where a line is about this long
_POWER_OF_TEN = re.compile(r"\+?(?:1(?:\.0*)?[eE][+-]?[0-9]{1,3}|10*(?:\.0*)?|0?\.0*1|10.*)")


@dataclass
class _Group:
    """What has been read of one pair of brackets."""

    items: list[Node] = field(default_factory=list)
    named: list[tuple[str, Node]] = field(default_factory=list)
    pair: str = ""  # the name in ('fc1.weight', tensor(…))
    options: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)  # how many items stand before each ;
    lines: list[int] = field(default_factory=list)  # how many stand before each end of a line
    has_comma: bool = False


class Brackets:
    """Reads what is in brackets, in the tokens of one line."""

    def __init__(self, source: Source, tokens: list[Token]) -> None:
        self.source = source
        end = tokens[-1].end if tokens else 0
        self.tokens = [*tokens, Token("end", end, end)]

    def begins(self, at: int) -> bool:
        """Whether an array in brackets begins at a token."""
        token, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        if token.kind == "run":
            return self._is_scale(at)
        return token.kind in OPENING or (
            token.kind == "name" and after.kind == "(" and self._constructor(at) is not None
        )

    def _is_scale(self, at: int) -> bool:
        """Whether a scale factor and an array follow, as in 1.0e-03 * [[…]]."""
        if self._sign(at + 1) != "*":
            return False
        behind = self._after_newlines(at + 2)
        return self.tokens[behind].kind != "run" and self.begins(behind)

    def _sign(self, at: int) -> str:
        token = self.tokens[at] if at < len(self.tokens) else self.tokens[-1]
        return self.source.of(token) if token.kind == "sign" else ""

    def _after_newlines(self, at: int) -> int:
        while at < len(self.tokens) - 1 and self.tokens[at].kind == "newline":
            at += 1
        return min(at, len(self.tokens) - 1)

    def _constructor(self, at: int) -> str | None:
        """The last part of a known name with a bracket right behind it, such as np.array(."""
        name = self.source.of(self.tokens[at]).rsplit(".")[-1]
        touches = self.tokens[at].end == self.tokens[at + 1].start
        return name if touches and name in CONSTRUCTORS else None

    def value(self, at: int) -> tuple[Node, int]:
        """The array or number that begins at a token, and where to go on."""
        token = self.tokens[at]
        if token.kind == "run" and self._is_scale(at):
            return self._scaled(at)
        if token.kind in ("run", "gap", "string"):
            return self._single(token), at + 1
        if token.kind == "begin":
            node, at = self._environment(at)
        elif token.kind == "printed":
            node, at = self._printed(at)
        elif token.kind in ("[", "(", "{"):
            group, at = self._group(at)
            if group.options:
                raise self.source.refusal(token, f"with {group.options[0]!r} in it")
            node = self._finished(group, token)
        elif self.begins(at):
            node, at = self._call(at)
        else:
            raise self._unreadable(at)
        while self.tokens[at].kind == "transpose":
            node = self._turned(node, self.tokens[at])
            at += 1
        return node, at

    def _turned(self, node: Node, token: Token) -> Node:
        if not isinstance(node, Block) or len(node.shape) not in (1, 2):
            raise self.source.refusal(token, "behind what is no matrix")
        is_numpy = self.source.of(token) == ".T"
        return node if is_numpy and len(node.shape) == 1 else transposed(node)

    def _single(self, token: Token) -> str:
        if token.kind == "gap":
            return self.source.of(token)
        if token.kind == "string":
            return self.source.quoted_number(token)
        numbers = self.source.numbers(token)
        if len(numbers) > 1:
            raise self.source.refusal(token, "where one number is meant")
        return numbers[0]

    def _scaled(self, at: int) -> tuple[Node, int]:
        factor = self._single(self.tokens[at])
        node, behind = self.value(self._after_newlines(at + 2))
        if not isinstance(node, Block):
            raise self.source.refusal(self.tokens[at], "before what is no single array")
        return times_power_of_ten(node, factor, power_of_ten(self.source, self.tokens[at])), behind

    def _environment(self, at: int) -> tuple[Block, int]:
        """LaTeX's bmatrix, pmatrix, array and the like: & between columns, \\\\ between rows."""
        end = next(i for i in range(at, len(self.tokens)) if self.tokens[i].kind in ("end", "}"))
        inner = [token for token in self.tokens[at + 1 : end] if token.kind != "newline"]
        if any(token.kind in OPENING for token in inner):
            raise self._unreadable(at)
        if elision := next((token for token in inner if token.kind == "elision"), None):
            raise self.source.refusal(elision, LEFT_OUT)
        rows = rows_of(self.source, inner)
        if not any(rows):
            raise self._unreadable(at)
        block = matrix([[cell.number(self.source) for cell in row] for row in rows])
        return replace(block, is_matlab=True), end + 1

    def _printed(self, at: int) -> tuple[Node, int]:
        """TensorFlow's <tf.Variable 'name' shape=… numpy=…> and Keras's <Variable … value=…>."""
        name = re.search(r"Variable '([^']{1,200})'|\bpath=([^,]{1,200}),|\bname=([\w/:.]{1,200}),",
                         self.source.of(self.tokens[at]))  # fmt: skip
        node, behind = self.value(self._after_newlines(at + 1))
        while self.tokens[behind].kind in (",", "option", "newline"):
            behind += 1
        if self.tokens[behind].kind != ">":
            raise self._unreadable(behind)
        node = replace(node, is_whole=True) if isinstance(node, Block) else node
        if name and not isinstance(node, Several):
            block = Block((node,), ()) if isinstance(node, str) else node
            label = next(part for part in name.groups() if part)
            return Several(((label, block),), is_pair=True), behind + 1
        return node, behind + 1

    def _call(self, at: int) -> tuple[Node, int]:
        name = self._constructor(at) or ""
        group, behind = self._group(at + 1)
        if group.named or group.pair:
            if name not in ("dict", "list", "c", "OrderedDict", "namedtuple", "tuple", "FrozenDict"):
                raise self._unreadable(at)
            return self._finished(group, self.tokens[at]), behind
        if group.rows:
            group.items = [self._finished(group, self.tokens[at])]
        node = made(name, group.items, group.options)
        return self._noted(node, group.notes), behind

    def _group(self, at: int) -> tuple[_Group, int]:
        """All that is in one pair of brackets, and the place behind it."""
        opening = self.tokens[at]
        closing = OPENING[opening.kind]
        group = _Group()
        at += 1
        after_comma = True
        while (token := self.tokens[at]).kind != closing:
            if token.kind == ",":
                if after_comma:
                    raise self.source.refusal(opening, "with a comma and no number before it", token)
                group.has_comma = True
            elif token.kind == ";":
                group.rows.append(len(group.items))
            elif token.kind == "newline":
                if not after_comma and group.items:
                    group.lines.append(len(group.items))
            elif token.kind == "option":
                group.options.append(self.source.of(token))
            else:
                at = self._item(group, at)
                after_comma = False
                continue
            after_comma = token.kind in (",", ";") or (token.kind == "newline" and after_comma)
            at += 1
        return group, at + 1

    def _item(self, group: _Group, at: int) -> int:
        """Take one more thing into the group: numbers, a bracket, or a name with what it names."""
        token = self.tokens[at]
        if token.kind == "elision":
            raise self.source.refusal(token, LEFT_OUT)
        if token.kind == "dash" and self._stands_alone(at):
            group.items.append(self.source.of(token))
            return at + 1
        key_end = self._key(at)
        if key_end:
            return self._named(group, self.source.of(token), key_end)
        if token.kind == "run" and not self._is_scale(at):
            numbers = self.source.numbers(token)
            group.items += numbers
            group.has_comma |= len(numbers) > 1 and "," in self.source.of(token)
            return at + 1
        if token.kind == "string" and not group.items and not group.pair:
            text = self.source.of(token)[1:-1]
            if not is_gap(text) and not is_number(text):
                group.pair = text
                return at + 1
        node, at = self.value(at)
        group.items.append(node)
        return at

    def _stands_alone(self, at: int) -> bool:
        """Whether a dash stands between commas or brackets, and so for a number not given."""
        before, after = self.tokens[at - 1].kind, self.tokens[at + 1].kind
        return before in (",", *OPENING) and after in (",", *CLOSING)

    def _key(self, at: int) -> int:
        """Where the value of a name begins, as behind 'W1': or W1 =; 0 where no name stands."""
        token, after = self.tokens[at], self.tokens[at + 1]
        if after.kind not in (":", "=") or token.kind not in ("name", "string", "run"):
            return 0
        if token.kind == "run" and not self.source.of(token).isdigit():
            return 0
        return at + 2

    def _named(self, group: _Group, name: str, at: int) -> int:
        name = name.strip("'\"")
        at = self._after_newlines(at)
        token = self.tokens[at]
        if token.kind == "run" and not self._is_scale(at):
            numbers = self.source.numbers(token)
            group.named.append((name, numbers[0]))
            if len(numbers) == 2 and self.tokens[at + 1].kind in (":", "="):  # {0: 0.1, 1: 0.2}
                return self._named(group, numbers[1], at + 2)
            if len(numbers) > 1:
                raise self.source.refusal(token, f"where {name!r} names one number")
            return at + 1
        if self._is_word(at):
            group.notes.append(f"{name} left out: it is no number")
            return at + 1
        node, at = self.value(at)
        group.named.append((name, node))
        return at

    def _is_word(self, at: int) -> bool:
        """Whether a value is a word, such as 'sigmoid', True or None: no array at all."""
        token = self.tokens[at]
        text = self.source.of(token)
        if token.kind == "string":
            return not is_number(text[1:-1])
        return token.kind == "gap" or (
            token.kind == "name" and text in ("True", "False", "true", "false", "TRUE", "FALSE")
        )

    def _finished(self, group: _Group, opening: Token) -> Node:
        """What the brackets hold, as numbers in a shape."""
        if group.pair and len(group.items) == 1 and not group.named:
            group.named, group.items = [(group.pair, group.items[0])], []
        elif group.pair:
            raise self.source.refusal(opening, f"with {group.pair!r}, which is no number")
        if group.named:
            if group.items:
                raise self.source.refusal(opening, "with named and unnamed numbers in one bracket")
            several = replace(_dictionary(group.named), is_pair=bool(group.pair))
            return self._noted(several, group.notes)
        if not group.items:
            if group.notes:
                return Several(())
            raise self.source.refusal(opening, "with no number in it")
        return self._noted(self._shaped(group, opening), group.notes)

    def _shaped(self, group: _Group, opening: Token) -> Node:
        if group.rows:
            return self._with_rows(group, opening)
        only = group.items[0] if len(group.items) == 1 else None
        if only is not None and not group.has_comma:
            if opening.kind == "(" or (isinstance(only, Block) and only.is_matlab):
                return only
        if group.lines and all(isinstance(item, str) for item in group.items):
            return self._with_lines(group, opening)
        return stacked(group.items)

    def _with_rows(self, group: _Group, opening: Token) -> Node:
        """MATLAB's rows, with semicolons between: of numbers, or of brackets."""
        ends = [*group.rows, len(group.items)]
        rows = [group.items[a:b] for a, b in zip([0, *ends], ends, strict=False)]
        if not rows[-1]:
            rows.pop()
        if not all(rows):
            raise self.source.refusal(opening, "with a row that has no number")
        texts = [[item for item in row if isinstance(item, str)] for row in rows]
        if all(len(text) == len(row) for text, row in zip(texts, rows, strict=True)):
            if self.source.decimal_comma and all(len(row) == 1 for row in rows):
                return stacked([row[0] for row in rows])
            return replace(matrix(texts), is_matlab=True)
        parts = [row[0] for row in rows if len(row) == 1 and isinstance(row[0], Block)]
        blocks = [replace(part, is_whole=False) for part in parts if isinstance(part, Block)]
        if len(blocks) != len(rows) or any(len(block.shape) > 2 for block in blocks):
            raise self.source.refusal(opening, "with numbers and brackets side by side")
        each = [
            block.cells[start : start + block.shape[-1]]
            for block in blocks
            for start in range(0, len(block.cells), block.shape[-1])
        ]
        return replace(matrix(each), is_matlab=True)

    def _with_lines(self, group: _Group, opening: Token) -> Node:
        """Numbers on several lines in one bracket: MATLAB's rows, or one row that was wrapped."""
        ends = [*group.lines, len(group.items)]
        texts = [item for item in group.items if isinstance(item, str)]
        rows = [row for a, b in zip([0, *ends], ends, strict=False) if (row := texts[a:b])]
        first_line = self.source.text[opening.start :].split("\n", 1)[0]
        if len({len(row) for row in rows}) > 1 or len(first_line) >= WRAPPED_AT:
            return stacked(group.items)
        return matrix(rows)

    def _noted(self, node: Node, notes: list[str]) -> Node:
        extra = tuple(dict.fromkeys(notes))
        if not extra or isinstance(node, str):
            return node
        if isinstance(node, Block):
            return replace(node, notes=(*node.notes, *extra))
        parts = tuple((name, replace(b, notes=(*b.notes, *extra))) for name, b in node.parts)
        return replace(node, parts=parts)

    def _unreadable(self, at: int) -> BackpropError:
        token, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        if token.kind == "elision":
            return self.source.refusal(token, LEFT_OUT)
        if token.kind == "end" and token.start == token.end:
            return BackpropError("The text ends where a number is expected.")
        why = "which is no number"
        if after.kind == "(" or any(sign in self.source.of(token) for sign in "*+/^×·"):
            why = "which would have to be worked out: nothing in a text is evaluated"
        return self.source.refusal(token, why)

    def is_number_text(self, at: int) -> bool:
        """Whether a text in quotes is a number or says that none is given."""
        text = self.source.of(self.tokens[at])[1:-1]
        return is_gap(text) or is_number(text)

    def unreadable(self, at: int) -> BackpropError:
        """Why what stands at a token is no array."""
        return self._unreadable(at)


def power_of_ten(source: Source, token: Token) -> int:
    """The power of a scale factor such as 1.0e-03; raises BackpropError for any other factor."""
    text = source.of(token)
    number = written_number(text) if len(text) < 40 else None
    if number is None or not _POWER_OF_TEN.fullmatch(text) or number.value <= 0:
        raise source.refusal(token, "times an array: only a power of ten, as MATLAB prints it, is read")
    power = round(float(f"{number.value:e}".partition("e")[2]))
    if number.value != float(f"1e{power}"):
        raise source.refusal(token, "times an array: only a power of ten, as MATLAB prints it, is read")
    return power


def _dictionary(named: list[tuple[str, Node]]) -> Several:
    """A dict's entries; those of a dict in the dict have both names."""
    parts: list[tuple[str, Block]] = []
    seen: set[str] = set()
    for name, _ in named:
        if name in seen:
            raise BackpropError(f"The text has the name {quoted(name, 40)} twice in one bracket.")
        seen.add(name)
    for name, node in named:
        if isinstance(node, Several):
            parts += [(labelled(name, part), block) for part, block in layers(name, node)]
        else:
            parts.append((name, node if isinstance(node, Block) else Block((node,), ())))
    return Several(tuple(parts))


def layers(label: str | None, node: Several) -> tuple[tuple[str, Block], ...]:
    """The parts of a list of unequal rows, if they can be one array for each layer.

    dW, db or delta of all layers can; dW1, which is of one layer, and what has no label cannot.
    """
    if node.uneven and (not label or re.search(r"[0-9]\W*$", label)):
        raise BackpropError(f"The text has rows of different lengths ({node.uneven}).")
    return node.parts
