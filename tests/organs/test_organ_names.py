"""Organ names of every level and kind, and what must not change a reading."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.model.terms import Level
from docanalyzer.organs import ORGANS_SCHEMA, Kind, resolve_organs

TABLE = Path(__file__).with_name("organ_names.tsv")


def _expected() -> list[list[str]]:
    return [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


NAMES = [row[0] for row in _expected()]


def test_the_table_of_names_is_read_right() -> None:
    found = {row["name"]: row for row in resolve_organs(pl.Series(NAMES)).iter_rows(named=True)}
    read = [
        [
            name,
            found[name]["level"] or "null",
            found[name]["kind"],
            "/".join(found[name]["division_path"]),
        ]
        for name in NAMES
    ]
    assert read == _expected()


def test_the_table_covers_every_level_and_kind() -> None:
    rows = _expected()
    assert len(rows) >= 120
    assert {row[1] for row in rows} == {level.value for level in Level} | {"null"}
    assert {row[2] for row in rows} == {kind.value for kind in Kind}


def test_a_level_that_is_not_told_has_its_reason() -> None:
    table = resolve_organs(pl.Series(NAMES))
    assert table.filter(pl.col("level").is_null() & pl.col("reason").is_null()).is_empty()


def test_the_columns_are_those_promised() -> None:
    assert dict(resolve_organs(pl.Series(["国务院"])).schema) == ORGANS_SCHEMA
    assert dict(resolve_organs(pl.Series([], dtype=pl.String)).schema) == ORGANS_SCHEMA
    assert resolve_organs(pl.Series([None, None], dtype=pl.String)).is_empty()


def test_canonical_names() -> None:
    canonical = {
        "国办": "国务院办公厅",
        "中华人民共和国国务院": "国务院",
        "国家计委": "国家计划委员会",
        "国务院 中央军委": "国务院、中央军委",
        "国务院中央军事委员会": "国务院、中央军委",
        "中共中央办公厅 国务院办公厅": "中共中央办公厅、国务院办公厅",
        "中共中央国务院": "中共中央、国务院",
        "河南省人民政府河南省军区": "河南省人民政府、河南省军区",
        "广东省人民政府教育部科学技术部": "广东省人民政府、教育部、科学技术部",
        "中共河南省委河南省人民政府": "中共河南省委、河南省人民政府",
        "厦门市教育局厦门市财政局": "厦门市教育局、厦门市财政局",
        "福建省教育厅和福建省财政厅": "福建省教育厅、福建省财政厅",
        "　集美区教育局\u200b ": "集美区教育局",
        "集美区纪委": "集美区纪委",
        "国家税务总局上海市税务局": "国家税务总局上海市税务局",
        "厦门市公安局集美区分局": "厦门市公安局集美区分局",
        "国务院台湾事务办公室": "国务院台湾事务办公室",
        "各省、自治区、直辖市人民政府": "各省、自治区、直辖市人民政府",
    }
    table = resolve_organs(pl.Series(list(canonical)))
    assert dict(zip(table["name"], table["canonical"], strict=True)) == canonical


def test_the_first_of_joint_issuers_decides() -> None:
    table = resolve_organs(pl.Series(["教育部 广东省人民政府", "广东省人民政府 教育部"]))
    assert dict(zip(table["name"], table["level"], strict=True)) == {
        "教育部 广东省人民政府": "central",
        "广东省人民政府 教育部": "province",
    }


def test_superiors() -> None:
    superiors = {
        "国务院": None,
        "国务院办公厅": "国务院",
        "财政部": "国务院",
        "国务院办公厅秘书局": "国务院办公厅",
        "福建省人民政府": "国务院",
        "福建省人民政府办公厅": "福建省人民政府",
        "福建省教育厅": "福建省人民政府",
        "厦门市人民政府": "福建省人民政府",
        "厦门市集美区人民政府": "厦门市人民政府",
        "集美区教育局": "集美区人民政府",
        "厦门市集美区灌口镇人民政府": "厦门市集美区人民政府",
        "灌口镇人民政府": "厦门市集美区人民政府",
        "灌口镇田头村村民委员会": "灌口镇人民政府",
        "侨英街道滨水社区居委会": "侨英街道办事处",
        "东莞市石碣镇人民政府": "东莞市人民政府",
        "济源市人民政府": "河南省人民政府",
        "上海市浦东新区人民政府": "上海市人民政府",
        "阿克苏地区库车市人民政府": "阿克苏地区行政公署",
        "中共福建省委": "中共中央",
        "中共集美区委": "中共厦门市委",
        "中共集美区纪委": "中共厦门市纪委",
        "厦门市委组织部": "厦门市委",
        "厦门市集美区人民检察院": "厦门市人民检察院",
        "国家税务总局厦门市集美区税务局": "国家税务总局厦门市税务局",
        "国家税务总局泉州市税务局": "国家税务总局福建省税务局",
        "国家税务总局厦门市税务局": "国家税务总局",
        "审计署驻广州特派员办事处": "审计署",
        "厦门市中级人民法院": None,
        "福建省人大常委会": None,
        "县教育局": "县人民政府",
        "市委": None,
        "教育局": None,
    }
    table = resolve_organs(pl.Series(list(superiors)))
    assert dict(zip(table["name"], table["superior"], strict=True)) == superiors


NOISE = st.sampled_from(
    [" ", "\u3000", "\t", "\n", "\u200b", "\u200d", "\ufeff", "\u00a0", "\u2060"]
)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_white_space_and_zero_width_characters_change_nothing(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    noisy = "".join(character + data.draw(st.one_of(st.just(""), NOISE)) for character in name)
    clean = resolve_organs(pl.Series([name])).drop("name")
    assert resolve_organs(pl.Series([noisy])).drop("name").equals(clean)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from([name for name in NAMES if "(" in name or "、" in name]))
def test_full_width_forms_change_nothing(name: str) -> None:
    wide = name.translate({ord("("): "（", ord(")"): "）", ord("、"): "､"})
    assert wide != name
    clean = resolve_organs(pl.Series([name])).drop("name")
    assert resolve_organs(pl.Series([wide])).drop("name").equals(clean)


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=30), st.randoms())
def test_order_and_repetition_of_names_change_nothing(names: list[str], random: Random) -> None:
    shuffled = names + names[: len(names) // 2]
    random.shuffle(shuffled)
    assert resolve_organs(pl.Series(names), pl.Series(names)).equals(
        resolve_organs(pl.Series(shuffled), pl.Series(shuffled))
    )


@settings(deadline=None, max_examples=30)
@given(st.lists(st.sampled_from(NAMES), min_size=1, max_size=30))
def test_resolving_the_canonical_names_again_gives_the_same(names: list[str]) -> None:
    once = resolve_organs(pl.Series(names))
    again = resolve_organs(once["canonical"])
    levels = dict(zip(again["name"], again["level"], strict=True))
    assert [levels[name] for name in once["canonical"]] == once["level"].to_list()
    assert again["canonical"].to_list() == again["name"].to_list()


@settings(deadline=None, max_examples=200)
@given(
    st.text(
        alphabet=st.sampled_from(
            "国务院厦门市集美区镇人民政府教育局委办公厅、中共省县()各直第一村"
        ),
        max_size=30,
    )
)
def test_any_string_of_organ_words_has_a_reading(name: str) -> None:
    table = resolve_organs(pl.Series([name]), pl.Series([name]))
    row = table.row(0, named=True)
    assert row["level"] is not None or row["reason"]
    assert row["kind"] in set(Kind)
