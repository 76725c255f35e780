"""Folded texts of a corpus by document: kept while there is room, folded when first needed."""

from __future__ import annotations

from threading import Lock

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.text.folded_shelf import FoldedShelf, taken
from docanalyzer.text.folding import Folded, Folding, fold_batch
from docanalyzer.text.reading import text_batch

Numbers = npt.NDArray[np.int64]

_NOT_KEPT = -1


class FoldedTexts:
    """What was folded stays until the room is used up; several threads may ask at once."""

    def __init__(self, bodies: pl.Series, folding: Folding, most_symbols: int) -> None:
        self._bodies = bodies
        self._folding = folding
        self._shelf = FoldedShelf(most_symbols)
        self._rows = np.full(len(bodies), _NOT_KEPT, np.int64)
        self._filled = 0
        self._view: Folded | None = None
        self._lock = Lock()

    def add(self, numbers: Numbers, folded: Folded) -> None:
        """Keep the texts of these documents if there is room."""
        if not len(numbers):
            return
        with self._lock:
            if not self._shelf.add(folded):
                return
            self._rows[numbers] = np.arange(self._filled, self._filled + len(numbers))
            self._filled += len(numbers)
            self._view = None

    def first(self) -> Folded:
        """The documents from number 0 on that were added first and in order."""
        gone = np.flatnonzero(self._rows != np.arange(len(self._rows)))
        count = int(gone[0]) if len(gone) else len(self._rows)
        view = self._all()[0]
        return view._replace(kept_chars=view.kept_chars[:count], own_chars=view.own_chars[:count])

    def of(self, numbers: Numbers) -> Folded:
        """These documents in the order given, those not kept folded anew."""
        missing = numbers[self._rows[numbers] == _NOT_KEPT]
        fresh = fold_batch(text_batch(self._bodies[missing]), self._folding)
        if len(missing):
            self.add(missing, fresh)
        if len(missing) == len(numbers):
            return fresh
        view, rows = self._all()
        if (rows[numbers] == _NOT_KEPT).any():
            return fold_batch(text_batch(self._bodies[numbers]), self._folding)
        return taken(view, rows[numbers])

    def _all(self) -> tuple[Folded, Numbers]:
        """All that is kept as one batch, and the row of each document in it."""
        with self._lock:
            if self._view is None:
                self._view = self._shelf.folded()
            return self._view, self._rows.copy()
