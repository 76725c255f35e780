"""docanalyzer quota: the table, the documents behind it, the exports."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.cli.app import run
from docanalyzer.detect.quotas.detection import detect_quotas
from docanalyzer.model.tables import QUOTA_STATUS, RECEIPTS, RUN_TABLES
from docanalyzer.results import InputRecord, RunInfo, write_run
from tests.detect.quotas.registers import UNIT, default_rules, documents, year_of

OTHER = "=某县教育局"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run: one unit that misses twice, one with a hostile name, documents without a year."""
    rows = documents(
        year_of(2022, 40),
        year_of(2023, 44),
        year_of(2024, 45),
        year_of(2023, 30, unit=OTHER, tag="教"),
        year_of(2024, 30, unit=OTHER, tag="教"),
        year_of(2024, 3, tag="无号").with_columns(
            number_year=pl.lit(None, pl.Int64), doc_number=pl.lit(None, pl.String)
        ),
        year_of(2023, 25, tag="会", category="meeting"),
        year_of(2024, 26, tag="会", category="meeting"),
    )
    quotas = detect_quotas(rows, RECEIPTS.empty(), default_rules())
    tables = {table.name: table.empty() for table in RUN_TABLES}
    tables |= {"documents": rows, "findings": quotas.findings, "quota_status": quotas.status}
    source = InputRecord("收文登记簿.csv", "", rows.height, rows.height, 0)
    info = RunInfo("0", (source,), "", {}, "local", {}, {})
    return write_run(tmp_path / "run", tables, info, force=False).folder


def _quota(capsys: pytest.CaptureFixture[str], *arguments: object, code: int = 0) -> str:
    assert run(["quota", *map(str, arguments)]) == code
    output = capsys.readouterr()
    return output.out if code == 0 else output.err


def test_the_table_in_both_languages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chinese = _quota(capsys, folder, "--lang", "zh")
    assert f"{UNIT}" in chinese
    assert "未达标" in chinese
    assert "只减不增" in chinese
    assert "+10.0%" in chinese
    english = _quota(capsys, folder, "--lang", "en")
    assert "missed" in english
    assert "no increase" in english
    assert english.index(UNIT) < english.index(OTHER)


def test_no_line_is_wider_than_the_screen(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "80")
    for lang in ("zh", "en"):
        for extra in ([], ["--explain", UNIT]):
            text = _quota(capsys, folder, "--lang", lang, *extra)
            assert max(cell_len(line) for line in text.splitlines()) <= 80


def test_rows_without_a_target_are_told_and_shown_when_asked(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    short = _quota(capsys, folder, "--lang", "en")
    assert "more rows without a target" in short
    whole = _quota(capsys, folder, "--lang", "en", "--all")
    assert "more rows" not in whole
    assert whole.count("undetermined") == short.count("undetermined") + 1


def test_explain_lists_every_document_with_its_reason(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = _quota(capsys, folder, "--lang", "zh", "--explain", UNIT)
    assert f"{UNIT} 文件、计入、129" in text
    assert f"{UNIT} 文件、不计入：文号没有年份、3" in text
    assert f"{UNIT} 会议、计入、51" in text
    for serial in range(1, 46):
        assert f"政发〔2024〕{serial}号" in text


def test_a_part_of_the_name_is_enough(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "教〔2024〕30号" in _quota(capsys, folder, "--explain", "教育局", "--lang", "en")


def test_an_unknown_unit_is_offered_the_nearest(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = _quota(capsys, folder, "--explain", "某市人民政符", code=2)
    assert f"did you mean {UNIT}" in told


def test_csv_opens_in_a_spreadsheet(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.csv"
    assert _quota(capsys, folder, "--lang", "zh", "--export", path).strip() == str(path)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][:5] == ["单位", "层级", "类别", "期间", "数量"]
    texts = [cell for row in rows[1:] for cell in row if not _is_number(cell)]
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    assert f"'{OTHER}" in {row[0] for row in rows}


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def test_parquet_is_the_table_itself(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table.parquet"
    _quota(capsys, folder, "--export", path)
    assert pl.read_parquet(path).equals(pl.read_parquet(folder / QUOTA_STATUS.file))


def test_markdown_has_every_row(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table.md"
    _quota(capsys, folder, "--export", path, "--lang", "zh")
    lines = [line for line in path.read_text("utf-8").splitlines() if line.startswith("| ")]
    height = pl.read_parquet(folder / QUOTA_STATUS.file).height
    headings = sum("期间" in line or "---" in line for line in lines)
    assert len(lines) - headings == height


def test_the_workbook_says_what_the_table_says(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import openpyxl

    path = tmp_path / "执行情况.xlsx"
    _quota(capsys, folder, "--export", path, "--lang", "zh")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["文件", "会议", "文件清单"]
    page = book["文件"]
    assert page["A1"].value == "精文减会指标执行情况：文件"
    assert "收文登记簿.csv" in page["A2"].value
    headings = [cell.value for cell in page[5]]
    assert page.freeze_panes == "B6"
    rows = [
        dict(zip(headings, row, strict=True)) for row in page.iter_rows(min_row=6, values_only=True)
    ]
    stored = pl.read_parquet(folder / QUOTA_STATUS.file).filter(pl.col("category") == "document")
    told = {(row["单位"], row["期间"]): row["数量"] for row in rows}
    assert told == {
        (unit, period): count
        for unit, period, count in stored.select("unit", "period", "count").iter_rows()
    }
    (missed,) = [row for row in rows if row["单位"] == UNIT and row["期间"] == "2024"]
    assert missed["结论"] == "未达标"
    assert missed["增减%"] == pytest.approx(2.2727)
    change = page.cell(6, headings.index("增减%") + 1)
    assert change.number_format == "+0.0;-0.0;0.0"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert page.conditional_formatting
    listed = list(book["文件清单"].iter_rows(min_row=6, values_only=True))
    assert len(listed) == pl.read_parquet(folder / "documents.parquet").height
    assert sum("不计入：文号没有年份" in row for row in listed) == 3


def test_the_same_table_gives_the_same_workbook(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    _quota(capsys, folder, "--export", one)
    _quota(capsys, folder, "--export", two)
    assert one.read_bytes() == two.read_bytes()


def test_an_export_is_not_written_over(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "table.csv"
    path.write_text("mine", encoding="utf-8")
    assert "already exists" in _quota(capsys, folder, "--export", path, code=2)
    assert path.read_text("utf-8") == "mine"
    _quota(capsys, folder, "--export", path, "--force")
    assert path.read_text("utf-8") != "mine"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "run", path]


@pytest.mark.parametrize("name", ["table.doc", "table", "missing/table.csv"])
def test_an_export_that_cannot_be_written_is_a_usage_fault(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert "hint:" in _quota(capsys, folder, "--export", tmp_path / name, code=2)


def test_a_folder_that_is_no_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "not a run folder" in _quota(capsys, tmp_path, code=3)


def test_other_counting_rules_are_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / QUOTA_STATUS.file
    status = pl.read_parquet(path).with_columns(
        pl.col("counted_rule").str.replace("count-documents@1", "county-documents@3")
    )
    status.write_parquet(path)
    told = _quota(capsys, folder, "--explain", UNIT, code=2)
    assert "county-documents@3" in told
    assert "--rules" in told


CLAIMS = (
    "单位,年度,类别,数量,上年,增减,指标\n"
    f"{UNIT},2024,文件,45,44,2.3,只减不增\n"
    "甲市,2021,文件,2031,2482,-16,\n"
    "甲市,2022,表格,28,207,,\n"
    "甲市,2023,平台,12,,-74,\n"
)


def test_claims_are_recomputed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(CLAIMS, encoding="utf-8")
    english = _quota(capsys, folder, "--claims", path, "--lang", "en")
    assert "2482 to 2031 is -18.2%" in english
    assert "2 agree, 1 contradict themselves, 1 cannot be" in english
    assert "the register counts the same" in " ".join(english.split())
    chinese = _quota(capsys, folder, "--claims", path, "--lang", "zh")
    assert "从2482到2031，变化应为-18.2%" in chinese
    assert "2 条相符，1 条自相矛盾，1 条无法核算" in chinese
    assert "与登记簿一致" in chinese.replace("\n", "")


def test_a_wrong_claims_file_is_a_usage_fault(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(CLAIMS.replace("28,207", "-28,207"), encoding="utf-8")
    told = _quota(capsys, folder, "--claims", path, "--export", tmp_path / "t.csv", code=2)
    assert "row 4, column count" in told
    assert not (tmp_path / "t.csv").exists()


def test_a_plan_is_held_against_what_was_issued(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.csv"
    lines = [f"关于第{serial}项工作的通知,{UNIT},2024," for serial in range(1, 45)]
    lines += [f"城市管理办法,{UNIT},2024,", f"关于第45项工作的通知,{UNIT},2024,办公室批"]
    path.write_text("\n".join(["标题,单位,年度,计划外审批", *lines]), encoding="utf-8")
    told = " ".join(_quota(capsys, folder, "--plan", path, "--lang", "en").split())
    assert "44 planned and done, 1 planned and not done" in told
    assert "1 outside it with approval" in told
    chinese = _quota(capsys, folder, "--plan", path, "--lang", "zh")
    assert "城市管理办法" in chinese
    assert "计划内未发" in chinese


def test_monitoring_points_by_month(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = documents(year_of(2023, 120), year_of(2024, 240))
    receipts = RECEIPTS.conform(
        rows.select(
            pl.concat_str(pl.lit("r"), "doc_id").alias("receipt_id"),
            "doc_id",
            pl.lit("灯塔镇").alias("receiver"),
            pl.col("issued_on").cast(pl.Datetime("us")).alias("received_at"),
        )
    )
    quotas = detect_quotas(rows, receipts, default_rules())
    tables = {table.name: table.empty() for table in RUN_TABLES}
    tables |= {"documents": rows, "receipts": receipts, "quota_status": quotas.status}
    info = RunInfo("0", (), "", {}, "local", {}, {})
    folder = write_run(tmp_path / "run", tables, info, force=False).folder
    path = tmp_path / "points.csv"
    path.write_text("监测点,类型,所属区县\n灯塔镇,乡镇,东区\n", encoding="utf-8")
    chinese = _quota(capsys, folder, "--points", path, "--lang", "zh")
    assert "灯塔镇、乡镇、东区" in chinese
    assert f"来文最多：{UNIT} 360" in chinese
    assert "+100.0%" in chinese
    assert "来文单位" not in chinese
    whole = _quota(capsys, folder, "--points", path, "--lang", "zh", "--all")
    assert "灯塔镇、来文单位" in whole
    assert whole.count(UNIT) == 1 + 24
    path.write_text("监测点\n灯塔乡\n", encoding="utf-8")
    assert "did you mean 灯塔镇" in _quota(capsys, folder, "--points", path, code=2)


def test_signals_stand_below_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = documents(
        year_of(2023, 100),
        year_of(2024, 60),
        year_of(2023, 4, tag="政便函"),
        year_of(2024, 50, tag="政便函"),
    )
    quotas = detect_quotas(rows, RECEIPTS.empty(), default_rules())
    tables = {table.name: table.empty() for table in RUN_TABLES}
    tables |= {"documents": rows, "findings": quotas.findings, "quota_status": quotas.status}
    info = RunInfo("0", (), "", {}, "local", {}, {})
    folder = write_run(tmp_path / "run", tables, info, force=False).folder
    english = " ".join(_quota(capsys, folder, "--lang", "en").split())
    assert "2024: 100 → 60; informal letters 4 → 50" in english
    assert "signals, no verdict" in english
    assert "便函便笺由4件升到50件" in _quota(capsys, folder, "--lang", "zh").replace("\n", "")
