"""To ask for places in memory changes nothing but the time."""

from __future__ import annotations

from typing import Any, cast

import numba
import numpy as np
import numpy.typing as npt
import pytest

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.fetching import ask_for

_Numbers = npt.NDArray[np.int64]


def _asked_and_added(table: npt.NDArray[np.int64], places: _Numbers) -> int:
    for place in places:
        ask_for(table, place)
    total = 0
    for place in places:
        total += table[place].sum()
    return total


_added = kernel(_asked_and_added)


@kernel
def _ask_one(table: _Numbers, place: np.uint32) -> None:
    ask_for(table, place)


def test_rows_of_a_view_are_what_they_were() -> None:
    """Steps between rows are those of the view."""
    whole = np.arange(60).reshape(12, 5)
    view = whole[::2, 1:3]
    places = np.array([0, 5, 3, 3])
    assert _added(view, places) == view[places].sum()
    assert (whole == np.arange(60).reshape(12, 5)).all()


@pytest.mark.parametrize("place", [0, 9, 10, 2**32 - 1])
def test_places_outside_of_an_array_do_no_harm(place: int) -> None:
    """An address is asked for and never looked at."""
    numbers = np.arange(10)
    _ask_one(numbers, np.uint32(place))
    assert numbers.tolist() == list(range(10))


def test_the_processor_is_asked() -> None:
    """The compiled code has the instruction, which no result shows."""
    compiled = cast(Any, numba.njit(_asked_and_added))
    compiled(np.zeros((2, 2), np.int64), np.zeros(1, np.int64))
    assert all("call void @llvm.prefetch" in code for code in compiled.inspect_llvm().values())
