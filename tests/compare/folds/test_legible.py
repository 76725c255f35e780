"""Text as it is meant to be read, and the way back to the text as ingested."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.compare.folds.legible import as_ingested, legible


def read(text: str) -> str:
    return str(legible(pl.Series([text], dtype=pl.String))[0])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("请各村建立工作台\n账，每周更新。", "请各村建立工作台账，每周更新。"),
        ("请各村建立工作台\r\n账，每周更新。", "请各村建立工作台账，每周更新。"),
        ("请各村建立工作台\n 账，每周更新。", "请各村建立工作台账，每周更新。"),
        ("报\u200b送\u2060工\ufeff作 情　况", "报送工作情况"),
        ("报送⼯作情况，⻓期", "报送工作情况，长期"),
        ("報送臺賬", "报送台账"),
        ("１７：００前", "17：00前"),
    ],
)
def test_what_breaks_a_phrase_is_read_over(written: str, meant: str) -> None:
    assert read(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "各镇报送进度。\n各村照办。",
        "各镇要做好下列工作：\n建立台账",
        "一、总体要求\n各镇要建立台账，每周更新。",
        "请各镇把名单报送办公室\n\n特此通知",
        "各镇要做好防汛工作\n二、建立台账",
        "各镇要做好防汛工作\n2.建立台账",
        "各镇要做好防汛工作\n（2）建立台账",
        "各镇要做好防汛工作\n第三条镇建立台账",
        "各镇要做好防汛工作\n上一篇：关于截图的通知",
        "关于做好防汛工作的通知\n各镇人民政府：",
        "单位\n姓名\n电话",
    ],
)
def test_what_ends_a_paragraph_stays(written: str) -> None:
    assert read(written) == written


def test_an_indented_line_begins_a_paragraph_and_nulls_stay() -> None:
    assert read("各镇要做好防汛工作\n　　各村照办") == "各镇要做好防汛工作\n各村照办"
    assert legible(pl.Series([None, "", " "], dtype=pl.String)).to_list() == [None, "", ""]


@given(st.lists(st.text(alphabet="通報报 　\u200b甲\n\r，。：一、1.𠀀é", max_size=30), max_size=4))
def test_spans_are_carried_back_to_the_same_characters(written: list[str]) -> None:
    meant = legible(pl.Series(written, dtype=pl.String)).to_list()
    spans = [
        (row, begin, begin + length)
        for row, text in enumerate(meant)
        for length in (1, 3)
        for begin in range(len(text) - length + 1)
    ]
    schema = {"row": pl.Int64, "begin": pl.Int64, "end": pl.Int64}
    found = pl.DataFrame(spans, schema=schema, orient="row")
    back = as_ingested(found, pl.Series(written, dtype=pl.String))
    assert back["row"].to_list() == [row for row, _, _ in spans]
    for (row, before, after), (_, begin, end, matched) in zip(spans, back.rows(), strict=True):
        assert written[row][begin:end] == matched
        assert read(matched[0]) in (meant[row][before], "")
        assert [read(matched[0]), read(matched[-1])] == [
            "" if edge in "\n\r" and not read(edge) else edge
            for edge in (meant[row][before], meant[row][after - 1])
        ]
