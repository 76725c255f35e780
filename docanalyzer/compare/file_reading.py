"""Many parts of a file at once, read by compiled code with the calls of the system."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.system_calls import read_file


@kernel
def read_parts(
    file: int,
    begins: npt.NDArray[np.int64],
    sizes: npt.NDArray[np.int64],
    into: npt.NDArray[np.uint8],
) -> int:
    """The bytes `begins[i]` to `begins[i] + sizes[i]` of an open file, one part behind the other.

    Parts that follow each other in the file are read at once. Returns how many bytes were read:
    fewer than wanted where the file ends before or cannot be read.
    """
    filled = 0
    part = 0
    while part < begins.shape[0]:
        begin = begins[part]
        left = sizes[part]
        part += 1
        while part < begins.shape[0] and begins[part] == begin + left:
            left += sizes[part]
            part += 1
        while left > 0:
            place = np.uintp(into.ctypes.data) + np.uintp(filled)
            found = read_file(np.int32(file), place, np.uintp(left), np.int64(begin))
            if found <= 0:
                return filled
            filled += found
            begin += found
            left -= found
    return filled


@kernel
def copy_parts(
    content: npt.NDArray[np.uint8],
    begins: npt.NDArray[np.int64],
    sizes: npt.NDArray[np.int64],
    into: npt.NDArray[np.uint8],
) -> None:
    """The same of what is in memory; every part must lie in `content`."""
    filled = 0
    for part in range(begins.shape[0]):
        size = sizes[part]
        into[filled : filled + size] = content[begins[part] : begins[part] + size]
        filled += size
