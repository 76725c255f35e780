"""Windows cut into clauses, each distinct clause once: what all copies repeat is read once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.detect.escalation.clauses import MAY_HOLD_FIGURE, PLAIN
from docanalyzer.detect.escalation.figures import WIDE
from docanalyzer.detect.escalation.windows import (
    COPY_AT,
    COPY_CHARS,
    SOURCE_AT,
    SOURCE_CHARS,
    Bodies,
    read_characters,
)
from docanalyzer.text.compiled import grown, kernel
from docanalyzer.text.patterns import BEYOND, characters

_BLANK, _ALWAYS, _UNLESS_DIGIT, _DIGIT, _FIGURE, _READ = 1, 2, 4, 8, 16, 32
_SEPARATORS = '，。；：、！？（）()《》“”"'
_BEFORE_DIGITS = ",;:!?"
_MIX = np.uint64(0x9E3779B97F4A7C15)
START = np.uint64(1)
"""What a hash begins with."""

_EMPTY = np.int64(-1)


class Characters(NamedTuple):
    """Per character of the first plane its flags, and the character it is read as."""

    flags: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint32]


class Clauses(NamedTuple):
    """The clauses of windows in order, and the distinct ones that need a reading.

    Copy and source of region r are the windows 2r and 2r + 1; window w has the clauses
    `bounds[w]` to `bounds[w + 1]`, each with the hash of its folded text, its begin in the
    folded window and, unless it is compared as it stands, its number among the distinct ones
    (else -1). Distinct clause c is `codes[offsets[c]:offsets[c + 1]]`, folded; `may_hold[c]`
    says that it has a character of a figure.
    """

    hashes: npt.NDArray[np.uint64]
    begins: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint32]
    offsets: npt.NDArray[np.int64]
    may_hold: npt.NDArray[np.bool_]

    def text(self, clause: int) -> str:
        """A distinct clause as text."""
        codes = self.codes[self.offsets[clause] : self.offsets[clause + 1]]
        return codes.tobytes().decode("utf-32-le")


@lru_cache(maxsize=1)
def clause_characters() -> Characters:
    """Characters as `folded_text` and the cut into clauses see them."""
    flags = np.zeros(BEYOND + 1, np.uint8)
    flags[characters(str.isspace)] |= _BLANK
    flags[characters(str.isdecimal)] |= _DIGIT
    flags[characters(lambda one: MAY_HOLD_FIGURE.match(one) is not None)] |= _FIGURE
    flags[characters(lambda one: PLAIN.match(one) is None)] |= _READ
    flags[[ord(one) for one in _SEPARATORS]] |= _ALWAYS
    flags[[ord(one) for one in _BEFORE_DIGITS]] |= _UNLESS_DIGIT
    folded = np.arange(BEYOND + 1, dtype=np.uint32)
    for wide, plain in WIDE.items():
        folded[wide] = plain
    return Characters(flags, folded)


@kernel
def clauses_of(
    bodies: Bodies,
    copies: npt.NDArray[np.int64],
    sources: npt.NDArray[np.int64],
    windows: npt.NDArray[np.int64],
    table: Characters,
) -> Clauses:
    """The clauses of the windows of regions, as `Clauses` says."""
    regions = copies.shape[0]
    widest = 1
    for r in range(regions):
        widest = max(widest, windows[r, COPY_CHARS], windows[r, SOURCE_CHARS])
    text = np.empty(4 * widest + 4, np.uint32)
    slots = np.full(1 << 12, _EMPTY, np.int64)
    keys = np.empty(1 << 12, np.uint64)
    offsets = np.zeros((1 << 12) + 1, np.int64)
    may_hold = np.empty(1 << 12, np.bool_)
    codes = np.empty(1 << 15, np.uint32)
    hashes = np.empty(1 << 12, np.uint64)
    begins, numbers = np.empty(1 << 12, np.int32), np.empty(1 << 12, np.int32)
    bounds = np.zeros(2 * regions + 1, np.int64)
    known = filled = 0
    for window in range(2 * regions):
        r = window // 2
        if window % 2 == 0:
            size = _read(bodies, copies[r], windows[r, COPY_AT], windows[r, COPY_CHARS], text)
        else:
            size = _read(bodies, sources[r], windows[r, SOURCE_AT], windows[r, SOURCE_CHARS], text)
        size = _fold(text, size, table)
        if filled + size > numbers.shape[0]:
            numbers = grown(numbers, 2 * (filled + size))
            hashes, begins = grown(hashes, numbers.shape[0]), grown(begins, numbers.shape[0])
        if offsets[known] + size > codes.shape[0]:
            codes = grown(codes, 2 * (offsets[known] + size))
        begin = 0
        while begin < size:
            end, value, seen = _clause(text, begin, size, table)
            if end > begin:
                hashes[filled] = value
                begins[filled] = begin
                numbers[filled] = -1
                if seen & np.uint8(_READ):
                    if 2 * known + 2 > slots.shape[0]:
                        slots = _wider(slots, keys, known)
                        keys = grown(keys, slots.shape[0])
                        offsets = grown(offsets, slots.shape[0] + 1)
                        may_hold = grown(may_hold, slots.shape[0])
                    slot = _slot(slots, keys, value)
                    if slots[slot] == _EMPTY:
                        slots[slot] = known
                        keys[known] = value
                        may_hold[known] = (seen & np.uint8(_FIGURE)) != 0
                        at = offsets[known]
                        codes[at : at + end - begin] = text[begin:end]
                        offsets[known + 1] = at + end - begin
                        known += 1
                    numbers[filled] = slots[slot]
                filled += 1
            begin = end + 1
        bounds[window + 1] = filled
    return Clauses(
        hashes[:filled].copy(), begins[:filled].copy(), numbers[:filled].copy(), bounds,
        codes[: offsets[known]].copy(), offsets[: known + 1].copy(), may_hold[:known].copy(),
    )  # fmt: skip


@kernel
def _read(bodies: Bodies, body: int, first: int, chars: int, text: npt.NDArray[np.uint32]) -> int:
    return read_characters(bodies, body, first, first + chars, text)


@kernel
def _fold(text: npt.NDArray[np.uint32], size: int, table: Characters) -> int:
    """Folds in place: no blanks, half-width digits; returns the new length."""
    kept = 0
    for place in range(size):
        code = text[place]
        if code <= np.uint32(BEYOND):
            if table.flags[code] & np.uint8(_BLANK):
                continue
            code = table.folded[code]
        text[kept] = code
        kept += 1
    return kept


@kernel
def _clause(
    text: npt.NDArray[np.uint32], begin: int, size: int, table: Characters
) -> tuple[int, np.uint64, np.uint8]:
    """End of the clause at `begin`, its hash, and all flags of its characters.

    Half-width marks between digits, as in 1,200, do not end a clause.
    """
    value = START
    seen = np.uint8(0)
    for place in range(begin, size):
        code = text[place]
        flags = table.flags[min(code, np.uint32(BEYOND))]
        if flags & np.uint8(_ALWAYS):
            return place, value, seen
        if flags & np.uint8(_UNLESS_DIGIT):
            digit = place + 1 < size and (
                table.flags[min(text[place + 1], np.uint32(BEYOND))] & np.uint8(_DIGIT)
            )
            if not digit:
                return place, value, seen
        seen |= flags
        value = mixed(value, np.uint64(code))
    return size, value, seen


@kernel
def mixed(value: np.uint64, more: np.uint64) -> np.uint64:
    """A hash continued by one number."""
    value = (value ^ more) * _MIX
    return value ^ (value >> np.uint64(29))


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
