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

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.folds.characters import EXPANDED, TABLE_SIZE, character_table
from docanalyzer.compare.folds.folding_words import (
    FIRST_RARE,
    GOVERNMENT,
    PLACE,
    RARE_SYMBOLS,
    level_words,
    place_words,
)
from docanalyzer.compare.folds.zone_words import ZoneWords, zone_words
from docanalyzer.compare.folds.zones import MAX_SPANS, own_spans
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.reading import TextBatch, decode, text_batch
from docanalyzer.compare.trie import Trie, build_trie, longest_at, pair_slot
from docanalyzer.model.pack_data import default_pack

Codes = npt.NDArray[np.uint32]
Symbols = npt.NDArray[np.uint16]
Offsets = npt.NDArray[np.int32]


class Folding(NamedTuple):
    """Everything a kernel needs to fold: character table, words, zones. See `build_folding`."""

    characters: Codes
    expansions: npt.NDArray[np.uint32]
    words: Trie
    zones: ZoneWords


class Folded(NamedTuple):
    """Folded own text of a batch of documents, about three bytes a symbol.

    Document i owns `symbols[bounds[i]:bounds[i + 1]]` and, for the way back, the runs
    `run_bounds[i]` to `run_bounds[i + 1]`: run r begins at the document's symbol `run_at[r]` and
    stands for the characters `run_begin[r]` to `run_end[r]` (half-open, as ingested), one
    symbol a character unless the run is one symbol. `kept_chars[i]` counts the characters
    behind the symbols, `own_chars[i]` those of own text, folded away or not.
    """

    bounds: npt.NDArray[np.int64]
    symbols: Symbols
    run_bounds: npt.NDArray[np.int64]
    run_at: Offsets
    run_begin: Offsets
    run_end: Offsets
    kept_chars: npt.NDArray[np.int64]
    own_chars: npt.NDArray[np.int64]


class Desk(NamedTuple):
    """Room to fold one text: its characters, the folded ones, where those stand, and
    where words may begin."""

    codes: Codes
    raw: Symbols
    at: Offsets
    hits: Offsets
    spans: npt.NDArray[np.int64]


def build_folding(place_names: Iterable[str] = (), pack: Path | None = None) -> Folding:
    """Compile the level words and zones of a rule pack together with place names.

    Raises `UsageFault` where the pack's word lists do not fit.
    """
    pack = pack or default_pack()
    characters, expansions = character_table()
    listed = [*level_words(pack), *place_words(place_names)]
    return Folding(characters, expansions, build_trie(listed), zone_words(pack))


def fold_texts(texts: pl.Series, folding: Folding) -> Folded:
    """Own text of each string, folded; a null gives an empty document."""
    return fold_batch(text_batch(texts), folding)


@kernel
def desk_for(offsets: npt.NDArray[np.int64]) -> Desk:
    """Room for the longest text of a batch."""
    widest = 0
    for i in range(offsets.shape[0] - 1):
        widest = max(widest, offsets[i + 1] - offsets[i])
    return Desk(
        np.empty(widest + 8, np.uint32),
        np.empty(widest + 8, np.uint16),
        np.empty(widest + 8, np.int32),
        np.empty(widest + 8, np.int32),
        np.empty((MAX_SPANS, 2), np.int64),
    )


@kernel
def empty_folded(texts: int, room: int) -> Folded:
    """Room for `texts` texts of `room` bytes together."""
    return Folded(
        np.zeros(texts + 1, np.int64),
        np.empty(room + 8, np.uint16),
        np.zeros(texts + 1, np.int64),
        np.empty(room + 8, np.int32),
        np.empty(room + 8, np.int32),
        np.empty(room + 8, np.int32),
        np.zeros(texts, np.int64),
        np.zeros(texts, np.int64),
    )


@kernel
def trimmed(folded: Folded) -> Folded:
    """The same without the room that was not used."""
    symbols = folded.bounds[-1]
    runs = folded.run_bounds[-1]
    return Folded(
        folded.bounds,
        folded.symbols[:symbols].copy(),
        folded.run_bounds,
        folded.run_at[:runs].copy(),
        folded.run_begin[:runs].copy(),
        folded.run_end[:runs].copy(),
        folded.kept_chars,
        folded.own_chars,
    )


@kernel
def fold_batch(batch: TextBatch, folding: Folding) -> Folded:
    """Own text of each text of the batch, folded. Linear in the bytes of the batch."""
    batch, folding = borrowed((batch, folding))
    count = batch.offsets.shape[0] - 1
    folded = empty_folded(count, batch.offsets[count] - batch.offsets[0])
    desk = desk_for(batch.offsets)
    for i in range(count):
        fold_text(batch, i, folding, desk, folded)
    return trimmed(folded)


@kernel
def fold_whole(batch: TextBatch, folding: Folding) -> Folded:
    """As `fold_batch`, with all of each text for its own: no zone is taken off."""
    batch, folding = borrowed((batch, folding))
    count = batch.offsets.shape[0] - 1
    folded = empty_folded(count, batch.offsets[count] - batch.offsets[0])
    desk = desk_for(batch.offsets)
    for i in range(count):
        desk.spans[0, 0] = 0
        desk.spans[0, 1] = decode(batch.data, batch.offsets[i], batch.offsets[i + 1], desk.codes)
        folded.own_chars[i] = desk.spans[0, 1]
        filled = _fold_span(desk, 0, folding.characters, folding.expansions, 0)
        _replace_words(desk, filled, folding, folded, i)
    return trimmed(folded)


@kernel
def fold_text(batch: TextBatch, i: int, folding: Folding, desk: Desk, folded: Folded) -> None:
    """Fold text `i` of the batch behind those before it."""
    desk, folded = borrowed((desk, folded))
    size = decode(batch.data, batch.offsets[i], batch.offsets[i + 1], desk.codes)
    found = own_spans(desk.codes, size, folding.zones, desk.spans)
    filled = 0
    for n in range(found):
        folded.own_chars[i] += desk.spans[n, 1] - desk.spans[n, 0]
        filled = _fold_span(desk, n, folding.characters, folding.expansions, filled)
    _replace_words(desk, filled, folding, folded, i)


@kernel
def _fold_span(
    desk: Desk, n: int, characters: Codes, expansions: npt.NDArray[np.uint32], filled: int
) -> int:
    """Fold the characters of span `n` one by one behind `filled`; returns the new end.

    No character folds to more symbols than it has UTF-8 bytes, so room for those is enough.
    """
    codes, raw, at = desk.codes, desk.raw, desk.at
    for position in range(desk.spans[n, 0], desk.spans[n, 1]):
        code = codes[position]
        folded = characters[code] if code < TABLE_SIZE else code
        if folded < 0x10000:
            # Written in any case and taken back when dropped: no branch to guess.
            raw[filled] = folded
            at[filled] = position
            filled += folded != 0
        elif folded & np.uint32(EXPANDED):
            row = expansions[folded & np.uint32(0x7FFFFFFF)]
            for part in row:
                if part:
                    raw[filled] = _symbol(part)
                    at[filled] = position
                    filled += 1
        else:
            raw[filled] = _symbol(folded)
            at[filled] = position
            filled += 1
    return filled


@kernel
def _symbol(code: np.uint32) -> int:
    """Characters beyond the basic plane share symbols of its private area."""
    return int(code) if code < 0x10000 else FIRST_RARE + int(code) % RARE_SYMBOLS


@kernel
def _word_places(desk: Desk, count: int, pairs: npt.NDArray[np.bool_]) -> int:
    """Where words may begin on the desk, into `desk.hits`; returns how many places."""
    raw, hits = desk.raw, desk.hits
    found = 0
    for i in range(count - 1):
        hits[found] = i
        found += pairs[pair_slot(raw[i], raw[i + 1])]
    return found


@kernel
def _replace_words(desk: Desk, count: int, folding: Folding, folded: Folded, i: int) -> None:
    """The `count` characters on the desk as text `i`, words replaced by their symbols.

    The longest word counts. Neighbouring places become one, and a place before a government
    joins it, so that 福建省厦门市人民政府, 市人民政府 and 国务院 are one symbol each.
    """
    raw, at, hits = desk.raw, desk.at, desk.hits
    symbols, run_at = folded.symbols, folded.run_at
    run_begin, run_end = folded.run_begin, folded.run_end
    words = _word_places(desk, count, folding.words.pairs)
    hits[words] = count
    begun = folded.bounds[i]
    shift = begun  # from places on the desk to places in `symbols`
    runs = folded.run_bounds[i]
    read = np.int64(0)
    kept = np.int64(0)
    for n in range(words + 1):
        place = np.int64(hits[n])
        if place < read:
            continue
        first = runs
        before = np.int32(-2)
        for j in range(read, place):
            symbols[j + shift] = raw[j]
        for j in range(read, place):
            # The next run is written in any case and counts behind a gap: no branch to guess.
            run_at[runs] = j + shift - begun
            run_begin[runs] = at[j]
            runs += at[j] != before + 1
            before = at[j]
        following = place + shift - begun
        for run in range(runs - 1, first - 1, -1):
            run_end[run] = run_begin[run] + following - run_at[run]
            following = np.int64(run_at[run])
        kept += place - read
        read = place
        if place == count:
            break
        length, value = longest_at(folding.words, raw, int(place), count)
        if length == 0:
            length, value = 1, np.uint32(raw[place])
        write = place + shift
        joins = write > begun and symbols[write - 1] == PLACE and value in (PLACE, GOVERNMENT)
        if joins:
            write -= 1
            shift -= 1
            runs -= 1
            kept -= run_end[runs] - run_begin[runs]
        else:
            run_at[runs] = write - begun
            run_begin[runs] = at[place]
        run_end[runs] = at[place + length - 1] + 1
        kept += run_end[runs] - run_begin[runs]
        runs += 1
        symbols[write] = value
        shift -= length - 1
        read = place + length
    folded.bounds[i + 1] = count + shift
    folded.run_bounds[i + 1] = runs
    folded.kept_chars[i] = kept


@kernel
def _run_of(folded: Folded, text: int, symbol: int) -> int:
    """The run of a text that holds its symbol."""
    low = folded.run_bounds[text]
    high = folded.run_bounds[text + 1]
    while high - low > 1:
        middle = (low + high) >> 1
        if folded.run_at[middle] <= symbol:
            low = middle
        else:
            high = middle
    return int(low)


@kernel
def _next_run(folded: Folded, text: int, run: int) -> int:
    """The symbol of a text at which the run behind `run` begins."""
    if run + 1 < folded.run_bounds[text + 1]:
        return int(folded.run_at[run + 1])
    return int(folded.bounds[text + 1] - folded.bounds[text])


@kernel
def char_begin(folded: Folded, text: int, symbol: int) -> int:
    """First character, as ingested, of a symbol counted from the beginning of its text."""
    run = _run_of(folded, text, symbol)
    return int(folded.run_begin[run] + symbol - folded.run_at[run])


@kernel
def char_end(folded: Folded, text: int, symbol: int) -> int:
    """Where the characters of a symbol end."""
    run = _run_of(folded, text, symbol)
    if symbol + 1 == _next_run(folded, text, run):
        return int(folded.run_end[run])
    return int(folded.run_begin[run] + symbol - folded.run_at[run] + 1)


@kernel
def symbol_spans(folded: Folded) -> tuple[Offsets, Offsets]:
    """Where the characters of every symbol begin and end, as ingested."""
    begins = np.empty(folded.symbols.shape[0], np.int32)
    ends = np.empty(folded.symbols.shape[0], np.int32)
    for text in range(folded.kept_chars.shape[0]):
        first = folded.bounds[text]
        for symbol in range(folded.bounds[text + 1] - first):
            begins[first + symbol] = char_begin(folded, text, symbol)
            ends[first + symbol] = char_end(folded, text, symbol)
    return begins, ends


@kernel
def chars_between(folded: Folded, text: int, begin: int, end: int) -> int:
    """Characters behind the symbols `begin` to `end` of a text, each symbol's own."""
    total = 0
    stop = folded.run_bounds[text + 1]
    run = _run_of(folded, text, begin)
    while run < stop and folded.run_at[run] < end:
        first = max(begin, int(folded.run_at[run]))
        following = _next_run(folded, text, run)
        if following - folded.run_at[run] == 1:
            total += folded.run_end[run] - folded.run_begin[run]
        else:
            total += min(end, following) - first
        run += 1
    return total
