"""Partners of two sequences are those that rapidfuzz tells."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from docanalyzer.compare.sequences import partners

FEW = st.lists(st.integers(0, 5), max_size=30)
LONG = st.lists(st.integers(0, 40), min_size=60, max_size=200)


def check(ours: list[int], theirs: list[int]) -> None:
    expected = [-1] * len(ours)
    for block in Levenshtein.opcodes(list(map(str, theirs)), list(map(str, ours))):
        if block.tag == "equal":
            for step in range(block.dest_end - block.dest_start):
                expected[block.dest_start + step] = block.src_start + step
    found = partners(np.array(ours, np.uint64), np.array(theirs, np.uint64))
    assert found.tolist() == expected


@given(FEW, FEW)
def test_short_sequences(ours: list[int], theirs: list[int]) -> None:
    check(ours, theirs)


@given(LONG, st.lists(st.tuples(st.integers(0, 199), st.integers(0, 50)), max_size=20))
def test_a_sequence_and_its_changed_copy(theirs: list[int], changes: list[tuple[int, int]]) -> None:
    """More than a machine word of elements; changes replace one, drop one or put one in."""
    ours = list(theirs)
    for place, value in changes:
        at = place % len(ours)
        ours[at : at + value % 2] = [value] * (value % 3)
    check(ours, theirs)
