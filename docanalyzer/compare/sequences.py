"""Two sequences of clauses, compared inside compiled loops."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel

_WORD = 64


@kernel
def partners(ours: npt.NDArray[np.uint64], theirs: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    """For each element of `ours` the equal element of `theirs` it stands for; -1 for none.

    Partners are those of a shortest sequence of insertions, deletions and replacements, and of
    several shortest ones those that rapidfuzz tells (the last deletion first, then the last
    insertion), so that both can stand for each other. What is left between a common beginning
    and a common end takes time by the product of its lengths, 64 elements of `theirs` at once.
    """
    found = np.full(ours.shape[0], -1, np.int64)
    begin = 0
    row, column = ours.shape[0], theirs.shape[0]
    while begin < min(row, column) and ours[begin] == theirs[begin]:
        found[begin] = begin
        begin += 1
    while min(row, column) > begin and ours[row - 1] == theirs[column - 1]:
        row -= 1
        column -= 1
        found[row] = column
    if begin in (row, column):
        return found
    rises, falls = _steps(ours[begin:row], theirs[begin:column])
    row -= begin
    column -= begin
    while row > 0 and column > 0:
        if _has(rises[row - 1], column - 1):
            column -= 1
            continue
        row -= 1
        if row > 0 and _has(falls[row - 1], column - 1):
            continue
        column -= 1
        if ours[begin + row] == theirs[begin + column]:
            found[begin + row] = begin + column
    return found


@kernel
def _steps(
    ours: npt.NDArray[np.uint64], theirs: npt.NDArray[np.uint64]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.uint64]]:
    """Per row of the table of distances, as bits, where it rises by one and where it falls.

    The bit-parallel recurrence of Hyyrö (2003), a word of columns after the other.
    """
    words = (theirs.shape[0] + _WORD - 1) // _WORD
    rises = np.empty((ours.shape[0], words), np.uint64)
    falls = np.empty((ours.shape[0], words), np.uint64)
    one, last = np.uint64(1), np.uint64(_WORD - 1)
    rise = np.full(words, ~np.uint64(0), np.uint64)
    fall = np.zeros(words, np.uint64)
    for row in range(ours.shape[0]):
        up, down = one, np.uint64(0)
        for word in range(words):
            same = np.uint64(0)
            low = word * _WORD
            for n in range(min(_WORD, theirs.shape[0] - low)):
                same |= np.uint64(theirs[low + n] == ours[row]) << np.uint64(n)
            old_rise, old_fall = rise[word], fall[word]
            with_down = same | down
            diagonal = ((with_down & old_rise) + old_rise) ^ old_rise | with_down | old_fall
            higher = old_fall | ~(diagonal | old_rise)
            lower = diagonal & old_rise
            next_up, next_down = higher >> last, lower >> last
            higher = (higher << one) | up
            lower = (lower << one) | down
            up, down = next_up, next_down
            rise[word] = lower | ~(diagonal | higher)
            fall[word] = higher & diagonal
            rises[row, word] = rise[word]
            falls[row, word] = fall[word]
    return rises, falls


@kernel
def _has(bits: npt.NDArray[np.uint64], place: int) -> bool:
    word = bits[place // _WORD]
    return bool((word >> np.uint64(place % _WORD)) & np.uint64(1))
