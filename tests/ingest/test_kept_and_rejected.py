"""Rows: kept with typed values or rejected with a reason, classified ones without a trace."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docanalyzer.ingest import Ingested, Mapping, ingest, load_mapping
from docanalyzer.model.faults import InputFault, UsageFault
from docanalyzer.model.tables import CELL_NOTES, MAPPED_ROWS, REJECTS

HEADER = "收文编号,收文日期,来文单位,来文字号,标题,密级,紧急程度,限办时间,页数,备注"


def scan(folder: Path, *lines: str, mapping: Mapping | None = None) -> Ingested:
    path = folder / "收文2021.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return ingest([str(path)], mapping=mapping)


def reasons(result: Ingested) -> list[tuple[int, str]]:
    return [(row, code) for row, code in result.rejects.select("source_row", "reason_code").rows()]


def test_a_row_in_canonical_fields(tmp_path: Path) -> None:
    result = scan(
        tmp_path,
        "收〔2021〕1号,2021年3月1日 上午9:30,市财政局,市财〔2021〕1号, 关于报送预算的通知 ,,"
        "特急,3/15,共4页,急办",
        "收〔2021〕2号,20210302,市教育局,/,关于放假的通知,无,普通,无限办时间,,—",
    )
    assert result.rows.schema == MAPPED_ROWS.schema()
    assert result.rows.rows(named=True)[0] == dict.fromkeys(MAPPED_ROWS.names()) | {
        "source_file": "收文2021.csv",
        "source_row": 2,
        "title": "关于报送预算的通知",
        "doc_number": "市财〔2021〕1号",
        "register_no": "收〔2021〕1号",
        "issuer": "市财政局",
        "urgency": "特急",
        "urgency_mark": "特急",
        "remark": "急办",
        "received_at": datetime(2021, 3, 1, 9, 30),
        "due_at": datetime(2021, 3, 15),
        "pages": 4,
    }
    second = result.rows.row(1, named=True)
    assert second["doc_number"] is None
    assert second["due_at"] is None
    assert second["remark"] is None
    assert second["urgency_mark"] is None
    assert result.cell_notes.height == 0
    assert [(i.path, i.rows_read, i.rows_kept, i.rows_rejected) for i in result.inputs] == [
        ("收文2021.csv", 2, 2, 0)
    ]


def test_every_kind_of_row_that_is_no_document(tmp_path: Path) -> None:
    result = scan(
        tmp_path,
        "1,2021-03-01,市财政局,市财〔2021〕1号,关于报送预算的通知,,,,,",
        ",,,,,,,,,",
        HEADER,
        "2,2021-03-02,市教育局,,,,,,,",
        "制表人：张三,,,审核人：李四,,,,,,",
        "3,2021-03-03,市水利局,市水〔2021〕3号,关于值班,和备勤的通知,,,,,,多出一格",
        "合计,,,,12件,,,,40,",
    )
    assert reasons(result) == [
        (3, "empty_row"),
        (4, "repeated_header"),
        (5, "no_identity"),
        (6, "form_line"),
        (7, "ragged_row"),
        (8, "totals_row"),
    ]
    assert result.rejects.schema == REJECTS.schema()
    raw = json.loads(result.rejects.row(2, named=True)["raw"])
    assert raw["来文单位"] == "市教育局"
    assert result.inputs[0].rows_read == 7
    assert result.rows["source_row"].to_list() == [2]


CLASSIFIED = [
    "1,2021-03-01,市某局,市某〔2021〕1号,不可见的甲题,机密,特急,,,",
    "2,2021-03-01,市某局,市某〔2021〕2号,不可见的乙题,秘密★10年,,,,",
    "3,2021-03-01,市某局,机密★5年 市某〔2021〕3号,不可见的丙题,,,,,",
    "4,2021-03-01,市某局,市某〔2021〕4号,【绝密】不可见的丁题,,,,,",
    "5,2021-03-01,市某局,市某〔2021〕5号,不可见的戊题,,,,,秘 密",
    "6,2021-03-01,市某局,市某〔2021〕6号,不可见的己题,★,,,,",
    "7,不可辨的日期,市某局,,,绝密★长期,不可辨的等级,,,",
]


def test_classified_rows_leave_nothing(tmp_path: Path) -> None:
    result = scan(tmp_path, *CLASSIFIED, "8,2021-03-01,市某局,,关于保守国家秘密的通知,非密,,,,")
    assert reasons(result) == [(row, "classified") for row in range(2, 9)]
    assert result.rejects["raw"].to_list() == [""] * 7
    assert result.rows["title"].to_list() == ["关于保守国家秘密的通知"]
    everything = " ".join(
        str(value)
        for table in (result.rows, result.rejects, result.cell_notes)
        for row in table.rows()
        for value in row
    )
    assert "不可" not in everything
    assert "市某〔2021〕" not in everything


def test_secrecy_codes_of_the_mapping_hide_rows(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text('[codes.secrecy]\n"2" = "机密"\n"0" = "公开"\n', encoding="utf-8")
    rows = ["1,,市某局,,可见的题,0,,,,", "2,,市某局,,不可见的题,2,,,,"]
    told = scan(tmp_path, *rows, mapping=load_mapping(path))
    assert reasons(told) == [(3, "classified")]
    assert told.rows["secrecy"].to_list() == ["公开"]
    untold = scan(tmp_path, *rows)
    assert untold.cell_notes["reason_code"].to_list() == ["code_needs_mapping"] * 2


def test_cells_that_are_not_understood_are_noted_and_the_row_kept(tmp_path: Path) -> None:
    result = scan(tmp_path, "1,2021111,市财政局,市财〔2021〕1号,关于甲的通知,,3,D6,十页,")
    assert result.cell_notes.schema == CELL_NOTES.schema()
    assert result.cell_notes.select("source_row", "column", "value", "reason_code").rows() == [
        (2, "due_at", "D6", "deadline_relative"),
        (2, "pages", "十页", "number_not_understood"),
        (2, "received_at", "2021111", "date_ambiguous"),
        (2, "urgency", "3", "code_needs_mapping"),
    ]
    assert result.rows.height == 1


def test_later_date_columns_fill_empty_cells_only(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(
        "标题,公开日期,成文日期,发布日期\n"
        "甲,2021-01-03,2021-01-01,2021-01-02\n乙,2021-01-03,,2021-01-02\n丙,2021-01-03,,\n"
        "丁,2021-01-03,2021111,\n",
        encoding="utf-8",
    )
    result = ingest([str(path)])
    assert result.rows["issued_on"].to_list() == [
        date(2021, 1, 1), date(2021, 1, 2), date(2021, 1, 3), date(2021, 1, 3),
    ]  # fmt: skip
    assert result.cell_notes.select("source_row", "value").rows() == [(5, "2021111")]


def test_body_is_kept_exactly_and_title_at_its_ends_only(tmp_path: Path) -> None:
    body = "  第一条　正文。\u200b\r\n\n  第二条 "
    path = tmp_path / "x.jsonl"
    record = {"标题": " \u200b关于\u200b甲 的通知\n", "正文": body}
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    row = ingest([str(path)]).rows.row(0, named=True)
    assert row["body"] == body
    assert row["title"] == "关于\u200b甲 的通知"


CELLS = st.one_of(
    st.sampled_from(
        [
            "",
            "1",
            "合计",
            "标题",
            "来文单位",
            "机密",
            "★",
            "特急",
            "2021-03-01",
            "2022111",
            "/",
            "关于甲的通知",
        ]
    ),
    st.text(max_size=8),
)


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=12))
def test_no_row_is_lost_whatever_it_holds(tmp_path: Path, rows: list[list[str]]) -> None:
    names = ["收文编号", "标题", "来文字号", "密级", "收文日期", "紧急程度"]
    path = tmp_path / "x.jsonl"
    first = ["0", "关于某事的通知", "", "", "", ""]
    records = [dict(zip(names, row, strict=True)) for row in [first, *rows]]
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    result = ingest([str(path)])
    numbers = pl.concat([result.rows["source_row"], result.rejects["source_row"]]).sort()
    last = max(i for i, row in enumerate(records, 1) if any(row.values()))
    assert numbers.to_list() == list(range(1, len(records) + 1))
    assert last <= len(records)
    hidden = result.rejects.filter(pl.col("reason_code") == "classified")
    assert all(raw == "" for raw in hidden["raw"])


def test_a_mapping_file_with_a_wrong_field_is_a_usage_fault(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    for text in ['[columns]\n"标题" = "titel"\n', "[columns\n", "[colums]\n", "[codes.title]\n"]:
        path.write_text(text, encoding="utf-8")
        with pytest.raises(UsageFault):
            load_mapping(path)


def test_a_mapping_can_be_for_some_files_only(tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        '[columns]\n"甲" = "title"\n[[file]]\nmatch = "收文*.csv"\n[file.columns]\n"标题" = ""\n',
        encoding="utf-8",
    )
    mapping = load_mapping(path)
    assert mapping.for_file("收文2021.csv").columns == {"甲": "title", "标题": None}
    assert mapping.for_file("发文.csv").columns == {"甲": "title"}


def test_a_lone_file_that_is_no_table_is_an_input_fault(tmp_path: Path) -> None:
    for name, content in [
        ("空.csv", b""),
        ("图.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("话.txt", "这是一封信，没有表格。\n".encode()),
        ("数.csv", b"a,b\n1,2\n3,4\n"),
    ]:
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputFault) as fault:
            ingest([str(path)])
        assert fault.value.what
        assert fault.value.hint
