"""The fingerprints of all documents: in memory while they are few, in a file beyond.

Documents come in batches in source order. Fingerprints are numbered through; such a number is
an entry.
"""

from __future__ import annotations

import os
from tempfile import TemporaryFile
from typing import IO

import numpy as np
import numpy.typing as npt

from docanalyzer.text.fingerprint import Fingerprints

MOST_IN_MEMORY = 1 << 28
"""Bytes of fingerprints from which on further batches go to a temporary file."""


class PrintShelf:
    """Batches of fingerprints, added and read one at a time."""

    def __init__(self, most_in_memory: int) -> None:
        self._room = most_in_memory
        self._batches: list[Fingerprints | int] = []
        self._bounds: list[npt.NDArray[np.int64]] = []
        self._entries = [0]
        self._file: IO[bytes] | None = None

    def __len__(self) -> int:
        return len(self._batches)

    @property
    def entries(self) -> int:
        """Number of fingerprints."""
        return self._entries[-1]

    def first_entry(self, batch: int) -> int:
        """The entry with which a batch begins."""
        return self._entries[batch]

    def add(self, prints: Fingerprints) -> None:
        """Put the fingerprints of the next documents on the shelf."""
        self._bounds.append(prints.bounds)
        self._entries.append(self.entries + len(prints.hashes))
        size = prints.hashes.nbytes + prints.positions.nbytes
        if size <= self._room:
            self._room -= size
            self._batches.append(prints)
            return
        if self._file is None:
            # Lives as long as the shelf; the system removes it in any case.
            self._file = TemporaryFile(prefix="docanalyzer-", buffering=0)  # noqa: SIM115  see above
        self._batches.append(self._file.seek(0, 2))
        self._file.write(prints.hashes.data)
        self._file.write(prints.positions.data)

    def batch(self, number: int) -> Fingerprints:
        """A batch as it was added."""
        held = self._batches[number]
        if not isinstance(held, int):
            return held
        assert self._file is not None
        count = self._entries[number + 1] - self._entries[number]
        kept = self._file.fileno()
        hashes = np.frombuffer(_read(kept, 8 * count, held), np.uint64)
        positions = np.frombuffer(_read(kept, 4 * count, held + 8 * count), np.uint32)
        return Fingerprints(self._bounds[number], hashes, positions)

    def bounds(self) -> npt.NDArray[np.int64]:
        """Document i, counted through, has the entries `bounds[i]` to `bounds[i + 1]`."""
        counts = [np.zeros(1, np.int64), *map(np.diff, self._bounds)]
        return np.cumsum(np.concatenate(counts))


def _read(file: int, size: int, place: int) -> bytearray:
    """Bytes of a file from `place` on; several threads may read at once."""
    content = bytearray(size)
    view = memoryview(content)
    done = 0
    while done < size:
        read = os.preadv(file, [view[done:]], place + done)
        if read == 0:
            raise EOFError("the temporary file of fingerprints was cut short")
        done += read
    return content
