"""Work on every processor of this machine, results in the order of the items."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from functools import partial
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from docanalyzer.engine.aside import keep
from docanalyzer.engine.file_pages import let_go

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_AHEAD = 2
"""Items under way or waiting per processor; more would only hold memory."""


def processors() -> int:
    """Processors that this process may use."""
    return max(1, len(os.sched_getaffinity(0)))


def in_order(
    work: Callable[[_Item], _Result],
    items: Sequence[_Item],
    progress: Callable[[float], None] = lambda _share: None,
) -> Iterator[_Result]:
    """`work(item)` for each item, in the order of `items`, whatever finishes first.

    Threads serve it, so `work` gains from kernels that let go of the interpreter lock. Only a
    few items are under way at a time. `progress` is told the share done, 0 to 1, after each
    result was taken. An exception of `work` is raised at its place in the order; nobody waits
    then for the items under way.
    """
    threads = processors()
    crew = _Crew(work, min(threads, len(items)))
    try:
        waiting = iter(items)
        running = deque(map(crew.begin, islice(waiting, _AHEAD * threads)))
        for done in range(1, len(items) + 1):
            result = running.popleft().result()
            running.extend(map(crew.begin, islice(waiting, 1)))
            yield result
            let_go()
            progress(done / len(items))
    finally:
        crew.dismiss()


class _Crew(Generic[_Item, _Result]):
    """Threads that do one kind of work. They are daemons, which an executor's are not: one that
    is stuck, as when an import was interrupted, must not keep the process from its end."""

    def __init__(self, work: Callable[[_Item], _Result], threads: int) -> None:
        self._work = work
        self._threads = threads
        self._begun: SimpleQueue[tuple[Future[_Result], _Item] | None] = SimpleQueue()
        for _ in range(threads):
            Thread(target=self._serve, name="in order", daemon=True).start()

    def begin(self, item: _Item) -> Future[_Result]:
        """The result of `item` to come."""
        promise: Future[_Result] = Future()
        self._begun.put((promise, item))
        return promise

    def dismiss(self) -> None:
        """Drop what nobody has begun with, and let the threads end."""
        try:
            while True:
                self._begun.get_nowait()
        except Empty:
            for _ in range(self._threads):
                self._begun.put(None)

    def _serve(self) -> None:
        while (given := self._begun.get()) is not None:
            promise, item = given
            keep(promise, partial(self._work, item))
            # What is long must not wait in memory for the next item.
            del given, promise, item
