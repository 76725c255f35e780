"""docanalyzer columns: what it prints, and the mapping it writes is the mapping it reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from docanalyzer.cli.columns import columns_command
from docanalyzer.ingest import ingest, load_mapping
from docanalyzer.model.faults import InputFault, UsageFault


def register(folder: Path) -> Path:
    path = folder / "收文.csv"
    lines = [f"{n},202{n}-01-02,2021-03-0{n},关于第{n}件事的通知,{n}" for n in range(1, 4)]
    path.write_text("\n".join(["序号,甲日期列,收文日期,标题,紧急程度", *lines]), encoding="utf-8")
    return path


def test_prints_every_column_and_what_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    columns_command([str(register(tmp_path))], lang="en")
    shown = capsys.readouterr().out
    for word in ("序号", "register_no", "received_at", "title", "could be", "1, 2, 3"):
        assert word in shown
    assert "\x1b" not in shown


def test_the_written_mapping_is_read_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = register(tmp_path), tmp_path / "mapping.toml"
    columns_command([str(source)], output=target, lang="zh")
    text = target.read_text(encoding="utf-8")
    assert '# "甲日期列" = ""' in text
    edited = text.replace('# "甲日期列" = ""', '"甲日期列" = "issued_on"').replace(
        '# "1" = ""', '"1" = "特急"'
    )
    target.write_text(edited, encoding="utf-8")
    result = ingest([str(source)], mapping=load_mapping(target))
    assert result.rows["issued_on"].null_count() == 0
    assert result.rows["urgency_mark"].to_list() == ["特急", None, None]
    assert capsys.readouterr().err


def test_an_existing_mapping_is_not_replaced(tmp_path: Path) -> None:
    source, target = register(tmp_path), tmp_path / "mapping.toml"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageFault):
        columns_command([str(source)], output=target)
    assert target.read_text(encoding="utf-8") == "mine"


def test_no_table_is_an_input_fault(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("没有表格。", encoding="utf-8")
    with pytest.raises(InputFault):
        columns_command([str(path)])


def test_nothing_in_a_file_or_its_name_steers_the_screen_or_shows_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "收\x1b[31m文.csv"
    path.write_text(
        "标题,备\x1b]0;x\x07注\n关于甲的通知,找张三13812345678\x1b[2J\n", encoding="utf-8"
    )
    (tmp_path / "图\x1b[5m.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    columns_command([str(tmp_path)], lang="zh")
    said = "".join(capsys.readouterr())
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "138****5678" in said
