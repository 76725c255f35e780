"""Arrays that may become longer than memory allows: they go to a temporary file then."""

from __future__ import annotations

from mmap import mmap
from tempfile import TemporaryFile, gettempdir
from typing import IO, Generic, TypeVar

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.file_reading import copy_parts, read_parts
from docanalyzer.engine import mapped
from docanalyzer.model.faults import Fault

_Scalar = TypeVar("_Scalar", bound=np.generic)

MOST_HELD = 1 << 29
"""Bytes from which on an array goes to a file."""


class DiskArray(Generic[_Scalar]):
    """Numbers of one type, added in pieces and read as one array or in parts.

    The file has no name and goes with the process. What `array` gives is looked at through the
    system's page cache, and `engine.file_pages` says how much of it stays in memory. Raises `Fault`
    where the disk has no more room.
    """

    def __init__(self, kind: type[_Scalar]) -> None:
        self._kind = np.dtype(kind)
        self._held: npt.NDArray[_Scalar] = np.empty(0, self._kind)
        self._file: IO[bytes] | None = None
        self._size = 0
        self._bytes: mmap | None = None

    def __len__(self) -> int:
        return self._size

    def add(self, values: npt.NDArray[_Scalar]) -> None:
        """Put `values` behind what is there; arrays read before do not show them."""
        end = self._size + len(values)
        if self._file is None and end * self._kind.itemsize <= MOST_HELD:
            if end > len(self._held):
                # What nobody wrote to takes no memory.
                grown = np.empty(MOST_HELD // self._kind.itemsize, self._kind)
                grown[: self._size] = self._held[: self._size]
                self._held = grown
            self._held[self._size : end] = values
        else:
            self._write(values)
        self._size = end

    def _write(self, values: npt.NDArray[_Scalar]) -> None:
        try:
            if self._file is None:
                # Lives as long as the array; the system removes it in any case.
                file = TemporaryFile(prefix="docanalyzer-")  # noqa: SIM115  see above
                file.write(self._held[: self._size].data)
                self._file, self._held = file, np.empty(0, self._kind)
            self._file.write(np.ascontiguousarray(values, self._kind).data)
            self._file.flush()
        except OSError as error:
            hint = "make room there, or name a larger folder in TMPDIR"
            raise Fault(gettempdir(), f"temporary files do not fit: {error}", hint) from error
        self._bytes = None

    def array(self) -> npt.NDArray[_Scalar]:
        """All that was added, not to be written to."""
        if self._file is None:
            # Kernels are compiled for what cannot be written to, as a mapped file cannot.
            content = self._held[: self._size]
            content.flags.writeable = False
            return content
        if self._bytes is None:
            self._bytes = mapped(self._file, self._size * self._kind.itemsize)
        return np.frombuffer(self._bytes, self._kind)

    def parts(
        self, begins: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64]
    ) -> npt.NDArray[_Scalar]:
        """The numbers `begins[i]` to `begins[i] + sizes[i]`, one part behind the other.

        Not through the page cache of the process, which short parts here and there would fill
        with their neighbours. Several threads may ask, also while another one adds.
        """
        width = self._kind.itemsize
        content = np.empty(int(sizes.sum()), self._kind)
        into = content.view(np.uint8)
        # In this order: what is held is given up once the file has it.
        held, file = self._held, self._file
        if file is None:
            copy_parts(held.view(np.uint8), begins * width, sizes * width, into)
        elif read_parts(file.fileno(), begins * width, sizes * width, into) < len(into):
            raise Fault(gettempdir(), "a temporary file cannot be read", "look at the disk")
        return content
