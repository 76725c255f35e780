"""Long arrays that live in a temporary file and are looked at through the system's page cache."""

from __future__ import annotations

import mmap
from tempfile import TemporaryFile, gettempdir
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from docanalyzer.model.faults import Fault

_Scalar = TypeVar("_Scalar", bound=np.generic)


class DiskArray(Generic[_Scalar]):
    """Numbers of one type, added in pieces and read as one array.

    What was read stays in memory until `release`, or until the system needs the room. The file
    has no name and goes with the process. Raises `Fault` where the disk has no more room.
    """

    def __init__(self, kind: type[_Scalar]) -> None:
        self._kind = np.dtype(kind)
        # Lives as long as the array; the system removes it in any case.
        self._file = TemporaryFile(prefix="docanalyzer-")  # noqa: SIM115  see above
        self._size = 0
        self._map: mmap.mmap | None = None

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
        self._map = None

    def array(self) -> npt.NDArray[_Scalar]:
        """All that was added, not to be written to."""
        if self._size == 0:
            return np.zeros(0, self._kind)
        if self._map is None:
            self._map = mmap.mmap(self._file.fileno(), self._size * self._kind.itemsize)
        return np.frombuffer(self._map, self._kind)

    def release(self) -> None:
        """Let go of the memory of what was read; it is read again when it is looked at."""
        if self._map is not None:
            self._map.madvise(mmap.MADV_DONTNEED)
