"""Where a group of texts says what is asked of it, and the sentences around.

All offsets are characters of the text as searched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.compare.phrases import judging, scan
from docanalyzer.compare.phrases.lexicon import Lexicon
from docanalyzer.compare.reading import text_batch
from docanalyzer.engine import in_order

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

GROUP_BYTES = 512 << 20
"""Hits are judged for groups of texts of about this size, so that memory does not follow the
corpus. The larger a group, the more of its sentences say the same."""

BATCH_BYTES = 4 << 20
"""Texts are scanned in batches of about this size, on every processor."""


@dataclass(frozen=True)
class Hits:
    """Words of a lexicon that meet what is asked of them, in a group of texts.

    Ordered by what is asked, text and begin. `row` is the place of the text in the group, `word`
    that among `patterns`, `sentence` that among the `sentences` that hold a hit; `bounds` tells
    where the hits of each asked begin and, last, where they end.
    """

    patterns: tuple[str, ...]
    bounds: Ints
    row: Ints
    begin: Ints
    end: Ints
    word: Ints
    sentence: Ints
    sentences: Sentences

    def of(self, asked: int) -> Ints:
        """Indices of the hits of one asked, in order."""
        return np.arange(self.bounds[asked], self.bounds[asked + 1])


@dataclass(frozen=True)
class Sentences:
    """Sentences of some of the `searched` texts: row of the text, first character and bytes."""

    searched: pl.Series
    row: Ints
    begin: Ints
    first_byte: Ints
    last_byte: Ints

    @cached_property
    def texts(self) -> pl.Series:
        """What each sentence says."""
        frame = pl.DataFrame(
            {
                "text": self.searched.gather(self.row),
                "first": self.first_byte,
                "bytes": self.last_byte - self.first_byte,
            }
        )
        # A slice of bytes costs nothing; one of characters would count from the text's beginning.
        sliced = pl.col("text").cast(pl.Binary).bin.slice("first", "bytes").cast(pl.String)
        return frame.select(sliced.alias("sentence")).to_series()

    @cached_property
    def alike(self) -> Ints:
        """The number of the first sentence that says the same."""
        numbered = self.texts.to_frame().with_columns(number=pl.int_range(pl.len()))
        first: Ints = (
            numbered.select(pl.col("number").first().over("sentence")).to_series().to_numpy()
        )
        return first


def groups(texts: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """`texts` in row order, cut into parts of about `GROUP_BYTES` of the column text."""
    for begin, end in _cuts(texts["text"], GROUP_BYTES):
        yield texts.slice(begin, end - begin)


def _cuts(texts: pl.Series, size: int) -> list[tuple[int, int]]:
    """First and last row, half-open, of consecutive parts of about `size` bytes, none empty."""
    if len(texts) == 0:
        return []
    number = texts.str.len_bytes().fill_null(0).cast(pl.Int64).cum_sum() // size
    bounds = [0, *number.search_sorted(number.unique().sort(), side="right").to_list()]
    return list(pairwise(bounds))


def find_hits(texts: pl.Series, lexicon: Lexicon, whole_texts: bool = True) -> Hits:
    """Where one group of texts holds what the lexicon asks.

    Words that are not decisive are found only in a text with one that is; with `whole_texts`
    false, in a sentence with one. A null holds nothing.
    """
    cuts = _cuts(texts, BATCH_BYTES)
    parts = in_order(
        lambda cut: scan.scan_batch(
            text_batch(texts[cut[0] : cut[1]]), lexicon.tables, lexicon.conditions, whole_texts
        ),
        cuts,
    )
    hits, sentences = _joined(parts, [begin for begin, _ in cuts])
    asked = hits[judging.ASKED]
    many = len(lexicon.conditions.flags)
    # Numbers of two bytes are sorted in two passes, wider ones by comparing.
    small = many <= np.iinfo(np.uint16).max
    hits = hits[:, np.argsort(asked.astype(np.uint16) if small else asked, kind="stable")]
    return Hits(
        patterns=lexicon.patterns,
        bounds=np.concatenate([[0], np.cumsum(np.bincount(asked, minlength=many))]),
        row=sentences[scan.ROW][hits[judging.SENTENCE]],
        begin=hits[judging.BEGIN],
        end=hits[judging.END],
        word=hits[judging.WORD],
        sentence=hits[judging.SENTENCE],
        sentences=Sentences(
            searched=texts,
            row=sentences[scan.ROW],
            begin=sentences[scan.FIRST],
            first_byte=sentences[scan.FIRST_BYTE],
            last_byte=sentences[scan.LAST_BYTE],
        ),
    )


def _joined(parts: Iterable[scan.Scanned], rows: Iterable[int]) -> tuple[Ints, Ints]:
    """The scans of consecutive batches, that begin at `rows`, as one: a row per field."""
    hits = [np.empty((judging.HIT_FIELDS, 0), np.int64)]
    sentences = [np.empty((scan.SENTENCE_FIELDS, 0), np.int64)]
    known = 0
    for part, row in zip(parts, rows, strict=True):
        part.hits[:, judging.SENTENCE] += known
        part.sentences[:, scan.ROW] += row
        known += len(part.sentences)
        hits.append(part.hits.T)
        sentences.append(part.sentences.T)
    return np.concatenate(hits, axis=1), np.concatenate(sentences, axis=1)
