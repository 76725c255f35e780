"""The one pass over texts that finds the words of all rules, compiled.

A text is read sentence by sentence. Only a sentence that holds a trigger is read for other words,
and only a text with a hit for quotation marks, so text that no rule speaks of costs a look or two
per character. Time is linear in text and hits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.detect.wording.enclosure import enclosed
from docanalyzer.detect.wording.lexicon import ALONE, SENTENCE_END, TRIGGER, Tables
from docanalyzer.text.compiled import kernel
from docanalyzer.text.reading import TextBatch, decode
from docanalyzer.text.trie import pair_slot, step

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint32]

HIT_FIELDS = 5
HIT_BEGIN, HIT_END, PHRASE, SENTENCE, ENCLOSED = range(HIT_FIELDS)
"""Fields of a hit: half-open characters of its text, pattern, sentence, what encloses it."""

SENTENCE_FIELDS = 4
BEGIN, END, FIRST_BYTE, LAST_BYTE = range(SENTENCE_FIELDS)
"""Fields of a sentence: half-open characters and bytes of its text."""

TEXT_FIELDS = 3
CHARS, HITS, SENTENCES = range(TEXT_FIELDS)
"""Fields of a text: its characters, its hits, its sentences that hold a hit."""


class Scanned(NamedTuple):
    """A row per hit, ordered by text, begin and end; per sentence that holds one; per text."""

    hits: Ints
    sentences: Ints
    texts: Ints


class _Found(NamedTuple):
    """Tables with room to spare; `filled` counts the rows in use of either."""

    hits: Ints
    sentences: Ints
    filled: Ints


@kernel
def scan_batch(batch: TextBatch, tables: Tables, whole_texts: bool) -> Scanned:
    """Every occurrence of every word, overlapping ones included, that stands near a trigger.

    Near is in one sentence or, for `whole_texts`, in one text.
    """
    count = batch.offsets.shape[0] - 1
    widest = np.int64(0)
    for row in range(count):
        widest = max(widest, batch.offsets[row + 1] - batch.offsets[row])
    codes, spans = np.empty(widest, np.uint32), np.empty((widest + 1, 2), np.int64)
    texts = np.zeros((count, TEXT_FIELDS), np.int64)
    found = _Found(
        np.empty((256, HIT_FIELDS), np.int64),
        np.empty((64, SENTENCE_FIELDS), np.int64),
        np.zeros(2, np.int64),
    )
    for row in range(count):
        size = decode(batch.data, batch.offsets[row], batch.offsets[row + 1], codes)
        texts[row, CHARS] = size
        text = codes[:size]
        to_read = _sentences_to_read(text, tables, whole_texts, spans)
        if to_read == 0:
            continue
        hits, known = found.filled
        found = _read(text, spans[:to_read], tables, found)
        of_text = found.hits[hits : found.filled[0]]
        enclosed(text, tables.kinds, of_text[:, HIT_BEGIN], of_text[:, ENCLOSED])
        _measure(text, found.sentences[known : found.filled[1]])
        texts[row, HITS] = found.filled[0] - hits
        texts[row, SENTENCES] = found.filled[1] - known
    return Scanned(
        found.hits[: found.filled[0]].copy(), found.sentences[: found.filled[1]].copy(), texts
    )


@kernel
def _sentences_to_read(text: Codes, tables: Tables, whole_text: bool, spans: Ints) -> int:
    """Fill `spans` with the sentences that a trigger begins in, or all once there is one in a
    whole text; returns how many.

    All in one loop: handing tables to a function costs more than most sentences.
    """
    kinds, triggers, pairs = tables.kinds, tables.triggers, tables.triggers.pairs
    size = text.shape[0]
    count = begin = 0
    any_trigger = False
    while begin <= size:
        end = begin
        while end < size and not kinds[text[end]] & SENTENCE_END:
            end += 1
        triggered = False
        for place in range(_first_place(begin), end):
            follows = place + 1 < size and pairs[pair_slot(text[place], text[place + 1])]
            if not (follows or kinds[text[place]] & TRIGGER):
                continue
            state, at = 0, place
            while state >= 0 and not triggers.accept[state] and at < size:
                state = step(triggers, state, text[at])
                at += 1
            if state >= 0 and triggers.accept[state]:
                triggered = True
                break
        if triggered or whole_text:
            spans[count, 0], spans[count, 1] = begin, end
            count += 1
        any_trigger = any_trigger or triggered
        begin = end + 1
    return count if any_trigger else 0


@kernel
def _first_place(begin: int) -> int:
    """A word that begins with the mark between two sentences belongs to the second."""
    return max(begin - 1, 0)


@kernel
def _read(text: Codes, spans: Ints, tables: Tables, found: _Found) -> _Found:
    """Add the words that begin in the sentences, shorter ones first at each place."""
    kinds, words = tables.kinds, tables.words
    hits, sentences = found.hits, found.sentences
    filled, known = found.filled
    size = text.shape[0]
    for span in range(spans.shape[0]):
        begin, end = spans[span]
        before = filled
        for place in range(_first_place(begin), end):
            follows = place + 1 < size and words.pairs[pair_slot(text[place], text[place + 1])]
            if not (follows or kinds[text[place]] & ALONE):
                continue
            state, at = 0, place
            while at < size:
                state = step(words, state, text[at])
                if state < 0:
                    break
                at += 1
                if words.accept[state]:
                    if filled == hits.shape[0]:
                        hits = _wider(hits)
                    hits[filled, HIT_BEGIN], hits[filled, HIT_END] = place, at
                    hits[filled, PHRASE] = np.int64(words.accept[state]) - 1
                    hits[filled, SENTENCE] = known
                    filled += 1
        if filled > before:
            if known == sentences.shape[0]:
                sentences = _wider(sentences)
            sentences[known, BEGIN], sentences[known, END] = begin, end
            known += 1
    found.filled[0], found.filled[1] = filled, known
    return _Found(hits, sentences, found.filled)


@kernel
def _wider(table: Ints) -> Ints:
    """A copy of the table with room for as many rows again; one by one, as a slice would take
    the compiler seconds."""
    wider = np.empty((2 * table.shape[0], table.shape[1]), np.int64)
    for row in range(table.shape[0]):
        for field in range(table.shape[1]):
            wider[row, field] = table[row, field]
    return wider


@kernel
def _measure(text: Codes, sentences: Ints) -> None:
    """Fill in the bytes of a text's sentences, which stand in order."""
    place, byte = 0, 0
    for sentence in range(sentences.shape[0]):
        for border, field in ((BEGIN, FIRST_BYTE), (END, LAST_BYTE)):
            while place < sentences[sentence, border]:
                code = text[place]
                byte += 1 + (code >= 0x80) + (code >= 0x800) + (code >= 0x10000)
                place += 1
            sentences[sentence, field] = byte
