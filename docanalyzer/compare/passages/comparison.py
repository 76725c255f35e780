"""From bodies to compared pairs: fingerprints, index, candidates, passages.

The only module that drives the compiled kernels; work goes in batches of fixed size over all
processors, and neither batching nor timing shows in the result.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.compare.folds.folding import Folded, Folding
from docanalyzer.compare.passages.alignment import Aligned, Seeds, align_pairs
from docanalyzer.compare.passages.candidates import Candidates, find_candidates
from docanalyzer.compare.passages.fingerprint import Fingerprints, read_batch
from docanalyzer.compare.passages.folded_texts import FoldedTexts
from docanalyzer.compare.passages.lineage import Lineage
from docanalyzer.compare.passages.origins import Origins, find_origins, standing_and_telling
from docanalyzer.compare.passages.postings import Postings, build_postings
from docanalyzer.compare.passages.prints import PrintShelf
from docanalyzer.compare.reading import text_batch
from docanalyzer.engine import in_order

_BATCH_CHARS = 1 << 21
_CANDIDATE_DOCS = 1024


@dataclass(frozen=True)
class Compared:
    """Pairs with something in common.

    `pairs`: copy, source (document numbers in source order), copy_covered, source_covered,
    copy_chars, source_chars, edits (symbols changed inside hard passages), sources_left_out
    (further documents with fingerprints of the copy that were not aligned). `passages`: copy,
    source, copy_begin, copy_end, source_begin, source_end, similarity, soft. Rows ordered by copy,
    source and place.
    """

    pairs: pl.DataFrame
    passages: pl.DataFrame


def compare_bodies(
    bodies: pl.Series,
    lines: Lineage,
    folding: Folding,
    progress: Callable[[float], None],
) -> Compared:
    """Compare every body with those before it; `bodies` stands in source order."""
    texts = FoldedTexts(bodies, folding)
    shelf = _read(bodies, folding, texts, lambda share: progress(0.4 * share))
    index = build_postings(shelf, lambda share: progress(0.4 + 0.1 * share))
    del shelf
    origins = find_origins(index, lines)
    ranges = [
        (begin, min(begin + _CANDIDATE_DOCS, len(bodies)))
        for begin in range(0, len(bodies), _CANDIDATE_DOCS)
    ]
    parts = in_order(
        lambda span: _compare_range(span, index, origins, lines, texts),
        ranges,
        lambda share: progress(0.5 + 0.5 * share),
    )
    compared = list(parts)
    return Compared(
        pl.concat([part.pairs for part in compared]),
        pl.concat([part.passages for part in compared]),
    )


def _read(
    bodies: pl.Series,
    folding: Folding,
    texts: FoldedTexts,
    progress: Callable[[float], None],
) -> PrintShelf:
    """Fingerprints of all bodies; what has to be folded for them goes to `texts`."""
    shelf = PrintShelf()

    def read(span: tuple[int, int]) -> tuple[npt.NDArray[np.int64], Folded, Fingerprints]:
        folded, prints = read_batch(text_batch(bodies[span[0] : span[1]]), folding)
        return np.arange(*span), folded, prints

    for numbers, folded, prints in in_order(read, _batches(bodies), progress):
        texts.add(numbers, folded)
        shelf.add(prints)
    return shelf


def _compare_range(
    span: tuple[int, int],
    index: Postings,
    origins: Origins,
    lines: Lineage,
    texts: FoldedTexts,
) -> Compared:
    found = find_candidates(span[0], span[1], index, origins, lines)
    numbers = np.unique(np.concatenate([found.copies, found.sources]))
    standing, telling = standing_and_telling(span[0], span[1], index, origins.marks)
    seeds = Seeds(
        found.copies,
        found.sources,
        found.bounds,
        found.copy_at,
        found.source_at,
        span[0],
        *standing,
        *telling,
    )
    return _frames(found, align_pairs(texts.having(numbers), numbers, seeds), span[0])


def _frames(found: Candidates, aligned: Aligned, first: int) -> Compared:
    covered = aligned.covered
    pairs = pl.DataFrame(
        {
            "copy": found.copies,
            "source": found.sources,
            "copy_covered": covered[:, 0],
            "source_covered": covered[:, 1],
            "copy_chars": covered[:, 2],
            "source_chars": covered[:, 3],
            "edits": covered[:, 4],
            "sources_left_out": found.left_out[found.copies - first],
        }
    )
    spans = aligned.spans
    passages = pl.DataFrame(
        {
            "copy": found.copies[aligned.pair],
            "source": found.sources[aligned.pair],
            "copy_begin": spans[:, 0],
            "copy_end": spans[:, 1],
            "source_begin": spans[:, 2],
            "source_end": spans[:, 3],
            "similarity": aligned.similarity,
            "soft": aligned.soft,
        }
    )
    return Compared(pairs, passages)


def _batches(bodies: pl.Series) -> list[tuple[int, int]]:
    """Ranges of documents of about `_BATCH_CHARS` bytes, each at least one document."""
    ends = bodies.str.len_bytes().fill_null(0).cum_sum().to_numpy()
    edges = [0]
    while edges[-1] < len(bodies):
        done = ends[edges[-1] - 1] if edges[-1] else 0
        after = int(np.searchsorted(ends, done + _BATCH_CHARS, side="right"))
        edges.append(min(len(bodies), max(after, edges[-1] + 1)))
    return list(pairwise(edges))
