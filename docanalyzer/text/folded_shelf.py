"""Folded texts kept for a second reading; what is long about them lies on disk."""

from __future__ import annotations

import numpy as np

from docanalyzer.text.disk_array import DiskArray
from docanalyzer.text.folding import Folded


class FoldedShelf:
    """Texts, added batch by batch and read as one batch. See `DiskArray` for the disk."""

    def __init__(self, texts: int) -> None:
        self._symbols = DiskArray(np.uint16)
        self._run_at, self._run_begin, self._run_end = (DiskArray(np.int32) for _ in range(3))
        # A row for each text and one more: the ends of symbols and runs, kept and own characters.
        self._rows = np.zeros((4, texts + 1), np.int64)
        self._texts = 0

    def add(self, batch: Folded) -> int:
        """Keep the next texts; returns the row of the first of them."""
        first = self._texts
        last = first + len(batch.kept_chars)
        if last >= self._rows.shape[1]:
            # Anew and not in place: what `folded` gave before goes on showing the old rows.
            self._rows = np.pad(self._rows, ((0, 0), (0, last)))
        ends, run_ends, kept_chars, own_chars = self._rows
        ends[first + 1 : last + 1] = batch.bounds[1:] + len(self._symbols)
        run_ends[first + 1 : last + 1] = batch.run_bounds[1:] + len(self._run_at)
        kept_chars[first:last] = batch.kept_chars
        own_chars[first:last] = batch.own_chars
        self._symbols.add(batch.symbols)
        self._run_at.add(batch.run_at)
        self._run_begin.add(batch.run_begin)
        self._run_end.add(batch.run_end)
        self._texts = last
        return first

    def folded(self) -> Folded:
        """The kept texts as one batch, not to be written to."""
        ends, run_ends, kept_chars, own_chars = self._rows
        texts = self._texts
        return Folded(
            ends[: texts + 1],
            self._symbols.array(),
            run_ends[: texts + 1],
            self._run_at.array(),
            self._run_begin.array(),
            self._run_end.array(),
            kept_chars[:texts],
            own_chars[:texts],
        )
