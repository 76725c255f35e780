"""Runs of months without a row."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.detect.quotas.counting.coverage import longest_gap


def _mask(*months: int) -> int:
    return sum(1 << (month - 1) for month in months)


@pytest.mark.parametrize(
    ("months", "last", "gap"),
    [
        (range(1, 13), 12, (1, 0, 12)),
        ((1,), 12, (2, 12, 1)),
        ((12,), 12, (1, 11, 1)),
        ((1, 2, 3, 9, 10, 11, 12), 12, (4, 8, 7)),
        ((1, 4, 7, 10), 12, (2, 3, 10)),
        ((1, 2, 3), 5, (4, 5, 3)),
        ((1, 2, 9), 5, (3, 8, 3)),
    ],
)
def test_the_longest_run_of_empty_months(
    months: tuple[int, ...], last: int, gap: tuple[int, int, int]
) -> None:
    assert longest_gap(_mask(*months), last) == gap


@given(months=st.sets(st.integers(1, 12), min_size=1), last=st.integers(1, 12))
def test_the_run_is_empty_and_none_is_longer(months: set[int], last: int) -> None:
    begin, end, rest = longest_gap(_mask(*months), last)
    last = max(last, *months)
    assert not months & set(range(begin, end + 1))
    assert rest == last - (end - begin + 1)
    edges = [0, *sorted(months), last + 1]
    widest = max(after - before - 1 for before, after in pairwise(edges))
    assert end - begin + 1 == widest
