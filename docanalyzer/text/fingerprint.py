"""Winnowed fingerprints of folded text.

Winnowing after Schleimer, Wilkerson and Aiken (SIGMOD 2003): of every `WINDOW` neighbouring
`GRAM`-character grams the one with the smallest hash is kept, so two texts that share
`GRAM + WINDOW - 1` folded characters share a fingerprint.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.text.compiled import kernel
from docanalyzer.text.folding import Folding, fold_span, replace_words
from docanalyzer.text.reading import TextBatch, decode
from docanalyzer.text.zones import MAX_SPANS, own_spans

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
    """Fingerprints of a batch: document i has `hashes[bounds[i]:bounds[i + 1]]`, each with the
    folded position where its gram begins, in order; sizes in folded symbols and own characters."""

    bounds: npt.NDArray[np.int64]
    hashes: npt.NDArray[np.uint64]
    positions: npt.NDArray[np.uint32]
    symbols: npt.NDArray[np.int64]


@kernel
def finish(value: np.uint64) -> np.uint64:
    """Spread a sum over all 64 bits."""
    value ^= value >> np.uint64(30)
    value *= _MIX_1
    value ^= value >> np.uint64(27)
    value *= _MIX_2
    return value ^ (value >> np.uint64(31))


@kernel
def winnow(
    symbols: npt.NDArray[np.uint32],
    begin: int,
    end: int,
    hashes: npt.NDArray[np.uint64],
    positions: npt.NDArray[np.uint32],
    filled: int,
) -> int:
    """Fingerprints of `symbols[begin:end]` behind `filled`; returns the new end.

    A smallest gram that repeats is kept only when the earlier one leaves the window, and not
    at all when it follows itself, so that a text of one character has one fingerprint.
    """
    grams = end - begin - GRAM + 1
    if grams <= 0:
        return filled
    drop = np.uint64(1)
    for _ in range(GRAM - 1):
        drop *= _BASE
    ring = np.empty(WINDOW, np.uint64)
    rolling = np.uint64(0)
    for i in range(GRAM - 1):
        rolling = rolling * _BASE + np.uint64(symbols[begin + i] + 1)
    best = -1
    best_hash = np.uint64(0)
    previous = np.uint64(0)
    first = True
    for gram in range(grams):
        rolling = rolling * _BASE + np.uint64(symbols[begin + gram + GRAM - 1] + 1)
        value = finish(rolling)
        rolling -= drop * np.uint64(symbols[begin + gram] + 1)
        ring[gram % WINDOW] = value
        changed = False
        if best < 0 or value < best_hash:
            best, best_hash, changed = gram, value, True
        elif gram - best >= WINDOW:
            best = gram - WINDOW + 1
            best_hash = ring[best % WINDOW]
            for other in range(best + 1, gram + 1):
                if ring[other % WINDOW] < best_hash:
                    best, best_hash = other, ring[other % WINDOW]
            changed = True
        full = gram >= WINDOW - 1 or gram == grams - 1
        if full and (changed or gram == WINDOW - 1 or first):
            if first or best_hash != previous:
                hashes[filled] = best_hash
                positions[filled] = best
                filled += 1
            previous = best_hash
            first = False
    return filled


@kernel
def fingerprint_batch(batch: TextBatch, folding: Folding) -> Fingerprints:
    """Fingerprints of the own text of each text in the batch; linear in its bytes."""
    count = batch.offsets.shape[0] - 1
    widest = 0
    for i in range(count):
        widest = max(widest, batch.offsets[i + 1] - batch.offsets[i])
    total = batch.offsets[count] - batch.offsets[0]
    codes = np.empty(widest + 1, np.uint32)
    symbols = np.empty(widest + 8, np.uint32)
    begins = np.empty(widest + 8, np.int32)
    ends = np.empty(widest + 8, np.int32)
    spans = np.empty((MAX_SPANS, 2), np.int64)
    hashes = np.empty(total // 2 + 16 + count, np.uint64)
    positions = np.empty(total // 2 + 16 + count, np.uint32)
    bounds = np.zeros(count + 1, np.int64)
    sizes = np.zeros(count, np.int64)
    filled = 0
    for i in range(count):
        size = decode(batch.data, batch.offsets[i], batch.offsets[i + 1], codes)
        found = own_spans(codes, size, folding.zones, spans)
        end = 0
        for n in range(found):
            end = fold_span(codes, spans[n], folding, symbols, begins, ends, end)
        end = replace_words(folding.words, symbols, begins, ends, 0, end)
        sizes[i] = end
        filled = winnow(symbols, 0, end, hashes, positions, filled)
        bounds[i + 1] = filled
    return Fingerprints(bounds, hashes[:filled].copy(), positions[:filled].copy(), sizes)
