"""The fingerprints of all documents, kept in temporary files.

Documents come in batches in source order. Fingerprints are numbered through; such a number is
an entry.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.disk_array import DiskArray
from docanalyzer.compare.passages.fingerprint import Fingerprints


class PrintShelf:
    """Batches of fingerprints; all are added before the first is read."""

    def __init__(self) -> None:
        self._hashes = DiskArray(np.uint64)
        self._positions = DiskArray(np.uint32)
        self._bounds: list[npt.NDArray[np.int64]] = []
        self._entries = [0]
        self._documents = [0]

    def __len__(self) -> int:
        return len(self._bounds)

    @property
    def entries(self) -> int:
        """Number of fingerprints."""
        return self._entries[-1]

    def first_entry(self, batch: int) -> int:
        """The entry with which a batch begins."""
        return self._entries[batch]

    def first_document(self, batch: int) -> int:
        """The document with which a batch begins."""
        return self._documents[batch]

    def add(self, prints: Fingerprints) -> None:
        """Put the fingerprints of the next documents on the shelf."""
        self._bounds.append(prints.bounds)
        self._entries.append(self.entries + len(prints.hashes))
        self._documents.append(self._documents[-1] + len(prints.bounds) - 1)
        self._hashes.add(prints.hashes)
        self._positions.add(prints.positions)

    def batch(self, number: int) -> Fingerprints:
        """A batch as it was added, not to be written to; several threads may read at once."""
        first, last = self._entries[number], self._entries[number + 1]
        hashes, positions = self._hashes.array(), self._positions.array()
        return Fingerprints(self._bounds[number], hashes[first:last], positions[first:last])

    def bounds(self) -> npt.NDArray[np.int64]:
        """Document i, counted through, has the entries `bounds[i]` to `bounds[i + 1]`."""
        counts = [np.zeros(1, np.int64), *map(np.diff, self._bounds)]
        return np.cumsum(np.concatenate(counts))
