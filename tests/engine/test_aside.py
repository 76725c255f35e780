"""Work beside that of the caller: its result, its failure, and that nobody waits for it."""

from __future__ import annotations

import subprocess
import sys
from threading import Event

import pytest

from docanalyzer.engine import aside

_LEAVES_EARLY = """
from threading import Event
from docanalyzer.engine import aside
aside(Event().wait)
"""


def test_both_go_on_until_the_result_is_asked_for() -> None:
    reached = Event()

    def work() -> int:
        reached.wait(10)
        return 7

    promise = aside(work)
    assert not promise.done()
    reached.set()
    assert promise.result(10) == 7


def test_a_failure_is_raised_where_the_result_is_asked_for() -> None:
    def work() -> None:
        raise ValueError("no such rule")

    promise = aside(work)
    with pytest.raises(ValueError, match="no such rule"):
        promise.result(10)


def test_the_process_ends_without_waiting() -> None:
    subprocess.run([sys.executable, "-c", _LEAVES_EARLY], check=True, timeout=20)
