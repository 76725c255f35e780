"""Rows become documents: what is one document, and what it says when its rows disagree."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docanalyzer.model.tables import MAPPED_ROWS
from docanalyzer.register import Register, build_register, split_period
from docanalyzer.register.identity import folded

NOTICE = {
    "title": "云岭市水务局关于更换水表的通知",
    "doc_number": "云水发〔2024〕12号",
    "issuer": "云岭市水务局",
    "issued_on": date(2024, 5, 6),
}


def rows(*cells: dict[str, object]) -> pl.DataFrame:
    """Mapped rows in one file, numbered from 2."""
    placed = [{"source_file": "a.csv", "source_row": at} | row for at, row in enumerate(cells, 2)]
    schema = {name: MAPPED_ROWS.schema()[name] for name in {key for row in placed for key in row}}
    return MAPPED_ROWS.conform(pl.DataFrame(placed, schema=schema))


def built(*cells: dict[str, object]) -> Register:
    return build_register(rows(*cells))


@pytest.mark.parametrize(
    ("first", "second", "documents"),
    [
        ({}, {}, 1),
        ({}, {"title": "关于更换水表的通知"}, 1),
        ({}, {"doc_number": "发文字号：云水发 [2024] 12"}, 1),
        ({}, {"url": "b", "issued_on": None}, 1),
        ({}, {"title": "云岭市水务局关于清洗水箱的通知"}, 2),
        ({}, {"doc_number": "云水发〔2024〕13号"}, 2),
        ({"title": None, "url": "a"}, {"title": None, "url": "a"}, 1),
        ({"title": None, "url": "a"}, {"title": None, "url": "b"}, 2),
        ({"title": None}, {"title": None, "issuer": "云岭市商务局"}, 2),
        ({"doc_number": None}, {"doc_number": None}, 1),
        ({"doc_number": None}, {"doc_number": None, "issued_on": date(2023, 5, 6)}, 2),
        ({"doc_number": "内部明电"}, {"doc_number": "内部明电"}, 1),
    ],
)
def test_what_is_one_document(
    first: dict[str, object], second: dict[str, object], documents: int
) -> None:
    register = built(NOTICE | first, NOTICE | second)
    assert register.documents.height == documents
    assert register.receipts.height == 2
    assert register.receipts["receipt_id"].n_unique() == 2


def test_texts_alone_are_told_apart() -> None:
    register = built({"body": "甲" * 30}, {"body": "乙" * 30}, {"body": "甲" * 30})
    assert register.documents.height == register.bodies.height == 2


def test_disagreeing_rows_are_settled_by_content() -> None:
    register = built(
        NOTICE | {"issuer": "云岭市水务局", "urgency_mark": "加急", "body": "短"},
        NOTICE | {"issuer": "云岭市水利局", "urgency_mark": "特急", "issued_on": date(2024, 5, 1)},
        NOTICE | {"issuer": "云岭市水务局", "body": "长一些"},
    )
    (document,) = register.documents.to_dicts()
    assert document["issuer"] == "云岭市水务局"
    assert document["issuer_level"] == "city"
    assert document["urgency"] == "特急"
    assert document["issued_on"] == date(2024, 5, 6)
    assert register.bodies["body"].to_list() == ["长一些"]
    assert document["body_chars"] == 3
    noted = register.cell_notes["reason_code"].unique().sort().to_list()
    assert noted == ["dates_differ", "issuers_differ"]


@pytest.mark.parametrize(
    ("column", "most", "rest"),
    [
        ("issuer", "云岭市水务局", ["安徽省水利厅", "云岭市水利局"]),
        ("issued_on", date(2024, 3, 1), [date(2014, 3, 1), date(2024, 1, 3)]),
        ("title", "关于更换水表的通知", ["关于更\ufffd水表的通知", "关于更换水表的通知（共3页）"]),
    ],
)
def test_most_rows_decide_and_the_others_are_noted(
    column: str, most: object, rest: list[object]
) -> None:
    said = [most, most, most, *rest]
    plain = NOTICE | {"title": "关于更换水表的通知"}
    register = built(*(plain | {column: value} for value in said))
    assert register.documents[column].to_list() == [most]
    noted = register.cell_notes.filter(pl.col("reason_code").str.ends_with("differ"))
    assert {str(value) for value in rest} <= set(noted["value"])


SPELLINGS = [
    "★关于更换居民水表的通知", "（特急）关于更换居民水表的通知", "关于更换居民水表的通知（共3页）",
    "云水发〔2024〕12号 关于更换居民水表的通知", "关于更换居民水表的通知（云水发〔2024〕12号）",
    "关于更换居民水表的通…", "关于更换居民水表的...", "转：关于更换居民水表的通知",
    "[失效]关于更换居民水表的通知", "关于更换居民水表的通知（2024）", "关于更换居民水表的通知 5份",
    "云岭市水务局关于更换居民水表的通知", "特急：关于更换居民水表的通知", "关于更换居民水表旳通知",
    "关于更换居民水表的通知（复印件）", "〔急〕关于更换居民水表的通知", "关于 更换居民水表 的通知",
    "《关于更换居民水表的通知》", "关于更换居民水表的通知。", "●关于更换居民水表的通知",
]  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_title_spelt_otherwise_is_one_document(spelling: str) -> None:
    usual = NOTICE | {"title": "关于更换居民水表的通知", "issued_on": date(2024, 3, 1)}
    register = built(usual, usual, usual | {"title": spelling})
    assert register.documents.height == 1
    assert register.documents["title"].to_list() == ["关于更换居民水表的通知"]


@pytest.mark.parametrize(
    "other",
    [
        {"title": "关于调整供水价格的通知"},
        {"title": "关于更换居民水表的通知第二批"},
        {"title": "关于更换居民水表的通", "issuer": "云岭市财政局"},
        {"title": "关于更换居民水表的通", "issued_on": date(2023, 3, 1)},
    ],
)
def test_other_documents_under_a_number_stay_apart(other: dict[str, object]) -> None:
    usual = NOTICE | {"title": "关于更换居民水表的通知第一批", "issued_on": date(2024, 3, 1)}
    assert built(usual, usual | other).documents.height == 2


@pytest.mark.parametrize(
    "spelling",
    [
        "市教育局",
        "安徽省安庆市教育局",
        "安庆市教育局（盖章）",
        "教育局",
        "中共安庆市教育局党组",
        "安庆教育局",
    ],
)
def test_one_office_has_one_name_where_its_number_tells(spelling: str) -> None:
    plain: dict[str, object] = {"issuer": "安庆市教育局", "title": "关于校车的通知"}
    cells = [plain | {"doc_number": f"宜教发〔2024〕{n}号"} for n in range(1, 6)]
    cells[4] |= {"issuer": spelling}
    assert set(built(*cells).documents["issuer"]) == {"安庆市教育局"}


def test_a_bare_name_that_may_be_two_offices_stays_as_it_is() -> None:
    cells: list[dict[str, object]] = [
        {"issuer": issuer, "title": f"关于{issuer}校车的通知"}
        for issuer in ("安庆市教育局", "池州市教育局", "市教育局")
    ]
    assert "市教育局" in set(built(*cells).documents["issuer"])


def test_title_and_number_say_more_of_the_issuer_than_a_publisher() -> None:
    register = built({"issuer": "山东省人民政府", "title": "章丘区水务局关于供水管网的通知"})
    (document,) = register.documents.to_dicts()
    assert (document["issuer"], document["issuer_level"]) == ("章丘区水务局", "county")


@pytest.mark.parametrize(
    ("cells", "issuer", "level"),
    [
        ({"title": "福建省人民政府办公厅关于清淤的通知"}, "福建省人民政府办公厅", "province"),
        ({"doc_number": "国办发〔2019〕64号"}, "国务院办公厅", "central"),
        ({"title": "关于清淤的通知"}, None, None),
    ],
)
def test_issuer_comes_from_title_then_number(
    cells: dict[str, object], issuer: str | None, level: str | None
) -> None:
    (document,) = built(cells).documents.to_dicts()
    assert (document["issuer"], document["issuer_level"]) == (issuer, level)


def test_cell_that_is_no_number_is_noted() -> None:
    register = built(NOTICE | {"doc_number": "内部明电"})
    (note,) = register.cell_notes.to_dicts()
    assert (note["column"], note["value"], note["source_row"]) == ("doc_number", "内部明电", 2)
    assert register.documents["number_year"].item() is None


VARIED = st.lists(
    st.fixed_dictionaries(
        {
            "title": st.sampled_from(
                [None, "关于更换水表的通知", "云岭市水务局关于更换水表的通知"]
            ),
            "doc_number": st.sampled_from([None, "云水发〔2024〕12号", "云水发[2024]12号"]),
            "issuer": st.sampled_from([None, "云岭市水务局", "云岭市水务局办公室"]),
            "url": st.sampled_from([None, "a", "b"]),
            "body": st.sampled_from([None, "甲文", "乙文"]),
        }
    ),
    min_size=1,
    max_size=6,
)


NOTHING: dict[str, object] = dict.fromkeys(("title", "doc_number", "issuer", "url", "body"))


@pytest.mark.slow
@settings(max_examples=25)
@given(VARIED, st.randoms())
@example([NOTHING, NOTHING | {"body": "甲文"}, NOTHING], random.Random(1))
def test_order_of_rows_changes_no_document(
    cells: list[dict[str, object]], chance: random.Random
) -> None:
    mixed = cells.copy()
    chance.shuffle(mixed)
    where = ["source_file", "source_sheet", "source_row"]
    one, two = built(*cells), built(*mixed)
    assert one.documents.drop(where).equals(two.documents.drop(where))
    assert one.bodies.equals(two.bodies)
    assert one.receipts.drop(where).equals(two.receipts.drop(where))
    assert one.receipts.height == len(cells)
    assert set(one.receipts["doc_id"]) == set(one.documents["doc_id"])


def test_period_keeps_what_cannot_be_dated() -> None:
    frame = rows(
        {"title": "甲", "issued_on": date(2024, 1, 1)},
        {"title": "乙", "issued_on": date(2023, 12, 31)},
        {"title": "丙"},
    )
    kept, rejects = split_period(frame, date(2024, 1, 1), date(2024, 12, 31))
    assert kept["title"].to_list() == ["甲", "丙"]
    assert rejects["reason_code"].to_list() == ["outside_period"]
    assert "乙" in rejects["raw"].item()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.sampled_from("关于2Ａe\u0301①〔（》…  ·\u200b．㈠")), max_size=4))
def test_titles_fold_alike_by_the_short_way(titles: list[str]) -> None:
    marks = r"[\s\p{P}\p{S}\p{C}]"
    frame = pl.DataFrame({"title": titles}, schema={"title": pl.String})
    whole = frame["title"].str.normalize("NFKC").str.replace_all(marks, "").to_list()
    found = frame.select(folded(pl.col("title")))["title"].to_list()
    assert found == [text or None for text in whole]
