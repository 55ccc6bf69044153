"""The names that make arrays in the languages people work in, such as array(…) and tensor(…).

What stands in their brackets is taken as it is; nothing is ever called. R's own names say how
their numbers fill the rows and columns: column by column, unless they say byrow.
"""

from __future__ import annotations

import re
from dataclasses import replace

from backprop_core.errors import BackpropError
from backprop_core.written.reading import reshape
from backprop_core.written.reading.blocks import Block, Node, Several, joined, stacked, transposed

LISTS = frozenset(
    [
        "list",
        "tuple",
        "dict",
        "OrderedDict",
        "Dict",
        "odict_values",
        "dict_values",
        "dict_items",
        "dict_keys",
        "FrozenDict",
        "deque",
        "defaultdict",
        "Params",
        "namedtuple",
        "cell",
        "ParameterList",
        *(
            "List",
            "Seq",
            "of",
            "listOf",
            "mutableListOf",
            "arrayOf",
            "doubleArrayOf",
            "floatArrayOf",
        ),
    ]
)
ARRAYS = frozenset(
    [
        "array",
        "asarray",
        "tensor",
        "Tensor",
        "as_tensor",
        "FloatTensor",
        "DoubleTensor",
        "Array",
        "DeviceArray",
        "ndarray",
        "matrix",
        "mat",
        "Matrix",
        "ImmutableMatrix",
        "MutableDenseMatrix",
        "Parameter",
        "Variable",
        "constant",
        "EagerTensor",
        "DataFrame",
        "Series",
        "Vector",
        "RowVector",
        "MatrixForm",
        "convert_to_tensor",
        *("NewDense", "NewVecDense"),
        *("Float32Array", "Float64Array", "tensor1d", "tensor2d", "tensor3d", "scalar"),
        *("DenseMatrix", "DenseVector", "vec"),
    ]
)
SCALARS = frozenset(
    [
        *("float", "float64", "float32", "float16", "bfloat16", "longdouble"),
        *("int", "int64", "int32", "mpf", "Decimal", "BigFloat"),
    ]
)
STACKS = frozenset(["vstack", "row_stack", "hstack", "column_stack", "c_"])
FRACTIONS = frozenset(["Fraction", "Rational"])
R_NAMES = frozenset(["c", "matrix", "array", "structure", "rbind", "cbind", "list", "t"])
CONSTRUCTORS = LISTS | ARRAYS | SCALARS | STACKS | FRACTIONS | R_NAMES | reshape.NAMES

_ROWS = re.compile(r"nrow ?= ?([0-9]{1,9})")
_COLUMNS = re.compile(r"ncol ?= ?([0-9]{1,9})")
_BY_ROW = re.compile(r"byrow ?= ?T")
_DIM = re.compile(r"[dD]im ?= ?(?:c\(([^)]*)\)|([0-9]{1,9})L?:([0-9]{1,9}))")


def made(name: str, items: list[Node], options: list[str]) -> Node:
    """What `name(items, options)` is; raises BackpropError where it is no array."""
    if not items:
        raise BackpropError(f"The text holds {name}() with no number in it.")
    if name in LISTS:
        return items[0] if len(items) == 1 and not isinstance(items[0], str) else stacked(items)
    if name == "c":
        return _combined(items)
    if name in ("rbind", "cbind"):
        return _bound(name, items)
    first = items[0]
    if name in STACKS:
        return _side_by_side(name, items)
    if name in reshape.NAMES:
        return reshape.reshaped(first, items[1:], by_row=name == "row_reshape")
    if name in FRACTIONS and len(items) == 2:
        return _fraction(name, items)
    if isinstance(first, Block) and (first.is_column_major or name == "structure"):
        return _in_columns(name, first, items[1:], options)
    if isinstance(first, str) and name == "matrix" and options:
        return _in_columns(name, Block((first,), (1,)), items[1:], options)
    if name == "matrix" and len(items) > 1 and all(isinstance(item, Block) for item in items):
        return stacked(items)  # Maxima's rows
    if name in ("Array", "DenseMatrix", "DenseVector", "vec") and len(items) > 1:
        return stacked(items)  # Scala's rows
    if name == "array" and len(items) > 1 and not options and _are_alike(items):
        return stacked(items)  # PHP's
    if name == "Matrix" and len(items) == 3 and _is_of(items[2], items[:2]):
        return items[2]  # Maple's, with its sizes before it
    if name in ("NewDense", "NewVecDense"):
        return _of_go(name, items)
    if len(items) > 1:
        raise BackpropError(f"The text holds {name}(…) of {len(items)} things. It takes one array.")
    if name == "t" and isinstance(first, Block):
        return transposed(first)
    return replace(first, is_whole=True) if isinstance(first, Block) else first


def _are_alike(items: list[Node]) -> bool:
    """Whether all are numbers, or all are arrays of one shape."""
    shapes = {item.shape if isinstance(item, Block) else None for item in items}
    return len(shapes) == 1 and not any(isinstance(item, Several) for item in items)


def _fraction(name: str, items: list[Node]) -> str:
    """Python's Fraction(1, 3) and SymPy's Rational(1, 3)."""
    over, under = (item if isinstance(item, str) else "" for item in items)
    if not (over.removeprefix("-").isdecimal() and under.isdecimal()):
        raise BackpropError(f"The text holds {name}(…). It takes two whole numbers.")
    return f"{over}/{under}"


def _is_of(node: Node, sizes: list[Node]) -> bool:
    """Whether an array has just these sizes."""
    return isinstance(node, Block) and [str(size) for size in node.shape] == sizes


def _of_go(name: str, items: list[Node]) -> Node:
    """Gonum's NewDense(2, 3, numbers): row by row."""
    *sizes, block = items
    shape = tuple(int(size) for size in sizes if isinstance(size, str) and size.isdecimal())
    if not isinstance(block, Block) or _count(shape) != len(block.cells):
        raise BackpropError(f"The text holds {name}(…). It takes its sizes, then as many numbers.")
    return replace(block, shape=shape, is_whole=True)


def _combined(items: list[Node]) -> Node:
    """R's c(…): numbers and vectors, one after the other."""
    blocks = [Block((item,), ()) if isinstance(item, str) else item for item in items]
    if any(isinstance(block, Several) for block in blocks):
        return stacked(items)
    flat = [block for block in blocks if isinstance(block, Block)]
    whole = joined(flat, (sum(len(block.cells) for block in flat),))
    return replace(whole, is_column_major=True)


def _bound(name: str, items: list[Node]) -> Node:
    """R's rbind(…) and cbind(…): vectors as rows, or as columns."""
    block = stacked([replace(item, is_whole=False) for item in items if isinstance(item, Block)])
    if not isinstance(block, Block) or len(block.shape) != 2 or block.shape[0] != len(items):
        raise BackpropError(f"The text holds {name}(…). It takes vectors of one length.")
    return replace(transposed(block), notes=block.notes) if name == "cbind" else block


def _side_by_side(name: str, items: list[Node]) -> Node:
    """NumPy's vstack and row_stack of vectors as rows, its column_stack and c_ of them as columns,
    its hstack of numbers."""
    first = items[0]
    dimensions = 1 if name == "hstack" else 2
    if len(items) > 1 or not isinstance(first, Block) or len(first.shape) != dimensions:
        raise BackpropError(f"The text holds {name}(…). It takes vectors of one length.")
    return replace(transposed(first) if name in ("column_stack", "c_") else first, is_whole=True)


def _in_columns(name: str, block: Block, sizes: list[Node], options: list[str]) -> Node:
    """R's matrix, array and structure: a vector that fills its shape column by column."""
    said = " ".join(options)
    shape = _r_shape(block, sizes, said)
    if len(shape) == 1 and shape[0] == len(block.cells):
        return replace(block, is_whole=True)
    if len(shape) not in (2, 3) or _count(shape) != len(block.cells):
        raise BackpropError(
            f"The text holds {name}(…) of {len(block.cells)} numbers for the shape {shape}."
        )
    if _BY_ROW.search(said):
        return replace(block, shape=shape, is_whole=True, is_column_major=False)
    rows, columns, *pages = shape
    order = (
        block.cells[page * rows * columns + c * rows + r]
        for page in range(pages[0] if pages else 1)
        for r in range(rows)
        for c in range(columns)
    )
    notes = (*block.notes, "filled column by column, as R does")
    return Block(tuple(order), (*pages, rows, columns), notes, is_whole=True)


def _count(shape: tuple[int, ...]) -> int:
    count = 1
    for size in shape:
        count *= size
    return count


def _r_shape(block: Block, sizes: list[Node], said: str) -> tuple[int, ...]:
    count = len(block.cells)
    if dim := _DIM.search(said):
        listed = dim[1].replace("L", "").split(",") if dim[1] else [dim[2], dim[3]]
        if all(re.fullmatch(r" *[0-9]{1,9} *", size) for size in listed):
            return tuple(int(size) for size in listed)
    numbers = [
        int(size) for size in sizes if isinstance(size, str) and re.fullmatch("[0-9]{1,9}", size)
    ][:2]
    if len(numbers) < len(sizes):
        raise BackpropError("The text has numbers of rows and columns that are not whole numbers.")
    rows, columns = _ROWS.search(said), _COLUMNS.search(said)
    n_rows = int(rows[1]) if rows else (numbers.pop(0) if numbers else 0)
    n_columns = int(columns[1]) if columns else (numbers.pop(0) if numbers else 0)
    if not n_rows and not n_columns:
        return (count,)
    return (n_rows or count // n_columns, n_columns or count // n_rows)
