"""From shared fingerprints to passages: seeds grow to equal runs, runs chain, ends extend.

All positions here count folded symbols; `alignment` turns them back into characters.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.folds.folding import Symbols
from docanalyzer.compare.passages.fingerprint import GRAM, WINDOW

Rows = npt.NDArray[np.int64]

FIELDS = 6
COPY_BEGIN, COPY_END, SOURCE_BEGIN, SOURCE_END, EDITS, SOFT = range(FIELDS)
"""Columns of a passage row; `EDITS` is the edit distance, `SOFT` the symbols in boilerplate."""

MOST_GAP = 160
"""Symbols between two equal runs beyond which they are never one passage."""

FREE_GAP = 20
"""A gap this small on both sides is an edit, whatever stands in it."""

LEAST_ALIKE = 0.5
"""Share of a larger gap that must be equal for the passage to run through it."""

LEAST_HARD = 36
"""Symbols outside boilerplate that a passage needs once it holds any boilerplate."""

LEAST_JOINED = 0.75
"""Similarity that a passage must keep when it goes on behind a gap."""

LEAST_SIMILARITY = 0.82
"""Similarity of a finished passage; below it the texts treat one matter in their own words."""

LONG = 250
"""Symbols from which on a passage is no chance likeness, however many small edits it holds."""

_DROP = 8
_BAND = 12
_MOST_EXTENSION = 200
_ACTIVE = 64
_UNIT = np.int64(1) << np.int64(32)
_FEW = 64
_FAR = np.int64(-1_000_000)


@kernel
def equal_runs(
    copy: Symbols,
    source: Symbols,
    copy_at: npt.NDArray[np.uint32],
    source_at: npt.NDArray[np.uint32],
) -> tuple[Rows, int]:
    """Longest equal runs through the seeds, ordered by their place in the copy.

    Seeds stand in the order of the copy; those whose grams differ (two texts with one hash) are
    dropped. Rows as passages.
    """
    seeds = copy_at.shape[0]
    reached = np.zeros(copy.shape[0] + source.shape[0] + 1, np.int32)  # by diagonal
    runs = np.empty((seeds, FIELDS), np.int64)
    found = 0
    for i in range(seeds):
        a = np.int64(copy_at[i])
        b = np.int64(source_at[i])
        diagonal = b - a + copy.shape[0]
        if a + GRAM <= reached[diagonal]:
            continue
        begin = a
        while begin > 0 and b - a + begin > 0 and copy[begin - 1] == source[b - a + begin - 1]:
            begin -= 1
        last = min(copy.shape[0], source.shape[0] - b + a)
        end = a
        while end < last and copy[end] == source[b - a + end]:
            end += 1
        if end - a < GRAM:
            continue
        reached[diagonal] = end
        runs[found, COPY_BEGIN] = begin
        runs[found, COPY_END] = end
        runs[found, SOURCE_BEGIN] = begin + b - a
        runs[found, SOURCE_END] = end + b - a
        runs[found, EDITS] = 0
        runs[found, SOFT] = 0
        found += 1
    return _in_order(runs, found), found


@kernel
def _in_order(runs: Rows, count: int) -> Rows:
    """Runs by their place in the copy, then in the source."""
    keys = np.empty(count, np.int64)
    straight = True
    for i in range(count):
        keys[i] = runs[i, COPY_BEGIN] * _UNIT + runs[i, SOURCE_BEGIN]
        straight = straight and (i == 0 or keys[i - 1] <= keys[i])
    if straight:
        return runs
    place = np.argsort(keys, kind="mergesort")
    ordered = np.empty((count, FIELDS), np.int64)
    for i in range(count):
        ordered[i] = runs[place[i]]
    return ordered


@kernel
def edit_distance(copy: Symbols, a: int, a_end: int, source: Symbols, b: int, b_end: int) -> int:
    """Levenshtein distance of two short stretches; at worst the product of their lengths.

    What is equal at both ends is taken off first; up to 64 symbols go in one word, column by
    column (Myers 1999, in the form of Hyyrö 2001).
    """
    while a < a_end and b < b_end and copy[a] == source[b]:
        a += 1
        b += 1
    while a < a_end and b < b_end and copy[a_end - 1] == source[b_end - 1]:
        a_end -= 1
        b_end -= 1
    if a == a_end or b == b_end:
        return int(a_end - a + b_end - b)
    if a_end - a <= _FEW:
        return _in_one_word(copy, a, a_end, source, b, b_end)
    if b_end - b <= _FEW:
        return _in_one_word(source, b, b_end, copy, a, a_end)
    wide = b_end - b
    row = np.empty(wide + 1, np.int64)
    for j in range(wide + 1):
        row[j] = j
    for i in range(a, a_end):
        corner = row[0]
        row[0] = i - a + 1
        for j in range(wide):
            best = corner + (0 if copy[i] == source[b + j] else 1)
            corner = row[j + 1]
            best = min(best, corner + 1, row[j] + 1)
            row[j + 1] = best
    return int(row[wide])


@kernel
def _in_one_word(narrow: Symbols, a: int, a_end: int, other: Symbols, b: int, b_end: int) -> int:
    """Levenshtein distance of at most 64 symbols to any number."""
    one = np.uint64(1)
    size = a_end - a
    top = one << np.uint64(size - 1)
    plus = ~np.uint64(0)
    minus = np.uint64(0)
    distance = size
    for j in range(b, b_end):
        symbol = other[j]
        equal = np.uint64(0)
        for i in range(size):
            equal |= np.uint64(narrow[a + i] == symbol) << np.uint64(i)
        cross = (((equal & plus) + plus) ^ plus) | equal | minus
        rises = minus | ~(cross | plus)
        falls = plus & cross
        if rises & top:
            distance += 1
        elif falls & top:
            distance -= 1
        rises = (rises << one) | one
        falls <<= one
        plus = falls | ~(cross | rises)
        minus = rises & cross
    return int(distance)


@kernel
def chain_runs(copy: Symbols, source: Symbols, runs: Rows, count: int) -> tuple[Rows, int]:
    """Join runs that follow each other in both texts with little changed between them."""
    chains = np.empty((count, FIELDS), np.int64)
    active = np.empty(_ACTIVE, np.int64)
    open_chains = 0
    found = 0
    for i in range(count):
        a, a_end, b, b_end = runs[i, 0], runs[i, 1], runs[i, 2], runs[i, 3]
        kept = 0
        best = -1
        best_gap = np.int64(2 * MOST_GAP + 1)
        for n in range(open_chains):
            chain = active[n]
            if a - chains[chain, COPY_END] > MOST_GAP:
                continue
            active[kept] = chain
            kept += 1
            overlap = max(np.int64(0), chains[chain, COPY_END] - a, chains[chain, SOURCE_END] - b)
            if overlap >= a_end - a:
                continue
            gap_a = a + overlap - chains[chain, COPY_END]
            gap_b = b + overlap - chains[chain, SOURCE_END]
            if overlap > 2 * GRAM or gap_a > MOST_GAP or gap_b > MOST_GAP:
                continue
            if gap_a + gap_b < best_gap:
                best_gap = gap_a + gap_b
                best = chain
        open_chains = kept
        if best >= 0:
            end_a = chains[best, COPY_END]
            end_b = chains[best, SOURCE_END]
            overlap = max(np.int64(0), end_a - a, end_b - b)
            edits = edit_distance(copy, end_a, a + overlap, source, end_b, b + overlap)
            widest = max(a + overlap - end_a, b + overlap - end_b)
            total = chains[best, EDITS] + edits
            whole = a_end - chains[best, COPY_BEGIN]
            near = widest <= FREE_GAP or edits <= (1.0 - LEAST_ALIKE) * widest
            if near and total <= (1.0 - LEAST_JOINED) * whole:
                chains[best, COPY_END] = a_end
                chains[best, SOURCE_END] = b_end
                chains[best, EDITS] += edits
                continue
        chains[found] = runs[i]
        if open_chains == _ACTIVE:
            for n in range(_ACTIVE - 1):
                active[n] = active[n + 1]
            open_chains -= 1
        active[open_chains] = found
        open_chains += 1
        found += 1
    return chains, found


@kernel
def _alike(row: npt.NDArray[np.int64]) -> bool:
    """Whether a passage is similar enough, by its length."""
    longest = max(row[COPY_END] - row[COPY_BEGIN], row[SOURCE_END] - row[SOURCE_BEGIN])
    least = LEAST_JOINED if longest >= LONG else LEAST_SIMILARITY
    return bool(row[EDITS] <= (1.0 - least) * longest)


@kernel
def extend(
    copy: Symbols, source: Symbols, a: int, b: int, step: int, limit: int
) -> tuple[int, int, int]:
    """How far equal text goes on from `(a, b)` in direction `step` through single edits.

    Returns symbols taken from the copy, from the source, and the edits among them. The search
    gives up once the score (1 per equal symbol, -1 per edit) falls `_DROP` below its best
    (X-drop, Zhang et al. 2000).
    """
    width = 2 * _BAND + 1
    # Two rows of one array in turn: to exchange two arrays costs as much as to fill one.
    rows = np.empty((2, width), np.int64)
    for k in range(width):
        rows[0, k] = _BAND - k if k >= _BAND else _FAR
    best, best_a, best_b = np.int64(0), 0, 0
    for i in range(1, limit + 1):
        place_a = a + step * (i - 1)
        if place_a < 0 or place_a >= copy.shape[0]:
            break
        symbol = copy[place_a]
        now = i & 1
        before = 1 - now
        top = _FAR
        left = _FAR
        for k in range(width):
            j = i + k - _BAND
            score = _FAR
            if j >= 1:
                place_b = b + step * (j - 1)
                if 0 <= place_b < source.shape[0]:
                    score = rows[before, k] + (1 if source[place_b] == symbol else -1)
                    score = max(score, left - 1)
            if j >= 0 and k + 1 < width:
                score = max(score, rows[before, k + 1] - 1)
            rows[now, k] = score
            left = score
            top = max(top, score)
            if score > best:
                best, best_a, best_b = score, i, j
        if top < best - _DROP:
            break
    return best_a, best_b, max(0, int(max(best_a, best_b) - best) // 2)


@kernel
def extend_ends(copy: Symbols, source: Symbols, chains: Rows, count: int) -> None:
    """Let every chain grow at both ends through single edits, in place."""
    for i in range(count):
        taken_a, taken_b, edits = extend(
            copy,
            source,
            chains[i, COPY_BEGIN] - 1,
            chains[i, SOURCE_BEGIN] - 1,
            -1,
            _MOST_EXTENSION,
        )
        chains[i, COPY_BEGIN] -= taken_a
        chains[i, SOURCE_BEGIN] -= taken_b
        chains[i, EDITS] += edits
        taken_a, taken_b, edits = extend(
            copy, source, chains[i, COPY_END], chains[i, SOURCE_END], 1, _MOST_EXTENSION
        )
        chains[i, COPY_END] += taken_a
        chains[i, SOURCE_END] += taken_b
        chains[i, EDITS] += edits


@kernel
def is_boilerplate(row: npt.NDArray[np.int64]) -> bool:
    """Whether a passage is a standing phrase with hardly anything around it."""
    hard = row[COPY_END] - row[COPY_BEGIN] - row[SOFT]
    return bool(row[SOFT] > 0 and hard < LEAST_HARD)


@kernel
def without_repeats(chains: Rows, count: int, least: int) -> tuple[Rows, int]:
    """Passages of `least` symbols or more, longest first, of which at least half is new."""
    order = np.empty(count, np.int64)
    for i in range(count):
        length = chains[i, COPY_END] - chains[i, COPY_BEGIN]
        order[i] = (-length) * _UNIT + i
    order.sort()
    kept = np.empty((count, FIELDS), np.int64)
    found = 0
    for n in range(count):
        row = chains[order[n] & (_UNIT - 1)]
        begin, end = row[COPY_BEGIN], row[COPY_END]
        if end - begin < least:
            break
        if not _alike(row):
            continue
        covered = np.int64(0)
        for other in range(found):
            low = max(begin, kept[other, COPY_BEGIN])
            high = min(end, kept[other, COPY_END])
            covered += max(np.int64(0), high - low)
        if 2 * covered > end - begin:
            continue
        kept[found] = row
        found += 1
    return kept, found


@kernel
def find_passages(
    copy: Symbols,
    source: Symbols,
    copy_at: npt.NDArray[np.uint32],
    source_at: npt.NDArray[np.uint32],
    soft_at: npt.NDArray[np.uint32],
    rare_at: npt.NDArray[np.uint32],
    least: int,
) -> tuple[Rows, int]:
    """Passages of `least` folded symbols or more that two texts share, longest first.

    `soft_at` are the places of the copy, in order, at which a standing phrase has a gram,
    `rare_at` those of grams that few texts carry.
    """
    runs, count = equal_runs(copy, source, copy_at, source_at)
    chains, found = chain_runs(copy, source, runs, count)
    extend_ends(copy, source, chains, found)
    for i in range(found):
        chains[i, SOFT] = _soft_symbols(
            soft_at, rare_at, chains[i, COPY_BEGIN], chains[i, COPY_END]
        )
    return without_repeats(chains, found, least)


@kernel
def _soft_symbols(
    soft_at: npt.NDArray[np.uint32], rare_at: npt.NDArray[np.uint32], begin: int, end: int
) -> int:
    """Symbols of a stretch in grams of standing phrases, or between two such, that no rare gram
    takes in."""
    first = np.searchsorted(soft_at, begin)
    if first == soft_at.shape[0] or int(soft_at[first]) + GRAM > end:
        return 0
    soft = np.zeros(end - begin, np.bool_)
    reached = begin - WINDOW
    for i in range(first, soft_at.shape[0]):
        place = int(soft_at[i])
        if place + GRAM > end:
            break
        soft[(reached if place - reached < WINDOW else place) - begin : place + GRAM - begin] = True
        reached = place + GRAM
    for i in range(np.searchsorted(rare_at, begin), rare_at.shape[0]):
        place = int(rare_at[i])
        if place + GRAM > end:
            break
        soft[place - begin : place + GRAM - begin] = False
    return int(soft.sum())
