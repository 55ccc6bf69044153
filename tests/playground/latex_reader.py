"""Works out what a formula says: a small evaluator for the LaTeX that the walk shows.

It is strict where a reader would stumble: two numbers side by side are no product, and a minus
after a minus needs its brackets.
"""

import math
import re

_TOKEN = re.compile(r"[@#]\d+[@#]|\\[a-zA-Z]+|\d+(?:\.\d+)?|\S")
_SILENT = re.compile(r"\\[,;!]|\\(?:[bB]igg?[lr]|textstyle|,)(?![a-zA-Z])|\\operatorname(?=\{)")
_CASES = re.compile(
    r"\\begin\{cases\}(.+?) & (.+?)>0\\\\ (.+?) & \\text\{otherwise\}\\end\{cases\}"
)
_INDICATOR = re.compile(r"\\mathbf\{1\}_\{(.+?)>0\}")
_UNDERBRACE = re.compile(r"\\underbrace\{(.+?)\}_\{\\text\{so far\}\}")
_SMALL_FRACTION = re.compile(r"\\tfrac(\d)(?:(\d)|(?=\{))")

_FUNCTIONS = {
    r"\ln": math.log,
    r"\tanh": math.tanh,
    r"\sqrt": math.sqrt,
    r"\sigma": lambda z: 1 / (1 + math.exp(-z)),
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "sign": lambda e: (e > 0) - (e < 0),
}


def equalities(tex):
    """What stands left of the equals signs, the lines to their right, and the remark's parts."""
    body = tex.removeprefix(r"\begin{aligned} ").removesuffix(r" \end{aligned}")
    left, rest = body.split(" &= ", 1)
    lines, remark = [], []
    for piece in re.split(r" \\\\ &", "= " + rest):
        if piece.startswith(r"\quad\scriptsize "):
            said = piece.removeprefix(r"\quad\scriptsize ").removeprefix(r"\text{with }")
            remark = said.split(" = ")
        elif piece.startswith(r"\quad"):
            lines[-1] += piece.removeprefix(r"\quad")
        else:
            lines.append(piece.removeprefix("= "))
    return left, lines, remark


def evaluate(line, symbols=(), functions=()):
    """The number that a line stands for; `symbols` gives the numbers of its symbols, `functions`
    what its other functions make of the list of their arguments, each by how it is written."""
    values, called = [], []
    for name, function in sorted(dict(functions).items(), key=lambda pair: -len(pair[0])):
        line = line.replace(name, f" #{len(called)}# ")
        called.append(function)
    for symbol, value in sorted(dict(symbols).items(), key=lambda pair: -len(pair[0])):
        line = line.replace(symbol, f" @{len(values)}@ ")
        values.append(value)
    line = _UNDERBRACE.sub(r"(\1)", line)
    line = _INDICATOR.sub(lambda m: "{" + _case([m[0], "1", m[1], "0"], values) + "}", line)
    line = line.removeprefix(r"\text{so far }").replace(r"\mathbf", "")
    line = _SMALL_FRACTION.sub(
        lambda m: rf"\frac{{{m[1]}}}" + (f"{{{m[2]}}}" if m[2] else ""), line
    )
    line = _CASES.sub(lambda m: "{" + _case(m, values) + "}", line)
    line = re.sub(r"\\operatorname\{(\w+)\}", r"\\\1 ", line)
    parser = _Parser(_TOKEN.findall(_SILENT.sub(" ", line)), values, called)
    value = parser.sum()
    assert parser.next() is None, f"{line} goes on with {parser.tokens[parser.at :]}"
    return value


def _written_out(match):
    return rf"\frac{{{match[1]}}}" + (f"{{{match[2]}}}" if match[2] else "")


def _case(match, values):
    condition = _Parser(_TOKEN.findall(match[2]), values).sum()
    return match[1] if condition > 0 else match[3]


class _Parser:
    def __init__(self, tokens, values, functions=()):
        self.tokens, self.values, self.functions, self.at = tokens, values, functions, 0

    def next(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self, *expected):
        token = self.next()
        assert token is not None, "the line ends too soon"
        assert not expected or token in expected, f"{expected} expected, {token} found"
        self.at += 1
        return token

    def sum(self):
        value = self.product()
        while self.next() in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            assert self.next() not in ("+", "-"), "two signs in a row"
            value += sign * self.product()
        return value

    def product(self):
        if self.next() == "-":
            self.take()
            return -self.product()
        value = self.power()
        while self.next() not in (None, "+", "-", ")", "]", "}", ",", r"\rvert"):
            if self.next() in (r"\cdot", "/"):
                divide = self.take() == "/"
                assert self.next() != "-", "a negative factor without brackets"
                other = self.power()
                value = value / other if divide else value * other
            else:
                assert not self.next()[0].isdigit(), "two numbers side by side"
                value *= self.power()
        return value

    def power(self):
        base = self.next()
        value = self.atom()
        if self.next() != "^":
            return value
        self.take()
        power = self.group() if self.next() == "{" else float(self.take())
        assert base != "{", "a power of something without brackets"
        return math.exp(power) if base == "e" else value**power

    def atom(self):
        token = self.take()
        if token[0] == "@":
            return self.values[int(token[1:-1])]
        if token[0] == "#":
            return self.functions[int(token[1:-1])](self.arguments())
        if token[0].isdigit():
            return float(token)
        if token in "([{":
            value = self.sum()
            self.take({"(": ")", "[": "]", "{": "}"}[token])
            return value
        if token == "e":
            return math.e
        if token == r"\pi":
            return math.pi
        if token == r"\infty":
            return math.inf
        if token == r"\frac":
            return self.group() / self.group()
        if token == r"\lvert":
            value = self.sum()
            self.take(r"\rvert")
            return abs(value)
        if token == r"\max":
            return max(self.arguments())
        name = token if token in _FUNCTIONS else token.removeprefix("\\")
        return float(_FUNCTIONS[name](self.atom()))

    def arguments(self):
        self.take("(")
        values = [self.sum()]
        while self.next() == ",":
            self.take()
            values.append(self.sum())
        self.take(")")
        return values

    def group(self):
        self.take("{")
        value = self.sum()
        self.take("}")
        return value
