"""Work on every processor of this machine, results in the order of the items."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from docanalyzer.engine.file_pages import let_go

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_AHEAD = 2
"""Items under way or waiting per processor; more would only hold memory."""


def in_order(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    progress: Callable[[float], None] = lambda _share: None,
) -> Iterator[_Result]:
    """`work(item)` for each item, in the order of `items`, whatever finishes first.

    Threads serve it, so `work` gains from kernels that let go of the interpreter lock. Only a
    few items are under way at a time. `progress` is told the share done, 0 to 1, after each
    result was taken. An exception of `work` is raised at its place in the order.
    """
    threads = max(1, len(os.sched_getaffinity(0)))
    with ThreadPoolExecutor(threads) as pool:
        waiting = iter(items)
        running = deque(pool.submit(work, item) for item in islice(waiting, _AHEAD * threads))
        for done in range(1, len(items) + 1):
            result = running.popleft().result()
            running.extend(pool.submit(work, item) for item in islice(waiting, 1))
            yield result
            let_go()
            progress(done / len(items))
