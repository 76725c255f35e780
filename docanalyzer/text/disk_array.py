"""Long arrays that live in a temporary file and are looked at through the system's page cache."""

from __future__ import annotations

from mmap import mmap
from tempfile import TemporaryFile, gettempdir
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from docanalyzer.engine import mapped
from docanalyzer.model.faults import Fault

_Scalar = TypeVar("_Scalar", bound=np.generic)


class DiskArray(Generic[_Scalar]):
    """Numbers of one type, added in pieces and read as one array.

    The file has no name and goes with the process; `engine.file_pages` says how much of it stays in
    memory. Raises `Fault` where the disk has no more room.
    """

    def __init__(self, kind: type[_Scalar]) -> None:
        self._kind = np.dtype(kind)
        # Lives as long as the array; the system removes it in any case.
        self._file = TemporaryFile(prefix="docanalyzer-")  # noqa: SIM115  see above
        self._size = 0
        self._bytes: mmap | None = None

    def __len__(self) -> int:
        return self._size

    def add(self, values: npt.NDArray[_Scalar]) -> None:
        """Put `values` behind what is there; arrays read before do not show them."""
        try:
            self._file.write(np.ascontiguousarray(values, self._kind).data)
            self._file.flush()
        except OSError as error:
            hint = "make room there, or name a larger folder in TMPDIR"
            raise Fault(gettempdir(), f"temporary files do not fit: {error}", hint) from error
        self._size += len(values)
        self._bytes = None

    def array(self) -> npt.NDArray[_Scalar]:
        """All that was added, not to be written to."""
        if self._size == 0:
            return np.zeros(0, self._kind)
        if self._bytes is None:
            self._bytes = mapped(self._file, self._size * self._kind.itemsize)
        return np.frombuffer(self._bytes, self._kind)
