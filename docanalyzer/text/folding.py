"""The form in which texts are compared, with the way back to the text as ingested.

Folding removes what an office changes without changing the content: width and case of
characters, spaces and punctuation, place names, and the words that follow the issuer's level
(全国 to 全市, 国务院 to 市人民政府). Digits stay, so that a changed number is a change.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.model.pack_data import default_pack
from docanalyzer.text.characters import EXPANDED, TABLE_SIZE, character_table
from docanalyzer.text.compiled import kernel
from docanalyzer.text.folding_words import GOVERNMENT, PLACE, level_words, place_words
from docanalyzer.text.reading import TextBatch, decode, text_batch
from docanalyzer.text.trie import Trie, build_trie, longest_at, pair_slot
from docanalyzer.text.zone_words import ZoneWords, zone_words
from docanalyzer.text.zones import MAX_SPANS, own_spans

Codes = npt.NDArray[np.uint32]
Offsets = npt.NDArray[np.int32]


class Folding(NamedTuple):
    """Everything a kernel needs to fold: character table, words, zones. See `build_folding`."""

    characters: Codes
    expansions: npt.NDArray[np.uint32]
    words: Trie
    zones: ZoneWords


class Folded(NamedTuple):
    """Folded own text of a batch of documents.

    Document i owns `symbols[bounds[i]:bounds[i + 1]]`; symbol j came from characters
    `begins[j]` to `ends[j]` (half-open) of the text as ingested. `own_chars[i]` counts the
    characters of own text, folded away or not.
    """

    bounds: npt.NDArray[np.int64]
    symbols: Codes
    begins: Offsets
    ends: Offsets
    own_chars: npt.NDArray[np.int64]


def build_folding(place_names: Iterable[str] = (), pack: Path | None = None) -> Folding:
    """Compile the level words and zones of a rule pack together with place names.

    Raises `UsageFault` where the pack's word lists do not fit.
    """
    pack = pack or default_pack()
    characters, expansions = character_table()
    words = build_trie([*level_words(pack), *place_words(place_names)])
    return Folding(characters, expansions, words, zone_words(pack))


def fold_texts(texts: pl.Series, folding: Folding) -> Folded:
    """Own text of each string, folded; a null gives an empty document."""
    return fold_batch(text_batch(texts), folding)


@kernel
def fold_batch(batch: TextBatch, folding: Folding) -> Folded:
    """Own text of each text of the batch, folded. Linear in the bytes of the batch."""
    count = batch.offsets.shape[0] - 1
    total = batch.offsets[count] - batch.offsets[0]
    room = total + 8
    bounds = np.zeros(count + 1, np.int64)
    own_chars = np.zeros(count, np.int64)
    symbols = np.empty(room, np.uint32)
    begins = np.empty(room, np.int32)
    ends = np.empty(room, np.int32)
    codes = np.empty(_widest(batch.offsets) + 1, np.uint32)
    spans = np.empty((MAX_SPANS, 2), np.int64)
    filled = 0
    for i in range(count):
        size = decode(batch.data, batch.offsets[i], batch.offsets[i + 1], codes)
        found = own_spans(codes, size, folding.zones, spans)
        begun = filled
        for n in range(found):
            own_chars[i] += spans[n, 1] - spans[n, 0]
            filled = fold_span(codes, spans[n], folding, symbols, begins, ends, filled)
        filled = replace_words(folding.words, symbols, begins, ends, begun, filled)
        bounds[i + 1] = filled
    return Folded(
        bounds,
        symbols[:filled].copy(),
        begins[:filled].copy(),
        ends[:filled].copy(),
        own_chars,
    )


@kernel
def _widest(offsets: npt.NDArray[np.int64]) -> int:
    widest = 0
    for i in range(offsets.shape[0] - 1):
        widest = max(widest, offsets[i + 1] - offsets[i])
    return widest


@kernel
def fold_span(
    codes: Codes,
    span: npt.NDArray[np.int64],
    folding: Folding,
    symbols: Codes,
    begins: Offsets,
    ends: Offsets,
    filled: int,
) -> int:
    """Fold the characters of `codes` in `span` one by one behind `filled`; returns the new end.

    No character folds to more symbols than it has UTF-8 bytes, so room for those is enough.
    """
    for position in range(span[0], span[1]):
        code = codes[position]
        folded = folding.characters[code] if code < TABLE_SIZE else code
        if folded == 0:
            continue
        if folded & np.uint32(EXPANDED):
            row = folding.expansions[folded & np.uint32(0x7FFFFFFF)]
            for part in row:
                if part:
                    symbols[filled] = part
                    begins[filled] = position
                    ends[filled] = position + 1
                    filled += 1
        else:
            symbols[filled] = folded
            begins[filled] = position
            ends[filled] = position + 1
            filled += 1
    return filled


@kernel
def replace_words(
    words: Trie, symbols: Codes, begins: Offsets, ends: Offsets, begin: int, end: int
) -> int:
    """Replace words by their symbols in place, longest word first; returns the new end.

    Neighbouring places become one, and a place before a government joins it, so that
    福建省厦门市人民政府, 市人民政府 and 国务院 are one symbol each.
    """
    write = begin
    read = begin
    while read < end:
        length, value = 0, np.uint32(0)
        if read + 1 < end and words.pairs[pair_slot(symbols[read], symbols[read + 1])]:
            length, value = longest_at(words, symbols, read, end)
        if length == 0:
            symbols[write] = symbols[read]
            begins[write] = begins[read]
            ends[write] = ends[read]
            write += 1
            read += 1
            continue
        last = ends[read + length - 1]
        joins = write > begin and symbols[write - 1] == PLACE and value in (PLACE, GOVERNMENT)
        if joins:
            write -= 1
        else:
            begins[write] = begins[read]
        symbols[write] = value
        ends[write] = last
        write += 1
        read += length
    return write
