"""Compiles the loops of this room; the only place that knows the compiler's options."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from docanalyzer.compare.kernel_folder import kernel_folder

_Function = TypeVar("_Function", bound=Callable[..., object])
_Scalar = TypeVar("_Scalar", bound=np.generic)


def kernel(function: _Function) -> _Function:
    """`function` compiled, free of the interpreter lock, kept on disk between runs.

    Where no cache folder is writable the kernel is compiled anew in each process; the results
    are the same.
    """
    folder = kernel_folder()
    if folder is not None:
        vars(numba.config)["CACHE_DIR"] = str(folder)
    return cast(_Function, numba.njit(nogil=True, cache=folder is not None)(function))


@kernel
def grown(array: npt.NDArray[_Scalar], room: int) -> npt.NDArray[_Scalar]:
    """A copy of a one-dimensional array with room for more behind its content."""
    wider = np.empty(room, array.dtype)
    wider[: array.shape[0]] = array
    return wider
