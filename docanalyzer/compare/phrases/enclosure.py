"""What stands between an opening and a closing mark of its own line.

A closer without opener and an opener without closer enclose nothing; nesting counts. Where both
are the same mark, it opens and closes in turn.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.phrases.asked import IN_QUOTES, IN_TITLE
from docanalyzer.compare.phrases.lexicon import BOOK, BRACKET, LINE_END, QUOTES

Ints = npt.NDArray[np.int64]

_OPENERS = np.array([ord(opener) for opener, _ in (BOOK, *QUOTES)], np.uint32)
_CLOSERS = np.array([ord(closer) for _, closer in (BOOK, *QUOTES)], np.uint32)
_PAIRS = 1 + len(QUOTES)


@kernel
def enclosed(
    text: npt.NDArray[np.uint32],
    marks: npt.NDArray[np.int32],
    kinds: npt.NDArray[np.uint8],
    places: Ints,
    flags: Ints,
) -> None:
    """Set the flags of ascending `places` of a text of characters.

    `marks` are the places, ascending, of at least all its brackets and line ends, `kinds` what
    they are.
    """
    text, marks, kinds, places, flags = borrowed((text, marks, kinds, places, flags))
    depth = np.zeros(_PAIRS, np.int64)
    closed = np.full(_PAIRS, -1, np.int64)
    bits = 0
    line = at = 0
    for n in range(marks.shape[0]):
        if not kinds[n] & (LINE_END | BRACKET):
            continue
        while at < places.shape[0] and places[at] < marks[n]:
            flags[at] = bits
            at += 1
        if kinds[n] & LINE_END:
            _settle(places[line:at], flags[line:at], closed)
            depth[:] = bits = 0
            line = at
        else:
            bits = _count(text[marks[n]], marks[n], depth, closed)
    flags[at:] = bits
    _settle(places[line:], flags[line:], closed)


@kernel
def _settle(places: Ints, flags: Ints, closed: Ints) -> None:
    """From the pairs that are open at the places of a finished line to what encloses them."""
    for at in range(places.shape[0]):
        bits, flags[at] = flags[at], 0
        for pair in range(_PAIRS):
            if bits & (1 << pair) and closed[pair] > places[at]:
                flags[at] |= IN_TITLE if pair == 0 else IN_QUOTES


@kernel
def _count(mark: np.uint32, place: int, depth: Ints, closed: Ints) -> int:
    """Count one mark: how deep each pair is and where it last closed; a bit per open pair."""
    bits = 0
    for pair in range(_PAIRS):
        turns = _OPENERS[pair] == _CLOSERS[pair] and depth[pair] > 0
        if mark == _OPENERS[pair] and not turns:
            depth[pair] += 1
        elif mark == _CLOSERS[pair]:
            depth[pair] = max(depth[pair] - 1, 0)
            closed[pair] = place
        if depth[pair] > 0:
            bits |= 1 << pair
    return bits
