"""One multi-pattern pass over texts, and what surrounds every hit.

All offsets are characters of the text as ingested. Time is linear in text and hits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_CHUNK_BYTES = 16 << 20
"""Texts are searched in groups of about this size, so that memory does not follow the corpus."""

_ROW = 1 << 32
"""Rows are laid end to end on one axis, this far apart; no text reaches that length."""

_BOOK = ("《", "》")
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"))
_STRAIGHT = '"'
_LINE_ENDS = ("\n", "\r", "\u2028")
_SENTENCE_ENDS = ("。", "！", "？", "；", "!", "?", ";", *_LINE_ENDS)
_DEPTHS = 1 << 40

STRUCTURE: tuple[str, ...] = (
    *_BOOK,
    *(mark for pair in _PAIRS for mark in pair),
    _STRAIGHT,
    *_SENTENCE_ENDS,
)
"""Marks that every search looks for besides the phrases: quotes and ends of sentences."""


@dataclass(frozen=True)
class Hits:
    """Every occurrence of every pattern, ordered by row, begin and end.

    `begin` and `end` are places on the common axis (`row * 2**32 + character`); `phrase` indexes
    `patterns`; `sentence` numbers the sentences over all rows; `in_title` is true between 《》,
    `in_quotes` between quotation marks, both within one line and only where the marks close.
    """

    patterns: tuple[str, ...]
    begin: Ints
    end: Ints
    phrase: Ints
    sentence: Ints
    in_title: Flags
    in_quotes: Flags

    def of(self, phrases: Sequence[str]) -> Ints:
        """Indices of the hits of any of `phrases`, in order; unknown phrases have none."""
        order, bounds = self._by_phrase
        parts = [
            order[bounds[code] : bounds[code + 1]]
            for code, pattern in enumerate(self.patterns)
            if pattern in phrases
        ]
        return np.sort(np.concatenate([np.empty(0, np.int64), *parts]))

    @cached_property
    def _by_phrase(self) -> tuple[Ints, Ints]:
        """Hits grouped by phrase, and where each phrase's group begins."""
        order = np.argsort(self.phrase, kind="stable").astype(np.int64)
        codes = np.arange(len(self.patterns) + 1)
        return order, np.searchsorted(self.phrase[order], codes).astype(np.int64)

    @property
    def row(self) -> Ints:
        """Row of each hit."""
        return self.begin // _ROW


def find_hits(texts: pl.DataFrame, phrases: Sequence[str]) -> Hits:
    """Occurrences, overlapping ones included, of `phrases` in `texts` (row u32, text).

    `texts` has distinct rows in ascending order and no null text.
    """
    patterns = tuple(sorted({*phrases, *STRUCTURE}))
    parts = [_search(group, patterns) for group in _groups(texts)]
    raw = np.concatenate([np.empty((3, 0), np.int64), *parts], axis=1)
    order = np.lexsort((raw[1], raw[0]))
    begin, end, phrase = raw[:, order]
    return _with_context(patterns, begin, end, phrase)


def _groups(texts: pl.DataFrame) -> list[pl.DataFrame]:
    if texts.height == 0:
        return []
    group = texts.select(group=pl.col("text").str.len_bytes().cum_sum() // _CHUNK_BYTES)
    return texts.with_columns(group).partition_by("group", maintain_order=True)


def _search(texts: pl.DataFrame, patterns: tuple[str, ...]) -> Ints:
    """Begin, end and pattern of every hit of one group of texts, on the common axis."""
    text = pl.col("text")
    found = (
        texts.select(
            "row",
            base=text.str.len_bytes().cast(pl.Int64).cum_sum() - text.str.len_bytes(),
            at=text.str.find_many(list(patterns), overlapping=True),
            phrase=text.str.extract_many(list(patterns), overlapping=True),
        )
        .explode("at", "phrase", empty_as_null=False)
        .with_columns(pl.col("phrase").cast(pl.Enum(patterns)).to_physical())
    )
    characters = _characters_before(texts["text"])
    base = found["base"].to_numpy()
    first = characters[base]
    begin = characters[base + found["at"].to_numpy().astype(np.int64)] - first
    lengths = np.array([len(pattern) for pattern in patterns], dtype=np.int64)
    phrase = found["phrase"].to_numpy().astype(np.int64)
    at = found["row"].to_numpy().astype(np.int64) * _ROW + begin
    return np.stack([at, at + lengths[phrase], phrase])


def _characters_before(text: pl.Series) -> Ints:
    """For every byte of the texts laid end to end: how many characters begin before it."""
    joined = np.frombuffer(str(text.str.join("").item()).encode(), dtype=np.uint8)
    counts = np.zeros(len(joined) + 1, dtype=np.int64)
    np.cumsum((joined & 0xC0) != 0x80, out=counts[1:])
    return counts


def _with_context(patterns: tuple[str, ...], begin: Ints, end: Ints, phrase: Ints) -> Hits:
    row = begin // _ROW
    new_row = np.diff(row, prepend=-1) != 0
    line = np.cumsum(_is_any(patterns, phrase, _LINE_ENDS) | new_row)
    sentence = np.cumsum(_is_any(patterns, phrase, _SENTENCE_ENDS) | new_row)
    quoted = _enclosed(patterns, phrase, line, _STRAIGHT, _STRAIGHT)
    for opener, closer in _PAIRS:
        quoted |= _enclosed(patterns, phrase, line, opener, closer)
    return Hits(
        patterns=patterns,
        begin=begin,
        end=end,
        phrase=phrase,
        sentence=sentence.astype(np.int64),
        in_title=_enclosed(patterns, phrase, line, *_BOOK),
        in_quotes=quoted,
    )


def _is_any(patterns: tuple[str, ...], phrase: Ints, wanted: Sequence[str]) -> Flags:
    return np.array([pattern in wanted for pattern in patterns], dtype=np.bool_)[phrase]


def _enclosed(
    patterns: tuple[str, ...], phrase: Ints, line: npt.NDArray[np.int64], opener: str, closer: str
) -> Flags:
    """Which hits stand between an opener and a closer of their own line; nesting counts."""
    opens, closes = _is_any(patterns, phrase, (opener,)), _is_any(patterns, phrase, (closer,))
    if not opens.any():
        return np.zeros(len(phrase), dtype=np.bool_)
    if opener == closer:
        opens, closes = _alternate(opens, line)
    level = np.cumsum(opens.astype(np.int64) - closes.astype(np.int64))
    starts = np.flatnonzero(np.diff(line, prepend=-1) != 0)
    before = np.concatenate([[0], level])[starts]
    level -= np.repeat(before, np.diff(np.append(starts, len(line))))
    # A closer without opener must not hide the next pair: measure from the lowest level so far.
    lowest = np.minimum.accumulate(level - line * _DEPTHS) + line * _DEPTHS
    depth = level - np.minimum(lowest, 0)
    last_closer = np.full(int(line[-1]) + 1, -1, dtype=np.int64)
    last_closer[line[closes]] = np.flatnonzero(closes)
    inside: Flags = (depth > 0) & ~opens & (np.arange(len(phrase)) < last_closer[line])
    return inside


def _alternate(marks: Flags, line: npt.NDArray[np.int64]) -> tuple[Flags, Flags]:
    """Marks that look the same open and close in turn within a line."""
    count = np.cumsum(marks)
    starts = np.flatnonzero(np.diff(line, prepend=-1) != 0)
    before = np.concatenate([[0], count])[starts]
    nth = count - np.repeat(before, np.diff(np.append(starts, len(line))))
    opens: Flags = marks & (nth % 2 == 1)
    return opens, marks & ~opens
