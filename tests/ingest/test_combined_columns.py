"""Columns that hold two fields or parts of one are read as if each field had its own."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.ingest import ingest

OFFICE, NUMBER, TITLE = "云岭市教育局", "云教发〔2024〕9号", "关于校车检查的通知"


def rows(folder: Path, text: str, name: str = "r.csv") -> pl.DataFrame:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return ingest([str(path)]).rows


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("标题及文号", f"{TITLE}\n{NUMBER}"),
        ("标题（文号）", f"{TITLE}（{NUMBER}）"),
        ("文号及标题", f"{NUMBER} {TITLE}"),
        ("文件名称、文号", f"{TITLE} {NUMBER}"),
    ],
)
def test_title_and_number_in_one_cell(tmp_path: Path, heading: str, cell: str) -> None:
    found = rows(tmp_path, f'来文单位,收文日期,"{heading}"\n{OFFICE},2024-03-04,"{cell}"\n')
    assert found.select("title", "doc_number").rows() == [(TITLE, NUMBER)]


@pytest.mark.parametrize("between", ["", " ", "\n", "，"])
@pytest.mark.parametrize(
    ("office", "number"),
    [
        (OFFICE, NUMBER),
        ("云岭市人民政府办公室", "云政办发〔2024〕12号"),
        ("中共云岭市委办公室", "云办发〔2024〕3号"),
        ("云岭市应急管理局", "云应急〔2024〕7号"),
    ],
)
def test_issuer_and_number_in_one_cell(
    tmp_path: Path, between: str, office: str, number: str
) -> None:
    found = rows(tmp_path, f'序号,来文单位及文号,标题\n1,"{office}{between}{number}",{TITLE}\n')
    assert found.select("issuer", "doc_number").rows() == [(office, number)]


def test_code_year_and_serial_are_one_number(tmp_path: Path) -> None:
    found = rows(tmp_path, f"序号,机关代字,年度,文号,标题\n1,云教发,2024,9,{TITLE}\n")
    assert found["doc_number"].to_list() == [NUMBER]


def test_month_and_day_columns_and_month_rows(tmp_path: Path) -> None:
    columns = rows(tmp_path, f"2024年收文,,,\n月,日,文号,标题\n3,4,{NUMBER},{TITLE}\n", "a.csv")
    lines = rows(
        tmp_path, f"2024年收文登记,,\n日期,文号,标题\n三月,,\n4,{NUMBER},{TITLE}\n", "b.csv"
    )
    for found in (columns, lines):
        assert found["received_at"].to_list() == [datetime(2024, 3, 4)]


@pytest.mark.parametrize("ditto", ["〃", "同上", " 〃 "])
def test_a_ditto_says_what_stands_above(tmp_path: Path, ditto: str) -> None:
    text = (
        f"来文单位,文号,标题\n{OFFICE},{NUMBER},{TITLE}\n{ditto},云教发〔2024〕10号,关于乙的通知\n"
    )
    assert rows(tmp_path, text)["issuer"].to_list() == [OFFICE, OFFICE]


@pytest.mark.parametrize("gap", ["", ",空"])
@pytest.mark.parametrize("group", [True, False])
def test_blocks_with_unlike_headings_are_two_tables(tmp_path: Path, gap: str, group: bool) -> None:
    blank = "," if gap else ""
    left, right = "收文日期,来文单位,来文字号,来文标题", "发文日期,发文字号,标题,主送"
    lines = [f"收文,,,,{blank}发文,,,"] if group else []
    lines += [f"{left},{blank}{right}"]
    for n in range(1, 6):
        came = f"2024-01-0{n},临溪市财政局,临财〔2024〕{n}号,临溪市财政局关于第{n}项的通知"
        went = f"2024-02-0{n},桐建发〔2024〕{n}号,桐川县住建局关于第{n}件的函,各乡镇"
        lines.append(f"{came},{blank}{went}")
    found = rows(tmp_path, "\n".join(lines) + "\n")
    assert found.height == 10
    own = found.filter(pl.col("title").str.starts_with("桐川县"))
    assert own["doc_number"].str.starts_with("桐建发").all()
    assert own["issuer"].null_count() == 5


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024年6月30日前", date(2024, 6, 30)), ("截至2024年6月30日", date(2024, 6, 30)),
        ("2024年6月30日之前报送", date(2024, 6, 30)), ("2024-06-30 24:00", date(2024, 6, 30)),
        ("2024年6月30日24时前", date(2024, 6, 30)), ("2024年6月30日下班前", date(2024, 6, 30)),
        ("于2024.6.30前", date(2024, 6, 30)), ("2024年6月底前", date(2024, 6, 30)),
        ("2024年底", date(2024, 12, 31)), ("1719676800000", date(2024, 6, 30)),
        ("2024年2月底前", date(2024, 2, 29)),
    ],
)  # fmt: skip
def test_deadlines_as_offices_write_them(tmp_path: Path, cell: str, expected: date) -> None:
    found = rows(tmp_path, f"文号,标题,办结时限\n{NUMBER},{TITLE},{cell}\n")
    assert found["due_at"].dt.date().to_list() == [expected]


def test_text_written_as_a_formula_is_the_text(tmp_path: Path) -> None:
    found = rows(tmp_path, f'标题,文号\n{TITLE},="{NUMBER}"\n')
    assert found["doc_number"].to_list() == [NUMBER]


@pytest.mark.parametrize(
    ("heading", "is_text"),
    [
        ("内容", True), ("原文", True), ("处理后正文", True), ("正文", True), ("摘要", False),
        ("领导指示要求", False), ("拟办意见", False), ("失效依据", False), ("备注", False),
    ],
)  # fmt: skip
def test_only_the_text_of_the_document_is_its_text(
    tmp_path: Path, heading: str, is_text: bool
) -> None:
    lines = [f"第{n}件。" + "各镇要逐库明确巡查责任人，每日巡查两次。" * 12 for n in range(8)]
    table = "".join(f"关于第{n}号水库的通知,{text}\n" for n, text in enumerate(lines))
    found = rows(tmp_path, f"标题,{heading}\n{table}")
    assert (found["body"].null_count() == 0) is is_text
