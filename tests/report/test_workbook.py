"""The workbook, opened again by another library, holds the run as typed cells."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from docanalyzer.model import tables
from docanalyzer.report import workbook
from docanalyzer.report.summarise import summarise
from docanalyzer.report.wording import Lang, wording
from docanalyzer.report.workbook import write_workbook
from tests.report.planted_run import PlantedRun, planted, planted_title, small_run


def written(tmp_path: Path, run: PlantedRun, lang: Lang = "zh") -> openpyxl.Workbook:
    path = tmp_path / "report.xlsx"
    write_workbook(path, run, summarise(run), wording(lang))
    return openpyxl.load_workbook(path)


def test_sheets_have_headings_in_words_a_frozen_header_and_a_filter(tmp_path: Path) -> None:
    book = written(tmp_path, small_run())
    assert book.sheetnames == ["概要", "问题清单", "文件比对", "精文减会", "未采用的行"]
    page = book["问题清单"]
    heads = [cell.value for cell in page[1]]
    assert heads[:5] == ["程度", "类别", "发文单位", "层级", "文号"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:N5"
    first = {head: cell.value for head, cell in zip(heads, page[2], strict=True)}
    assert (first["程度"], first["类别"], first["层级"]) == ("严重", "照搬照抄", "市级")
    assert first["编号"] == "f0a1"


def test_numbers_are_numbers(tmp_path: Path) -> None:
    book = written(tmp_path, small_run(), "en")
    heads, missed, *_ = book["Quotas"].iter_rows(values_only=True)
    line = dict(zip(heads, missed, strict=True))
    assert (line["Count"], line["Count before"], line["Change (%)"]) == (120, 100, 20)
    assert line["Status"] == "missed"
    heads, copied, *_ = book["Pairs"].iter_rows(values_only=True)
    line = dict(zip(heads, copied, strict=True))
    assert line["Share of copy"] == pytest.approx(0.85)
    assert line["Immediate parent"] == "yes"
    assert line["Source title"] == "关于加强安全生产工作的通知"
    findings = list(book["Findings"].iter_rows(values_only=True))
    evidence = {row[12]: row[9] for row in findings[1:]}
    assert evidence["f0a1"] == "Source id: d01; Share of copy: 85%"
    totals = {row[0]: row[1] for row in book["Summary"].iter_rows(values_only=True)}
    assert totals["Rows read"] == 12


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")', "0012"])
def test_texts_never_become_formulas_or_numbers(tmp_path: Path, start: str) -> None:
    book = written(tmp_path, planted_title(start))
    found = [
        cell
        for page in book.worksheets
        for row in page.iter_rows()
        for cell in row
        if cell.value == start
    ]
    assert len(found) >= 3
    assert {cell.data_type for cell in found} == {"s"}


@pytest.mark.parametrize(
    "text", ["关于\x1b[31m\x00的通知\ufffe", "_x0041_b", "长" * 40_000, "<&>\"'"]
)
def test_odd_texts_survive_as_texts(tmp_path: Path, text: str) -> None:
    book = written(tmp_path, planted_title(text))
    titles = [
        unescape(str(row[5])) for row in book["问题清单"].iter_rows(values_only=True, min_row=2)
    ]
    safe = text.replace("\x1b", "\\x1b").replace("\x00", "\\x00").replace("\ufffe", "\\ufffe")
    assert titles == [safe if len(safe) <= 32_767 else safe[:32_766] + "…"]


def test_personal_numbers_are_masked(tmp_path: Path) -> None:
    book = written(tmp_path, planted_title("请联系13812345678"))
    titles = [row[5] for row in book["问题清单"].iter_rows(values_only=True, min_row=2)]
    assert titles == ["请联系138****5678"]


def test_a_sheet_that_is_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 5)
    findings = [
        {"finding_id": f"f{place}", "family": "urgency", "severity": "low"} for place in range(9)
    ]
    page = written(tmp_path, planted({tables.FINDINGS: findings}))["问题清单"]
    assert page.max_row == 5
    assert page["A5"].value == "……另有 6 项"


def test_a_sheet_beyond_a_plain_zip_file_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1000)
    assert written(tmp_path, small_run())["问题清单"].max_row == 5


def test_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    run = small_run()
    paths = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for path in paths:
        write_workbook(path, run, summarise(run), wording("zh"))
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_the_share_of_rows_written_grows_to_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "_BATCH", 1)
    run = small_run()
    shares: list[float] = []
    write_workbook(tmp_path / "a.xlsx", run, summarise(run), wording("en"), shares.append)
    assert len(shares) >= run.table(tables.FINDINGS).height
    assert shares == sorted(set(shares))
    assert shares[-1] == 1.0
