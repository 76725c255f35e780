"""Aligned passages in characters of the texts as ingested, and what changed inside them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import grown, kernel
from docanalyzer.compare.folds.folding import Folded, char_begin, char_end, chars_between
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.passages.growing import (
    COPY_BEGIN,
    COPY_END,
    EDITS,
    SOURCE_BEGIN,
    SOURCE_END,
    find_passages,
    is_boilerplate,
)

LEAST_PASSAGE = 40
"""Folded symbols of the shortest passage that is kept."""


class Seeds(NamedTuple):
    """Pairs of texts and the folded places where both carry a fingerprint.

    Pair p compares the texts `copies[p]` and `sources[p]`; its seeds are `bounds[p]` to
    `bounds[p + 1]`, in the order of the copy. Text `first + t` has standing phrases at the
    folded places `soft_at[soft[t]:soft[t + 1]]`, in order, each of one gram, and telling grams,
    which few texts carry, at `rare_at[rare[t]:rare[t + 1]]`; only copies need them.
    """

    copies: npt.NDArray[np.int64]
    sources: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    copy_at: npt.NDArray[np.uint32]
    source_at: npt.NDArray[np.uint32]
    first: int
    soft: npt.NDArray[np.int64]
    soft_at: npt.NDArray[np.uint32]
    rare: npt.NDArray[np.int64]
    rare_at: npt.NDArray[np.uint32]


class Aligned(NamedTuple):
    """Passages and coverage of pairs.

    Passage n belongs to pair `pair[n]` and spans `spans[n]` = copy begin, copy end, source
    begin, source end, half-open characters as ingested; `similarity[n]` is 1 less the edits per
    symbol; `soft[n]` says that it is boilerplate and counts for nothing. `covered[p]` are, for
    pair p, the characters of the copy in hard passages, the same for the source, all comparable
    characters of copy and of source (characters that folding keeps), and the edits inside hard
    passages.
    """

    pair: npt.NDArray[np.int64]
    spans: npt.NDArray[np.int64]
    similarity: npt.NDArray[np.float64]
    soft: npt.NDArray[np.bool_]
    covered: npt.NDArray[np.int64]


@kernel
def align_pairs(texts: Folded, numbers: npt.NDArray[np.int64], seeds: Seeds) -> Aligned:
    """Passages of every pair, pairs in order and passages by place in the copy.

    `texts` are those of the ascending `numbers`, by which the pairs name them.
    """
    texts, seeds = borrowed((texts, seeds))
    pairs = seeds.copies.shape[0]
    room = max(16, 2 * pairs)
    pair = np.empty(room, np.int64)
    spans = np.empty((room, 4), np.int64)
    similarity = np.empty(room, np.float64)
    soft = np.empty(room, np.bool_)
    covered = np.zeros((pairs, 5), np.int64)
    filled = 0
    copies = np.searchsorted(numbers, seeds.copies)
    sources = np.searchsorted(numbers, seeds.sources)
    for p in range(pairs):
        a, b = copies[p], sources[p]
        mark = seeds.copies[p] - seeds.first
        begun, ended = seeds.bounds[p], seeds.bounds[p + 1]
        passages, found = find_passages(
            texts.symbols[texts.bounds[a] : texts.bounds[a + 1]],
            texts.symbols[texts.bounds[b] : texts.bounds[b + 1]],
            seeds.copy_at[begun:ended],
            seeds.source_at[begun:ended],
            seeds.soft_at[seeds.soft[mark] : seeds.soft[mark + 1]],
            seeds.rare_at[seeds.rare[mark] : seeds.rare[mark + 1]],
            LEAST_PASSAGE,
        )
        covered[p, 2] = texts.kept_chars[a]
        covered[p, 3] = texts.kept_chars[b]
        if found == 0:
            continue
        covered[p, 0] = _union(texts, a, passages, found, COPY_BEGIN)
        covered[p, 1] = _union(texts, b, passages, found, SOURCE_BEGIN)
        places = np.argsort(passages[:found, COPY_BEGIN], kind="mergesort")
        if filled + found > room:
            room = 2 * (filled + found)
            pair = grown(pair, room)
            similarity = grown(similarity, room)
            soft = grown(soft, room)
            broad = np.empty((room, 4), np.int64)
            broad[:filled] = spans[:filled]
            spans = broad
        for place in places:
            row = passages[place]
            pair[filled] = p
            spans[filled, 0] = char_begin(texts, a, row[COPY_BEGIN])
            spans[filled, 1] = char_end(texts, a, row[COPY_END] - 1)
            spans[filled, 2] = char_begin(texts, b, row[SOURCE_BEGIN])
            spans[filled, 3] = char_end(texts, b, row[SOURCE_END] - 1)
            longest = max(row[COPY_END] - row[COPY_BEGIN], row[SOURCE_END] - row[SOURCE_BEGIN])
            similarity[filled] = 1.0 - min(row[EDITS], longest) / longest
            soft[filled] = is_boilerplate(row)
            covered[p, 4] += 0 if soft[filled] else row[EDITS]
            filled += 1
    return Aligned(
        pair[:filled].copy(),
        spans[:filled].copy(),
        similarity[:filled].copy(),
        soft[:filled].copy(),
        covered,
    )


@kernel
def _union(folded: Folded, text: int, rows: npt.NDArray[np.int64], found: int, column: int) -> int:
    """Characters behind the symbols that hard passages cover, each once."""
    order = np.argsort(rows[:found, column], kind="mergesort")
    total = 0
    reached = np.int64(0)
    for n in order:
        if is_boilerplate(rows[n]):
            continue
        begin = max(rows[n, column], reached)
        end = rows[n, column + 1]
        if end > begin:
            total += chars_between(folded, text, begin, end)
            reached = end
    return total
