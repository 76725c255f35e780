"""Delimited text: the fast and the loose way agree, and neither loses a record or a cell."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docanalyzer.ingest import read_table
from docanalyzer.ingest.readers.delimited import Delimited
from docanalyzer.ingest.readers.dialects import Dialect, sniff
from docanalyzer.ingest.readers.loose_records import loose_records
from docanalyzer.ingest.readers.record_shape import record_shape
from docanalyzer.ingest.sheets import RawSheet, cell_columns
from docanalyzer.ingest.sources import Source

HEADER = ["收文编号", "收文日期", "来文单位", "来文字号", "标题", "紧急程度"]
ROWS = [
    ["1", "2021-03-01", "市财政局", "市财〔2021〕1号", "关于报送预算的通知", "特急"],
    ["2", "2021-03-02", "市教育局", "市教〔2021〕12号", "关于“双减”，若干事项的意见", "普通"],
    ["3", "2021-03-03", "市水利局", "市水〔2021〕3号", "关于汛期值班的通知", "加急"],
    ["4", "2021-03-04", "市统计局", "市统〔2021〕8号", "关于年报的函", ""],
]
PIECES = [*'甲乙丙 ab1,;\t|"\n', "\r\n", "'", "关于", "号"]
CELL = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


def written(rows: list[list[str]], **how: object) -> str:
    sink = io.StringIO()
    csv.writer(sink, **how).writerows(rows)  # type: ignore[arg-type]  # options by name
    return sink.getvalue()


def read(folder: Path, content: bytes, name: str = "收文.csv") -> list[list[str | None]]:
    path = folder / name
    path.write_bytes(content)
    table = read_table(path)
    return [list(table.columns), *(list(row) for row in table.rows())]


EXPECTED = [HEADER, *([cell or None for cell in row] for row in ROWS)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, delimiter: str, end: str) -> None:
    text = written([HEADER, *ROWS], delimiter=delimiter, lineterminator=end)
    assert read(tmp_path, text.encode()) == EXPECTED


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings(tmp_path: Path, encoding: str) -> None:
    text = written([HEADER, *ROWS])
    assert read(tmp_path, text.encode(encoding)) == EXPECTED


def test_big5(tmp_path: Path) -> None:
    header = ["收文編號", "收文日期", "發文單位", "發文字號", "主旨"]
    rows = [["1", "2021-03-01", "市政府教育局", "府教字第1號", "關於召開會議的通知"]] * 3
    text = written([header, *rows])
    assert read(tmp_path, text.encode("big5")) == [header, *rows]


def test_mixed_line_ends_and_multi_line_cells(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[1][4] = "第一行\n第二行，还有\r\n第三行"
    lines = [written([row], quoting=csv.QUOTE_ALL).strip("\r\n") for row in [HEADER, *rows]]
    text = lines[0] + "\r\n" + lines[1] + "\n" + lines[2] + "\r" + lines[3] + "\n" + lines[4]
    expected = [HEADER, *([cell or None for cell in row] for row in rows)]
    assert read(tmp_path, text.encode()) == expected


def test_stray_quotes_stay_in_the_cell(tmp_path: Path) -> None:
    text = ",".join(HEADER) + "\n"
    text += '1,2021-03-01,市财政局,市财〔2021〕1号,"互联网+"行动的通知,特急\n'
    text += '2,2021-03-02,市教育局,市教〔2021〕2号,"双减的意见,普通\n'
    text += "3,2021-03-03,市水利局,市水〔2021〕3号,关于值班的通知,加急\n"
    table = read(tmp_path, text.encode())
    assert [row[4] for row in table[1:]] == ['"互联网+"行动的通知', '"双减的意见', "关于值班的通知"]


def test_escaped_quotes_and_single_quotes(tmp_path: Path) -> None:
    rows = [[cell.replace("“", '"').replace("”", '"') for cell in row] for row in ROWS]
    expected = [HEADER, *([cell or None for cell in row] for row in rows)]
    escaped = written([HEADER, *rows], doublequote=False, escapechar="\\", quoting=csv.QUOTE_ALL)
    assert read(tmp_path, escaped.encode()) == expected
    single = written([HEADER, *rows], quotechar="'", quoting=csv.QUOTE_ALL)
    assert read(tmp_path, single.encode()) == expected


def test_nul_bytes_and_blank_lines(tmp_path: Path) -> None:
    text = written([HEADER, *ROWS]).replace("值班", "值\x00班").replace("\r\n2,", "\r\n\r\n2,")
    table = read(tmp_path, text.encode())
    assert len(table) == 6
    assert table[2] == [None] * 6
    assert table[4][4] == "关于汛期值\x00班的通知"


def test_separator_hint_of_spreadsheets(tmp_path: Path) -> None:
    text = "sep=;\r\n" + written([HEADER, *ROWS], delimiter=";")
    assert read(tmp_path, text.encode()) == EXPECTED


@given(st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=8))
def test_record_shape_counts_what_the_standard_reader_reads(rows: list[list[str]]) -> None:
    text = written(rows, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    shape = record_shape(text.encode(), b",")
    assert shape is not None
    assert shape.records == len(rows)
    assert shape.width == max(len(row) for row in rows)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=8))
def test_the_fast_way_equals_the_loose_way(tmp_path: Path, rows: list[list[str]]) -> None:
    text = written([["标题", "文号", "备注"], *rows], lineterminator="\n")
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())
    sheet = Delimited().read(Source(path, "x.csv"), lambda _begin, _end: None)[0]
    assert isinstance(sheet, RawSheet)
    loose = loose_records(text, sniff(text))
    width = len(cell_columns(sheet.cells))
    cells = [list(row[1:]) for row in sheet.cells.rows()]
    expected = [[cell or None for cell in (record + [""] * width)[:width]] for record in loose]
    while expected and not any(cell and cell.strip() for cell in expected[-1]):
        expected.pop()
    assert cells == expected


@given(st.text(alphabet=st.sampled_from(list('甲乙,"\n\r|ab')), max_size=60))
def test_broken_quoting_loses_no_character(text: str) -> None:
    records = loose_records(text, Dialect(","))
    kept = "".join(cell for record in records for cell in record)
    # A separator of its own may divide one record: that one is no part of a cell.
    for char in "甲乙ab":
        assert kept.count(char) == text.count(char)


QUOTED_ROWS = [*ROWS, ["5", "2021-03-05", "市审计局", "市审〔2021〕2号", "第一行\n还有,“二”", "无"]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    row=st.integers(1, len(QUOTED_ROWS)),
    column=st.integers(0, len(HEADER) - 1),
    fault=st.sampled_from(["quote before", "quote behind", "separator", "no separator", "foreign"]),
    every=st.booleans(),
)
def test_one_fault_in_a_row_changes_no_other_row(
    tmp_path: Path, row: int, column: int, fault: str, every: bool
) -> None:
    quoting = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    lines = [
        [written([[cell]], quoting=quoting).removesuffix("\r\n") for cell in cells]
        for cells in [HEADER, *QUOTED_ROWS]
    ]
    lines = [["" if cell == '""' and not every else cell for cell in line] for line in lines]
    cells, between = lines[row], ","
    if fault == "quote before":
        cells[column] = '"' + cells[column]
    elif fault == "quote behind":
        cells[column] += '"'
    elif fault == "separator":
        cells.insert(column, "")
    elif fault == "no separator":
        cells[column : column + 2] = ["".join(cells[column : column + 2])]
    else:
        between = ";"
    text = "\n".join((between if at == row else ",").join(line) for at, line in enumerate(lines))
    read_rows = [line[: len(HEADER)] for line in read(tmp_path, text.encode())]
    expected = [HEADER, *([cell or None for cell in cells] for cells in QUOTED_ROWS)]
    # A cell of two lines that lost its quote is two records; the others stay as they are.
    behind = len(expected) - row - 1
    assert read_rows[:row] == expected[:row]
    assert read_rows[len(read_rows) - behind :] == expected[len(expected) - behind :]
    if fault == "foreign":
        assert read_rows[row] == expected[row]


def test_two_strays_that_close_each_other_swallow_no_record(tmp_path: Path) -> None:
    rows = [[str(n), "2021-03-01", "市财政局", f"市财〔2021〕{n}号", "题", "急"] for n in range(9)]
    rows[2][4], rows[5][4] = '"题', '题"'
    text = "\n".join(",".join(row) for row in [HEADER, *rows])
    assert read(tmp_path, text.encode()) == [HEADER, *rows]


def test_a_record_broken_in_two_is_one(tmp_path: Path) -> None:
    text = "\n".join(",".join(row) for row in [HEADER, *ROWS]).replace(",市教育局", "\n市教育局")
    assert read(tmp_path, text.encode()) == EXPECTED
