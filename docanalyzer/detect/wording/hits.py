"""One multi-pattern pass over texts, and what surrounds every hit.

All offsets are characters of the text as ingested. Time is linear in text and hits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from docanalyzer.detect.wording.enclosure import enclosed

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

GROUP_BYTES = 16 << 20
"""Texts are searched in groups of about this size, so that memory does not follow the corpus."""

_BOOK = ("《", "》")
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"))
_STRAIGHT = '"'
_LINE_ENDS = ("\n", "\r", "\u2028")
_SENTENCE_ENDS = ("。", "！", "？", "；", "!", "?", ";", *_LINE_ENDS)

STRUCTURE: tuple[str, ...] = (
    *_BOOK,
    *(mark for pair in _PAIRS for mark in pair),
    _STRAIGHT,
    *_SENTENCE_ENDS,
)
"""Marks that every search looks for besides the phrases: quotes and ends of sentences."""


@dataclass(frozen=True)
class Texts:
    """Texts laid end to end: `joined` holds their bytes, `chars` how many characters begin
    before each byte, `starts` the character at which each text begins and, last, the total."""

    joined: bytes
    chars: Ints
    starts: Ints

    @classmethod
    def of(cls, series: pl.Series) -> Texts:
        """The texts of a series without nulls."""
        joined = str(series.str.join("").item()).encode()
        chars = np.zeros(len(joined) + 1, dtype=np.int64)
        np.cumsum((np.frombuffer(joined, dtype=np.uint8) & 0xC0) != 0x80, out=chars[1:])
        ends = np.cumsum(series.str.len_bytes().to_numpy().astype(np.int64))
        return cls(joined, chars, chars[np.concatenate([[0], ends])])

    def byte_of(self, character: Ints) -> Ints:
        """The byte at which each character begins."""
        return (np.searchsorted(self.chars, character, side="right") - 1).astype(np.int64)

    def slices(self, begin: Ints, end: Ints) -> pl.Series:
        """The texts between ascending, disjoint spans of characters, without copying any."""
        offsets = np.stack([self.byte_of(begin), self.byte_of(end)], axis=1).ravel()
        array = pa.LargeStringArray.from_buffers(
            max(len(offsets) - 1, 0), pa.py_buffer(offsets.tobytes()), pa.py_buffer(self.joined)
        )
        return pl.Series("slice", pl.from_arrow(array), dtype=pl.String).gather_every(2)


@dataclass(frozen=True)
class Hits:
    """Every occurrence of every pattern in a group of texts, ordered by begin and end.

    `begin` and `end` count characters over all texts laid end to end; `row` is the place of the
    text in the group; `phrase` indexes `patterns`; `sentence` numbers the sentences; `in_title`
    is true between 《》, `in_quotes` between quotation marks, both within one line and only
    where the marks close.
    """

    texts: Texts
    patterns: tuple[str, ...]
    row: Ints
    begin: Ints
    end: Ints
    phrase: Ints
    sentence: Ints
    in_title: Flags
    in_quotes: Flags

    def of(self, phrases: Sequence[str]) -> Ints:
        """Indices of the hits of any of `phrases`, in order; unknown phrases have none."""
        order, bounds = self._by_phrase
        codes = sorted({self._codes[phrase] for phrase in phrases if phrase in self._codes})
        parts = [order[bounds[code] : bounds[code + 1]] for code in codes]
        return np.sort(np.concatenate([np.empty(0, np.int64), *parts]))

    def place(self, found: Ints) -> tuple[Ints, Ints]:
        """Begin and end of hits within their own text."""
        start = self.texts.starts[self.row[found]]
        return self.begin[found] - start, self.end[found] - start

    def sentence_spans(self, found: Ints) -> tuple[Ints, Ints]:
        """Begin and end of the sentence around each hit, over all texts laid end to end."""
        number = self.sentence[found]
        first = np.searchsorted(self.sentence, number, side="left")
        following = np.searchsorted(self.sentence, number, side="right")
        row = self.row[found]
        begin = np.where(self._ends[first], self.end[first], self.texts.starts[row])
        last = len(self.sentence) - 1
        after = np.minimum(following, last)
        goes_on = (following <= last) & (self.row[after] == row)
        end = np.where(goes_on, self.begin[after], self.texts.starts[row + 1])
        return begin, end

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {pattern: code for code, pattern in enumerate(self.patterns)}

    @cached_property
    def _ends(self) -> Flags:
        return _is_any(self.patterns, self.phrase, _SENTENCE_ENDS)

    @cached_property
    def _by_phrase(self) -> tuple[Ints, Ints]:
        """Hits grouped by phrase, and where each phrase's group begins."""
        order = np.argsort(self.phrase, kind="stable").astype(np.int64)
        codes = np.arange(len(self.patterns) + 1)
        return order, np.searchsorted(self.phrase[order], codes).astype(np.int64)


def groups(texts: pl.DataFrame, column: str = "text") -> Iterator[pl.DataFrame]:
    """`texts` in row order, cut into parts of about `GROUP_BYTES` of `column`."""
    if texts.height == 0:
        return
    number = texts.select(
        pl.col(column).str.len_bytes().cast(pl.Int64).cum_sum() // GROUP_BYTES
    ).to_series()
    bounds = [0, *number.search_sorted(number.unique().sort(), side="right").to_list()]
    for begin, end in pairwise(bounds):
        yield texts.slice(begin, end - begin)


def find_hits(series: pl.Series, phrases: Sequence[str]) -> Hits:
    """Occurrences, overlapping ones included, of `phrases` in one group of texts without nulls."""
    patterns = tuple(sorted({*phrases, *STRUCTURE}))
    texts = Texts.of(series)
    row, begin, phrase = _search(series, texts, patterns)
    lengths = np.array([len(pattern) for pattern in patterns], dtype=np.int64)
    end = begin + lengths[phrase]
    order = np.lexsort((end, begin))
    return _with_context(texts, patterns, row[order], begin[order], end[order], phrase[order])


def _search(series: pl.Series, texts: Texts, patterns: tuple[str, ...]) -> tuple[Ints, Ints, Ints]:
    """Row, first character and pattern of every hit."""
    text = pl.col("text")
    found = (
        pl.DataFrame({"text": series})
        .with_row_index("row")
        .select(
            "row",
            base=text.str.len_bytes().cast(pl.Int64).cum_sum() - text.str.len_bytes(),
            at=text.str.find_many(list(patterns), overlapping=True),
            phrase=text.str.extract_many(list(patterns), overlapping=True),
        )
        .explode("at", "phrase", empty_as_null=False)
        .with_columns(pl.col("phrase").cast(pl.Enum(patterns)).to_physical())
    )
    bytes_before = found["base"].to_numpy() + found["at"].to_numpy().astype(np.int64)
    row = found["row"].to_numpy().astype(np.int64)
    return row, texts.chars[bytes_before], found["phrase"].to_numpy().astype(np.int64)


def _with_context(
    texts: Texts, patterns: tuple[str, ...], row: Ints, begin: Ints, end: Ints, phrase: Ints
) -> Hits:
    new_row = np.diff(row, prepend=-1) != 0
    line = np.cumsum(_is_any(patterns, phrase, _LINE_ENDS) | new_row)
    sentence = np.cumsum(_is_any(patterns, phrase, _SENTENCE_ENDS) | new_row)
    quoted = np.zeros(len(row), dtype=np.bool_)
    for opener, closer in (*_PAIRS, (_STRAIGHT, _STRAIGHT)):
        opens = _is_any(patterns, phrase, (opener,))
        quoted |= enclosed(opens, _is_any(patterns, phrase, (closer,)), line)
    in_title = enclosed(
        _is_any(patterns, phrase, _BOOK[:1]), _is_any(patterns, phrase, _BOOK[1:]), line
    )
    return Hits(
        texts=texts,
        patterns=patterns,
        row=row,
        begin=begin,
        end=end,
        phrase=phrase,
        sentence=sentence.astype(np.int64),
        in_title=in_title,
        in_quotes=quoted,
    )


def _is_any(patterns: tuple[str, ...], phrase: Ints, wanted: Sequence[str]) -> Flags:
    flags: Flags = np.array([pattern in wanted for pattern in patterns], dtype=np.bool_)[phrase]
    return flags
