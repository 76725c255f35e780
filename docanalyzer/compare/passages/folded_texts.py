"""Folded texts of a corpus by document, folded when first needed."""

from __future__ import annotations

from threading import Lock

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.compare.folds.folding import Folded, Folding, fold_batch
from docanalyzer.compare.passages.folded_shelf import FoldedShelf
from docanalyzer.compare.reading import text_batch

Numbers = npt.NDArray[np.int64]

_NOT_KEPT = -1


class FoldedTexts:
    """What was folded stays; several threads may ask at once."""

    def __init__(self, bodies: pl.Series, folding: Folding) -> None:
        self._bodies = bodies
        self._folding = folding
        self._shelf = FoldedShelf(len(bodies))
        self._rows = np.full(len(bodies), _NOT_KEPT, np.int64)
        self._lock = Lock()

    def add(self, numbers: Numbers, folded: Folded) -> None:
        """Keep the texts of these documents."""
        with self._lock:
            rows = np.arange(len(numbers)) + self._shelf.add(folded)
            # What another thread added meanwhile stays: its rows may be in use.
            new = self._rows[numbers] == _NOT_KEPT
            self._rows[numbers[new]] = rows[new]

    def having(self, numbers: Numbers) -> Folded:
        """The texts of these documents, in this order."""
        missing = numbers[self._rows[numbers] == _NOT_KEPT]
        if len(missing):
            self.add(missing, fold_batch(text_batch(self._bodies[missing]), self._folding))
        return self._shelf.texts(self._rows[numbers])
