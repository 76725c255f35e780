"""Windows cut into clauses, each distinct clause once: what all copies repeat is read once."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.detect.escalation.clauses import MAY_HOLD_FIGURE, MAY_NAME_PLACE, PLAIN
from docanalyzer.detect.escalation.figures import WIDE
from docanalyzer.detect.escalation.windows import Windows
from docanalyzer.text.compiled import grown, kernel
from docanalyzer.text.patterns import BEYOND, characters
from docanalyzer.text.reading import TextBatch, character

_ALWAYS, _UNLESS_DIGIT, _DIGIT, _READ = 1, 2, 4, 8
FIGURE, PLACE = 16, 32
"""Flags of characters that a figure, and that a word for a place or a level, must have."""

_SEPARATORS = '，。；：、！？（）()《》“”"'
_BEFORE_DIGITS = ",;:!?"
_MIX = np.uint64(0x9E3779B97F4A7C15)
START = np.uint64(1)
"""What a hash begins with."""

NOTHING = np.uint32(0xFFFFFFFF)
_EMPTY = np.int64(-1)


class Characters(NamedTuple):
    """Per character of the first plane its flags and the character it is read as, if any."""

    flags: npt.NDArray[np.uint8]
    folded: npt.NDArray[np.uint32]


class Clauses(NamedTuple):
    """The clauses of windows in order, and the distinct ones that need a reading.

    Copy and source of region r are the windows 2r and 2r + 1; window w has the clauses
    `bounds[w]` to `bounds[w + 1]`, each with the hash of its folded text, its begin in the
    folded window and, unless it is compared as it stands, its number among the distinct ones
    (else -1). Distinct clause c is `codes[offsets[c]:offsets[c + 1]]`, folded; `seen[c]` has the
    flags of all its characters.
    """

    hashes: npt.NDArray[np.uint64]
    begins: npt.NDArray[np.int32]
    numbers: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint32]
    offsets: npt.NDArray[np.int64]
    seen: npt.NDArray[np.uint8]

    def text(self, clause: int) -> str:
        """A distinct clause as text."""
        codes = self.codes[self.offsets[clause] : self.offsets[clause + 1]]
        return codes.tobytes().decode("utf-32-le")


@lru_cache(maxsize=1)
def clause_characters() -> Characters:
    """Characters as `folded_text` and the cut into clauses see them."""
    flags = np.zeros(BEYOND + 1, np.uint8)
    flags[characters(str.isdecimal)] |= _DIGIT
    flags[characters(lambda one: MAY_HOLD_FIGURE.match(one) is not None)] |= FIGURE
    flags[characters(lambda one: MAY_NAME_PLACE.match(one) is not None)] |= PLACE
    flags[characters(lambda one: PLAIN.match(one) is None)] |= _READ
    flags[[ord(one) for one in _SEPARATORS]] |= _ALWAYS
    flags[[ord(one) for one in _BEFORE_DIGITS]] |= _UNLESS_DIGIT
    folded = np.arange(BEYOND + 1, dtype=np.uint32)
    folded[characters(str.isspace)] = NOTHING
    for wide, plain in WIDE.items():
        folded[wide] = plain
    return Characters(flags, folded)


@kernel
def clauses_of(bodies: TextBatch, windows: Windows, table: Characters) -> Clauses:
    """The clauses of the windows of regions that differ, as `Clauses` says."""
    count = windows.begins.shape[0]
    widest = np.int64(1)
    for window in range(count):
        widest = max(widest, windows.ends[window] - windows.begins[window])
    text = np.empty(widest, np.uint32)
    slots = np.full(1 << 12, _EMPTY, np.int64)
    keys = np.empty(1 << 12, np.uint64)
    offsets = np.zeros((1 << 12) + 1, np.int64)
    flags = np.empty(1 << 12, np.uint8)
    codes = np.empty(1 << 15, np.uint32)
    hashes = np.empty(1 << 12, np.uint64)
    begins, numbers = np.empty(1 << 12, np.int32), np.empty(1 << 12, np.int32)
    bounds = np.zeros(count + 1, np.int64)
    known = filled = 0
    for window in range(count):
        size = _folded(bodies.data, windows.begins[window], windows.ends[window], text, table)
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
                        flags = grown(flags, slots.shape[0])
                    slot = _slot(slots, keys, value)
                    if slots[slot] == _EMPTY:
                        slots[slot] = known
                        keys[known] = value
                        flags[known] = seen
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
        codes[: offsets[known]].copy(), offsets[: known + 1].copy(), flags[:known].copy(),
    )  # fmt: skip


@kernel
def _folded(
    data: npt.NDArray[np.uint8],
    begin: int,
    end: int,
    text: npt.NDArray[np.uint32],
    table: Characters,
) -> int:
    """A window without blanks, with half-width digits, into `text`; returns its length."""
    folds = table.folded
    size, place = 0, begin
    while place < end:
        code, place = character(data, place)
        folded = code
        if code <= np.uint32(BEYOND):
            folded = folds[code]
            if folded == NOTHING:
                continue
        text[size] = folded
        size += 1
    return size


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
