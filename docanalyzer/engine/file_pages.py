"""Files looked at through the system's page cache, and how much of them stays in memory."""

from __future__ import annotations

import mmap
import os
from pathlib import Path
from threading import Lock
from typing import IO, TYPE_CHECKING, NamedTuple
from weakref import WeakKeyDictionary, finalize

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_MAPPED = 1 << 29
"""Bytes of such files in memory from which on `let_go` gives back what was read, and of all that
are mapped from which on `places_in_files` knows them."""

MOST_RESIDENT = 5 << 30
"""Bytes of all memory of this process up to which it gives nothing back: to look at a page again
costs more than to keep it."""

_RESIDENT = Path("/proc/self/statm")


class _Place(NamedTuple):
    """Where a file lies in memory, and the number of the open file."""

    begin: int
    size: int
    file: int


_maps: WeakKeyDictionary[mmap.mmap, _Place] = WeakKeyDictionary()
_lock = Lock()


def mapped(file: IO[bytes], size: int) -> mmap.mmap:
    """The first `size` bytes (at least 1) of a file open for reading and writing, as memory.

    Nobody may write to them. What was read stays in memory until `let_go`.
    """
    import numpy as np

    content = mmap.mmap(file.fileno(), size)
    kept_open = os.dup(file.fileno())
    finalize(content, os.close, kept_open)
    with _lock:
        _maps[content] = _Place(np.frombuffer(content, np.uint8).ctypes.data, size, kept_open)
    return content


def is_much_mapped() -> bool:
    """Whether files are so long that what is looked at of them has to go again soon."""
    with _lock:
        return sum(place.size for place in _maps.values()) > MOST_MAPPED


def places_in_files(
    addresses: npt.NDArray[np.uint64],
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """For each address in memory the open file that lies there, and the place in the file.

    The number of the file is -1 where none does, and for all addresses unless much is mapped: only
    where pages have to go again soon does a look cost more than a call of the system, as it brings
    those around it too.
    """
    import numpy as np

    files = np.full(len(addresses), -1, np.int32)
    places = np.zeros(len(addresses), np.int64)
    if not is_much_mapped():
        return files, places
    with _lock:
        known = sorted(_maps.values())
    begins, sizes, numbers = (np.array(column, np.uint64) for column in zip(*known, strict=True))
    # What lies before the first of them wraps around, and is too far from the last one.
    nearest = np.searchsorted(begins, addresses, "right") - 1
    distances = addresses - begins[nearest]
    inside = distances < sizes[nearest]
    files[inside] = numbers[nearest[inside]]
    places[inside] = distances[inside]
    return files, places


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
