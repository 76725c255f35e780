"""Results come in the order of the items, whatever finishes first."""

from __future__ import annotations

import time

import pytest

from docanalyzer.engine import in_order


def test_results_keep_the_order_of_the_items() -> None:
    shares: list[float] = []

    def slow_first(item: int) -> int:
        time.sleep(0.02 if item == 0 else 0)
        return item * item

    found = list(in_order(slow_first, range(20), shares.append))
    assert found == [item * item for item in range(20)]
    assert shares == [(done + 1) / 20 for done in range(20)]


def test_no_items_no_results() -> None:
    assert list(in_order(str, [])) == []


def test_a_fault_comes_at_its_place() -> None:
    taken: list[float] = []
    with pytest.raises(ZeroDivisionError):
        for value in in_order(lambda item: 6 / item, [3, 2, 0, 1]):
            taken.append(value)  # noqa: PERF402  # what came before the fault is the point
    assert taken == [2.0, 3.0]
