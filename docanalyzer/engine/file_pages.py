"""Files looked at through the system's page cache, and how much of them stays in memory."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from threading import Lock
from typing import IO
from weakref import WeakSet

MOST_MAPPED = 1 << 29
"""Bytes of such files in memory from which on `let_go` gives back what was read."""

MOST_RESIDENT = 5 << 30
"""Bytes of all memory of this process up to which it gives nothing back: to look at a page again
costs more than to keep it."""

_RESIDENT = Path("/proc/self/statm")

_maps: WeakSet[mmap.mmap] = WeakSet()
_lock = Lock()


def mapped(file: IO[bytes], size: int) -> mmap.mmap:
    """The first `size` bytes (at least 1) of a file open for reading and writing, as memory.

    Nobody may write to them. What was read stays in memory until `let_go`.
    """
    content = mmap.mmap(file.fileno(), size)
    with _lock:
        _maps.add(content)
    return content


def let_go() -> None:
    """Give back the memory of what was read of mapped files, once it is much.

    It is read again when it is looked at. Where the system does not say how much it is, nothing
    is given back.
    """
    if not _maps:
        return
    every, of_files = _resident()
    if every <= MOST_RESIDENT or of_files <= MOST_MAPPED:
        return
    with _lock:
        for content in _maps:
            content.madvise(mmap.MADV_DONTNEED)


def _resident() -> tuple[int, int]:
    """Bytes in the memory of this process: all of them, and those of files."""
    try:
        said = _RESIDENT.read_text("ascii").split()
    except OSError:
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return int(said[1]) * page, int(said[2]) * page
