"""Targets, plan, points and claims files that cannot be used: where, what, a hint, nothing left."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from docanalyzer.cli.app import run
from docanalyzer.pipeline import ScanOptions, scan

UNIT, POINT = "云岭市水务局", "柳溪镇人民政府"
HEADS = {
    "targets": "单位,类别,期间,指标",
    "plan": "标题,单位,年度,计划月份",
    "points": "监测点,类型",
    "claims": "单位,年度,类别,数量,上年,增减",
}
NEEDED = {"targets": "指标", "plan": "单位", "points": "监测点", "claims": "类别"}
ROWS = {
    "targets": f"{UNIT},文件,2024,只减不增",
    "plan": f"防汛工作要点,{UNIT},2024,3月",
    "points": f"{POINT},乡镇",
    "claims": f"{UNIT},2024,文件,6,9,-33",
}


@dataclass(frozen=True)
class Bad:
    """A file of one kind, where its fault stands, and what is told of it."""

    option: str
    text: str
    where: str
    told: str
    hint: str

    def __str__(self) -> str:
        return f"{self.option}-{self.told}".replace(" ", "-")


def _row(option: str, line: str, column: str, told: str, hint: str) -> Bad:
    text = f"{HEADS[option]}\n{ROWS[option]}\n{line}\n"
    return Bad(option, text, f"row 3, column {column}", told, hint)


WRONG = [
    _row("targets", "云岭市水物局,文件,2024,只减不增", "unit", "no document is issued by", UNIT),
    _row("plan", "抗旱方案,云岭市水物局,2024,", "unit", "no document is issued by", UNIT),
    _row("points", "柳西镇人民政府,乡镇", "unit", "receives nothing", POINT),
    _row("targets", f"{UNIT},文件,2023..,不超过9", "period", "contradicts row 2", "keep one"),
    _row("targets", f"{UNIT},文件,2024,只减不增", "period", "repeats row 2", "keep one"),
    _row("targets", f"{UNIT},会议,2024,减少0.3", "target", "fraction", "write percent"),
    _row("targets", f"{UNIT},会议,2024,减少0.3-0.5", "target", "fraction", "write percent"),
    _row("claims", f"{UNIT},2023,文件,6,9,-0.33", "change", "fraction", "write percent"),
    _row("targets", f"{UNIT},会议,2024,不超过-9", "target", "negative", "whole numbers"),
    _row("targets", f"{UNIT},会议,2024,不超过9.5", "target", "fractional", "whole numbers"),
    _row("claims", f"{UNIT},2023,文件,-6,9,-33", "count", "negative", "whole numbers"),
    _row("claims", f"{UNIT},2023,文件,6,9.5,-33", "previous", "fractional", "whole numbers"),
    _row("targets", f"{UNIT},文件,2031,只减不增", "period", "2031 lies outside", "2023"),
    _row("plan", f"抗旱方案,{UNIT},2031,", "year", "2031 lies outside", "2023"),
    *(
        Bad(
            option,
            f"{head.replace(NEEDED[option], '备注')}\n{ROWS[option]}\n",
            "row 1",
            "is missing",
            NEEDED[option],
        )
        for option, head in HEADS.items()
    ),
    *(
        Bad(
            option,
            f"二〇二四年一览表{',' * head.count(',')}\n{head}\n{ROWS[option]}\n",
            "row 1",
            "is not a row of headings",
            "headings stand in row 2",
        )
        for option, head in HEADS.items()
    ),
]


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("register") / "收文.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["来文单位", "来文字号", "文件标题", "成文日期", "收文日期", "收文单位"])
        for year, serial in ((year, serial) for year in (2023, 2024) for serial in range(1, 25)):
            day = f"{year}-{(serial + 1) // 2:02d}-1{serial % 2}"
            title = f"{UNIT}关于第{serial}项工作的通知"
            lines.writerow([UNIT, f"云水发〔{year}〕{serial}号", title, day, day, POINT])
    return path


@pytest.fixture(scope="module")
def folder(register: Path) -> Path:
    return scan(ScanOptions(inputs=(str(register),), out=register.parent / "run")).folder


def _check(capsys: pytest.CaptureFixture[str], path: Path, bad: Bad) -> None:
    output = capsys.readouterr()
    assert output.out == ""
    wrong, hint, *rest = output.err.splitlines()
    assert rest == []
    assert f"{path}: {bad.where}" in wrong
    assert bad.told in wrong
    assert hint.startswith("hint: ")
    assert bad.hint in hint


@pytest.mark.parametrize("bad", [bad for bad in WRONG if bad.option != "claims"], ids=str)
def test_scan_writes_nothing(
    bad: Bad, register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{bad.option}.csv"
    path.write_text(bad.text, encoding="utf-8")
    out = tmp_path / "run"
    assert run(["scan", str(register), "--out", str(out), f"--{bad.option}", str(path)]) == 2
    _check(capsys, path, bad)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["table.xlsx", "table.csv", "table.md", "table.parquet"])
@pytest.mark.parametrize("bad", [bad for bad in WRONG if bad.option != "targets"], ids=str)
def test_quota_exports_nothing(
    bad: Bad, name: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{bad.option}.csv"
    path.write_text(bad.text, encoding="utf-8")
    export = ["--export", str(tmp_path / name)]
    assert run(["quota", str(folder), f"--{bad.option}", str(path), *export]) == 2
    _check(capsys, path, bad)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("option", ["targets", "plan", "points"])
def test_the_files_are_read_before_the_register(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"{option}.csv"
    path.write_text(f"{HEADS[option]}\n", encoding="utf-8")
    arguments = ["scan", str(tmp_path / "nowhere.csv"), "--out", str(tmp_path / "run")]
    assert run([*arguments, f"--{option}", str(path)]) == 2
    assert "no row" in capsys.readouterr().err


@pytest.mark.parametrize("option", list(HEADS))
def test_a_workbook_or_a_broken_cell_is_named(
    option: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["scan", "none.csv", "--out", str(tmp_path / "run")]
    if option == "claims":
        command = ["quota", str(folder)]
    path = tmp_path / "control.csv"
    endless = f'{HEADS[option]}\n"{"长" * 200_000}'.encode()
    for content in (b"PK\x03\x04\x14\x00\xff\xff\x00" + bytes(range(256)), endless):
        path.write_bytes(content)
        assert run([*command, f"--{option}", str(path)]) == 2
        told = capsys.readouterr().err
        assert str(path) in told
        assert content is not endless or f"{path}: row 2" in told
        assert "hint: " in told


def test_claims_of_a_unit_that_the_register_lacks_offer_the_nearest(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No fault: published figures are recomputed from themselves, whoever published them."""
    path = tmp_path / "claims.csv"
    path.write_text(f"{HEADS['claims']}\n云岭市水物局,2024,文件,6,9,-33\n", encoding="utf-8")
    assert run(["quota", str(folder), "--claims", str(path), "--lang", "en"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"not a unit of the register, nearest: {UNIT}" in told


def test_points_above_normal_are_findings_of_a_scan(
    register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    busy = tmp_path / "busy.csv"
    lines = register.read_text("utf-8").splitlines()
    lines += [
        f"云岭市林业局,云林发〔2024〕{serial}号,云岭市林业局关于第{serial}片林地的通知,"
        f"2024-06-1{serial % 9},2024-06-1{serial % 9},{POINT}"
        for serial in range(1, 31)
    ]
    busy.write_text("\n".join(lines), encoding="utf-8")
    points = tmp_path / "points.csv"
    points.write_text(f"{HEADS['points']}\n{ROWS['points']}\n", encoding="utf-8")
    out = tmp_path / "run"
    arguments = ["scan", str(busy), "--out", str(out), "--points", str(points), "--quiet"]
    assert run([*arguments, "--fail-on", "low"]) in (0, 1)
    from docanalyzer.model.tables import FINDINGS
    from docanalyzer.results import read_run

    found = read_run(out)
    assert found.info.options["points"] == str(points)
    rows = found.table(FINDINGS).filter(rule_id="receipts-above-normal")
    assert rows["message"].to_list() == [f"{POINT}2024年6月收到文件32件，高于本点正常上限6.2件"]
    assert rows["severity"].to_list() == ["info"]
    finding = rows["finding_id"][0]
    assert run(["show", str(out), finding, "--lang", "zh"]) == 0
    told = capsys.readouterr().out.replace("\n", "")
    assert "来文最多" in told
    assert "云岭市林业局" in told
