"""Cells that hold only a word for nothing, told without stripping them."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.ingest.sheets import INVISIBLE_CHARS
from docanalyzer.ingest.values.words import meaningful, says_nothing, words

PIECES = st.sampled_from([*INVISIBLE_CHARS, *sorted(words().null_words), "甲", "\n甲"])
CELLS = st.lists(st.none() | st.lists(PIECES, max_size=4).map("".join), max_size=20)


@settings(max_examples=200, deadline=None)
@given(CELLS)
def test_what_says_nothing_is_what_means_nothing(cells: list[str | None]) -> None:
    frame = pl.DataFrame({"cell": cells}, schema={"cell": pl.String})
    read = frame.select(
        text=meaningful(pl.col("cell")),
        nothing=says_nothing(pl.col("cell")),
    )
    expected = [
        None if cell is None else text is None
        for cell, text in zip(cells, read["text"], strict=True)
    ]
    assert read["nothing"].to_list() == expected
