"""Documents of any length are looked up in tables that fill evenly."""

from __future__ import annotations

import numpy as np
import pytest

from docanalyzer.compare.passages.candidate_table import _slot


@pytest.mark.parametrize("first", [0, 5_000_000, 4_000_000_000])
def test_neighbouring_groups_fill_a_table_evenly(first: int) -> None:
    slots = np.zeros(1 << 16, np.uint64)
    groups = np.arange(first, first + (1 << 15), dtype=np.uint32)
    homes = np.array([_slot(slots, group) for group in groups], np.int64)
    quarters = np.bincount(homes >> 14, minlength=4) / len(homes)
    assert quarters.min() > 0.2
    assert quarters.max() < 0.3
    lines = homes.reshape(-1, 8) >> 3
    assert (lines == lines[:, :1]).all()
