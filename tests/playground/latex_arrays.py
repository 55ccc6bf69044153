"""Works out lines of arrays, such as "W x + b", with NumPy, taking each product as it is written.

Two arrays side by side are a matrix product, ⊙ goes entry by entry, and only a bias may be spread
over the samples. A shape that does not fit is an error here, as it is on paper.
"""

import re

import numpy as np

_TOKEN = re.compile(r"@\d+@|\\[a-zA-Z]+|\d+(?:\.\d+)?|\S")
_SILENT = re.compile(r"\\[,;!]|\\(?:[bB]ig[lr]|textstyle)(?![a-zA-Z])|\\operatorname(?=\{)")
_MATRIX = re.compile(r"\\begin\{pmatrix\}(.*?)\\end\{pmatrix\}")
_SUM = re.compile(r"\\sum_\{\\text\{(\w+)\}\}")
_SMALL_FRACTION = re.compile(r"\\tfrac(\d)(?:(\d)|(?=\{))")
_POWER_OF_TEN = re.compile(r"(-?[\d.]+)\\cdot 10\^\{(-?\d+)\}")
_END = {None, "+", "-", ")", "}"}


def matrix(text):
    """The array within a pmatrix."""
    text = _POWER_OF_TEN.sub(r"\1e\2", text)
    return np.array([[float(v) for v in row.split("&")] for row in text.split(r"\\")])


def evaluate(line, symbols=(), samples="rows"):
    """The array that a line stands for; `symbols` gives the arrays of its symbols."""
    values = []

    def held(value):
        values.append(np.asarray(value, dtype=float))
        return f" @{len(values) - 1}@ "

    line = _MATRIX.sub(lambda m: held(matrix(m[1])), line)
    line = line.replace(r"\mathbf", "")
    line = _SUM.sub(lambda m: rf"\over{m[1]} ", line)
    for symbol, value in sorted(dict(symbols).items(), key=lambda pair: -len(pair[0])):
        # a letter within a command's name is no symbol
        pattern = re.compile(rf"({re.escape(symbol)})(?![a-zA-Z])|\\[a-zA-Z]+")
        mark = held(value)
        line = pattern.sub(lambda m, mark=mark: mark if m[1] else m[0], line)
    line = _SMALL_FRACTION.sub(
        lambda m: rf"\frac{{{m[1]}}}" + (f"{{{m[2]}}}" if m[2] else ""), line
    )
    line = _SILENT.sub(" ", re.sub(r"\\operatorname\{(\w+)\}", r"\\\1 ", line))
    parser = _Parser(_TOKEN.findall(line), values, samples)
    value = parser.sum()
    assert parser.next() is None, f"{line} goes on with {parser.tokens[parser.at :]}"
    return value


class _Parser:
    def __init__(self, tokens, values, samples):
        self.tokens, self.values, self.at = tokens, values, 0
        self.over_samples = 0 if samples == "rows" else 1

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
            value = self.added(value, sign * self.product())
        return value

    def added(self, one, other):
        """A bias beside several samples has the one size of both that is 1."""
        spread = np.ndim(other) == 2 and other.shape[self.over_samples] == 1
        assert spread or np.ndim(other) == 0 or one.shape == other.shape, "shapes do not fit"
        return one + other

    def product(self):
        if self.next() == "-":
            self.take()
            return -self.product()
        value = self.factor()
        while self.next() not in _END:
            sign = self.take() if self.next() in (r"\odot", r"\cdot") else ""
            other = self.factor()
            if sign == r"\odot":
                assert value.ndim == other.ndim == 2
                value = value * other
            elif np.ndim(value) == 0 or np.ndim(other) == 0:
                value = value * other
            else:
                assert not sign, "a dot between two arrays"
                value = value @ other
        return value

    def factor(self):
        value = self.atom()
        if self.next() == "^":
            for token in ("^", "{", r"\top", "}"):
                self.take(token)
            value = np.transpose(value)
        return value

    def atom(self):
        token = self.take()
        if token[0] == "@":
            return self.values[int(token[1:-1])]
        if token[0].isdigit():
            return float(token)
        if token in "({":
            value = self.sum()
            self.take({"(": ")", "{": "}"}[token])
            return value
        if token == r"\frac":
            return self.atom() / self.atom()
        if token == r"\sign":
            return np.sign(self.atom())
        if token == r"\oversamples":
            return self.factor().sum(axis=self.over_samples, keepdims=True)
        if token == r"\overoutputs":
            return self.factor().sum(axis=1 - self.over_samples, keepdims=True)
        assert token in (r"\overall", r"\overneurons"), token
        return self.factor().sum()
