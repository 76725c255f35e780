"""Winnowed fingerprints of folded text.

Winnowing after Schleimer, Wilkerson and Aiken (SIGMOD 2003): of every `WINDOW` neighbouring
`GRAM`-character grams the one with the smallest hash is kept, so two texts that share
`GRAM + WINDOW - 1` folded characters share a fingerprint.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.folds.folding import (
    Folded,
    Folding,
    Symbols,
    desk_for,
    empty_folded,
    fold_text,
    trimmed,
)
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.reading import TextBatch

GRAM = 10
"""Folded characters of a gram."""

WINDOW = 11
"""Neighbouring grams of which one is kept."""

# Part of the interface: stored fingerprints must mean the same next month.
# The base is an odd constant, the finisher that of splitmix64 (Steele, Lea, Flood 2014).
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


class Fingerprints(NamedTuple):
    """Fingerprints of documents in order: document i has `hashes[bounds[i]:bounds[i + 1]]`,
    each with the folded position where its gram begins, ascending."""

    bounds: npt.NDArray[np.int64]
    hashes: npt.NDArray[np.uint64]
    positions: npt.NDArray[np.uint32]


@kernel
def finish(value: np.uint64) -> np.uint64:
    """Spread a sum over all 64 bits."""
    value ^= value >> np.uint64(30)
    value *= _MIX_1
    value ^= value >> np.uint64(27)
    value *= _MIX_2
    return value ^ (value >> np.uint64(31))


@kernel
def _hash_grams(symbols: Symbols, begin: int, grams: int, sums: npt.NDArray[np.uint64]) -> None:
    """Hashes of the `grams` grams from `begin` on, into `sums`.

    A gram's sum is the polynomial in the base with its symbols plus 1 as digits, put together
    from sums of two, four and eight; loops without branches, so that they run several wide.
    """
    one = np.uint64(1)
    base2 = _BASE * _BASE
    base4 = base2 * base2
    twos = np.empty(grams + GRAM - 2, np.uint64)
    for i in range(grams + GRAM - 2):
        twos[i] = (symbols[begin + i] + one) * _BASE + symbols[begin + i + 1] + one
    fours = np.empty(grams + 4, np.uint64)
    for i in range(grams + 4):
        fours[i] = twos[i] * base2 + twos[i + 2]
    for i in range(grams):
        sums[i] = finish((fours[i] * base4 + fours[i + 4]) * base2 + twos[i + 8])


@kernel
def _least_of_windows(
    hashes: npt.NDArray[np.uint64], windows: int, least: npt.NDArray[np.uint64]
) -> None:
    """The smallest hash of each window of `WINDOW` grams: of two, four and eight neighbours."""
    two = np.empty(windows + 9, np.uint64)
    for i in range(windows + 9):
        two[i] = min(hashes[i], hashes[i + 1])
    four = np.empty(windows + 7, np.uint64)
    for i in range(windows + 7):
        four[i] = min(two[i], two[i + 2])
    for i in range(windows):
        least[i] = min(four[i], four[i + 4], four[i + 7])


@kernel
def winnow(
    symbols: Symbols,
    begin: int,
    end: int,
    hashes: npt.NDArray[np.uint64],
    positions: npt.NDArray[np.uint32],
    filled: int,
) -> int:
    """Fingerprints of `symbols[begin:end]` behind `filled`; returns the new end.

    Of equal smallest grams the first in the window counts. One that follows itself is not kept
    again, so that a text of one character has one fingerprint.
    """
    grams = end - begin - GRAM + 1
    if grams <= 0:
        return filled
    sums = np.empty(grams, np.uint64)
    _hash_grams(symbols, begin, grams, sums)
    if grams <= WINDOW:
        best = np.argmin(sums)
        hashes[filled] = sums[best]
        positions[filled] = best
        return filled + 1
    windows = grams - WINDOW + 1
    least = np.empty(windows, np.uint64)
    _least_of_windows(sums, windows, least)
    last = ~least[0]
    for window in range(windows):
        value = least[window]
        if value == last:
            continue
        last = value
        place = window
        while sums[place] != value:
            place += 1
        hashes[filled] = value
        positions[filled] = place
        filled += 1
    return filled


@kernel
def read_batch(batch: TextBatch, folding: Folding) -> tuple[Folded, Fingerprints]:
    """Own text of each text of the batch, folded, and its fingerprints; linear in its bytes."""
    batch, folding = borrowed((batch, folding))
    count = batch.offsets.shape[0] - 1
    total = batch.offsets[count] - batch.offsets[0]
    folded = empty_folded(count, total)
    desk = desk_for(batch.offsets)
    hashes = np.empty(total // 2 + 16 + count, np.uint64)
    positions = np.empty(total // 2 + 16 + count, np.uint32)
    bounds = np.zeros(count + 1, np.int64)
    filled = 0
    for i in range(count):
        fold_text(batch, i, folding, desk, folded)
        filled = winnow(
            folded.symbols, folded.bounds[i], folded.bounds[i + 1], hashes, positions, filled
        )
        bounds[i + 1] = filled
    prints = Fingerprints(bounds, hashes[:filled].copy(), positions[:filled].copy())
    return trimmed(folded), prints
