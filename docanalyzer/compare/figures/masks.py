"""Distinct clauses with marks for their figures, and what stands beside each mark."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.figures import bounds, clauses, tokens
from docanalyzer.compare.figures.clause_table import FIGURE, MARK, PLACE, START, Clauses, mixed
from docanalyzer.compare.figures.quantities import DATE, PERIOD, TIMES, mark_of
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.patterns import OVERFLOW, Pattern, can_begin, compile_pattern, match_end

_STACK = 1 << 14
_DATE, _PERIOD, _TIMES = ord(DATE), ord(PERIOD), ord(TIMES)
_REPLACED = ord(clauses.NOT_A_MARK)
_LOW, _HIGH = clauses.MARK_RANGE
_BEFORE_DAY, _GRADE = ord("前"), ord("级")
_PLACE = np.array([ord(character) for character in clauses.PLACE_WORD], np.uint32)
_LEVEL = np.array([ord(character) for character in clauses.LEVEL_WORD], np.uint32)


class Tokens(NamedTuple):
    """Wordings in clauses that may be figures: clause, begin and end in it, hash of the wording.

    Ordered by clause and place. `unread` are clauses too long to be read here.
    """

    clause: npt.NDArray[np.int64]
    begin: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    wording: npt.NDArray[np.uint64]
    unread: npt.NDArray[np.bool_]


class _Marked(NamedTuple):
    """Tokens with their marks, 0 for those that are no figures."""

    clause: npt.NDArray[np.int64]
    begin: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    wording: npt.NDArray[np.uint64]
    mark: npt.NDArray[np.uint32]


class Masks(NamedTuple):
    """Per distinct clause the hash and length of its masked form, and its figures.

    Clauses correspond word for word where `masked` is equal. Clause c has the figures
    `bounds[c]` to `bounds[c + 1]`; `beside` is a hash of the mark and two characters on each
    side, `wording` a hash of all that its value depends on.
    """

    masked: npt.NDArray[np.uint64]
    length: npt.NDArray[np.int64]
    unread: npt.NDArray[np.bool_]
    bounds: npt.NDArray[np.int64]
    beside: npt.NDArray[np.uint64]
    wording: npt.NDArray[np.uint64]


class _Forms(NamedTuple):
    """The patterns of figures: first those that end in 前, which few clauses hold."""

    dated: Pattern
    measured: Pattern


class _Rewritten(NamedTuple):
    """Clauses that masking changed, each where the clause stands in `Clauses.codes`, and their
    sizes; 0 for the others."""

    codes: npt.NDArray[np.uint32]
    sizes: npt.NDArray[np.int64]


class _Words(NamedTuple):
    """The patterns of words around figures."""

    before: Pattern
    after: Pattern
    place: Pattern
    level: Pattern


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Forms, _Words]:
    forms = (tokens.DATED, tokens.MEASURED)
    words = (bounds.BEFORE, bounds.AFTER, clauses.SCOPE, clauses.LEVEL)
    return _Forms(*map(compile_pattern, forms)), _Words(*map(compile_pattern, words))


def masks_of(table: Clauses) -> Masks:
    """The masked form of every distinct clause, as `clauses` makes it of one clause."""
    forms, words = _patterns()
    found = _tokens(table, forms)
    _, sample, number = np.unique(found.wording, return_index=True, return_inverse=True)
    marks = np.array([_mark(table, found, int(row)) for row in sample], np.uint32)
    marked = _Marked(found.clause, found.begin, found.end, found.wording, marks[number])
    return _masks(table, marked, _rewritten(table, marked, words), found.unread)


def _mark(table: Clauses, found: Tokens, row: int) -> int:
    """The mark of a wording; 0 where it is no figure."""
    at = table.offsets[found.clause[row]]
    codes = table.codes[at + found.begin[row] : at + found.end[row]]
    mark = mark_of(codes.tobytes().decode("utf-32-le"))
    return ord(mark) if mark else 0


@kernel
def _tokens(table: Clauses, forms: _Forms) -> Tokens:
    table, forms = borrowed((table, forms))
    count = table.seen.shape[0]
    unread = np.zeros(count, np.bool_)
    # Room for all there can be: growing inside the loop would slow each step of it.
    room = table.codes.shape[0]
    clause = np.empty(room, np.int64)
    begins, ends = np.empty(room, np.int64), np.empty(room, np.int64)
    wording = np.empty(room, np.uint64)
    stack = np.empty((_STACK, 2), np.int64)
    found = 0
    for c in range(count):
        if not table.seen[c] & np.uint8(FIGURE):
            continue
        low, high = table.offsets[c], table.offsets[c + 1]
        dated = _holds(table.codes, low, high, _BEFORE_DAY)
        place = low
        while place < high:
            end = -1
            if dated and can_begin(forms.dated, table.codes[place]):
                end = match_end(forms.dated, table.codes, place, low, high, stack)
            if end == -1 and can_begin(forms.measured, table.codes[place]):
                end = match_end(forms.measured, table.codes, place, low, high, stack)
            if end == OVERFLOW:
                unread[c] = True
                break
            if end <= place:
                place += 1
                continue
            clause[found] = c
            begins[found] = place - low
            ends[found] = end - low
            wording[found] = _hash(table.codes, place, end)
            found += 1
            place = end
    return Tokens(
        clause[:found].copy(), begins[:found].copy(), ends[:found].copy(), wording[:found].copy(),
        unread,
    )  # fmt: skip


@kernel
def _holds(codes: npt.NDArray[np.uint32], begin: int, end: int, code: int) -> bool:
    place = begin
    while place < end and codes[place] != code:
        place += 1
    return place < end


@kernel
def _hash(codes: npt.NDArray[np.uint32], begin: int, end: int) -> np.uint64:
    value = START
    for place in range(begin, end):
        value = mixed(value, np.uint64(codes[place]))
    return value


@kernel
def _rewritten(table: Clauses, found: _Marked, words: _Words) -> _Rewritten:
    """The masked form of every clause that is not its own."""
    table, found, words = borrowed((table, found, words))
    codes = np.empty(table.codes.shape[0], np.uint32)
    sizes = np.zeros(table.seen.shape[0], np.int64)
    stack = np.empty((_STACK, 2), np.int64)
    row = 0
    for c in range(table.seen.shape[0]):
        first = row
        while row < found.clause.shape[0] and found.clause[row] == c:
            row += 1
        placed = table.seen[c] & np.uint8(PLACE)
        if not (placed or table.seen[c] & np.uint8(MARK) or _any(found.mark, first, row)):
            continue
        text = codes[table.offsets[c] : table.offsets[c + 1]]
        size = _masked(table, c, found, (first, row), words, text, stack)
        if placed:
            size = _replaced(words.place, _PLACE, text, size, stack)
            if _holds(text, 0, size, _GRADE):
                size = _replaced(words.level, _LEVEL, text, size, stack)
        sizes[c] = size
    return _Rewritten(codes, sizes)


@kernel
def _masks(
    table: Clauses, found: _Marked, rewritten: _Rewritten, unread: npt.NDArray[np.bool_]
) -> Masks:
    table, found, rewritten = borrowed((table, found, rewritten))
    count = table.seen.shape[0]
    masked = table.keys.copy()
    length = table.offsets[1:] - table.offsets[:-1]
    firsts = np.zeros(count + 1, np.int64)
    beside = np.zeros(found.mark.shape[0], np.uint64)
    wording = np.zeros(found.mark.shape[0], np.uint64)
    codes = rewritten.codes
    row = filled = 0
    for c in range(count):
        last = row
        row_of_times = np.uint64(0)
        while last < found.clause.shape[0] and found.clause[last] == c:
            if found.mark[last] == _TIMES:
                row_of_times = mixed(row_of_times, found.wording[last])
            last += 1
        if rewritten.sizes[c]:
            place = begin = table.offsets[c]
            end = begin + rewritten.sizes[c]
            masked[c] = _hash(codes, begin, end)
            length[c] = end - begin
            for n in range(row, last):
                if found.mark[n] == 0:
                    continue
                while place < end and codes[place] != found.mark[n]:
                    place += 1
                beside[filled] = _beside(codes, place, begin, end)
                told = found.wording[n]
                wording[filled] = mixed(told, row_of_times) if found.mark[n] == _PERIOD else told
                filled += 1
                place += 1
        row = last
        firsts[c + 1] = filled
    return Masks(masked, length, unread, firsts, beside[:filled].copy(), wording[:filled].copy())


@kernel
def _any(marks: npt.NDArray[np.uint32], begin: int, end: int) -> bool:
    row = begin
    while row < end and not marks[row]:
        row += 1
    return row < end


@kernel
def _masked(
    table: Clauses,
    c: int,
    found: _Marked,
    rows: tuple[int, int],
    words: _Words,
    text: npt.NDArray[np.uint32],
    stack: npt.NDArray[np.int64],
) -> int:
    """Writes a clause with its figures, and the words that bound them, as one mark each."""
    low, high = table.offsets[c], table.offsets[c + 1]
    size = 0
    reached = low
    for row in range(rows[0], rows[1]):
        if found.mark[row] == 0:
            continue
        begin, end = low + found.begin[row], low + found.end[row]
        if found.mark[row] != _PERIOD and found.mark[row] != _DATE:
            begin, end = _with_bound(table.codes, (reached, begin, end, high), words, stack)
        for place in range(reached, begin):
            text[size] = _unmarked(table.codes[place])
            size += 1
        text[size] = found.mark[row]
        size += 1
        reached = end
    for place in range(reached, high):
        text[size] = _unmarked(table.codes[place])
        size += 1
    return size


@kernel
def _unmarked(code: np.uint32) -> np.uint32:
    return np.uint32(_REPLACED) if _LOW <= code <= _HIGH else code


@kernel
def _with_bound(
    codes: npt.NDArray[np.uint32],
    span: tuple[int, int, int, int],
    words: _Words,
    stack: npt.NDArray[np.int64],
) -> tuple[int, int]:
    """A figure's span with a bound word right before or behind it."""
    reached, begin, end, high = span
    for place in range(reached, begin):
        if can_begin(words.before, codes[place]) and (
            match_end(words.before, codes, place, reached, begin, stack) == begin
        ):
            begin = place
            break
    if end < high and can_begin(words.after, codes[end]):
        end = max(end, match_end(words.after, codes, end, reached, high, stack))
    return begin, end


@kernel
def _replaced(
    pattern: Pattern,
    word: npt.NDArray[np.uint32],
    text: npt.NDArray[np.uint32],
    size: int,
    stack: npt.NDArray[np.int64],
) -> int:
    """Puts `word` in place of every match, none shorter than it; returns the new length."""
    write = read = 0
    while read < size:
        end = -1
        if can_begin(pattern, text[read]):
            end = match_end(pattern, text, read, read, size, stack)
        if end > read:
            for code in word:
                text[write] = code
                write += 1
            read = end
        else:
            text[write] = text[read]
            write += 1
            read += 1
    return write


@kernel
def _beside(codes: npt.NDArray[np.uint32], place: int, begin: int, end: int) -> np.uint64:
    """Hash of a mark and up to two characters on each side; an end of the clause counts."""
    value = _hash(codes, max(begin, place - 2), min(end, place + 3))
    return mixed(value, np.uint64(4 * min(place - begin, 2) + min(end - place - 1, 2)))
