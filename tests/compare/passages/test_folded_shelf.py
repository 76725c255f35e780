"""Folded texts come back as they were added, in any batch that is asked for."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare import disk_array
from docanalyzer.compare.folds.folding import build_folding, fold_texts
from docanalyzer.compare.passages.folded_shelf import FoldedShelf

_FOLDING = build_folding(["福建省", "厦门市"])
_TEXT = st.lists(
    st.sampled_from(["福建省厦门市", "人民政府", "工作", " 2024年", "，", "x"]), max_size=12
).map("".join)


@pytest.fixture(autouse=True, params=[1 << 20, 8])
def held(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In memory, and on disk from the second batch on."""
    monkeypatch.setattr(disk_array, "MOST_HELD", request.param)


@given(st.lists(st.lists(_TEXT, max_size=5), min_size=1, max_size=4), st.data())
def test_any_texts_are_those_that_were_added(batches: list[list[str]], data: st.DataObject) -> None:
    shelf = FoldedShelf(2)
    for batch in batches:
        first = shelf.add(fold_texts(pl.Series(batch, dtype=pl.String), _FOLDING))
    texts = [text for batch in batches for text in batch]
    assert first == len(texts) - len(batches[-1])
    rows = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=8)) if texts else []
    wanted = fold_texts(pl.Series([texts[row] for row in rows], dtype=pl.String), _FOLDING)
    found = shelf.texts(np.array(rows, np.int64))
    for name, column in wanted._asdict().items():
        assert getattr(found, name).tolist() == column.tolist(), name
