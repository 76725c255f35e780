"""Arrays on disk give back what was added, whatever was let go between."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.engine import file_pages
from docanalyzer.engine.file_pages import let_go
from docanalyzer.model.faults import Fault
from docanalyzer.text import disk_array
from docanalyzer.text.disk_array import DiskArray


@pytest.fixture(autouse=True)
def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was read is let go whenever that is asked for."""
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 0)


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


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_options: object) -> object:
        return Path("/dev/full").open("w+b", buffering=0)

    monkeypatch.setattr(disk_array, "TemporaryFile", full)
    kept = DiskArray(np.uint64)
    with pytest.raises(Fault, match="do not fit") as caught:
        kept.add(np.zeros(1000, np.uint64))
    assert "TMPDIR" in caught.value.hint
