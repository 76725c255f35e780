"""Which characters of a document are its own text, and which are form.

Form is the web page around the text, the letterhead with title and number, the addressees, the
signature with its date, the list of attachments, the copies block and closing formulas
(GB/T 9704-2012 section 7 names these parts). Everything else is the document's own text.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.folds.zone_lines import (
    BLANK,
    DATE,
    ITEM,
    LINE_CHARS,
    NUMBER,
    ORGAN,
    SENTENCE,
    SHORT_LINE,
    Codes,
    kind_of,
    line_flags,
)
from docanalyzer.compare.folds.zone_words import (
    ATTACHMENT,
    CLOSING,
    COLON,
    COPIES,
    DIGIT,
    LABEL,
    ORGAN_TAIL,
    PAGE,
    SPACE,
    STOP,
    YEAR_BRACKET,
    ZoneWords,
)
from docanalyzer.compare.trie import longest_at

MAX_SPANS = 64
"""Room that callers should give `own_spans`."""

_HEAD_LINES = 40
_ADDRESSEE_CHARS = 300
_SIGNERS = 6
_LINE_FEED, _RETURN = 10, 13
_FULL_STOP = ord("。")
_TITLE_OPEN, _ORDINAL, _WIDE_CLOSE, _CLOSE = ord("《"), ord("第"), ord("）"), ord(")")


@kernel
def own_spans(codes: Codes, size: int, words: ZoneWords, spans: npt.NDArray[np.int64]) -> int:
    """Half-open spans of own text in `codes[:size]`, written to `spans[n, 2]`; returns n.

    Spans stand in order and do not touch. When a document has more than `len(spans)`, the
    last one runs on to the end of the text. Linear in the length of the text.
    """
    begins, flags, lines = _mark_lines(codes, size, words)
    head = _head_end(codes, begins, flags, lines, words)
    form = _form_lines(flags, lines)
    found = 0
    for i in range(lines):
        if form[i] or begins[i + 1] <= head:
            continue
        begin = max(begins[i], head)
        end = begins[i + 1]
        if found and (spans[found - 1, 1] == begin or found == spans.shape[0]):
            spans[found - 1, 1] = end
        else:
            spans[found, 0] = begin
            spans[found, 1] = end
            found += 1
    return found


@kernel
def _mark_lines(
    codes: Codes, size: int, words: ZoneWords
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], int]:
    """Where each line begins (and, last, where the text ends), its flags, and their number."""
    breaks = 0
    for i in range(size):
        breaks += (codes[i] == _LINE_FEED) | (codes[i] == _RETURN)
    begins = np.empty(breaks + 2, np.int64)
    flags = np.zeros(breaks + 2, np.int64)
    dense = np.empty(LINE_CHARS, np.uint32)
    kinds = words.kinds
    lines = 0
    position = 0
    while position < size:
        begins[lines] = position
        filled = 0
        telling = LINE_CHARS
        while position < size and filled < telling:
            code = codes[position]
            if code in (_LINE_FEED, _RETURN):
                break
            if code > 0xFFFF or not kinds[code] & SPACE:
                dense[filled] = code
                filled += 1
                if code == _FULL_STOP:
                    # A long line with a sentence in it has no more to say.
                    telling = max(filled, SHORT_LINE + 1)
            position += 1
        while position < size and codes[position] != _LINE_FEED and codes[position] != _RETURN:
            position += 1
        flags[lines] = line_flags(dense, filled, words)
        lines += 1
        position += 1
    begins[lines] = size
    return begins, flags, lines


@kernel
def _head_end(
    codes: Codes,
    begins: npt.NDArray[np.int64],
    flags: npt.NDArray[np.int64],
    lines: int,
    words: ZoneWords,
) -> int:
    """Where the own text begins: after labels, title, number and addressees."""
    begin = 0
    looked = 0
    numbered = False
    for i in range(lines):
        if flags[i] & BLANK:
            continue
        looked += 1
        if looked > _HEAD_LINES:
            break
        if flags[i] & LABEL:
            begin = begins[i + 1]
            continue
        addressed = _addressee_end(codes, begins[i], begins[i + 1], words)
        if addressed >= 0:
            return addressed
        if flags[i] & SENTENCE:
            break
        if flags[i] & NUMBER and not numbered:
            begin = begins[i + 1]
            numbered = True
    return begin


@kernel
def _addressee_end(codes: Codes, begin: int, end: int, words: ZoneWords) -> int:
    """Position after the colon that ends an addressee at `begin`, or -1."""
    first = begin
    while first < end and kind_of(codes[first], words) & SPACE:
        first += 1
    limit = min(end, first + _ADDRESSEE_CHARS)
    colon = first
    while colon < limit and not kind_of(codes[colon], words) & COLON:
        if kind_of(codes[colon], words) & STOP or codes[colon] == _TITLE_OPEN:
            return -1
        colon += 1
    if colon >= limit or colon - first < 2:
        return -1
    opening = kind_of(codes[first], words)
    if codes[first] == _ORDINAL or opening & (DIGIT | YEAR_BRACKET):
        return -1
    if not _names_organ(codes, first, colon, words):
        return -1
    for i in range(first, colon):
        length, _value = longest_at(words.openings, codes, i, colon)
        if length:
            return -1
    return colon + 1


@kernel
def _names_organ(codes: Codes, begin: int, end: int, words: ZoneWords) -> bool:
    """Whether the text ends as an organ's name does, a closing bracket aside."""
    last = end - 1
    while last > begin and kind_of(codes[last], words) & SPACE:
        last -= 1
    if codes[last] == _WIDE_CLOSE or codes[last] == _CLOSE:
        while last > begin and not kind_of(codes[last], words) & YEAR_BRACKET:
            last -= 1
        last -= 1
    return last >= begin and kind_of(codes[last], words) & ORGAN_TAIL != 0


@kernel
def _form_lines(flags: npt.NDArray[np.int64], lines: int) -> npt.NDArray[np.bool_]:
    """Lines that are form wherever they stand: page, closings, signatures, attachment lists."""
    form = np.zeros(lines, np.bool_)
    listing = False
    for i in range(lines):
        mark = flags[i]
        if mark & BLANK:
            continue
        if mark & (PAGE | COPIES | CLOSING | DATE):
            form[i] = True
        if mark & DATE:
            signer = i - 1
            while signer >= max(0, i - _SIGNERS) and flags[signer] & (ORGAN | BLANK):
                form[signer] = True
                signer -= 1
        if mark & ATTACHMENT:
            form[i] = True
            listing = True
        elif listing and mark & ITEM and not mark & SENTENCE:
            form[i] = True
        else:
            listing = False
    return form
