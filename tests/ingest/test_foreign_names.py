"""Names in GBK or in broken bytes, files in two encodings, output that cannot show everything."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from docanalyzer.ingest import ingest
from docanalyzer.ingest.decoding import decode
from docanalyzer.ingest.sources import shown_name
from tests.ingest.run_bytes import said_anywhere

ROWS = "标题,来文单位\n关于修桥的通知,青阳市水利局\n"


def named(folder: Path, name: bytes) -> Path:
    try:
        path = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError:
        pytest.skip("the file system takes no such name")
    return path


def test_names_are_shown_as_they_read_or_escaped() -> None:
    assert shown_name("收文.csv") == "收文.csv"
    assert shown_name(os.fsdecode("收文.csv".encode("gb18030"))) == "收文.csv"
    assert shown_name(b"\xff\xfe.csv") == r"\xff\xfe.csv"


def workbook(path: Path) -> None:
    plain = path.parent / "plain.xlsx"
    book = xlsxwriter.Workbook(str(plain))
    book.add_worksheet().write_column(0, 0, ["标题", "关于修桥的通知"])
    book.close()
    plain.rename(path)


def test_files_and_folders_in_gbk_and_broken_bytes(tmp_path: Path) -> None:
    given = tmp_path / "导出"
    for name in ("甲/收文.csv".encode("gb18030"), b"\xff\xfe.csv", "乙.txt".encode("gb18030")):
        named(given, name).write_text(ROWS.replace("桥", str(len(name))), encoding="utf-8")
    workbook(named(given, "簿.xlsx".encode("gb18030")))
    frame = pl.DataFrame({"标题": ["关于修坝的通知"]})
    frame.write_parquet(tmp_path / "plain.parquet")
    (tmp_path / "plain.parquet").rename(named(given, "表.parquet".encode("gb18030")))
    secret = named(given, "机密件台账.csv".encode("gb18030"))
    secret.write_text(ROWS.replace("修桥", "暗事"), encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "docanalyzer", "scan", str(given), "--out", str(out)]
    for encoding in ("gbk", "ascii", "utf-8"):
        environment = os.environ | {"PYTHONIOENCODING": encoding, "COLUMNS": "200"}
        done = subprocess.run(command, capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
        command = [*command, "--force"] if "--force" not in command else command
    read = pl.read_parquet(out / "receipts.parquet")["source_file"].sort().to_list()
    assert read == sorted([r"\xff\xfe.csv", "乙.txt", "甲/收文.csv", "簿.xlsx", "表.parquet"])
    assert "暗事" not in said_anywhere(out)
    assert "机密件台账" not in said_anywhere(out)


def test_bodies_with_names_in_gbk(tmp_path: Path) -> None:
    path = tmp_path / "收文.csv"
    path.write_text("文号,标题\n青水发〔2024〕7号,关于修桥的通知\n", encoding="utf-8")
    body = named(tmp_path / "正文", "青水发〔2024〕7号.txt".encode("gb18030"))
    body.write_text("修桥。\n", encoding="utf-8")
    result = ingest([str(path)], bodies=tmp_path / "正文")
    assert result.rows["body"].to_list() == ["修桥。\n"]
    assert result.matches["path"].to_list() == ["青水发〔2024〕7号.txt"]


def test_members_in_gbk_and_in_utf8_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "包.zip"
    names = ["收文.csv".encode("gb18030"), "发文.csv".encode(), b"\xff\xfe.csv"]
    with zipfile.ZipFile(path, "w") as package:
        for number in range(len(names)):
            package.writestr(f"{'x' * len(names[number])}{number}", ROWS)
    data = path.read_bytes()
    for number, name in enumerate(names):
        data = data.replace(f"{'x' * len(name)}{number}".encode(), name + b"a")
    path.write_bytes(data)
    read = ingest([str(path)]).rows["source_file"].to_list()
    assert sorted(read) == sorted(["包.zip/收文.csva", "包.zip/发文.csva", r"包.zip/\xff\xfe.csva"])


def test_a_file_of_two_encodings_keeps_both() -> None:
    lines = ["标题,单位\n", "关于修桥的通知,青阳市水利局\n", "关于防火的意见,白河县政府\n"] * 3
    data = b"".join(
        line.encode("gb18030" if number % 3 == 1 else "utf-8") for number, line in enumerate(lines)
    )
    assert decode(data).text == "".join(lines)
    broken = "关于修桥的通知，请各单位认真执行\n".encode()
    assert decode(data + broken[:3] + broken[4:]).text.count("关于修桥的通知") == 3
    for encoding in ("gb18030", "big5"):
        said = "關於修橋的通知,青陽市水利局\n" * 40
        assert decode(said.encode(encoding)).text == said
