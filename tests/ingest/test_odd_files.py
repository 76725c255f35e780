"""A set of odd files, one per format and trap: each loads, or is refused for the right reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from time import monotonic

import openpyxl
import pytest

from benchmarks.fuzz.odd_files import OddFile, endless_ods, odd_files
from docanalyzer.ingest import ingest, isolation
from docanalyzer.model.faults import InputFault

FILES = odd_files()


@pytest.mark.parametrize("odd", FILES, ids=lambda odd: odd.name)
def test_odd_file(tmp_path: Path, odd: OddFile) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / odd.name).write_bytes(odd.content)
    # As a folder: a refused file is a reject there, not a fault of the call.
    result = ingest([str(tmp_path / "夹")])
    (count,) = result.inputs
    assert count.rows_read == count.rows_kept + count.rows_rejected
    assert tuple(result.rows["title"]) == odd.titles
    whole = result.rejects["reason_code"].to_list()
    if odd.refused is not None:
        assert whole == [odd.refused]
        assert result.rejects["reason"][0]
    else:
        assert tuple(sorted(whole)) == odd.row_codes


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 60
    assert len({odd.name for odd in FILES}) == len(FILES)


def test_merged_cells_count_for_each_of_their_rows(tmp_path: Path) -> None:
    (merged,) = (odd for odd in FILES if odd.name == "merged-down.xlsx")
    (tmp_path / merged.name).write_bytes(merged.content)
    rows = ingest([str(tmp_path / merged.name)]).rows
    assert rows["received_at"][1] is not None
    assert rows["received_at"][0] == rows["received_at"][1]


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolation, "SECONDS", 2.0)
    monkeypatch.setattr(isolation, "MEMORY_MAX", 1 << 30)
    (tmp_path / "终.ods").write_bytes(endless_ods())
    (tmp_path / "收文.csv").write_text("标题\n关于甲的通知\n", encoding="utf-8")
    begun = monotonic()
    result = ingest([str(tmp_path)])
    assert monotonic() - begun < 20
    assert result.rejects["reason_code"].to_list()[0] in ("time_limit", "memory_limit")
    assert result.rows.height == 1
    again = tmp_path / "plain.xlsx"
    again.write_bytes(next(odd.content for odd in FILES if odd.name == "plain.xlsx"))
    monkeypatch.undo()
    assert ingest([str(again)]).rows.height == 2


def test_a_workbook_without_a_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "空.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(InputFault, match=r"空\.xlsx"):
        ingest([str(path)])


def test_a_member_cut_off_is_a_reject_of_its_own(tmp_path: Path) -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as package:
        package.writestr("a.csv", "标题\n" + "关于甲的通知\n" * 50)
    spoilt = bytearray(whole.getvalue())
    # The directory names more bytes than the file has left.
    sizes = spoilt.rindex(b"PK\x01\x02") + 20
    spoilt[sizes : sizes + 8] = (1 << 16).to_bytes(4, "little") * 2
    (tmp_path / "夹").mkdir()
    (tmp_path / "夹" / "a.zip").write_bytes(spoilt)
    assert ingest([str(tmp_path / "夹")]).rejects["reason_code"].to_list() == ["damaged_file"]
