"""Folded texts kept for a second reading, as far as there is room."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.text.compiled import kernel
from docanalyzer.text.folding import Folded

MOST_SYMBOLS = 1 << 27
"""Symbols that are kept; about four bytes each."""

_SYMBOLS_A_RUN = 4
"""Texts whose runs are shorter than this on average use the room up before their time."""


class FoldedShelf:
    """Texts, added batch by batch until one does not fit."""

    def __init__(self, most_symbols: int) -> None:
        runs = most_symbols // _SYMBOLS_A_RUN
        # Memory that is never written to costs nothing.
        self._symbols = np.empty(most_symbols, np.uint16)
        self._runs = [np.empty(runs, np.int32) for _ in range(3)]
        self._batches: list[Folded] = []
        self._filled = self._runs_filled = 0
        self._full = False

    def add(self, batch: Folded) -> bool:
        """Keep the next texts if there is room and none was left out before; whether it did."""
        symbols = self._filled + len(batch.symbols)
        runs = self._runs_filled + len(batch.run_at)
        if self._full or symbols > len(self._symbols) or runs > len(self._runs[0]):
            self._full = True
            return False
        self._symbols[self._filled : symbols] = batch.symbols
        for kept, added in zip(
            self._runs, (batch.run_at, batch.run_begin, batch.run_end), strict=True
        ):
            kept[self._runs_filled : runs] = added
        none = np.zeros(0, np.uint16), np.zeros(0, np.int32)
        self._batches.append(
            batch._replace(symbols=none[0], run_at=none[1], run_begin=none[1], run_end=none[1])
        )
        self._filled, self._runs_filled = symbols, runs
        return True

    def folded(self) -> Folded:
        """The kept texts as one batch."""
        empty = np.zeros(0, np.int64)
        bounds = [np.zeros(1, np.int64)]
        run_bounds = [np.zeros(1, np.int64)]
        for batch in self._batches:
            bounds.append(batch.bounds[1:] + bounds[-1][-1])
            run_bounds.append(batch.run_bounds[1:] + run_bounds[-1][-1])
        run_at, run_begin, run_end = self._runs
        return Folded(
            np.concatenate(bounds),
            self._symbols[: self._filled],
            np.concatenate(run_bounds),
            run_at[: self._runs_filled],
            run_begin[: self._runs_filled],
            run_end[: self._runs_filled],
            np.concatenate([empty, *(batch.kept_chars for batch in self._batches)]),
            np.concatenate([empty, *(batch.own_chars for batch in self._batches)]),
        )


@kernel
def taken(folded: Folded, rows: npt.NDArray[np.int64]) -> Folded:
    """Some texts of a batch, in the order of `rows`."""
    count = rows.shape[0]
    bounds = np.zeros(count + 1, np.int64)
    run_bounds = np.zeros(count + 1, np.int64)
    for i in range(count):
        row = rows[i]
        bounds[i + 1] = bounds[i] + folded.bounds[row + 1] - folded.bounds[row]
        run_bounds[i + 1] = run_bounds[i] + folded.run_bounds[row + 1] - folded.run_bounds[row]
    symbols = np.empty(bounds[count], np.uint16)
    runs = run_bounds[count]
    run_at, run_begin, run_end = (
        np.empty(runs, np.int32),
        np.empty(runs, np.int32),
        np.empty(runs, np.int32),
    )
    for i in range(count):
        row = rows[i]
        first, last = folded.bounds[row], folded.bounds[row + 1]
        symbols[bounds[i] : bounds[i + 1]] = folded.symbols[first:last]
        first, last = folded.run_bounds[row], folded.run_bounds[row + 1]
        begin, end = run_bounds[i], run_bounds[i + 1]
        run_at[begin:end] = folded.run_at[first:last]
        run_begin[begin:end] = folded.run_begin[first:last]
        run_end[begin:end] = folded.run_end[first:last]
    return Folded(
        bounds,
        symbols,
        run_bounds,
        run_at,
        run_begin,
        run_end,
        folded.kept_chars[rows],
        folded.own_chars[rows],
    )
