"""What people write, numbers and arrays, read with the digits they were written with."""

from backprop_core.written.files import read_file
from backprop_core.written.number import WrittenNumber, read_number, read_whole_number
from backprop_core.written.reading.source import CommaError
from backprop_core.written.written import WrittenArray, read_arrays

__all__ = [
    "CommaError",
    "WrittenArray",
    "WrittenNumber",
    "read_arrays",
    "read_file",
    "read_number",
    "read_whole_number",
]
