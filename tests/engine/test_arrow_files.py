"""Tables in files are the tables that were put there."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.engine import arrow_files, file_pages
from docanalyzer.engine.arrow_files import mapped_parquet
from docanalyzer.model.faults import Fault

_TEXT = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@pytest.fixture
def every_table_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_pages, "MOST_MAPPED", 0)


@pytest.mark.usefixtures("every_table_is_long")
@given(st.lists(st.tuples(_TEXT, st.none() | st.integers(-9, 9)), max_size=12), st.integers(1, 4))
def test_a_long_table_reads_as_a_short_one(
    rows: list[tuple[str | None, int | None]], group: int
) -> None:
    schema = {"doc_id": pl.String, "chars": pl.Int64}
    table = pl.DataFrame(rows, schema=schema, orient="row")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bodies.parquet"
        table.write_parquet(path, row_group_size=group)
        assert mapped_parquet(path).equals(table)
        assert [*Path(folder).iterdir()] == [path]


@pytest.mark.usefixtures("every_table_is_long")
def test_a_long_table_outlives_its_file(tmp_path: Path) -> None:
    table = pl.DataFrame({"body": [f"第{n}条 做好河道采砂管理工作。" * 9 for n in range(999)]})
    table.write_parquet(tmp_path / "bodies.parquet", row_group_size=100)
    held = mapped_parquet(tmp_path / "bodies.parquet")
    (tmp_path / "bodies.parquet").unlink()
    assert held.reverse().equals(table.reverse())
    assert len(file_pages._maps) >= 10


@pytest.mark.usefixtures("every_table_is_long")
def test_a_full_disk_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    pl.DataFrame({"body": ["甲"]}).write_parquet(tmp_path / "bodies.parquet")
    monkeypatch.setattr(arrow_files, "write_arrow", full)
    with pytest.raises(Fault, match="temporary files do not fit"):
        mapped_parquet(tmp_path / "bodies.parquet")


def test_pieces_too_far_apart_for_one_buffer_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow_files, "_MOST_APART", 10)
    pieces = [pl.Series("题名", ["a" * 20]), pl.Series("题名", ["b" * 20])]
    cells = pl.concat(pieces, rechunk=False).to_frame()
    column = cells.to_arrow(compat_level=pl.CompatLevel.newest()).column(0)
    assert arrow_files._in_one_buffer(column) is column
