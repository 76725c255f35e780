"""Titles: made-up ones by hand, what folding must and must not equate, the real register."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.model.terms import GENRES, Category
from docanalyzer.titles.doc_number import formal_numbers, parse_doc_numbers
from docanalyzer.titles.title import issuers_that_matter, read_titles

BY_HAND = pl.read_csv(Path(__file__).with_name("titles.csv"), infer_schema=False)
relaxed = settings(max_examples=25)

organs = st.sampled_from(
    ["国务院", "国务院办公厅", "广东省人民政府", "厦门市教育局", "省水利厅等部门"]
)
subjects = st.sampled_from(
    ["加强湖泊保护", "2019年湖泊普查", "做好“一件事”改革", "支持中国（上海）试验区建设"]
)
genres = st.sampled_from(["通知", "意见", "决定", "通报"])
titles = st.builds("{}关于{}的{}".format, organs, subjects, genres)
relaying = st.sampled_from(["转发", "批转", "关于转发"])


def read(title: str | None, issuer: str | None = None) -> dict[str, object]:
    found = read_titles(pl.Series([title], dtype=pl.String), pl.Series([issuer], dtype=pl.String))
    row: dict[str, object] = found.row(0, named=True)
    return row


def key(title: str, issuer: str | None = None) -> object:
    return read(title, issuer)["subject_key"]


def test_titles_are_read_as_by_hand() -> None:
    found = read_titles(BY_HAND["title"], BY_HAND["issuer"]).drop("subject_key")
    flag = {"true": True, "false": False}
    expected = BY_HAND.drop("title", "issuer").with_columns(
        pl.col("is_relay", "is_generic").replace_strict(flag, default=None),
        pl.col("year_in_title").cast(pl.Int64),
    )
    wrong = [
        (title, got, want)
        for title, got, want in zip(
            BY_HAND["title"], found.rows(), expected.select(found.columns).rows(), strict=True
        )
        if got != want
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("国务院关于加强全国湖泊保护的意见", "广东省人民政府关于加强全省湖泊保护的实施意见"),
        ("关于印发广东省湖泊保护办法的通知", "厦门市人民政府关于印发厦门市湖泊保护办法的通知"),
        ("关于落实国务院决定的通知", "关于落实省人民政府决定的通知"),
        ("关于做好我省湖泊保护工作的通知", "关于做好本市湖泊保护工作的通知"),
        ("关于加强国家级湖泊保护的通知", "关于加强省级湖泊保护的通知"),
        ("关于湖泊保护规划（2021－2025年）的意见", "关于湖泊保护规划(2021—2025年)的意见"),
        ("关于加强“互联网+”的意见", "关于加强互联网＋的意见"),
        ("关于印发湖泊保护的办法的通知", "关于印发湖泊保护办法的通知"),
        ("关于印发湖泊保护办法（试行）的通知", "关于印发湖泊保护办法的通知"),
    ],
)  # fmt: skip
def test_level_place_and_writing_do_not_matter(title: str, other: str) -> None:
    assert key(title) == key(other) is not None


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("关于2018年湖泊普查的通知", "关于2019年湖泊普查的通知"),
        ("关于湖泊规划（2011—2015年）的意见", "关于湖泊规划（20112015年）的意见"),
        ("关于广州市湖泊规划的批复", "关于深圳市湖泊规划的批复"),
        ("关于同意广州市湖泊规划的通知", "关于同意深圳市湖泊规划的通知"),
        ("关于第2批湖泊名单的通知", "关于第3批湖泊名单的通知"),
        ("关于加强湖泊保护的通知", "关于加强河流保护的通知"),
    ],
)
def test_what_makes_another_subject(title: str, other: str) -> None:
    assert key(title) != key(other)


def test_a_township_is_folded_by_its_own_name() -> None:
    title = "关于印发灌口镇湖泊保护方案的通知"
    assert key(title, "厦门市集美区灌口镇人民政府") == key(title.replace("灌口镇", "全镇"))
    assert key(title, "厦门市人民政府") != key(title, "厦门市集美区灌口镇人民政府")


@relaxed
@given(titles, relaying)
def test_a_relay_has_the_subject_of_what_it_passes_on(title: str, verb: str) -> None:
    relay = read(f"白水县人民政府{verb}{title}的通知")
    bracketed = read(f"白水县人民政府{verb}《{title}》的通知")
    assert relay["is_relay"] is bracketed["is_relay"] is True
    assert bracketed["relayed_title"] == title
    assert relay["subject_key"] == bracketed["subject_key"] == key(title)


@relaxed
@given(st.lists(st.one_of(st.none(), titles, st.text(max_size=30)), max_size=6))
def test_every_title_gives_a_row_of_its_own(cells: list[str | None]) -> None:
    found = read_titles(pl.Series(cells, dtype=pl.String))
    assert found.height == len(cells)
    assert set(found["category"]) <= {category.value for category in Category}
    assert set(found["genre"].drop_nulls()) <= set(GENRES)
    assert found["is_generic"].null_count() == 0
    assert found.to_dicts() == [read(cell) for cell in cells]


def test_blank_titles_say_nothing() -> None:
    for blank in (None, "", " \u3000\u200b"):
        assert read(blank) == {
            "genre": None,
            "relay_verb": None,
            "relayed_title": None,
            "is_relay": None,
            "subject": None,
            "subject_key": None,
            "year_in_title": None,
            "is_generic": True,
            "category": "document",
        }


def test_a_formal_number_keeps_a_title_among_the_documents() -> None:
    cells = pl.Series(["关于开展湖泊保护专项督查的通知"] * 3)
    numbers = parse_doc_numbers(pl.Series(["国发〔2019〕1号", "晋政办电〔2019〕1号", None]))
    found = read_titles(cells, has_number=formal_numbers(numbers))
    assert found["category"].to_list() == ["document", "inspection", "inspection"]


def test_hints_must_be_as_many_as_titles() -> None:
    with pytest.raises(ValueError, match="2 values beside 1 titles"):
        read_titles(pl.Series(["通知"]), pl.Series(["甲", "乙"]))


def test_long_titles_cost_linear_time() -> None:
    for filling in ("转发", "关于", "《", "的通知", "国务院", "等部门", "1", "开展"):
        found = read(filling * 300_000)
        assert found["category"] == "document"


@pytest.mark.real_data
def test_real_relays(real_data: Path) -> None:
    pairs = pl.read_csv(real_data / "relay_pairs.csv", infer_schema=False)
    exact = pairs.filter(pl.col("match") == "title-subject-exact")
    relays, sources = read_titles(exact["relay_title"]), read_titles(exact["source_title"])
    assert relays["is_relay"].mean() == 1.0
    assert (relays["subject_key"] == sources["subject_key"]).mean() == 1.0
    central = exact["relay_title"].str.contains("国务院")
    same = _folded(relays["relayed_title"]) == _folded(exact["source_title"])
    assert same.filter(central).sum() >= central.sum() - 1
    others = pairs.filter(pl.col("match") != "title-subject-exact")
    unshelled = others.filter(~others["relay_title"].str.contains("转发|批转"))
    assert read_titles(unshelled["relay_title"])["is_relay"].sum() == 0


def _folded(titles: pl.Series) -> pl.Series:
    bare = titles.str.normalize("NFKC").str.replace_all(r"[\s\p{P}]", "")
    return bare.str.replace("的(通知|意见|决定|通报|批复)$", "${1}")


@pytest.mark.real_data
def test_state_council_documents_by_year(real_data: Path) -> None:
    rows = pl.read_csv(real_data / "register.csv", infer_schema=False)
    numbers = parse_doc_numbers(rows["发文字号"])
    found = read_titles(rows["标题"], rows["公开机关"], has_number=formal_numbers(numbers))
    counted = pl.concat([rows, numbers, found], how="horizontal").filter(
        (pl.col("公开机关") == "国务院")
        & (pl.col("category") == "document")
        & pl.col("number_year").is_between(2014, 2022)
    )
    yearly = counted.unique("网址").group_by("number_year").len().sort("number_year")
    assert yearly["len"].to_list() == [159, 213, 257, 198, 188, 115, 127, 128, 103]
    assert found["category"].value_counts().filter(category="meeting")["count"].to_list() == [1]


ISSUERS = [None, "", "国务院", "云岭市水务局", "清川县柳溪镇人民政府", "云岭市人民政府办公室"]
TITLES = [
    None,
    "关于印发《云岭市水务局关于节水的意见》的通知",
    "转发云岭市水务局关于节水的意见的通知",
    "关于做好柳溪镇防汛工作的通知",
    "云岭市人民政府办公室印发云岭市人民政府关于节水的意见的通知",
    "关于节水的通 知",
]


def test_names_that_do_not_matter_change_no_reading() -> None:
    rows = pl.DataFrame(
        [(t, i) for t in TITLES for i in ISSUERS], ["title", "issuer"], orient="row"
    )
    short = issuers_that_matter(rows["title"], rows["issuer"])
    assert read_titles(rows["title"], short).equals(read_titles(rows["title"], rows["issuer"]))
    beside = short.filter(rows["title"] == "转发云岭市水务局关于节水的意见的通知")
    assert beside.to_list() == [None, "", "", "", "清川县柳溪镇人民政府", ""]
