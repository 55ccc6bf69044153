"""Arrays as programs print them, written from those programs' own rules, for round trips."""

import math

import numpy as np


def rows_of(array):
    return [list(row) for row in np.atleast_2d(array)]


def numpy_print(array):
    with np.printoptions(threshold=10**6, floatmode="unique"):
        return str(array)


def numpy_repr(array):
    with np.printoptions(threshold=10**6, floatmode="unique"):
        return repr(array)


def python_list(array):
    return repr(array.tolist())


def torch_print(array):
    body = np.array2string(array, separator=", ", threshold=10**6, floatmode="unique")
    return "tensor(" + body.replace("\n", "\n       ") + ", grad_fn=<MmBackward0>)"


def matlab_source(array):
    return "[" + "; ".join(" ".join(map(repr, map(float, row))) for row in rows_of(array)) + "];"


def matlab_print(array, width=4):
    """MATLAB's `format short` with a scale factor, in groups of `width` columns."""
    power = math.floor(math.log10(np.abs(array).max()))
    lines = ["dW =", "", f"   1.0e{power:+03d} *", ""]
    columns = array.shape[1]
    for start in range(0, columns, width):
        stop = min(start + width, columns)
        if columns > width:
            one = f"  Column {stop}"
            lines += [one if stop - start == 1 else f"  Columns {start + 1} through {stop}", ""]
        for row in array[:, start:stop] / 10.0**power:
            lines.append("".join(f"{value:10.4f}" for value in row))
        lines.append("")
    return "\n".join(lines), power


def r_print(array, width=5):
    """R's print of a matrix, whose columns wrap into groups."""
    rows, columns = array.shape
    lines = []
    for start in range(0, columns, width):
        stop = min(start + width, columns)
        texts = [[repr(float(v)) for v in row] for row in array[:, start:stop]]
        sizes = [
            max(len(f"[,{start + c + 1}]"), *(len(r[c]) for r in texts))
            for c in range(stop - start)
        ]
        edge = len(f"[{rows},]")
        heads = [f"[,{start + c + 1}]".rjust(size) for c, size in enumerate(sizes)]
        lines.append(" " * edge + " " + " ".join(heads))
        for at, row in enumerate(texts):
            cells = [cell.rjust(size) for cell, size in zip(row, sizes, strict=True)]
            lines.append(f"[{at + 1},]".rjust(edge) + " " + " ".join(cells))
    return "\n".join(lines)


def r_vector(array, width=5):
    texts = [repr(float(value)) for value in array]
    edge = len(f"[{len(texts)}]")
    return "\n".join(
        f"[{start + 1}]".rjust(edge) + " " + " ".join(texts[start : start + width])
        for start in range(0, len(texts), width)
    )


def r_source(array):
    numbers = ", ".join(repr(float(value)) for value in array.ravel(order="F"))
    return f"matrix(c({numbers}), nrow = {array.shape[0]})"


def julia_print(array):
    size = "×".join(map(str, array.shape))
    rows = "\n".join(" " + "  ".join(map(repr, map(float, row))) for row in array)
    return f"{size} Matrix{{Float64}}:\n{rows}"


def mathematica(array):
    def number(value):
        mantissa, _, power = repr(float(value)).partition("e")
        return f"{mantissa}*^{int(power)}" if power else mantissa

    rows = ("{" + ", ".join(map(number, row)) + "}" for row in array)
    return "{" + ", ".join(rows) + "}"


def c_source(array):
    rows = ",\n  ".join("{" + ", ".join(map(repr, map(float, row))) + "}" for row in array)
    return f"double dW[{array.shape[0]}][{array.shape[1]}] = {{\n  {rows}\n}};"


def latex(array):
    def number(value):
        mantissa, _, power = repr(float(value)).partition("e")
        return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa

    rows = r" \\ ".join(" & ".join(map(number, row)) for row in array)
    return rf"\begin{{pmatrix}} {rows} \end{{pmatrix}}"


def csv(array):
    return "\n".join(",".join(map(repr, map(float, row))) for row in array)


def european_csv(array):
    return "\n".join(";".join(f"{float(v):.6f}".replace(".", ",") for v in row) for row in array)


def spreadsheet(array):
    return "\n".join("\t".join(map(repr, map(float, row))) for row in array)


def markdown(array):
    heads = "| |" + "".join(f" x{c + 1} |" for c in range(array.shape[1]))
    rule = "|---|" + "---|" * array.shape[1]
    rows = [
        f"| h{at + 1} |" + "".join(f" {float(value)!r} |" for value in row)
        for at, row in enumerate(array)
    ]
    return "\n".join([heads, rule, *rows])


def plain_rows(array):
    return "\n".join("  ".join(map(repr, map(float, row))) for row in array)
