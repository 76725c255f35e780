"""Where the words of all rules stand in a group of texts, and what surrounds every hit.

All offsets are characters of the text as ingested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.detect.wording import scan
from docanalyzer.detect.wording.enclosure import IN_QUOTES, IN_TITLE
from docanalyzer.detect.wording.lexicon import Lexicon
from docanalyzer.engine import in_order
from docanalyzer.text.reading import text_batch

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

GROUP_BYTES = 64 << 20
"""Hits are judged for groups of texts of about this size, so that memory does not follow the
corpus."""

BATCH_BYTES = 4 << 20
"""Texts are scanned in batches of about this size, on every processor."""


@dataclass(frozen=True)
class Hits:
    """Occurrences of the words of a lexicon in a group of texts, ordered by begin and end.

    Those that stand in no sentence with a trigger (or in no text with one) are left out.
    `begin` and `end` count characters over all texts laid end to end, `starts` those at which
    each text begins and, last, the total; `row` is the place of the text in the group; `phrase`
    indexes `patterns`; `sentence` numbers the sentences that hold a hit; `in_title` is true
    between 《》, `in_quotes` between quotation marks, both within one line and only where the
    marks close. `sentences` has a row for each field of a sentence, see `scan`, and
    `sentence_row` the place of its text.
    """

    texts: pl.Series
    patterns: tuple[str, ...]
    starts: Ints
    row: Ints
    begin: Ints
    end: Ints
    phrase: Ints
    sentence: Ints
    in_title: Flags
    in_quotes: Flags
    sentences: Ints
    sentence_row: Ints

    def of(self, phrases: Sequence[str]) -> Ints:
        """Indices of the hits of any of `phrases`, in order; unknown phrases have none."""
        order, bounds = self._by_phrase
        codes = sorted({self._codes[phrase] for phrase in phrases if phrase in self._codes})
        parts = [order[bounds[code] : bounds[code + 1]] for code in codes]
        return np.sort(np.concatenate([np.empty(0, np.int64), *parts]), kind="stable")

    def place(self, found: Ints) -> tuple[Ints, Ints]:
        """Begin and end of hits within their own text."""
        start = self.starts[self.row[found]]
        return self.begin[found] - start, self.end[found] - start

    def sentences_of(self, found: Ints) -> Sentences:
        """The distinct sentences around hits, in order."""
        numbers, of_hit = np.unique(self.sentence[found], return_inverse=True)
        fields, row = self.sentences[:, numbers], self.sentence_row[numbers]
        frame = pl.DataFrame(
            {
                "text": self.texts.gather(row),
                "first": fields[scan.FIRST_BYTE],
                "bytes": fields[scan.LAST_BYTE] - fields[scan.FIRST_BYTE],
            }
        )
        # A slice of bytes costs nothing; one of characters would count from the text's beginning.
        sliced = pl.col("text").cast(pl.Binary).bin.slice("first", "bytes").cast(pl.String)
        texts = frame.select(sliced.alias("sentence")).to_series()
        return Sentences(row, fields[scan.BEGIN], texts, of_hit)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {pattern: code for code, pattern in enumerate(self.patterns)}

    @cached_property
    def _by_phrase(self) -> tuple[Ints, Ints]:
        """Hits grouped by phrase, and where each phrase's group begins."""
        few = len(self.patterns) <= np.iinfo(np.uint16).max
        # Numbers of two bytes are sorted in two passes, wider ones by comparing.
        phrase = self.phrase.astype(np.uint16) if few else self.phrase
        order = np.argsort(phrase, kind="stable")
        sizes = np.bincount(self.phrase, minlength=len(self.patterns))
        return order, np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])


@dataclass(frozen=True)
class Sentences:
    """Sentences: their text's row, where they begin in it, what they say; `of_hit` tells for each
    hit which of them is its own."""

    row: Ints
    begin: Ints
    texts: pl.Series
    of_hit: npt.NDArray[np.intp]


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
    """Occurrences, overlapping ones included, of the lexicon's words in one group of texts.

    Only those in a text with a trigger; with `whole_texts` false, in a sentence with one. A null
    has none.
    """
    parts = in_order(
        lambda cut: scan.scan_batch(
            text_batch(texts[cut[0] : cut[1]]), lexicon.tables, whole_texts
        ),
        _cuts(texts, BATCH_BYTES),
    )
    hits, sentences, of_texts = _joined(parts)
    row, sentence_row = (np.repeat(np.arange(len(texts)), count) for count in of_texts[1:])
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(of_texts[scan.CHARS])])
    return Hits(
        texts=texts,
        patterns=lexicon.patterns,
        starts=starts,
        row=row,
        begin=hits[scan.HIT_BEGIN] + starts[row],
        end=hits[scan.HIT_END] + starts[row],
        phrase=hits[scan.PHRASE],
        sentence=hits[scan.SENTENCE],
        in_title=hits[scan.ENCLOSED] & IN_TITLE != 0,
        in_quotes=hits[scan.ENCLOSED] & IN_QUOTES != 0,
        sentences=sentences,
        sentence_row=sentence_row,
    )


def _joined(parts: Iterable[scan.Scanned]) -> scan.Scanned:
    """The scans of consecutive batches as one, a row per field."""
    hits = [np.empty((scan.HIT_FIELDS, 0), np.int64)]
    sentences = [np.empty((scan.SENTENCE_FIELDS, 0), np.int64)]
    texts = [np.empty((scan.TEXT_FIELDS, 0), np.int64)]
    known = 0
    for part in parts:
        part.hits[:, scan.SENTENCE] += known
        known += len(part.sentences)
        hits.append(part.hits.T)
        sentences.append(part.sentences.T)
        texts.append(part.texts.T)
    joined = (np.concatenate(table, axis=1) for table in (hits, sentences, texts))
    return scan.Scanned(*joined)
