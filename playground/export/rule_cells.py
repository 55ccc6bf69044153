"""The update in a workbook: a rule's own formulas, stage by stage, on the cells of each parameter.

What the rule was given and what it has kept stand among the given numbers; every stage has a table
for the weights and for the biases of each layer, or one cell where it is one number for all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from backprop_core.rules import Binary, Constant, Expression, Named, Stage, Unary
from playground.export.cell_formulas import Area, Cells
from playground.export.rule_code import settings_of

_FUNCTIONS = {
    **{"sqrt": "SQRT", "abs": "ABS", "sign": "SIGN", "floor": "INT", "cos": "COS"},
    **{"maximum": "MAX", "minimum": "MIN", "**": "POWER"},
}
_BINDS = {"+": 1, "-": 1, "*": 2, "/": 2}
_ATOM = 3
SETTINGS = "settings"  # the table of what the rule was given
PARAMETER = {"W": "new W", "b": "new b"}


def made_key(stage: Stage, kind: str, layer: int) -> str:
    """The table of what that stage makes of the weights or the biases of a layer."""
    return (
        f"{PARAMETER[kind]}{layer}"
        if stage.result == "parameter"
        else f"{stage.result} of {kind}{layer}"
    )


def kept_key(result: str, kind: str, layer: int) -> str:
    """The table of what the rule had kept."""
    return f"old {result} of {kind}{layer}"


@dataclass(frozen=True)
class RuleCells:
    """The stages of the update, and where its tables are."""

    cells: Cells

    @property
    def stages(self) -> tuple[Stage, ...]:
        return self.cells.trace.record.stages

    @property
    def settings(self) -> dict[Named, str]:
        """What the rule was given, by what it is called, in the order of its table."""
        return settings_of(self.stages)

    def learns(self, kind: str, layer: int) -> bool:
        """Whether the layer has such parameters, and they change."""
        shape = self.cells.trace.shape
        return kind == "W" or shape.bias_learns(layer)

    def of_all(self, stage: Stage) -> str:
        """The formula of a stage that makes one number for the whole update."""
        return f"={self._written(stage.formula, 'W', 0, None)[0]}"

    def formula(self, stage: Stage, kind: str, layer: int, row: int, column: int) -> str:
        """The formula of one parameter's cell. What never changes keeps what it has."""
        cut = kind == "W" and column not in self.cells.trace.shape.sources[layer][row]
        place = (row, column)
        if stage.result == "parameter" and (cut or not self.learns(kind, layer)):
            return f"={self.cells.areas[f'{kind}{layer}'].cell(*place)}"
        if cut and stage.start is not None:
            return f"={self.cells.areas[kept_key(stage.result, kind, layer)].cell(*place)}"
        passed_by = kind == "b" and stage.covers == "weights" and stage.otherwise is not None
        formula = stage.otherwise if passed_by else stage.formula
        assert formula is not None
        return f"={self._written(formula, kind, layer, place)[0]}"

    def _written(
        self, e: Expression, kind: str, layer: int, place: tuple[int, int] | None
    ) -> tuple[str, int]:
        """The text, and how closely it holds together; without a `place` for a whole table."""
        if isinstance(e, Constant):
            return repr(float(e.value)), _ATOM if e.value >= 0 else 0
        if isinstance(e, Named):
            return self._leaf(e, kind, layer, place), _ATOM
        if isinstance(e, Unary) and e.function == "norm":
            return f"SQRT({'+'.join(self._squares(e.of))})", _ATOM
        parts = [self._written(part, kind, layer, place) for part in e.parts]
        if isinstance(e, Binary) and e.sign in _BINDS:
            binds = _BINDS[e.sign]
            left, right = _held(parts[0], binds), _held(parts[1], binds + (e.sign in "-/"))
            return f"{left}{e.sign}{right}", binds
        if isinstance(e, Unary) and e.function in ("negative", "square"):
            inner = _held(parts[0], _ATOM)
            return (f"(-{inner})" if e.function == "negative" else f"({inner}^2)"), _ATOM
        name = e.sign if isinstance(e, Binary) else getattr(e, "function", "")
        return f"{_FUNCTIONS[name]}({','.join(text for text, _ in parts)})", _ATOM

    def _squares(self, e: Expression) -> Iterator[str]:
        """The sum of the squares of each table of parameters."""
        for layer in range(len(self.cells.trace.network.layers)):
            for kind in ("W", "b"):
                if self.learns(kind, layer):
                    yield f"SUMPRODUCT(({self._written(e, kind, layer, None)[0]})^2)"

    def _leaf(self, leaf: Named, kind: str, layer: int, place: tuple[int, int] | None) -> str:
        if leaf.kind in ("setting", "count"):
            return self.cells.areas[SETTINGS].cell([*self.settings].index(leaf), 0)
        if leaf.scalar:
            return self.cells.areas[leaf.name].cell(0, 0)
        table = self._table(leaf, kind, layer)
        return table.whole if place is None else table.cell(*place)

    def _table(self, leaf: Named, kind: str, layer: int) -> Area:
        keys = {
            "parameter": f"{kind}{layer}",
            "gradient": f"d{kind}{layer}",
            "state": kept_key(leaf.name, kind, layer),
        }
        return self.cells.areas[keys.get(leaf.kind, f"{leaf.name} of {kind}{layer}")]


def _held(part: tuple[str, int], binds: int) -> str:
    text, own = part
    return text if own >= binds else f"({text})"
