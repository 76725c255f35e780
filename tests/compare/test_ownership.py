"""Arrays handed over without their owners are the same arrays."""

from __future__ import annotations

import sys
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.ownership import borrowed

_Numbers = npt.NDArray[np.int64]


class _Inner(NamedTuple):
    numbers: _Numbers
    scale: int


class _Table(NamedTuple):
    inner: _Inner
    first: _Numbers


@kernel
def _at(table: _Table, place: int) -> int:
    return int(table.inner.numbers[place] * table.inner.scale + table.first[0])


@kernel
def _total(table: _Table) -> int:
    table = borrowed(table)
    total = 0
    for place in range(table.inner.numbers.shape[0]):
        total += _at(table, place)
    return total


@kernel
def _doubled(numbers: _Numbers, other: _Numbers) -> _Numbers:
    numbers, other = borrowed((numbers, other))
    for place in range(numbers.shape[0]):
        numbers[place] += other[place]
    return numbers[:1].copy()


@given(st.lists(st.integers(-(2**31), 2**31), max_size=20), st.integers(-9, 9))
def test_all_parts_of_a_nested_tuple_are_there(values: list[int], scale: int) -> None:
    """Arrays and numbers, at any depth, whatever their length."""
    numbers = np.array(values, np.int64)
    table = _Table(_Inner(numbers, scale), np.array([7], np.int64))
    assert _total(table) == sum(value * scale + 7 for value in values)


def test_what_is_written_to_a_borrowed_array_stays_in_it() -> None:
    """It is the array of the caller, not a copy of it."""
    numbers = np.arange(1, 5)
    copied = _doubled(numbers, numbers)
    assert numbers.tolist() == [2, 4, 6, 8]
    assert copied.tolist() == [2]


def test_a_view_is_borrowed_with_its_place_and_steps() -> None:
    """What does not lie in a row is not taken for what does."""
    whole = np.arange(12)
    assert _total(_Table(_Inner(whole[1::5], 1), whole[3:])) == 1 + 6 + 11 + 3 * 3


def test_owners_are_as_many_after_a_call_as_before() -> None:
    """Nothing is given back that was never taken, nor kept for ever."""
    numbers = np.arange(4)
    table = _Table(_Inner(numbers, 1), numbers)
    _total(table)
    before = sys.getrefcount(numbers)
    for _ in range(100):
        _total(table)
    assert sys.getrefcount(numbers) == before
