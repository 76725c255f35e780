"""Long arrays give back what was added, from memory or from disk, whatever was let go between."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare import disk_array
from docanalyzer.compare.disk_array import DiskArray
from docanalyzer.engine import file_pages
from docanalyzer.engine.file_pages import let_go
from docanalyzer.model.faults import Fault


@pytest.fixture(autouse=True)
def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was read is let go whenever that is asked for."""
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 0)
    monkeypatch.setattr(file_pages, "MOST_RESIDENT", 0)
    monkeypatch.setattr(disk_array, "MOST_HELD", 64)


@given(st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=50), max_size=8), st.booleans())
def test_pieces_come_back_as_one(pieces: list[list[int]], released: bool) -> None:
    kept = DiskArray(np.uint32)
    seen = []
    for piece in pieces:
        kept.add(np.array(piece, np.uint32))
        seen.append(kept.array())
        if released:
            let_go()
    whole = [number for piece in pieces for number in piece]
    assert kept.array().tolist() == whole
    assert len(kept) == len(whole)
    for earlier in seen:
        assert earlier.tolist() == whole[: len(earlier)]


_PARTS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 30)), max_size=12)


@given(st.integers(1, 100), _PARTS)
def test_parts_come_one_behind_the_other(held: int, parts: list[tuple[int, int]]) -> None:
    numbers = np.arange(1000, 1100, dtype=np.uint16)
    kept = DiskArray(np.uint16)
    kept.add(numbers[:held])
    kept.add(numbers[held:])
    begins, sizes = (
        np.array([(begin, min(size, 100 - begin)) for begin, size in parts]).reshape(-1, 2).T
    )
    wanted = [
        number
        for begin, size in zip(begins, sizes, strict=True)
        for number in numbers[begin : begin + size]
    ]
    assert kept.parts(begins.astype(np.int64), sizes.astype(np.int64)).tolist() == wanted


def test_a_file_that_ends_early_is_a_fault() -> None:
    kept = DiskArray(np.uint16)
    kept.add(np.zeros(100, np.uint16))
    with pytest.raises(Fault, match="cannot be read"):
        kept.parts(np.array([90]), np.array([11]))


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_options: object) -> object:
        return Path("/dev/full").open("w+b", buffering=0)

    monkeypatch.setattr(disk_array, "TemporaryFile", full)
    kept = DiskArray(np.uint64)
    with pytest.raises(Fault, match="do not fit") as caught:
        kept.add(np.zeros(1000, np.uint64))
    assert "TMPDIR" in caught.value.hint
