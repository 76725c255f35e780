"""`scan --template` from the command line: listed, recorded, and refused by file and line."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from docanalyzer.cli.app import run
from docanalyzer.results import read_run

STANDING = "各级各部门要提高政治站位，压实工作责任，加强统筹协调，确保各项任务落地见效。"


@pytest.fixture
def register(tmp_path: Path) -> Path:
    path = tmp_path / "登记.csv"
    rows = [
        (
            "国务院",
            "国发〔2024〕1号",
            "国务院关于桥梁检测的通知",
            "2024-01-03",
            f"一、甲。{STANDING}",
        ),
        (
            "福建省人民政府",
            "闽政〔2024〕2号",
            "关于渡口整修的通知",
            "2024-02-03",
            f"二、乙。{STANDING}",
        ),
    ]
    frame = pl.DataFrame(
        rows, ["来文单位", "来文字号", "来文标题", "收文日期", "正文"], orient="row"
    )
    frame.write_csv(path)
    return path


def test_standing_texts_are_listed_and_recorded(register: Path, tmp_path: Path) -> None:
    own, more = tmp_path / "own.txt", tmp_path / "more.txt"
    own.write_text(STANDING, encoding="gb18030")
    more.write_text("没有哪个文件会写这样一句毫不相干的话\n", encoding="utf-8")
    out = tmp_path / "run"
    options = ["--template", str(own), "--template", str(more), "--quiet"]
    assert run(["scan", str(register), "--out", str(out), *options]) == 0
    rows = pl.read_parquet(out / "boilerplate.parquet").select("text", "documents").rows()
    assert (STANDING, 2) in rows
    assert ("没有哪个文件会写这样一句毫不相干的话", 0) in rows
    assert read_run(out).info.options["template"] == [str(own), str(more)]


def test_a_short_text_is_refused_before_anything_is_read(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.txt"
    own.write_text(f"{STANDING}\n特此通知\n", encoding="utf-8")
    out = tmp_path / "run"
    assert run(["scan", str(register), "--out", str(out), "--template", str(own)]) == 2
    error = capsys.readouterr().err
    assert f"{own}:2" in error
    assert "hint:" in error
    assert not out.exists()
