"""An office's own standing texts, found in bodies and taken out before bodies are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from docanalyzer.compare.compiled import grown, kernel
from docanalyzer.compare.folds.characters import TABLE_SIZE
from docanalyzer.compare.folds.folding import (
    Folded,
    Folding,
    Symbols,
    char_begin,
    char_end,
    fold_batch,
    fold_whole,
)
from docanalyzer.compare.passages.fingerprint import finish
from docanalyzer.compare.reading import TextBatch, decode, text_batch

LEAST_STANDING = 12
"""Comparable characters that a standing text needs; shorter ones stand in every document."""

LEAST_RUN = 20
"""Comparable characters in a row that must be met; all of a standing text that is shorter."""

_MOST_PLACES = 8
_BLANK = ord("_")
_BASE = np.uint64(0x9E3779B97F4A7C15)


class StandingTexts(NamedTuple):
    """Folded standing texts and where each sequence of `LEAST_STANDING` symbols stands in them.

    Text t owns `symbols[bounds[t]:bounds[t + 1]]`; the sequences `hashes`, sorted, begin at
    `places` of `symbols`, in the texts `owners`.
    """

    bounds: npt.NDArray[np.int64]
    symbols: Symbols
    hashes: npt.NDArray[np.uint64]
    places: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]


class Met(NamedTuple):
    """Where standing texts were met: span n is characters `begins[n]` to `ends[n]` of text
    `rows[n]`, and belongs to standing text `owners[n]`; in order of row and place."""

    rows: npt.NDArray[np.int64]
    owners: npt.NDArray[np.int64]
    begins: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]


def build_standing_texts(texts: Sequence[str], folding: Folding) -> StandingTexts:
    """The standing texts folded as bodies are, but whole: no zone is taken off."""
    folded = fold_whole(text_batch(pl.Series(texts, dtype=pl.String)), folding)
    bounds, symbols = folded.bounds, folded.symbols
    hashes, places, owners = _sequences(bounds, symbols)
    order = np.lexsort((places, hashes))
    hashes, places, owners = hashes[order], places[order], owners[order]
    repeats = np.arange(len(hashes)) - np.searchsorted(hashes, hashes)
    few = repeats < _MOST_PLACES
    return StandingTexts(bounds, symbols, hashes[few], places[few], owners[few])


def comparable_sizes(texts: Sequence[str], folding: Folding) -> list[int]:
    """Folded symbols of each text, none of them taken for form."""
    folded = fold_whole(text_batch(pl.Series(texts, dtype=pl.String)), folding)
    return [int(size) for size in np.diff(folded.bounds)]


def without_standing_texts(
    bodies: pl.Series, standing: StandingTexts, folding: Folding
) -> tuple[pl.Series, Met]:
    """Bodies with `_` for every comparable character inside a standing text, and the places.

    Lengths in characters do not change, so spans keep their meaning; punctuation and line
    breaks stay, so that zones are found as before. Only own text is looked at. A stretch counts
    when `LEAST_RUN` symbols in a row, or all of a shorter standing text, are found. Linear in
    the length of the bodies.
    """
    batch = text_batch(bodies)
    met = find_standing_texts(fold_batch(batch, folding), standing)
    if not len(met.rows):
        return bodies, met
    offsets, data = _blanked(batch, met, folding.characters)
    arrays = pa.LargeStringArray.from_buffers(
        len(bodies), pa.py_buffer(offsets), pa.py_buffer(data)
    )
    blanked = pl.Series(bodies.name, pl.from_arrow(arrays), pl.String)
    return blanked.set(bodies.is_null(), None), met


@kernel
def _hash(symbols: Symbols, begin: int) -> np.uint64:
    value = np.uint64(0)
    for i in range(begin, begin + LEAST_STANDING):
        value = value * _BASE + np.uint64(symbols[i] + 1)
    return finish(value)


@kernel
def _sequences(
    bounds: npt.NDArray[np.int64], symbols: Symbols
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    hashes = np.empty(symbols.shape[0], np.uint64)
    places = np.empty(symbols.shape[0], np.int64)
    owners = np.empty(symbols.shape[0], np.int64)
    filled = 0
    for text in range(bounds.shape[0] - 1):
        for place in range(bounds[text], bounds[text + 1] - LEAST_STANDING + 1):
            hashes[filled] = _hash(symbols, place)
            places[filled] = place
            owners[filled] = text
            filled += 1
    return hashes[:filled].copy(), places[:filled].copy(), owners[:filled].copy()


@kernel
def find_standing_texts(texts: Folded, standing: StandingTexts) -> Met:
    """Where the folded texts run along a standing text; longest first at each place."""
    rows = np.empty(64, np.int64)
    owners = np.empty(64, np.int64)
    begins = np.empty(64, np.int64)
    ends = np.empty(64, np.int64)
    filled = 0
    drop = np.uint64(1)
    for _ in range(LEAST_STANDING - 1):
        drop *= _BASE
    for row in range(texts.bounds.shape[0] - 1):
        last = texts.bounds[row + 1]
        rolling = np.uint64(0)
        wanted = texts.bounds[row]
        for i in range(texts.bounds[row], last):
            begin = i - LEAST_STANDING + 1
            if begin - 1 >= texts.bounds[row]:
                rolling -= drop * np.uint64(texts.symbols[begin - 1] + 1)
            rolling = rolling * _BASE + np.uint64(texts.symbols[i] + 1)
            if begin < wanted:
                continue
            length, owner = _longest(texts.symbols, begin, last, finish(rolling), standing)
            if length == 0:
                continue
            if filled == rows.shape[0]:
                rows = grown(rows, 2 * filled)
                owners = grown(owners, 2 * filled)
                begins = grown(begins, 2 * filled)
                ends = grown(ends, 2 * filled)
            rows[filled] = row
            owners[filled] = owner
            begins[filled] = char_begin(texts, row, begin - texts.bounds[row])
            ends[filled] = char_end(texts, row, begin + length - 1 - texts.bounds[row])
            filled += 1
            wanted = begin + length - LEAST_STANDING + 1
    return Met(
        rows[:filled].copy(), owners[:filled].copy(), begins[:filled].copy(), ends[:filled].copy()
    )


@kernel
def _longest(
    symbols: Symbols,
    begin: int,
    last: int,
    value: np.uint64,
    standing: StandingTexts,
) -> tuple[int, int]:
    """The longest stretch from `begin` on that runs along a standing text, and which; 0, -1 where
    none is long enough."""
    best, owner = 0, -1
    entry = np.searchsorted(standing.hashes, value)
    while entry < standing.hashes.shape[0] and standing.hashes[entry] == value:
        text = standing.owners[entry]
        place = standing.places[entry]
        end = standing.bounds[text + 1]
        length = 0
        while (
            begin + length < last
            and place + length < end
            and symbols[begin + length] == standing.symbols[place + length]
        ):
            length += 1
        whole = end - standing.bounds[text]
        if length >= min(LEAST_RUN, whole) and length > best:
            best, owner = length, text
        entry += 1
    return best, owner


@kernel
def _blanked(
    batch: TextBatch, met: Met, characters: npt.NDArray[np.uint32]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """The batch written anew with `_` for comparable characters inside the spans."""
    count = batch.offsets.shape[0] - 1
    offsets = np.zeros(count + 1, np.int64)
    data = np.empty(batch.offsets[count] - batch.offsets[0] + 8, np.uint8)
    span = 0
    filled = 0
    for row in range(count):
        character = -1
        for i in range(batch.offsets[row], batch.offsets[row + 1]):
            byte = batch.data[i]
            if byte & 0xC0 != 0x80:
                character += 1
                while (
                    span < met.rows.shape[0]
                    and met.rows[span] == row
                    and met.ends[span] <= character
                ):
                    span += 1
            inside = (
                span < met.rows.shape[0] and met.rows[span] == row and met.begins[span] <= character
            )
            if not inside or not _compares(batch.data, i, characters):
                data[filled] = byte
                filled += 1
            elif byte & 0xC0 != 0x80:
                data[filled] = _BLANK
                filled += 1
        while span < met.rows.shape[0] and met.rows[span] == row:
            span += 1
        offsets[row + 1] = filled
    return offsets, data[:filled].copy()


@kernel
def _compares(data: npt.NDArray[np.uint8], place: int, characters: npt.NDArray[np.uint32]) -> bool:
    """Whether the character that the byte at `place` belongs to counts when texts are compared."""
    begin = place
    while data[begin] & 0xC0 == 0x80:
        begin -= 1
    end = begin + 1
    while end < data.shape[0] and data[end] & 0xC0 == 0x80:
        end += 1
    code = np.empty(4, np.uint32)
    decode(data, begin, end, code)
    return bool(code[0] >= TABLE_SIZE or characters[code[0]] != 0)
