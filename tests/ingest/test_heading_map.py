"""Headings: each known one is its field, none is mistaken with confidence."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.ingest.columns import HIGH_CONFIDENCE, ColumnDecision, How, Use, decide_columns
from docanalyzer.ingest.headings import distinct_headings, heading_key, heading_map
from docanalyzer.ingest.mapping import FIELDS, FileMapping
from docanalyzer.ingest.sheets import ROW, cell_names

OUR_NAME = {
    "date_issued": "issued_on",
    "date_received": "received_at",
    "deadline": "due_at",
    "date_done": "finished_at",
}
NOT_CARRIED = {
    "secrecy_term", "keywords", "copies", "handler_dept", "handler", "signer", "proposal",
    "instruction", "result", "status", "archive",
}  # fmt: skip
# 附件页数 counts the pages of the attachment: no page limit may be held against it.
OURS_DIFFERS = {("pages", "附件页数")}


def decide(
    columns: dict[str, list[str | None]], mapping: FileMapping | None = None
) -> dict[str, ColumnDecision]:
    rows = len(next(iter(columns.values())))
    cells = pl.DataFrame(
        {ROW: list(range(1, rows + 1))}
        | dict(zip(cell_names(len(columns)), columns.values(), strict=True)),
        schema={ROW: pl.Int64, **dict.fromkeys(cell_names(len(columns)), pl.String)},
    )
    return {d.heading: d for d in decide_columns(list(columns), cells, mapping)}


@pytest.mark.real_data
def test_every_heading_seen_in_real_registers_is_its_field(real_data: Path) -> None:
    lists = json.loads((real_data / "headings.json").read_text(encoding="utf-8"))
    wrong, sure, seen = [], 0, 0
    for theirs, headings in lists.items():
        if theirs.startswith("_"):
            continue
        expected = None if theirs in NOT_CARRIED else OUR_NAME.get(theirs, theirs)
        for heading in headings:
            decided = decide({heading: []})[heading]
            seen += 1
            if decided.field != expected or decided.how is not How.EXACT:
                wrong.append((theirs, heading, decided.field))
                sure += decided.confidence >= HIGH_CONFIDENCE
    assert {(theirs, heading) for theirs, heading, _ in wrong} == OURS_DIFFERS
    assert sure == 0
    assert len(wrong) <= seen * 0.01


@pytest.mark.parametrize("field", FIELDS)
def test_canonical_names_are_headings_too(field: str) -> None:
    found = heading_map().find(field)
    assert found is not None
    assert found.field == field


@given(st.sampled_from(sorted(heading_map().known)), st.data())
def test_spaces_line_breaks_and_widths_do_not_matter(key: str, data: st.DataObject) -> None:
    gaps = st.sampled_from(["", " ", "\n", "\u3000", "\t", "\u200b", ":", "：", "*"])
    dressed = "".join(char + data.draw(gaps) for char in key)
    wide = "".join(chr(ord(c) + 0xFEE0) if "a" <= c <= "z" else c for c in dressed)
    assert heading_key(wide) == key
    assert heading_map().find(wide) == heading_map().known[key]


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("文件编号", ["宁党〔2021〕1号", "宁党办〔2021〕12号"], "doc_number"),
        ("文件编号", ["LRB22076f18bf", "LRB001f73e653"], "url"),
        ("编号", ["1", "2", "3"], "register_no"),
        ("编号", ["国发〔2019〕1号", "国发〔2019〕2号"], "doc_number"),
        ("等级", ["特急", "普通", "加急"], "urgency"),
        ("等级", ["机密", "秘密"], "secrecy"),
        ("等级", ["甲", "乙", "丙"], None),
        ("日期", ["2021年2月24日", "2021年2月25日"], "received_at"),
        ("日期", ["张三", "李四", "王五"], None),
        ("内容摘要", ["关于开会的事", "关于报数的事"], None),
        ("内容摘要", ["市政府要求各单位按时报送材料。" * 20], None),
        ("内容", ["市政府要求各单位按时报送材料。" * 20], "body"),
    ],
)
def test_values_decide_what_a_heading_leaves_open(
    heading: str, values: list[str | None], field: str | None
) -> None:
    assert decide({heading: values})[heading].field == field


def test_a_close_heading_is_taken_but_not_surely() -> None:
    decided = decide({"发文宇号": ["国发〔2019〕1号", "国发〔2019〕2号"]})["发文宇号"]
    assert (decided.field, decided.how) == ("doc_number", How.FUZZY)
    assert decided.confidence < HIGH_CONFIDENCE


@pytest.mark.parametrize("heading", ["回文日期", "分发日期", "办文单位", "存文单位", "转文编号"])
def test_a_heading_between_two_fields_is_asked_about(heading: str) -> None:
    decided = decide({heading: []})[heading]
    assert decided.field is None
    assert decided.confidence < HIGH_CONFIDENCE


def test_unknown_headings_are_read_by_values_that_mean_one_thing() -> None:
    decided = decide(
        {
            "甲": ["市府办〔2021〕1号", "市府办〔2021〕2号", "市府办〔2021〕3号"],
            "乙": ["关于召开会议的通知", "关于报送材料的函", "关于放假的通知"],
            "丙": ["特急", "普通", "加急"],
            "丁": ["2021-01-02", "2021-01-03", "2021-01-04"],
            "戊": ["市财政局", "市教育局", "市水利局"],
        }
    )
    assert {h: d.field for h, d in decided.items()} == {
        "甲": "doc_number", "乙": "title", "丙": "urgency", "丁": None, "戊": None,
    }  # fmt: skip
    assert decided["丁"].candidates == ("issued_on", "received_at", "due_at", "finished_at")
    assert decided["戊"].candidates == ("issuer", "receiver")


def test_of_two_columns_for_one_field_the_better_is_first() -> None:
    decided = decide({"公开日期": ["2021-01-02"], "成文日期": ["2021-01-01"], "备注": ["x"]})
    assert decided["成文日期"].use is Use.FIRST
    assert decided["公开日期"].use is Use.FILL
    numbers = decide({"收文文号": ["收〔2021〕1号"], "来文字号": ["国发〔2021〕1号"]})
    assert numbers["来文字号"].use is Use.FIRST
    assert numbers["收文文号"].use is Use.OUT


def test_the_mapping_file_has_the_last_word() -> None:
    mapping = FileMapping({heading_key("标题"): None, heading_key("甲"): "title"})
    decided = decide({"标题": ["x"], "甲": ["y"]}, mapping)
    assert decided["标题"].field is None
    assert decided["甲"].field == "title"
    assert decided["甲"].how is How.MAPPING


@given(st.lists(st.one_of(st.none(), st.text(max_size=5)), max_size=8))
def test_column_names_are_distinct_and_as_many(headings: list[str | None]) -> None:
    names = distinct_headings(headings)
    assert len(names) == len(headings)
    assert len(set(names)) == len(names)
