"""Compiles the loops of the text stage; the only place that knows the compiler's options."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

_Function = TypeVar("_Function", bound=Callable[..., object])
_Scalar = TypeVar("_Scalar", bound=np.generic)

_PACKAGE = Path(__file__).resolve().parent.parent
_KERNELS = ("text", "detect/reuse", "detect/wording")


def kernel(function: _Function) -> _Function:
    """`function` compiled, free of the interpreter lock, kept on disk between runs.

    Where no cache folder is writable the kernel is compiled anew in each process; the results
    are the same.
    """
    kept = _cache_folder() is not None
    return cast(_Function, numba.njit(nogil=True, cache=kept)(function))


@lru_cache(maxsize=1)
def _cache_folder() -> Path | None:
    """A folder of compiled code for just these sources; None where none can be written.

    The compiler looks at the file of a kernel only, not at those of the kernels it calls, and
    would go on using old code after an upgrade.
    """
    digest = blake2b(numba.__version__.encode(), digest_size=8)
    for part in _KERNELS:
        for source in sorted((_PACKAGE / part).glob("*.py")):
            digest.update(source.name.encode() + b"\0" + source.read_bytes())
    given = os.environ.get("NUMBA_CACHE_DIR")
    home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    base = Path(given) if given else Path(home).expanduser() / "docanalyzer"
    folder = base / f"kernels-{digest.hexdigest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return None
    if not os.access(folder, os.W_OK):
        return None
    vars(numba.config)["CACHE_DIR"] = str(folder)
    return folder


@kernel
def grown(array: npt.NDArray[_Scalar], room: int) -> npt.NDArray[_Scalar]:
    """A copy of a one-dimensional array with room for more behind its content."""
    wider = np.empty(room, array.dtype)
    wider[: array.shape[0]] = array
    return wider
