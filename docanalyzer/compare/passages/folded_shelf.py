"""Folded texts kept for a second reading; what is long about them may lie on disk."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.disk_array import DiskArray
from docanalyzer.compare.folds.folding import Folded

_Words = npt.NDArray[np.int32]
_Numbers = npt.NDArray[np.int64]

# A text is kept in one piece, so that it is read at once: its runs (where they begin among the
# symbols, then their first characters, then their ends), then its symbols, two to a word.
_RUN_WORDS = 3


class FoldedShelf:
    """Texts, added batch by batch and read in batches of any of them. See `DiskArray`."""

    def __init__(self, texts: int) -> None:
        self._words = DiskArray(np.int32)
        # A column for each text: its first word, symbols, runs, kept and own characters.
        self._rows = np.zeros((5, texts), np.int64)
        self._texts = 0

    def add(self, batch: Folded) -> int:
        """Keep the next texts; returns the row of the first of them."""
        first = self._texts
        last = first + len(batch.kept_chars)
        if last > self._rows.shape[1]:
            self._rows = np.pad(self._rows, ((0, 0), (0, last)))
        symbols, runs = np.diff(batch.bounds), np.diff(batch.run_bounds)
        ends = np.cumsum(_sizes(symbols, runs))
        rows = self._rows[:, first:last]
        rows[0] = len(self._words) + ends - _sizes(symbols, runs)
        rows[1:] = symbols, runs, batch.kept_chars, batch.own_chars
        self._words.add(_packed(batch, ends))
        self._texts = last
        return first

    def texts(self, rows: _Numbers) -> Folded:
        """The texts of these rows as one batch, in this order.

        Several threads may ask, also while another one adds.
        """
        begins, symbols, runs, kept_chars, own_chars = self._rows[:, rows]
        words = self._words.parts(begins, _sizes(symbols, runs))
        bounds, run_bounds = (np.zeros(len(rows) + 1, np.int64) for _ in range(2))
        np.cumsum(symbols, out=bounds[1:])
        np.cumsum(runs, out=run_bounds[1:])
        return _unpacked(words, bounds, run_bounds, kept_chars, own_chars)


@kernel
def _sizes(symbols: _Numbers, runs: _Numbers) -> _Numbers:
    """Words that texts of so many symbols and runs take."""
    return _RUN_WORDS * runs + (symbols + 1) // 2


@kernel
def _packed(batch: Folded, ends: _Numbers) -> _Words:
    """The texts of a batch one behind the other, text i up to word `ends[i]`."""
    words = np.zeros(ends[-1] if ends.shape[0] else 0, np.int32)
    halves = words.view(np.uint16)
    place = np.int64(0)
    for i in range(ends.shape[0]):
        begin, end = batch.run_bounds[i], batch.run_bounds[i + 1]
        for column in (batch.run_at, batch.run_begin, batch.run_end):
            words[place : place + end - begin] = column[begin:end]
            place += end - begin
        begin, end = batch.bounds[i], batch.bounds[i + 1]
        halves[2 * place : 2 * place + end - begin] = batch.symbols[begin:end]
        place = ends[i]
    return words


@kernel
def _unpacked(
    words: _Words, bounds: _Numbers, run_bounds: _Numbers, kept_chars: _Numbers, own_chars: _Numbers
) -> Folded:
    """The batch again, text i of the symbols and runs that the bounds say."""
    batch = Folded(
        bounds,
        np.empty(bounds[-1], np.uint16),
        run_bounds,
        np.empty(run_bounds[-1], np.int32),
        np.empty(run_bounds[-1], np.int32),
        np.empty(run_bounds[-1], np.int32),
        kept_chars,
        own_chars,
    )
    halves = words.view(np.uint16)
    place = np.int64(0)
    for i in range(kept_chars.shape[0]):
        begin, end = run_bounds[i], run_bounds[i + 1]
        for column in (batch.run_at, batch.run_begin, batch.run_end):
            column[begin:end] = words[place : place + end - begin]
            place += end - begin
        begin, end = bounds[i], bounds[i + 1]
        batch.symbols[begin:end] = halves[2 * place : 2 * place + end - begin]
        place += (end - begin + 1) // 2
    return batch
