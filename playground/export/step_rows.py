"""All steps as a table: one row for each, with its formula as text and every digit of its value.

A walk may have half a million steps, so the rows are written number by number, without the steps
themselves: what a number is made of is looked up once, and the rows of its partial sums follow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import numpy as np

from backprop_core import Address, Number, Operation, Step, Term, Trace, UpdateStage
from backprop_core.rules import Binary, Expression, Named, Unary
from playground.exercise.view import View
from playground.export.escapes import csv_cell
from playground.functions.catalogue import called
from playground.latex.symbol_text import symbol
from playground.notation.symbols import Symbols
from playground.steps.formula import formula_of

COLUMNS = ("step", "phase", "operation", "quantity", "name", "layer", "neuron", "from", "sample",
           "terms", "formula", "value")  # fmt: skip

PIECE = 50_000  # characters that are made at once, in some 5 ms
TO, SOURCE, SAMPLE = (
    700001,
    800001,
    900001,
)  # stand for a neuron, a source and a sample in a pattern


def steps_csv(view: View) -> Iterator[str]:
    """The table as text, with a header, in pieces of some rows."""
    rows = chain([COLUMNS], step_rows(view))
    while piece := _written(rows):
        yield piece


def _written(rows: Iterator[Sequence[Any]]) -> str:
    """As many of these rows as make a piece; "" where there are none."""
    into = io.StringIO()
    writer = csv.writer(into, lineterminator="\n")
    with np.errstate(all="ignore"):
        while into.tell() < PIECE and (row := next(rows, None)):
            writer.writerow(row)
    return into.getvalue()


def step_rows(view: View) -> Iterator[Sequence[Any]]:
    """The rows, in the order of the walk."""
    rows = _Rows(view.trace, view.symbols, view)
    plan = view.trace.plan
    if plan.granularity == "layer":
        yield from (rows.of_step(step) for step in view.trace)
        return
    number = 1
    for block in plan.blocks:
        turns = len(block.operations)
        for sample in range(block.samples) if block.samples else (None,):
            for n, parts in enumerate(block.parts):
                operation, spot = block.operations[n % turns], block.spots[n // turns]
                at = Address(operation.quantity, block.layer, *spot, sample)
                yield from rows.of_number(number, operation, at, parts)
                number += parts


@dataclass
class _Rows:
    """What the rows of one pass are made with: names are looked up once."""

    trace: Trace
    symbols: Symbols
    view: View
    patterns: dict[tuple[str, int | None, bool], str] = field(default_factory=dict)
    words: dict[Address, str] = field(default_factory=dict)

    def name(self, at: Address) -> str:
        """The symbol of a number, as plain text: one pattern for all numbers of a layer."""
        quantity, layer, neuron, source, sample, _ = at
        if neuron is None:
            return symbol(self.symbols.tex(at))
        key = quantity, layer, sample is None
        pattern = self.patterns.get(key)
        if pattern is None:
            pattern = self.patterns[key] = self._pattern(at)
        before = 0 if source is None else self._before(layer) + source
        return pattern.format(j=neuron + 1, i=(source or 0) + 1, n=before + 1, s=(sample or 0) + 1)

    def _before(self, layer: int | None) -> int:
        """How many neurons there are in all columns before the one that a weight comes from."""
        return sum(self.symbols.sizes[: layer or 0])

    def _pattern(self, at: Address) -> str:
        """The symbol with places for its indices: numbers that no network has stand in for them."""
        given = at._replace(neuron=TO - 1)
        if at.source is not None:
            given = given._replace(source=SOURCE - 1)
        if at.sample is not None:
            given = given._replace(sample=SAMPLE - 1)
        text = symbol(self.symbols.tex(given)).replace("{", "{{").replace("}", "}}")
        places = {TO: "{j}", SOURCE: "{i}", self._before(at.layer) + SOURCE: "{n}", SAMPLE: "{s}"}
        for number, place in places.items():
            text = text.replace(str(number), place)
        return text

    def of_number(
        self, number: int, operation: Operation, at: Address, parts: int
    ) -> Iterator[Sequence[Any]]:
        """The row of a number, or of each of its partial sums."""
        value: Any = operation.value(self.trace, at)
        terms = operation.terms(self.trace, at)
        head = self._head(operation, at)
        if parts == 1:
            text = self._text(number, operation, at, terms, value)
            yield (number, *head, len(terms), csv_cell(text), repr(value))
            return
        left, before = csv_cell(self.name(at)), ""
        values = [term.value for term in terms]
        for k, term in enumerate(terms):
            text = f"{left} = {before}{self._product(term)} = {before}{_numbers(term)}"
            shown = value if k == parts - 1 else float(sum(values[: k + 1]))  # as the trace adds
            yield (number + k, *head, k + 1, text, repr(shown))
            before = "… + "

    def of_step(self, step: Step) -> Sequence[Any]:
        """A step that makes a layer's array at once."""
        text = formula_of(step, self.trace, self.view.digits, self.symbols.notation).plain
        value = repr(np.asarray(step.value).tolist())
        head = self._head(step.operation, step.address)
        return (step.number + 1, *head, len(step.terms), csv_cell(text), value)

    def _head(self, operation: Operation, at: Address) -> tuple[Any, ...]:
        """What all rows of a number begin with, after their own."""
        places = (None if k is None else k + 1 for k in at[1:5])
        named = csv_cell(self.symbols.name(at)) if at.neuron is None else self._named(at)
        return operation.phase, operation.name, at.quantity, named, *places

    def _named(self, at: Address) -> str:
        """The number in words; the sample, which comes last, is put behind."""
        key = Address(*at[:4])
        found = self.words.get(key)
        if found is None:
            found = self.words[key] = csv_cell(self.symbols.name(key))
        many = at.sample is not None and self.symbols.batch > 1
        return f"{found}, sample {at.sample + 1}" if many else found  # type: ignore[operator]

    def _product(self, term: Term) -> str:
        return " · ".join([self.name(factor.address) for factor in term.factors])

    def _text(
        self, number: int, operation: Operation, at: Address, terms: tuple[Term, ...], value: Any
    ) -> str:
        """What the number is equal to, in symbols and in numbers."""
        if operation.sums:
            symbols = " + ".join(map(self._product, terms)) or "0"
            numbers = " + ".join(map(_numbers, terms)) or "0"
        elif operation.name == "activation":
            f = called(self.trace.network.layers[at.in_layer].f.name)
            z = terms[0].factors[0]
            symbols, numbers = f"{f}({self.name(z.address)})", f"{f}({z.value!r})"
        elif isinstance(operation, UpdateStage) and not self._is_of_all(operation):
            symbols, numbers = self._stage(operation, at)
        else:
            step = Step(number - 1, operation, at, terms, value)
            view = self.view
            return formula_of(step, self.trace, view.digits, self.symbols.notation).plain
        return f"{self._left(operation, at)} = {symbols} = {numbers}"

    def _left(self, operation: Operation, at: Address) -> str:
        new = "new " if isinstance(operation, UpdateStage) and operation.last else ""
        return f"{new}{self.name(at)}"

    def _is_of_all(self, stage: UpdateStage) -> bool:
        """Whether it makes one number of all parameters, such as a norm."""
        formula = stage.stage(self.trace).formula
        return formula.scalar and not all(leaf.scalar for leaf in formula.leaves())

    def _stage(self, stage: UpdateStage, at: Address) -> tuple[str, str]:
        """A rule's own formula, its quantities by their symbols and by their numbers."""
        formula = stage.stage(self.trace).formula

        def number(leaf: Named) -> Number:
            return stage.number(self.trace, leaf, at)

        symbols = _with(formula, lambda leaf: self._leaf(leaf, number(leaf)))
        return str(symbols), str(_with(formula, lambda leaf: _number(number(leaf).value)))

    def _leaf(self, leaf: Named, number: Number) -> str:
        if leaf.kind in ("parameter", "gradient") and number.address.layer is not None:
            return self.name(number.address)
        return leaf.symbol


def _numbers(term: Term) -> str:
    return " · ".join([_number(factor.value) for factor in term.factors])


def _number(value: Any) -> str:
    return f"({value!r})" if value < 0 else repr(value)


def _with(e: Expression, text: Any) -> Expression:
    """The formula with another text for each of its quantities."""
    if isinstance(e, Named):
        return replace(e, name=text(e))
    if isinstance(e, Binary):
        return Binary(e.sign, _with(e.left, text), _with(e.right, text))
    return Unary(e.function, _with(e.of, text)) if isinstance(e, Unary) else e
