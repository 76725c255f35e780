"""The one pass over texts that finds the words of all rules, compiled.

One look at each character marks those that end, enclose or may begin something; all else goes
over the marks. Only a sentence that holds a trigger is read for other words, and only a text with
a hit for quotation marks. Time is linear in text and hits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.phrases.asked import Conditions
from docanalyzer.compare.phrases.enclosure import enclosed
from docanalyzer.compare.phrases.judging import (
    BEGIN,
    ENCLOSED,
    END,
    HIT_FIELDS,
    SENTENCE,
    WORD,
    clean_slate,
    judge,
    most_kept,
)
from docanalyzer.compare.phrases.lexicon import (
    ALONE,
    BEGINS_TRIGGER,
    BEGINS_WORD,
    SENTENCE_END,
    TRIGGER,
    Tables,
)
from docanalyzer.compare.reading import TextBatch, character
from docanalyzer.compare.trie import pair_slot, step

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]

SENTENCE_FIELDS = 4
FIRST, FIRST_BYTE, LAST_BYTE, ROW = range(SENTENCE_FIELDS)
"""Fields of a sentence that holds a kept hit: its first character, half-open bytes of its text,
the place of the text."""

_SPAN_FIELDS = 5
_FIRST_MARK, _LAST_MARK = range(3, _SPAN_FIELDS)
"""Further fields of a sentence while its text is read: the marks that words may begin at."""


class Scanned(NamedTuple):
    """A row per hit that is kept, ordered by text and begin; per sentence that holds one."""

    hits: Ints
    sentences: Ints


class _Marks(NamedTuple):
    """Characters of one text that a scan must look at: place, first byte, what they are."""

    places: npt.NDArray[np.int32]
    bytes: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]


@kernel
def scan_batch(
    batch: TextBatch, tables: Tables, conditions: Conditions, whole_texts: bool
) -> Scanned:
    """Every word that stands near a trigger and meets what is asked of it.

    Near is in one sentence or, for `whole_texts`, in one text.
    """
    batch, tables, conditions = borrowed((batch, tables, conditions))
    count = batch.offsets.shape[0] - 1
    widest = np.int64(0)
    for row in range(count):
        widest = max(widest, batch.offsets[row + 1] - batch.offsets[row])
    codes, spans = np.empty(widest, np.uint32), np.empty((widest + 1, _SPAN_FIELDS), np.int64)
    room = _Marks(
        np.empty(widest, np.int32), np.empty(widest, np.int32), np.empty(widest, np.uint8)
    )
    slate, hits = clean_slate(conditions), np.empty((256, HIT_FIELDS), np.int64)
    kept = Scanned(np.empty((256, HIT_FIELDS), np.int64), np.empty((64, SENTENCE_FIELDS), np.int64))
    filled = known = 0
    for row in range(count):
        data = batch.data[batch.offsets[row] : batch.offsets[row + 1]]
        size, marked = _marked(data, tables.kinds, tables.pairs, codes, room)
        text = codes[:size]
        marks = _Marks(room.places[:marked], room.bytes[:marked], room.kinds[:marked])
        to_read = _sentences_to_read(text, data.shape[0], marks, tables, whole_texts, spans)
        if to_read == 0:
            continue
        hits, found = _read(text, marks, spans[:to_read], tables, hits)
        of_text = hits[:found]
        enclosed(text, marks.places, marks.kinds, of_text[:, BEGIN], of_text[:, ENCLOSED])
        kept = _with_room(kept, filled, known, most_kept(of_text, conditions.by_word))
        last = filled + judge(of_text, conditions, slate, kept.hits[filled:])
        known = _name_sentences(kept.hits[filled:last], spans, row, kept.sentences, known)
        filled = last
    return Scanned(kept.hits[:filled].copy(), kept.sentences[:known].copy())


@kernel
def _with_room(kept: Scanned, filled: int, known: int, more: int) -> Scanned:
    """The same with room for more hits, each in a sentence of its own."""
    hits, sentences = kept.hits, kept.sentences
    while hits.shape[0] < filled + more:
        hits = _wider(hits)
    while sentences.shape[0] < known + more:
        sentences = _wider(sentences)
    return Scanned(hits, sentences)


@kernel
def _name_sentences(kept: Ints, spans: Ints, row: int, sentences: Ints, known: int) -> int:
    """Add the sentences of the kept hits of a text, by whose number they go from now on; returns
    how many sentences are known."""
    before = -1
    for hit in range(kept.shape[0]):
        span = kept[hit, SENTENCE]
        if span != before:
            for field in range(ROW):
                sentences[known, field] = spans[span, field]
            sentences[known, ROW] = row
            known += 1
        before, kept[hit, SENTENCE] = span, known - 1
    return known


@kernel
def _marked(
    text: npt.NDArray[np.uint8],
    kinds: npt.NDArray[np.uint8],
    pairs: npt.NDArray[np.uint8],
    codes: Codes,
    marks: _Marks,
) -> tuple[int, int]:
    """Fill in the characters of a text, and the marks among them; returns how many of both."""
    places, first_bytes, found = marks.places, marks.bytes, marks.kinds
    size, count = 0, 0
    at, before = 0, 0
    while at < text.shape[0]:
        begun = at
        codes[size], at = character(text, begun)
        if size > 0:
            code = codes[size - 1]
            kind = kinds[code] | pairs[pair_slot(code, codes[size])]
            # Written always and counted if a mark: a branch here would often be guessed wrong.
            places[count], first_bytes[count], found[count] = size - 1, before, kind
            count += int(kind != 0)
        before = begun
        size += 1
    if size > 0 and kinds[codes[size - 1]]:
        places[count], first_bytes[count] = size - 1, before
        found[count] = kinds[codes[size - 1]]
        count += 1
    return size, count


@kernel
def _width(code: np.uint32) -> int:
    """Bytes of a character."""
    return 1 + int(code >= 0x80) + int(code >= 0x800) + int(code >= 0x10000)


@kernel
def _sentences_to_read(
    text: Codes, text_bytes: int, marks: _Marks, tables: Tables, whole_text: bool, spans: Ints
) -> int:
    """Fill `spans` with the sentences that a trigger begins in, or all once there is one in a
    whole text; returns how many.

    A word that begins with the mark between two sentences belongs to the second. All in one
    loop: handing tables to a function costs more than most sentences.
    """
    text, marks, spans = borrowed((text, marks, spans))
    triggers = tables.triggers
    size, marked = text.shape[0], marks.places.shape[0]
    count = begin = first_byte = first_mark = 0
    triggered = any_trigger = False
    for mark in range(marked + 1):
        last = mark == marked
        if last or marks.kinds[mark] & SENTENCE_END:
            end = size if last else marks.places[mark]
            last_byte = text_bytes if last else marks.bytes[mark]
            if triggered or whole_text:
                spans[count, FIRST] = begin
                spans[count, FIRST_BYTE], spans[count, LAST_BYTE] = first_byte, last_byte
                spans[count, _FIRST_MARK], spans[count, _LAST_MARK] = first_mark, mark
                count += 1
            any_trigger = any_trigger or triggered
            if last:
                break
            triggered = False
            begin, first_byte, first_mark = (
                end + 1,
                last_byte + _width(text[marks.places[mark]]),
                mark,
            )
        if triggered or not marks.kinds[mark] & (TRIGGER | BEGINS_TRIGGER):
            continue
        state, at = 0, marks.places[mark]
        while state >= 0 and not triggers.accept[state] and at < size:
            state = step(triggers, state, text[at])
            at += 1
        triggered = state >= 0 and triggers.accept[state] != 0
    return count if any_trigger else 0


@kernel
def _read(text: Codes, marks: _Marks, spans: Ints, tables: Tables, hits: Ints) -> tuple[Ints, int]:
    """The words that begin in the sentences, shorter ones first at each place, in `hits` or a
    wider table, and how many there are."""
    text, marks, spans = borrowed((text, marks, spans))
    words = tables.words
    filled, size = 0, text.shape[0]
    for span in range(spans.shape[0]):
        for mark in range(spans[span, _FIRST_MARK], spans[span, _LAST_MARK]):
            if not marks.kinds[mark] & (ALONE | BEGINS_WORD):
                continue
            place = marks.places[mark]
            state, at = 0, place
            while at < size:
                state = step(words, state, text[at])
                if state < 0:
                    break
                at += 1
                if words.accept[state]:
                    if filled == hits.shape[0]:
                        hits = _wider(hits)
                    hits[filled, BEGIN], hits[filled, END] = place, at
                    hits[filled, WORD] = np.int64(words.accept[state]) - 1
                    hits[filled, SENTENCE] = span
                    filled += 1
    return hits, filled


@kernel
def _wider(table: Ints) -> Ints:
    """A copy of the table with room for as many rows again; one by one, as a slice would take
    the compiler seconds."""
    wider = np.empty((2 * table.shape[0], table.shape[1]), np.int64)
    for row in range(table.shape[0]):
        for field in range(table.shape[1]):
            wider[row, field] = table[row, field]
    return wider
