"""What stands between an opening and a closing mark of its own line."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_DEPTHS = 1 << 40


def enclosed(opens: Flags, closes: Flags, line: Ints) -> Flags:
    """Which places stand between an opener and a closer of their own line; nesting counts.

    `opens` and `closes` flag the marks among places in text order, `line` numbers their lines in
    ascending order. Where both are the same mark, it opens and closes in turn. A closer without
    opener and an opener without closer enclose nothing.
    """
    if not opens.any():
        return np.zeros(len(line), dtype=np.bool_)
    if np.array_equal(opens, closes):
        opens, closes = _alternate(opens, line)
    level = _within_line(np.cumsum(opens.astype(np.int64) - closes.astype(np.int64)), line)
    # A closer without opener must not hide the next pair: measure from the lowest level so far.
    lowest = np.minimum.accumulate(level - line * _DEPTHS) + line * _DEPTHS
    depth = level - np.minimum(lowest, 0)
    last_closer = np.full(int(line[-1]) + 1, -1, dtype=np.int64)
    last_closer[line[closes]] = np.flatnonzero(closes)
    inside: Flags = (depth > 0) & ~opens & (np.arange(len(line)) < last_closer[line])
    return inside


def _alternate(marks: Flags, line: Ints) -> tuple[Flags, Flags]:
    nth = _within_line(np.cumsum(marks.astype(np.int64)), line)
    opens: Flags = marks & (nth % 2 == 1)
    return opens, marks & ~opens


def _within_line(total: Ints, line: Ints) -> Ints:
    """A running total made to begin anew on each line."""
    starts = np.flatnonzero(np.diff(line, prepend=-1) != 0)
    before = np.concatenate([[0], total])[starts]
    anew: Ints = total - np.repeat(before, np.diff(np.append(starts, len(line))))
    return anew
