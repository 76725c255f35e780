"""Citations: places in the text as given, nesting, and texts that are out to hurt."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.text.citation import CITATIONS, LONGEST_TITLE, find_citations

relaxed = settings(max_examples=50, deadline=None)


def cited(text: str | None) -> list[tuple[str, str, str]]:
    """kind, what is cited, and the wording at its place."""
    found = find_citations(pl.Series([text], dtype=pl.String))
    return [
        (row["kind"], row["cited"], (text or "")[row["begin"] : row["end"]])
        for row in found.iter_rows(named=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("根据国发〔2009〕12号", [("number", "国发〔2009〕12号", "国发〔2009〕12号")]),
        ("（国办发[2010] 3号）", [("number", "国办发〔2010〕3号", "国办发[2010] 3号")]),
        (
            "按照 国发（２０１０）第０３号文",
            [("number", "国发〔2010〕3号", "国发（２０１０）第０３号")],
        ),
        ("依据省政府令第219号，", [("number", "省政府令第219号", "省政府令第219号")]),
        (
            "依据中华人民共和国主席令第四十九号",
            [("number", "中华人民共和国主席令第49号", "中华人民共和国主席令第四十九号")],
        ),
        (
            "见国家税务总局公告2018年第14号",
            [("number", "国家税务总局公告2018年第14号", "国家税务总局公告2018年第14号")],
        ),
        ("国务院办公厅国办发〔2010〕3号", [("number", "国办发〔2010〕3号", "国办发〔2010〕3号")]),
        (
            "国发〔2009〕1号和国发〔2009〕2号",
            [
                ("number", "国发〔2009〕1号", "国发〔2009〕1号"),
                ("number", "国发〔2009〕2号", "国发〔2009〕2号"),
            ],
        ),
        ("〔2009〕1号，第3号，2009年", []),
        ("《甲》", [("title", "甲", "《甲》")]),
        ("见《甲〈乙〉》。", [("title", "甲〈乙〉", "《甲〈乙〉》")]),
        ("见《甲《乙》丙》。", [("title", "甲《乙》丙", "《甲《乙》丙》")]),
        ("》《《甲《乙》", [("title", "乙", "《乙》")]),
        ("《》", []),
        (
            "《甲》（国发〔2009〕1号）《乙》",
            [
                ("title", "甲", "《甲》"),
                ("number", "国发〔2009〕1号", "国发〔2009〕1号"),
                ("title", "乙", "《乙》"),
            ],
        ),
        ("没有", []),
        (None, []),
    ],
)  # fmt: skip
def test_what_is_cited_and_where(text: str | None, expected: list[tuple[str, str, str]]) -> None:
    assert cited(text) == expected


def by_hand(text: str) -> list[tuple[int, int]]:
    """Outermost titles by a stack, as in a textbook."""
    stack: list[int] = []
    pairs: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        if character == "《":
            stack.append(place)
        elif character == "》" and stack:
            begin = stack.pop()
            if 3 <= place + 1 - begin <= LONGEST_TITLE + 2:
                pairs = [pair for pair in pairs if pair[0] < begin]
                pairs.append((begin, place + 1))
    return sorted(pairs)


@relaxed
@given(st.lists(st.text("《》〈〉甲😀 \n", max_size=40), max_size=4))
def test_titles_are_those_of_a_stack(texts: list[str]) -> None:
    found = find_citations(pl.Series(texts, dtype=pl.String)).filter(kind="title")
    expected = [
        (row, begin, end, "title", text[begin + 1 : end - 1])
        for row, text in enumerate(texts)
        for begin, end in by_hand(text)
    ]
    assert found.rows() == expected


@relaxed
@given(
    st.lists(
        st.tuples(
            st.text("甲乙，。《》\n😀", max_size=6),
            st.sampled_from(["国发", "粤府办", "财税"]),
            st.integers(1949, 2100),
            st.integers(1, 9999),
        ),
        max_size=5,
    )
)
def test_numbers_in_text_are_found_in_their_place(
    parts: list[tuple[str, str, int, int]],
) -> None:
    text, expected = "", []
    for filling, code, year, serial in parts:
        number = f"{code}〔{year}〕{serial}号"
        text += f"{filling}，"
        expected.append((0, len(text), len(text) + len(number), "number", number))
        text += number
    found = find_citations(pl.Series([text])).filter(kind="number")
    assert found.rows() == expected


def test_the_table_is_the_same_when_nothing_is_found() -> None:
    found = find_citations(pl.Series([], dtype=pl.String))
    assert found.schema == pl.Schema(CITATIONS)
    assert found.height == 0


def test_a_title_is_not_longer_than_a_title() -> None:
    longest = "甲" * LONGEST_TITLE
    assert [what for _, what, _ in cited(f"《{longest}》")] == [longest]
    assert cited(f"《{longest}甲》") == []
    assert [what for _, what, _ in cited(f"《乙{longest}《甲》》")] == ["甲"]


@pytest.mark.parametrize(
    ("filling", "found"),
    [
        ("《", 0), ("》", 0), ("《》", 0), ("《甲》", 100_000), ("〔2019〕", 0), ("令第", 0),
        ("国发〔2019〕1号", 100_000), ("1", 0), ("国", 0),
    ],
)  # fmt: skip
def test_one_thing_repeated_a_hundred_thousand_times(filling: str, found: int) -> None:
    assert find_citations(pl.Series([filling * 100_000])).height == found


@pytest.mark.real_data
def test_circulars_cite_their_own_number(real_data: Path) -> None:
    circulars = pl.read_parquet(real_data / "state_council_circulars.parquet")
    found = find_citations(circulars["正文"]).filter(kind="number")
    named = circulars.with_row_index("row").select(pl.col("row").cast(pl.Int64), "发文字号", "正文")
    printed = named.filter(
        pl.col("正文").str.contains(pl.col("发文字号"), literal=True)
        & ~pl.col("发文字号").str.contains("令")
    )
    own = printed.join(found, left_on=["row", "发文字号"], right_on=["row", "cited"], how="semi")
    assert own.height == printed.height >= 60
