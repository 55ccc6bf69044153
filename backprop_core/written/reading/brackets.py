"""Arrays in brackets: lists, tuples, dicts, array(…), MATLAB's rows, LaTeX's environments.

One function for each kind of bracket; a bracket in a bracket calls itself, and how deep that can
go is bounded before. What is neither a number nor a known name is refused: nothing is evaluated.
"""

from __future__ import annotations

from backprop_core.checks import quoted
from backprop_core.errors import BackpropError
from backprop_core.written.number import is_number
from backprop_core.written.reading.blocks import (
    Block,
    Node,
    is_gap,
    noted,
    times_power_of_ten,
    transposed,
)
from backprop_core.written.reading.constructors import CONSTRUCTORS, LISTS, made
from backprop_core.written.reading.envelopes import environment, variable
from backprop_core.written.reading.groups import Group, finished
from backprop_core.written.reading.reshape import reshaped
from backprop_core.written.reading.scale import BEHIND, POWER, scale_power
from backprop_core.written.reading.source import Source
from backprop_core.written.reading.tokens import CLOSING, OPENING, Token

_BOOLEANS = frozenset(["True", "False", "true", "false", "TRUE", "FALSE"])


class Brackets:
    """Reads what is in brackets, in the tokens of one line."""

    def __init__(self, source: Source, tokens: list[Token]) -> None:
        self.source = source
        self._depth = 0  # of open lists
        end = tokens[-1].end if tokens else 0
        self.tokens = [*tokens, Token("end", end, end), Token("end", end, end)]

    def begins(self, at: int) -> bool:
        """Whether an array in brackets begins at a token."""
        token = self.tokens[at]
        if token.kind == "run":
            return self._is_scale(at)
        return token.kind in OPENING or (token.kind == "name" and bool(self._constructor(at)))

    def split_run(self, at: int) -> None:
        """Make the first number of a run a token by itself, if it is a count: layer 1 0.5 0.3."""
        token = self.tokens[at]
        numbers = self.source.numbers(token)
        if len(numbers) > 1 and numbers[0].isdigit():
            text = self.source.of(token)
            behind = token.start + text.index(numbers[1], len(numbers[0]))
            end = token.start + len(numbers[0])
            self.tokens[at : at + 1] = [
                Token("run", token.start, end),
                Token("run", behind, token.end),
            ]

    def _is_scale(self, at: int) -> bool:
        """Whether a scale factor and an array follow, as in 1.0e-03 * [[…]] or 10^-3 [[…]]."""
        behind = self._behind_scale(at)
        return self.tokens[behind].kind != "run" and self.begins(behind)

    def _behind_scale(self, at: int) -> int:
        """The token behind what may be a scale factor; the factor itself where it is none."""
        times = self.tokens[at + 1]
        if times.kind == "sign" and self.source.of(times) in "*×·⋅":
            return self.after_newlines(at + 2)
        is_power = POWER.fullmatch(self.source.of(self.tokens[at])) is not None
        return at + 1 if is_power and times.kind in ("[", "begin") else at

    def after_newlines(self, at: int) -> int:
        """The first token from here on that is no end of a line."""
        while self.tokens[at].kind == "newline":
            at += 1
        return at

    def _constructor(self, at: int) -> str:
        """The last part of a known name with a bracket right behind it, such as np.array(."""
        name, opening = self.tokens[at], self.tokens[at + 1]
        *owner, last = self.source.of(name).split(".")
        last = "row_reshape" if last == "reshape" and owner else last
        touches = opening.kind == "(" and name.end == opening.start
        is_known = last in CONSTRUCTORS or self._is_record(at)
        return last if touches and is_known else ""

    def _is_record(self, at: int) -> bool:
        """Whether an object of somebody's own follows, with a named array first: Grads(dW1=[…"""
        if [token.kind for token in self.tokens[at : at + 2]] != ["name", "("]:
            return False
        first = self.after_newlines(at + 2)
        kinds = [token.kind for token in self.tokens[first : first + 2]]
        return kinds == ["name", "="] and self.begins(first + 2)

    def value(self, at: int) -> tuple[Node, int]:
        """The array or number that begins at a token, and where to go on."""
        token = self.tokens[at]
        node: Node
        if token.kind == "run" and self._is_scale(at):
            return self._scaled(at)
        if token.kind in ("run", "gap", "string"):
            return self._single(token), at + 1
        if token.kind == "begin":
            node, at = environment(self.source, self.tokens, at)
        elif token.kind == "printed":
            node, at = self._printed(at)
        elif token.kind in ("[", "(", "{"):
            node, at = self._bracket(at)
        elif self.begins(at):
            node, at = self._call(at)
        else:
            raise self.unreadable(at)
        while self.tokens[at].kind == "transpose":
            node = self._turned(node, self.tokens[at])
            at += 1
        if self._is_method(at, "reshape"):
            sizes, at = self._group(at + 2)
            node = reshaped(node, sizes.items, by_row=True)
        return self._scaled_behind(node, at)

    def _printed(self, at: int) -> tuple[Node, int]:
        """A variable of TensorFlow, with what stands behind its value passed over."""
        node, behind = self.value(self.after_newlines(at + 1))
        while self.tokens[behind].kind in (",", "option", "newline"):
            behind += 1
        if self.tokens[behind].kind != ">":
            raise self.unreadable(behind)
        return variable(self.source.of(self.tokens[at]), node), behind + 1

    def _is_method(self, at: int, name: str) -> bool:
        """Whether .name( stands at a token, right behind an array."""
        text = [self.source.of(token) for token in self.tokens[at : at + 3]]
        return text == [".", name, "("] and self.tokens[at].start == self.tokens[at - 1].end

    def _turned(self, node: Node, token: Token) -> Node:
        if not isinstance(node, Block) or len(node.shape) not in (1, 2):
            raise self.source.refusal(token, "after something that is not a matrix")
        is_numpy = self.source.of(token) == ".T"
        return node if is_numpy and len(node.shape) == 1 else transposed(node)

    def _single(self, token: Token) -> str:
        """One number, or a place where none is given."""
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
        node, behind = self.value(self._behind_scale(at))
        if not isinstance(node, Block):
            raise self.source.refusal(self.tokens[at], "before something other than a single array")
        return times_power_of_ten(node, factor, scale_power(factor)), behind

    def _scaled_behind(self, node: Node, at: int) -> tuple[Node, int]:
        """The array, times a power of ten that stands behind it: [[…]] × 10^-3."""
        found = BEHIND.match(self.source.text, self.tokens[at - 1].end)
        if found is None or not isinstance(node, Block):
            return node, at
        while self.tokens[at].start < found.end():
            at += 1
        if self.tokens[at - 1].end != found.end():
            raise self.source.refusal(self.tokens[at - 1], "behind an array")
        return times_power_of_ten(node, found[1], scale_power(found[1])), at

    def _bracket(self, at: int) -> tuple[Node, int]:
        group, behind = self._group(at)
        if group.options:
            raise self.source.refusal(group.opening, f"with {quoted(group.options[0], 40)} in it")
        return finished(self.source, group), behind

    def _call(self, at: int) -> tuple[Node, int]:
        name = self._constructor(at)
        group, behind = self._group(at + 1)
        if group.named or group.pair:
            if name in CONSTRUCTORS and name not in (*LISTS, "c", "array"):
                raise self.unreadable(at)
            return finished(self.source, group), behind
        if group.rows:
            group.items = [finished(self.source, group)]
        return noted(made(name, group.items, group.options), group.notes), behind

    def _group(self, at: int) -> tuple[Group, int]:
        """All that is in one pair of brackets, and the place behind it."""
        group = Group(self.tokens[at], is_nested=self._depth > 0)
        self._depth += group.opening.kind != "("
        closing = OPENING[group.opening.kind]
        is_after_sign = True  # no item stands since the last comma
        at += 1
        while (token := self.tokens[at]).kind != closing:
            if token.kind == "," and is_after_sign:
                raise self.source.refusal(
                    group.opening, "with a comma and no number before it", token
                )
            if not self._separator(group, token, is_after_sign):
                at = self._item(group, at)
                is_after_sign = False
                continue
            is_after_sign = token.kind in (",", ";") or (token.kind == "newline" and is_after_sign)
            at += 1
        self._depth -= group.opening.kind != "("
        return group, at + 1

    def _separator(self, group: Group, token: Token, is_after_sign: bool) -> bool:
        """Take note of a token between the items; False for the beginning of an item."""
        if token.kind == ",":
            group.has_comma = True
        elif token.kind == ";":
            group.rows.append(len(group.items))
        elif token.kind == "newline":
            if not is_after_sign and group.items:
                group.lines.append(len(group.items))
        elif token.kind == "option":
            group.options.append(self.source.of(token))
        else:
            return False
        return True

    def _item(self, group: Group, at: int) -> int:
        """Take one more thing into the group: numbers, a bracket, or a name with what it names."""
        token = self.tokens[at]
        if token.kind == "dash" and self._is_gap(at):
            group.items.append(self.source.of(token))
            return at + 1
        if self._is_key(at):
            return self._named(group, self.source.of(token), at + 2)
        if token.kind == "run" and not self._is_scale(at):
            numbers = self.source.numbers(token)
            group.items += numbers
            group.has_comma |= len(numbers) > 1 and "," in self.source.of(token)
            return at + 1
        if token.kind == "string" and not (group.items or group.pair or self.is_number_text(at)):
            group.pair = self.source.of(token)[1:-1]
            return at + 1
        node, at = self.value(at)
        group.items.append(node)
        return at

    def _is_gap(self, at: int) -> bool:
        """Whether a dash stands for a number not given: between commas, or as NumPy's --."""
        if self.source.of(self.tokens[at]) == "--":
            return True
        before, after = self.tokens[at - 1].kind, self.tokens[at + 1].kind
        return before in (",", *OPENING) and after in (",", *CLOSING)

    def _is_key(self, at: int) -> bool:
        """Whether a name stands here for what follows it, as in 'W1': … or W1 = …"""
        token, after = self.tokens[at], self.tokens[at + 1]
        if after.kind not in (":", "="):
            return False
        is_count = token.kind == "run" and self.source.of(token).isdigit()
        return is_count or token.kind in ("name", "string")

    def _named(self, group: Group, name: str, at: int) -> int:
        """Take in a name and its value, which begins at a token or on the line below."""
        name = name.strip("'\"")
        at = self.after_newlines(at)
        token = self.tokens[at]
        if self._is_word(at):
            group.notes.append(f"{name} left out: it is not a number")
            return at + 1
        if token.kind != "run" or self._is_scale(at):
            node, at = self.value(at)
            group.named.append((name, node))
            return at
        numbers = self.source.numbers(token)
        group.named.append((name, numbers[0]))
        if len(numbers) == 2 and self.tokens[at + 1].kind in (":", "="):  # {0: 0.1, 1: 0.2}
            return self._named(group, numbers[1], at + 2)
        if len(numbers) > 1:
            raise self.source.refusal(token, f"where {quoted(name, 40)} names one number")
        return at + 1

    def _is_word(self, at: int) -> bool:
        """Whether a value is a word, such as 'sigmoid', True or None: no array at all."""
        token = self.tokens[at]
        if token.kind == "name" and self.tokens[at + 1].kind in (",", "newline", *CLOSING):
            return True
        if token.kind == "string":
            return not is_number(self.source.of(token)[1:-1])
        return token.kind == "gap" or self.source.of(token) in _BOOLEANS

    def is_number_text(self, at: int) -> bool:
        """Whether a text in quotes is a number or says that none is given."""
        text = self.source.of(self.tokens[at])[1:-1]
        return is_gap(text) or is_number(text)

    def unreadable(self, at: int) -> BackpropError:
        """Why what stands at a token is no array."""
        token, after = self.tokens[at], self.tokens[min(at + 1, len(self.tokens) - 1)]
        return self.source.unreadable(token, is_call=after.kind == "(")
