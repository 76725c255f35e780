"""What memory costs here when a process touches it for the first time.

    python benchmarks/scan/new_memory.py [GIGABYTES]

A virtual machine may fetch pages from its host at the first touch only, at a speed that differs
from hour to hour. A scan of a million circulars touches some 18 GB so, which is why its time is
read beside this figure. Prints seconds for a gigabyte, for the first and the second touch.
"""

from __future__ import annotations

import mmap
import sys
from time import perf_counter

_STEP = 1 << 20
_GIGABYTE = 1_000_000_000


def main() -> None:
    """Write new memory twice, in large pages where the system has them."""
    size = int(float(sys.argv[1] if len(sys.argv) > 1 else 4) * _GIGABYTE) // _STEP * _STEP
    with mmap.mmap(-1, size) as memory:
        if hasattr(mmap, "MADV_HUGEPAGE"):
            memory.madvise(mmap.MADV_HUGEPAGE)
        for touch in ("first", "second"):
            seconds = _written(memory)
            print(f"{touch} touch: {seconds / size * _GIGABYTE:.2f} s/GB")


def _written(memory: mmap.mmap) -> float:
    """Seconds to write all of it."""
    filling = b"x" * _STEP
    begun = perf_counter()
    for place in range(0, len(memory), _STEP):
        memory[place : place + _STEP] = filling
    return perf_counter() - begun


if __name__ == "__main__":
    main()
