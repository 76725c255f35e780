"""Inputs: files, folders, globs and stdin, shown by names that do not depend on the place."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from docanalyzer.ingest import ingest
from docanalyzer.ingest.sources import Source, opened
from docanalyzer.model.faults import InputFault

TABLE = "标题,文号\n关于甲的通知,市办〔2021〕1号\n"


def put(path: Path, text: str = TABLE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def shown(*inputs: str) -> list[str]:
    with opened(inputs) as sources:
        return [source.name for source in sources]


def test_names_of_files_and_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "甲" / "收文.csv")
    put(tmp_path / "甲" / "下" / "发文.csv")
    assert shown(str(tmp_path / "甲" / "收文.csv")) == ["收文.csv"]
    assert shown(str(tmp_path / "甲")) == ["下/发文.csv", "收文.csv"]
    monkeypatch.chdir(tmp_path / "甲")
    assert shown(".") == ["下/发文.csv", "收文.csv"]
    assert shown("下/../收文.csv", "收文.csv") == ["收文.csv"]
    assert shown("**/*.csv") == ["发文.csv", "收文.csv"]


def test_equal_names_get_just_enough_folders(tmp_path: Path) -> None:
    for place in ("甲/2021", "乙/2021"):
        put(tmp_path / place / "收文.csv")
    put(tmp_path / "甲/2021/发文.csv")
    names = shown(str(tmp_path / "甲" / "2021"), str(tmp_path / "乙" / "2021"))
    assert names == ["乙/2021/收文.csv", "发文.csv", "甲/2021/收文.csv"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = put(tmp_path / "外" / "密.csv")
    inside = put(tmp_path / "内" / "收文.csv")
    (tmp_path / "内" / "链.csv").symlink_to(outside)
    (tmp_path / "内" / "夹").symlink_to(tmp_path / "外")
    (tmp_path / "内" / "圈").symlink_to(tmp_path / "内")
    (tmp_path / "内" / "又.csv").symlink_to(inside)
    assert len(shown(str(tmp_path / "内"))) == 1


def test_links_in_a_circle_end_nothing(tmp_path: Path) -> None:
    put(tmp_path / "夹" / "甲.csv")
    (tmp_path / "夹" / "自.csv").symlink_to("自.csv")
    (tmp_path / "夹" / "上").symlink_to(tmp_path / "夹")
    (tmp_path / "夹" / "无.csv").symlink_to("没有.csv")
    os.mkfifo(tmp_path / "夹" / "管.csv")
    result = ingest([str(tmp_path / "夹")], bodies=tmp_path / "夹")
    assert [one.path for one in result.inputs] == ["甲.csv"]


def test_what_is_no_data_in_a_folder_is_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    put(tmp_path / "收文.csv")
    put(tmp_path / ".DS_Store", "Bud1")
    put(tmp_path / "~$收文.xlsx", "lock")
    put(tmp_path / "空.csv", "")
    put(tmp_path / "读我.txt", "这里放的是登记簿。\n")
    result = ingest([str(tmp_path)])
    assert result.rows.height == 1
    assert result.rejects.select("source_file", "reason_code").rows() == [
        (".DS_Store", "not_a_table"),
        ("~$收文.xlsx", "not_a_table"),
        ("空.csv", "empty_file"),
        ("读我.txt", "not_a_table"),
    ]
    assert all(entry.rows_read == entry.rows_kept + entry.rows_rejected for entry in result.inputs)


def test_missing_inputs_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    for given in (str(tmp_path / "无.csv"), str(tmp_path / "*.csv"), str(tmp_path / "空")):
        with pytest.raises(InputFault) as fault:
            ingest([given])
        assert fault.value.where == given
        assert fault.value.hint


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TABLE.encode())))
    result = ingest(["-"])
    assert result.rows["source_file"].to_list() == ["stdin"]


def test_order_of_inputs_changes_nothing(tmp_path: Path) -> None:
    first = put(tmp_path / "甲.csv")
    second = put(tmp_path / "乙.csv", TABLE + ",\n关于乙的通知,\n")
    one, other = ingest([str(first), str(second)]), ingest([str(second), str(first)])
    assert one.rows.equals(other.rows)
    assert one.rejects.equals(other.rejects)
    assert one.inputs == other.inputs


def test_progress_goes_from_nothing_to_all(tmp_path: Path) -> None:
    put(tmp_path / "甲.csv")
    put(tmp_path / "乙.csv")
    told: list[tuple[float, str]] = []
    ingest([str(tmp_path)], progress=lambda share, name: told.append((share, name)))
    assert told[0] == (0.0, "乙.csv")
    assert told[-1] == (1.0, "")
    assert [share for share, _ in told] == sorted(share for share, _ in told)


def test_a_file_that_cannot_be_read_is_a_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "甲.csv")
    put(tmp_path / "乙.csv")
    head = Source.head

    def refusing(source: Source, size: int = 64) -> bytes:
        if source.name == "乙.csv":
            raise PermissionError(13, "Permission denied")
        return head(source, size)

    monkeypatch.setattr(Source, "head", refusing)
    result = ingest([str(tmp_path)])
    assert result.rows.height == 1
    assert result.rejects.select("source_file", "reason_code", "reason").rows() == [
        ("乙.csv", "unreadable_file", "Permission denied")
    ]
