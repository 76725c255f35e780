"""The exported workbook in other programs: read by openpyxl, converted by LibreOffice."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from docanalyzer.cli.app import run
from docanalyzer.detect.quotas.detection import detect_quotas
from docanalyzer.model.tables import RECEIPTS, RUN_TABLES
from docanalyzer.results import InputRecord, RunInfo, write_run
from tests.detect.quotas.registers import UNIT, default_rules, documents, year_of

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
ODD = '=某县"教育",局 & <b>'
SHEETS = {
    "zh": ["文件", "督查", "会议", "文件清单"],
    "en": ["document", "inspection", "meeting", "Document list"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run with met, missed and undetermined rows in all three categories."""
    rows = documents(
        year_of(2022, 40),
        year_of(2023, 44),
        year_of(2024, 45),
        year_of(2023, 30, unit=ODD, tag="教"),
        year_of(2024, 1300, unit=ODD, tag="教"),
        year_of(2023, 25, tag="会", category="meeting"),
        year_of(2024, 20, tag="会", category="meeting"),
        year_of(2023, 25, tag="督", category="inspection"),
        year_of(2024, 26, tag="督", category="inspection"),
    )
    quotas = detect_quotas(rows, RECEIPTS.empty(), default_rules())
    tables = {table.name: table.empty() for table in RUN_TABLES}
    tables |= {"documents": rows, "findings": quotas.findings, "quota_status": quotas.status}
    source = InputRecord("收文登记簿.csv", "", rows.height, rows.height, 0)
    info = RunInfo("0", (source,), "", {}, "local", {}, {})
    out = tmp_path_factory.mktemp("book") / "run"
    return write_run(out, tables, info, force=False).folder


def _exported(folder: Path, path: Path, lang: str) -> Path:
    assert run(["quota", str(folder), "--export", str(path), "--lang", lang]) == 0
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_sheet_can_be_handed_in(folder: Path, tmp_path: Path, lang: str) -> None:
    import openpyxl

    book = openpyxl.load_workbook(_exported(folder, tmp_path / "table.xlsx", lang))
    assert book.sheetnames == SHEETS[lang]
    status = pl.read_parquet(folder / "quota_status.parquet")
    for page, category in zip(book, ["document", "inspection", "meeting", None], strict=True):
        title, source, rule, rounding = (page.cell(row, 1) for row in range(1, 5))
        assert title.value
        assert title.font.bold
        assert title.font.size == 16
        assert "收文登记簿.csv" in source.value
        assert rule.value
        assert rounding.value
        headings = [cell.value for cell in page[5]]
        assert all(headings)
        assert all(cell.font.bold for cell in page[5])
        assert (page.freeze_panes, page.print_title_rows) == ("B6", "$5:$5")
        assert page.auto_filter.ref.startswith("A5:")
        if category is None:
            continue
        rows = status.filter(category=category).height
        assert page.max_row == 5 + rows
        counts, changes, states = (headings[place] for place in (4, 6, 8))
        assert page.cell(6, headings.index(counts) + 1).number_format == "#,##0"
        assert page.cell(6, headings.index(changes) + 1).number_format == "+0.0;-0.0;0.0"
        coloured = {
            str(area.sqref): [rule.type for rule in area.rules]
            for area in page.conditional_formatting
        }
        letter = page.cell(5, headings.index(states) + 1).column_letter
        assert coloured[_span(letter, rows)] == ["cellIs"] * 3
        assert coloured[_span(page.cell(5, 5).column_letter, rows)] == ["dataBar"]


def _span(letter: str, rows: int) -> str:
    return f"{letter}6" if rows == 1 else f"{letter}6:{letter}{5 + rows}"


def test_the_conditional_colours_name_the_states_that_are_written(
    folder: Path, tmp_path: Path
) -> None:
    import openpyxl

    book = openpyxl.load_workbook(_exported(folder, tmp_path / "table.xlsx", "zh"))
    page = book["文件"]
    written = {row[8] for row in page.iter_rows(min_row=6, values_only=True)}
    named = {
        rule.formula[0].strip('"'): rule.dxf.fill.bgColor.rgb
        for area in page.conditional_formatting
        for rule in area.rules
        if rule.type == "cellIs"
    }
    assert written <= set(named)
    assert {"未达标", "无法判断"} <= written
    assert len(set(named.values())) == 3


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_libreoffice_opens_it_without_repair(folder: Path, tmp_path: Path, lang: str) -> None:
    """Converted to CSV sheet by sheet and to a workbook of its own; both say the same."""
    path = _exported(folder, tmp_path / "table.xlsx", lang)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    texts, books = tmp_path / "texts", tmp_path / "books"
    for target, where in ((every_sheet, texts), ("xlsx", books)):
        done = _convert(path, target, where, tmp_path / "profile")
        assert "repair" not in done.casefold()
        assert "corrupt" not in done.casefold()
        assert "error" not in done.casefold()
    import openpyxl

    ours, theirs = openpyxl.load_workbook(path), openpyxl.load_workbook(books / "table.xlsx")
    assert theirs.sheetnames == ours.sheetnames
    for page in ours:
        again = theirs[page.title]
        assert list(again.iter_rows(max_row=page.max_row, values_only=True)) == list(
            page.iter_rows(values_only=True)
        )
        with (texts / f"table-{page.title}.csv").open(encoding="utf-8", newline="") as stream:
            lines = list(csv.reader(stream))
        assert len(lines) == page.max_row
        assert lines[0][0] == page["A1"].value
        assert lines[4] == [cell.value for cell in page[5]]
    with ZipFile(books / "table.xlsx") as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert first.count("<cfRule") == 4
    units = {row[0] for row in theirs.worksheets[0].iter_rows(min_row=6, values_only=True)}
    assert units == {UNIT, ODD}


def _convert(path: Path, target: str, where: Path, profile: Path) -> str:
    """Everything LibreOffice says while it converts."""
    assert OFFICE is not None
    command = [OFFICE, "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    command += ["--convert-to", target, "--outdir", str(where), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout + done.stderr
