"""Document numbers: odd cells by hand, what must not matter, and the real register."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.titles.doc_number import REASONS, NumberForm, formal_numbers, parse_doc_numbers

ODD = pl.read_csv(Path(__file__).with_name("odd_doc_numbers.csv"), infer_schema=False)
_UNPARSED = [NumberForm.UNPARSED.value, NumberForm.EMPTY.value]

CODES = (
    "国发",
    "国办发",
    "粤府办",
    "晋政办发电",
    "豫政",
    "会议纪要",
    "沪府办规",
    "财税",
    "收",
    "苏G",
)
NAMES = ("国务院令", "省政府令", "中华人民共和国主席令", "税务总局公告", "公告")
codes = st.sampled_from(CODES)
years = st.integers(1949, 2100)
serials = st.integers(1, 9_999_999)
bracketed = st.builds("{}〔{}〕{}号".format, codes, years, serials)
named = st.one_of(
    st.builds("{}第{}号".format, st.sampled_from(NAMES), serials),
    st.builds("{}{}年第{}号".format, st.sampled_from(NAMES), years, serials),
    st.builds("{}第{}期".format, st.sampled_from(["简报", "会议纪要", "", "简报总"]), serials),
    st.builds("{}{}年第{}期".format, st.sampled_from(["简报", "会议纪要"]), years, serials),
)
relaxed = settings(max_examples=25)

OPENING = "〔[【［(（〈《〚‘“{「"
CLOSING = "〕]】］)）〉》〛’”}」"
BLANKS = " \u3000\u00a0\t\n\r\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\ufe0f"


def parse_one(cell: str | None) -> dict[str, object]:
    row: dict[str, object] = parse_doc_numbers(pl.Series([cell], dtype=pl.String)).row(
        0, named=True
    )
    return row


def readable(cell: str) -> str:
    """Invisible characters are written as escapes in the list."""
    shown = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), cell)
    return shown.replace("\\t", "\t")


def test_odd_cells_are_read_as_by_hand() -> None:
    cells = pl.Series([readable(cell) for cell in ODD["cell"]])
    found = parse_doc_numbers(cells).select(
        "doc_number", "organ_code", "number_year", "serial", "form", "is_telegram", "reason_code"
    )
    expected = ODD.drop("cell").with_columns(
        pl.col("number_year", "serial").cast(pl.Int64),
        pl.col("is_telegram").replace_strict({"true": True, "false": False}, default=None),
    )
    assert ODD.height >= 150
    wrong = [
        (cell, got, want)
        for cell, got, want in zip(ODD["cell"], found.rows(), expected.rows(), strict=True)
        if got != want
    ]
    assert wrong == []


@relaxed
@given(st.one_of(bracketed, named))
def test_a_canonical_number_is_read_as_itself(number: str) -> None:
    row = parse_one(number)
    assert row["doc_number"] == number
    assert row["form"] not in _UNPARSED
    assert row["reason_code"] is None


@relaxed
@given(bracketed, st.integers(0, len(OPENING) - 1), st.integers(0, len(CLOSING) - 1))
def test_bracket_styles_do_not_matter(number: str, opening: int, closing: int) -> None:
    other = number.replace("〔", OPENING[opening]).replace("〕", CLOSING[closing])
    assert parse_one(other)["doc_number"] == number


@relaxed
@given(
    st.one_of(bracketed, named),
    st.lists(st.tuples(st.integers(0, 40), st.text(BLANKS, min_size=1, max_size=3)), max_size=6),
)
def test_blanks_anywhere_do_not_matter(number: str, insertions: list[tuple[int, str]]) -> None:
    cell = number
    for place, blank in insertions:
        cell = cell[:place] + blank + cell[place:]
    assert parse_one(cell) == parse_one(number)


@relaxed
@given(
    bracketed,
    st.sampled_from(
        ["", "发文字号：", "文号:", "【文号】", "按照", "广东省人民政府关于同意的批复"]
    ),
    st.sampled_from(["", "。", "文件", "（加急）"]),
)
def test_labels_lead_ins_and_remarks_do_not_matter(number: str, front: str, behind: str) -> None:
    assert parse_one(front + number + behind)["doc_number"] == number


@relaxed
@given(bracketed)
def test_width_zeros_and_ordinal_do_not_matter(number: str) -> None:
    wide = number.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert parse_one(wide)["doc_number"] == number
    assert parse_one(number.replace("〕", "〕第00"))["serial"] == parse_one(number)["serial"]


@relaxed
@given(bracketed, bracketed)
def test_of_two_numbers_none_is_chosen(one: str, other: str) -> None:
    row = parse_one(f"{one}、{other}")
    assert row["form"] == "unparsed"
    assert row["organ_code"] is None


@relaxed
@given(st.lists(st.one_of(st.none(), st.text(), st.text("国发办令第号期年〔〕[]()0123456789 "))))
def test_every_row_is_parsed_unparsed_with_a_reason_or_empty(cells: list[str | None]) -> None:
    found = parse_doc_numbers(pl.Series(cells, dtype=pl.String))
    assert found.height == len(cells)
    for cell, row in zip(cells, found.iter_rows(named=True), strict=True):
        if row["form"] == "empty":
            assert row["doc_number"] is None and row["reason_code"] is None
        elif row["form"] == "unparsed":
            assert row["reason"] == REASONS[row["reason_code"]]
            assert row["doc_number"] and row["doc_number"] in (cell or "")
            assert row["organ_code"] is None and row["serial"] is None
        else:
            assert row["reason_code"] is None and row["reason"] is None
            assert row["serial"] >= 1
            assert row["number_year"] is None or 1949 <= row["number_year"] <= 2100
            assert parse_one(row["doc_number"])["doc_number"] == row["doc_number"]


@relaxed
@given(st.lists(st.one_of(st.none(), bracketed, named, st.text(max_size=8)), max_size=5))
def test_a_row_does_not_depend_on_its_neighbours(cells: list[str | None]) -> None:
    together = parse_doc_numbers(pl.Series(cells, dtype=pl.String))
    assert together.to_dicts() == [parse_one(cell) for cell in cells]


def test_null_and_empty_series() -> None:
    assert parse_doc_numbers(pl.Series([], dtype=pl.String)).height == 0
    assert parse_doc_numbers(pl.Series([None, None]))["form"].to_list() == ["empty", "empty"]


def test_a_cell_of_a_million_characters_is_left_alone() -> None:
    for filling in ("国", "1", "〔2019〕", " ", "第", "令第"):
        row = parse_one("国发〔2019〕" + filling * 200_000)
        assert row["form"] in ("unparsed", "bracketed")


@pytest.mark.parametrize(
    ("cell", "formal"),
    [
        ("国办发〔2019〕6号", True),
        ("国令第706号", True),
        ("公告2018年第14号", True),
        ("国发明电〔2018〕3号", True),
        ("晋政办电〔2018〕3号", False),
        ("会议纪要〔2026〕2号", False),
        ("财办便函〔2019〕6号", False),
        ("收〔2026〕12号", False),
        ("第3期", False),
        ("内部明电", False),
        (None, False),
    ],
)
def test_formal_numbers(cell: str | None, formal: bool) -> None:
    numbers = parse_doc_numbers(pl.Series([cell], dtype=pl.String))
    assert formal_numbers(numbers).to_list() == [formal]


@pytest.mark.real_data
def test_the_real_register_parses(real_data: Path) -> None:
    cells = pl.read_csv(real_data / "register.csv", infer_schema=False)["发文字号"]
    found = parse_doc_numbers(cells)
    filled = found.filter(pl.col("form") != "empty")
    parsed = filled.filter(pl.col("form") != "unparsed")
    assert parsed.height / filled.height >= 0.995
    assert filled.filter(pl.col("form") == "unparsed")["doc_number"].to_list() == ["豫政 第24号"]
    again = parse_doc_numbers(parsed["doc_number"])
    assert again["doc_number"].equals(parsed["doc_number"])
    assert found["is_telegram"].sum() == found["organ_code"].str.ends_with("电").sum()
