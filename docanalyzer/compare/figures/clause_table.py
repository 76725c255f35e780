"""Windows cut into clauses, each distinct clause once: what all copies repeat is read once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import grown, kernel
from docanalyzer.compare.figures.clauses import (
    MARK_RANGE,
    MAY_HOLD_FIGURE,
    MAY_NAME_PLACE,
    PLAIN,
)
from docanalyzer.compare.figures.figures import WIDE
from docanalyzer.compare.figures.windows import Windows
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.patterns import BEYOND, characters
from docanalyzer.compare.reading import TextBatch, character

_ALWAYS, _UNLESS_DIGIT, _DIGIT, _READ, _OTHERWISE = 1, 2, 4, 8, 64
FIGURE, PLACE, MARK = 16, 32, 128
"""Flags of characters that a figure, and that a word for a place or a level, must have, and of
those that look like a mark."""

_SEPARATORS = '，。；：、！？（）()《》“”"'
_BEFORE_DIGITS = ",;:!?"
_MIX = np.uint64(0x9E3779B97F4A7C15)
START = np.uint64(1)
"""What a hash begins with."""

NOTHING = np.uint32(0xFFFFFFFF)
_EMPTY = np.int64(-1)


class Characters(NamedTuple):
    """Per character of the first plane its flags and the character it is read as, if any.

    Few are read otherwise than they are written, and the table of all is larger than a cache.
    """

    flags: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint32]


class Clauses(NamedTuple):
    """The clauses of windows in order, and the distinct ones that need a reading.

    Copy and source of region r are the windows 2r and 2r + 1; window w has the clauses
    `bounds[w]` to `bounds[w + 1]`, each with the hash of its folded text, its begin in the
    folded window and, unless it is compared as it stands, its number among the distinct ones
    (else -1). Distinct clause c is `codes[offsets[c]:offsets[c + 1]]`, folded; `keys[c]` is its
    hash and `seen[c]` has the flags of all its characters.
    """

    hashes: npt.NDArray[np.uint64]
    begins: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint32]
    offsets: npt.NDArray[np.int64]
    keys: npt.NDArray[np.uint64]
    seen: npt.NDArray[np.uint8]

    def text(self, clause: int) -> str:
        """A distinct clause as text."""
        codes = self.codes[self.offsets[clause] : self.offsets[clause + 1]]
        return codes.tobytes().decode("utf-32-le")


class _Rows(NamedTuple):
    """The first columns of `Clauses`, with room behind what is filled in."""

    hashes: npt.NDArray[np.uint64]
    begins: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]


class _Distinct(NamedTuple):
    """The distinct clauses of `Clauses` with room behind them, and where to find one by hash."""

    slots: npt.NDArray[np.int64]
    keys: npt.NDArray[np.uint64]
    offsets: npt.NDArray[np.int64]
    seen: npt.NDArray[np.uint8]
    codes: npt.NDArray[np.uint32]


@lru_cache(maxsize=1)
def clause_characters() -> Characters:
    """Characters as `folded_text` and the cut into clauses see them."""
    flags = np.zeros(BEYOND + 1, np.uint8)
    flags[characters(str.isdecimal)] |= _DIGIT
    every = "".join(map(chr, range(BEYOND)))
    flags[[found.start() for found in MAY_HOLD_FIGURE.finditer(every)]] |= FIGURE
    flags[[found.start() for found in MAY_NAME_PLACE.finditer(every)]] |= PLACE
    plain = [np.arange(*found.span()) for found in PLAIN.finditer(every)]
    flags[np.setdiff1d(np.arange(BEYOND), np.concatenate(plain))] |= _READ
    flags[MARK_RANGE[0] : MARK_RANGE[1] + 1] |= MARK
    flags[[ord(one) for one in _SEPARATORS]] |= _ALWAYS
    flags[[ord(one) for one in _BEFORE_DIGITS]] |= _UNLESS_DIGIT
    folded = np.arange(BEYOND + 1, dtype=np.uint32)
    folded[characters(str.isspace)] = NOTHING
    for wide, plain in WIDE.items():
        folded[wide] = plain
    flags[folded != np.arange(BEYOND + 1)] |= _OTHERWISE
    return Characters(flags, folded)


@kernel
def clauses_of(bodies: TextBatch, windows: Windows, table: Characters) -> Clauses:
    """The clauses of the windows of regions that differ, as `Clauses` says."""
    bodies, windows, table = borrowed((bodies, windows, table))
    count = windows.begins.shape[0]
    widest = np.int64(1)
    for window in range(count):
        widest = max(widest, windows.ends[window] - windows.begins[window])
    text = np.empty(widest, np.uint32)
    rows = _Rows(np.empty(0, np.uint64), np.empty(0, np.int32), np.empty(0, np.int32))
    known = _Distinct(
        np.full(1 << 12, _EMPTY, np.int64), np.empty(1 << 11, np.uint64),
        np.zeros((1 << 11) + 1, np.int64), np.empty(1 << 11, np.uint8), np.empty(0, np.uint32),
    )  # fmt: skip
    bounds = np.zeros(count + 1, np.int64)
    clauses = 0
    for window in range(count):
        size = _folded(bodies.data, windows.begins[window], windows.ends[window], text, table)
        # Room is made here, as growing where clauses are cut would slow each step of that.
        rows = _with_room(rows, bounds[window] + size)
        known = _room_for(known, clauses, size)
        bounds[window + 1], clauses = _cut(
            text, size, table.flags, rows, bounds[window], known, clauses
        )
    filled = bounds[count]
    return Clauses(
        rows.hashes[:filled].copy(), rows.begins[:filled].copy(), rows.numbers[:filled].copy(),
        bounds, known.codes[: known.offsets[clauses]].copy(), known.offsets[: clauses + 1].copy(),
        known.keys[:clauses].copy(), known.seen[:clauses].copy(),
    )  # fmt: skip


@kernel
def _cut(
    text: npt.NDArray[np.uint32],
    size: int,
    flags: npt.NDArray[np.uint8],
    rows: _Rows,
    filled: int,
    known: _Distinct,
    clauses: int,
) -> tuple[int, int]:
    """Enters the clauses of a folded window behind so many rows and distinct clauses; returns
    how many there are of each then."""
    text, flags, rows, known = borrowed((text, flags, rows, known))
    slots, keys, offsets, codes = known.slots, known.keys, known.offsets, known.codes
    begin = 0
    while begin < size:
        end, value, seen = _clause(text, begin, size, flags)
        if end > begin:
            rows.hashes[filled] = value
            rows.begins[filled] = begin
            rows.numbers[filled] = -1
            if seen & np.uint8(_READ):
                slot = _slot(slots, keys, value)
                if slots[slot] == _EMPTY:
                    slots[slot] = clauses
                    keys[clauses] = value
                    known.seen[clauses] = seen
                    at = offsets[clauses]
                    for place in range(begin, end):
                        codes[at + place - begin] = text[place]
                    offsets[clauses + 1] = at + end - begin
                    clauses += 1
                rows.numbers[filled] = slots[slot]
            filled += 1
        begin = end + 1
    return filled, clauses


@kernel
def _with_room(rows: _Rows, room: int) -> _Rows:
    """The same rows, with room for so many."""
    if room <= rows.numbers.shape[0]:
        return rows
    return _Rows(
        grown(rows.hashes, 2 * room), grown(rows.begins, 2 * room), grown(rows.numbers, 2 * room)
    )


@kernel
def _room_for(known: _Distinct, clauses: int, size: int) -> _Distinct:
    """The same distinct clauses, with room for those of a window of that size."""
    slots, keys, offsets, seen, codes = known
    most = clauses + size // 2 + 1
    if most > keys.shape[0]:
        keys, seen = grown(keys, 2 * most), grown(seen, 2 * most)
        offsets = grown(offsets, 2 * most + 1)
    while 2 * most > slots.shape[0]:
        slots = _wider(slots, keys, clauses)
    if offsets[clauses] + size > codes.shape[0]:
        codes = grown(codes, 2 * (offsets[clauses] + size))
    return _Distinct(slots, keys, offsets, seen, codes)


@kernel
def _folded(
    data: npt.NDArray[np.uint8],
    begin: int,
    end: int,
    text: npt.NDArray[np.uint32],
    table: Characters,
) -> int:
    """A window without blanks, with half-width digits, into `text`; returns its length."""
    flags, folds = table.flags, table.folded
    size, place = 0, begin
    while place < end:
        code, place = character(data, place)
        if flags[min(code, np.uint32(BEYOND))] & np.uint8(_OTHERWISE):
            code = folds[code]
            if code == NOTHING:
                continue
        text[size] = code
        size += 1
    return size


@kernel
def _clause(
    text: npt.NDArray[np.uint32], begin: int, size: int, table: npt.NDArray[np.uint8]
) -> tuple[int, np.uint64, np.uint8]:
    """End of the clause at `begin`, its hash, and all flags of its characters.

    Half-width marks between digits, as in 1,200, do not end a clause.
    """
    value = START
    seen = np.uint8(0)
    for place in range(begin, size):
        code = text[place]
        flags = table[min(code, np.uint32(BEYOND))]
        if flags & np.uint8(_ALWAYS):
            return place, value, seen
        if flags & np.uint8(_UNLESS_DIGIT):
            digit = place + 1 < size and (
                table[min(text[place + 1], np.uint32(BEYOND))] & np.uint8(_DIGIT)
            )
            if not digit:
                return place, value, seen
        seen |= flags
        value = mixed(value, np.uint64(code))
    return size, value, seen


@kernel
def mixed(value: np.uint64, more: np.uint64) -> np.uint64:
    """A hash continued by one number."""
    return (value ^ more) * _MIX


@kernel
def _slot(slots: npt.NDArray[np.int64], keys: npt.NDArray[np.uint64], value: np.uint64) -> np.int64:
    """Where a clause stands in the table, or would."""
    mask = slots.shape[0] - 1
    slot = np.int64(value >> np.uint64(20)) & np.int64(mask)
    while slots[slot] != _EMPTY and keys[slots[slot]] != value:
        slot = (slot + 1) & np.int64(mask)
    return slot


@kernel
def _wider(
    slots: npt.NDArray[np.int64], keys: npt.NDArray[np.uint64], known: int
) -> npt.NDArray[np.int64]:
    wider = np.full(2 * slots.shape[0], _EMPTY, np.int64)
    for clause in range(known):
        wider[_slot(wider, keys, keys[clause])] = clause
    return wider
