"""Finding the table: titles above, two-line headers, blocks side by side, forms and summaries."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from docanalyzer.ingest import Ingested, ingest, read_table
from docanalyzer.model.faults import InputFault

Grid = list[list[object]]
HEADER: list[object] = ["收文\n日期", "收文 号", "来文单位", "文件名", "文件编号", "密级"]
ROW: list[object] = [
    "2021年3月1日",
    "20210001",
    "市财政局",
    "关于甲的通知",
    "市财〔2021〕1号",
    None,
]


def workbook(path: Path, sheets: dict[str, Grid]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/mm/dd"})
    for name, grid in sheets.items():
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                if cell is not None:
                    sheet.write(row, column, cell)
    book.close()
    return path


def scan(folder: Path, **sheets: Grid) -> Ingested:
    return ingest([str(workbook(folder / "登记.xlsx", sheets))])


def test_title_rows_above_the_header(tmp_path: Path) -> None:
    grid: Grid = [["2021年文件传阅记录单"], [], HEADER, ROW, [], ["合计", None, None, "1件"]]
    result = scan(tmp_path, 收文=grid)
    assert result.rows.select("source_sheet", "source_row", "title", "doc_number").rows() == [
        ("收文", 4, "关于甲的通知", "市财〔2021〕1号")
    ]
    assert result.rejects.select("source_row", "reason_code").rows() == [
        (1, "above_header"), (2, "empty_row"), (5, "empty_row"), (6, "totals_row"),
    ]  # fmt: skip


def test_header_and_title_repeated_on_every_page(tmp_path: Path) -> None:
    title: list[object] = ["市府办收文登记簿"]
    result = scan(tmp_path, 收文=[title, HEADER, ROW, title, HEADER, ROW])
    assert result.rows["source_row"].to_list() == [3, 6]
    assert result.rejects["reason_code"].to_list() == [
        "above_header", "repeated_header", "repeated_header",
    ]  # fmt: skip


def test_a_register_marked_secret_as_a_whole_is_not_read(tmp_path: Path) -> None:
    result = scan(tmp_path, 密件=[["机密★1年"], ["收文登记簿"], HEADER, ROW], 收文=[HEADER, ROW])
    assert result.rows["source_sheet"].to_list() == ["收文"]
    assert result.rejects.select("source_sheet", "reason_code", "raw").rows() == [
        ("classified/1", "classified", "")
    ]


def test_two_line_header(tmp_path: Path) -> None:
    top: list[object] = ["序号", "来文", None, None, "办理", None]
    bottom: list[object] = [None, "单位", "字号", "标题", "时限", "结果"]
    data: list[object] = [1, "市财政局", "市财〔2021〕1号", "关于甲的通知", "2021-03-15", "已办"]
    result = scan(tmp_path, 收文=[["2021年收文"], top, bottom, data, data])
    assert result.rows["source_row"].to_list() == [4, 5]
    row = result.rows.row(0, named=True)
    assert row["issuer"] == "市财政局"
    assert row["doc_number"] == "市财〔2021〕1号"
    assert row["title"] == "关于甲的通知"
    assert row["register_no"] == "1"


def test_blocks_side_by_side(tmp_path: Path) -> None:
    top: list[object] = ["收文", None, None, None, None, "发文", None, None, None, None]
    bottom: list[object] = [
        "月/日",
        "文号",
        "来文单位",
        "事由",
        "签收",
        "月/日",
        "文号",
        "收文单位",
        "事由",
        "签收",
    ]
    first: list[object] = [
        "3/15", "市财〔2021〕1号", "市财政局", "关于甲的通知", "张",
        "3/16", "县办〔2021〕2号", "各乡镇", "关于乙的通知", "李",
    ]  # fmt: skip
    second: list[object] = ["3/17", "市教〔2021〕3号", "市教育局", "关于丙的通知", "王"]
    total: list[object] = ["合计份数", 2, None, None, None, "合计份数", 1]
    result = scan(tmp_path, 登记=[["2021年收发文登记簿"], top, bottom, first, second, total])
    assert result.rows.select("source_row", "title", "issuer", "receiver").rows() == [
        (4, "关于甲的通知", "市财政局", None),
        (4, "关于乙的通知", None, "各乡镇"),
        (5, "关于丙的通知", "市教育局", None),
    ]
    assert result.rows["received_at"].to_list() == [
        datetime(2021, 3, 15), None, datetime(2021, 3, 17),
    ]  # fmt: skip
    assert result.rows["issued_on"].to_list() == [None, date(2021, 3, 16), None]
    assert set(result.rejects["reason_code"]) == {"above_header", "totals_row"}


def test_form_summary_and_empty_sheets_are_skipped_with_a_reason(tmp_path: Path) -> None:
    form: Grid = [
        ["某部文件处理单"],
        ["来文单位", "市财政局", "文件编号", "〔2021〕"],
        ["收文号", "20210674", "收文日期", "2021年2月24日", "密级", None],
        ["文件名称", "关于甲的通知"],
        ["拟办意见"],
    ]
    summary: Grid = [["来文单位", "标题"], ["市财政局", "关于甲的通知"]]
    result = scan(tmp_path, 收文=[HEADER, ROW], 处理单=form, 汇总=summary, 空表=[])
    assert result.rows.height == 1
    assert result.rejects.select("source_sheet", "source_row", "reason_code").rows() == [
        ("处理单", None, "form_sheet"),
        ("汇总", None, "summary_sheet"),
        ("空表", None, "empty_sheet"),
    ]


def test_a_register_that_says_headings_in_its_cells_is_no_form(tmp_path: Path) -> None:
    header: list[object] = ["标题", "文号", "甲列", "乙列", "丙列", "丁列"]
    rows: Grid = [
        [f"关于{n}的通知", f"市办〔2021〕{n}号", "附件", "附件", "无", n] for n in range(1, 6)
    ]
    assert scan(tmp_path, 收文=[header, *rows]).rows.height == 5


def test_a_lone_summary_sheet_is_read(tmp_path: Path) -> None:
    assert scan(tmp_path, 汇总=[HEADER, ROW]).rows.height == 1


def test_typed_cells_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("收文")
    sheet.write_row(3, 2, ["标题", "收文日期", "收文号", "限办时间"])
    form = book.add_format({"num_format": "yyyy/mm/dd"})
    clock = book.add_format({"num_format": "yyyy/mm/dd hh:mm"})
    sheet.write(5, 2, "关于甲的通知")
    sheet.write_datetime(5, 3, datetime(2021, 2, 24), form)
    sheet.write(5, 4, 20210674)
    sheet.write_datetime(5, 5, datetime(2021, 2, 25, 17, 30), clock)
    book.close()
    row = ingest([str(path)]).rows.row(0, named=True)
    assert row["source_row"] == 6
    assert row["received_at"] == datetime(2021, 2, 24)
    assert row["register_no"] == "20210674"
    assert row["due_at"] == datetime(2021, 2, 25, 17, 30)


def test_table_without_headings_is_read_by_its_values(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    lines = [
        f"{n},2021-03-0{n},市财政局,市财〔2021〕{n}号,关于第{n}件事的通知" for n in range(1, 6)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    result = ingest([str(path)])
    assert result.rows.height == 5
    assert result.rows["title"][0] == "关于第1件事的通知"
    assert result.rows["doc_number"][4] == "市财〔2021〕5号"
    assert result.rows["issuer"].null_count() == 5


def test_read_table_gives_the_sheet_asked_for(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "x.xlsx", {"甲": [HEADER, ROW], "乙": [["标题", "文号"], ["乙题", 1]]}
    )
    assert read_table(path).columns[0] == "收文\n日期"
    assert read_table(path, sheet="乙").rows() == [("乙题", "1")]
    with pytest.raises(InputFault):
        read_table(path, sheet="丙")
    with pytest.raises(InputFault):
        read_table(tmp_path / "none.xlsx")
