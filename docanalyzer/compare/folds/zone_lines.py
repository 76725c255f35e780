"""What one line of a document looks like: label, number, date, signature, list item."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.folds.zone_words import (
    ATTACHMENT,
    CLOSING,
    COLON,
    COPIES,
    DATE_PART,
    DIGIT,
    INNER,
    ORGAN_TAIL,
    PAGE,
    YEAR_BRACKET,
    ZoneWords,
)
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.trie import longest_at

Codes = npt.NDArray[np.uint32]

NUMBER, DATE, ORGAN, ITEM, SENTENCE, BLANK = 64, 128, 256, 512, 1024, 2048
"""Further flags of a line, beside those of its beginning."""

LINE_CHARS = 400
"""Characters of a line that are looked at."""

SHORT_LINE = 60
"""Characters of the longest line that can be a date, a signature or a list item."""

_YEAR, _MONTH, _DAY = ord("年"), ord("月"), ord("日")
_ORDINAL, _NUMBER_SIGN, _ISSUE = ord("第"), ord("号"), ord("期")
_PRINT, _OUT = ord("印"), ord("发")
_FULL_STOP, _WIDE_OPEN, _OPEN = ord("。"), ord("（"), ord("(")
_DASH, _GREATER = ord("-"), ord(">")
_DOT, _WIDE_DOT, _LIST_COMMA = ord("."), ord("．"), ord("、")


@kernel
def kind_of(code: np.uint32, words: ZoneWords) -> int:
    """Bits of a character; 0 outside the basic plane."""
    return int(words.kinds[code]) if code < 0x10000 else 0


@kernel
def line_flags(line: Codes, size: int, words: ZoneWords) -> int:
    """Flags of a line given without its spaces; `size` may be cut at `LINE_CHARS`."""
    line = borrowed(line)
    if size == 0:
        return BLANK
    flags = _beginning_flags(line, size, words)
    if size <= SHORT_LINE:
        flags |= _short_line_flags(line, size, words)
    for i in range(size):
        if line[i] == _FULL_STOP:
            return flags | SENTENCE
    return flags


@kernel
def _beginning_flags(line: Codes, size: int, words: ZoneWords) -> int:
    bracket = 1 if line[0] == _WIDE_OPEN or line[0] == _OPEN else 0
    length, value = longest_at(words.beginnings, line, bracket, size)
    begun = int(value)
    if bracket or length == 0:
        return PAGE if begun == PAGE and size <= SHORT_LINE else 0
    tail = size - length
    after = kind_of(line[length], words) if tail else 0
    if begun == CLOSING:
        return CLOSING if tail <= 1 else 0
    if begun == ATTACHMENT:
        return ATTACHMENT if tail == 0 or after & COLON or (after & DIGIT and tail < 4) else 0
    if begun == PAGE:
        return PAGE if size <= SHORT_LINE else 0
    return begun if after & COLON else 0


@kernel
def _short_line_flags(line: Codes, size: int, words: ZoneWords) -> int:
    if size == 3 and line[0] == _DASH and line[1] == _DASH and line[2] == _GREATER:
        return PAGE
    if _is_date(line, size, words):
        return DATE
    flags = NUMBER if _has_number(line, size, words) else 0
    if size > 10 and line[size - 2] == _PRINT and line[size - 1] == _OUT:
        for i in range(size):
            if line[i] == _DAY:
                flags |= COPIES
    digits = 0
    while digits < min(size, 3) and kind_of(line[digits], words) & DIGIT:
        digits += 1
    if digits and digits < size:
        mark = line[digits]
        if mark in (_DOT, _WIDE_DOT, _LIST_COMMA):
            flags |= ITEM
    if 2 <= size <= 40 and kind_of(line[size - 1], words) & ORGAN_TAIL:
        flags |= ORGAN
        for i in range(size):
            if kind_of(line[i], words) & INNER:
                flags &= ~ORGAN
    return flags


@kernel
def _is_date(line: Codes, size: int, words: ZoneWords) -> bool:
    """2018年12月21日 or 二〇一八年…日, with or without brackets, and nothing else."""
    if size < 8 or size > 16:
        return False
    seen = 0
    for i in range(size):
        if not kind_of(line[i], words) & DATE_PART:
            return False
        if (
            (seen == 0 and line[i] == _YEAR)
            or (seen == 1 and line[i] == _MONTH)
            or (seen == 2 and line[i] == _DAY)
        ):
            seen += 1
    return seen == 3


@kernel
def _has_number(line: Codes, size: int, words: ZoneWords) -> bool:
    """〔2018〕43号 somewhere in a short line, or 第706号 as all of it."""
    if size > 40:
        return False
    last = line[size - 1]
    if size > 2 and line[0] == _ORDINAL and last in (_NUMBER_SIGN, _ISSUE):
        digits = 0
        for i in range(1, size - 1):
            digits += kind_of(line[i], words) & DIGIT != 0
        return digits == size - 2
    for i in range(size - 6):
        if kind_of(line[i], words) & YEAR_BRACKET:
            digits = 0
            while digits < 4 and kind_of(line[i + 1 + digits], words) & DIGIT:
                digits += 1
            if digits == 4 and kind_of(line[i + 6], words) & DIGIT:
                return True
    return False
