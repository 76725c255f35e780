"""Sheets come back as they were handed over."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.ingest.handover import as_parts, handed_over
from docanalyzer.ingest.sheets import RawSheet, Refused

_TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def frame(parts: list[list[str | None]]) -> pl.DataFrame:
    """A column in as many pieces, each with a buffer of its own, and one beside it."""
    pieces = [pl.Series("题名", part, pl.String) for part in parts]
    texts = pl.concat(pieces, rechunk=False) if pieces else pl.Series("题名", [], pl.String)
    return texts.to_frame().with_columns(pl.lit("x").alias("y"))


def handed(cells: pl.DataFrame, folder: Path) -> pl.DataFrame:
    refused = Refused("too_large", "the table is too large")
    sheet = RawSheet("表", cells, None)
    told = handed_over([sheet, refused], folder)
    back, same = as_parts(told)
    assert same == refused
    assert isinstance(back, RawSheet)
    assert back.name == "表"
    assert not list(folder.iterdir())
    return back.cells


@given(st.lists(st.lists(_TEXT, max_size=6), max_size=5))
def test_texts_of_any_length_and_nulls(parts: list[list[str | None]]) -> None:
    cells = frame(parts)
    with TemporaryDirectory() as folder:
        assert handed(cells, Path(folder)).equals(cells)


def test_a_column_of_many_buffers_comes_back_with_one(tmp_path: Path) -> None:
    """And what is looked at of it, in any order, is what was there."""
    parts: list[list[str | None]] = [
        [f"关于做好第{n}号工作的通知" * n, None, "短"] for n in range(50)
    ]
    cells = frame(parts)
    assert buffers(cells["题名"]) > 40
    back = handed(cells, tmp_path)
    assert buffers(back["题名"]) == 1
    assert back.reverse()["题名"].to_list() == cells["题名"].to_list()[::-1]


def buffers(texts: pl.Series) -> int:
    """How many buffers a look at the texts brings."""
    return len(texts.rechunk().to_arrow(compat_level=pl.CompatLevel.newest()).buffers()) - 2
