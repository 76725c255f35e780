"""Work that goes on beside that of the caller."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

_Result = TypeVar("_Result")


def aside(work: Callable[[], _Result]) -> Future[_Result]:
    """Begin `work` on a thread of its own; `result()` gives or raises what it does.

    Nobody has to ask: the process ends without waiting for it.
    """
    promise: Future[_Result] = Future()
    # A daemon: a scan that is interrupted must not go on until this is done.
    Thread(target=keep, args=(promise, work), name="aside", daemon=True).start()
    return promise


def keep(promise: Future[_Result], work: Callable[[], _Result]) -> None:
    """Do `work` and put into `promise` what it gives or raises."""
    try:
        promise.set_result(work())
    except BaseException as error:
        promise.set_exception(error)
