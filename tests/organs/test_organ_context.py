"""Neighbours settle what a name alone leaves open, and nothing else."""

from __future__ import annotations

import polars as pl
import pytest

from docanalyzer.organs import resolve_organs


def _one(name: str, context: pl.DataFrame | pl.Series | None = None) -> dict[str, object]:
    return resolve_organs(pl.Series([name]), context).row(0, named=True)


def _beside(*names: str) -> pl.Series:
    return pl.Series(names)


@pytest.mark.parametrize(
    ("name", "neighbours", "level", "path"),
    [
        ("鼓楼区教育局", ("福州市人民政府",), "county", "福建省/福州市/鼓楼区"),
        ("鼓楼区教育局", ("开封市人民政府", "河南省教育厅"), "county", "河南省/开封市/鼓楼区"),
        ("朝阳区", ("北京市教育委员会",), "county", "北京市/朝阳区"),
        ("城关镇人民政府", ("五河县教育局",), "township", "安徽省/蚌埠市/五河县/城关镇"),
        ("市教育局", ("厦门市人民政府", "集美区教育局"), "city", "福建省/厦门市"),
        ("省教育厅", ("厦门市人民政府",), "province", "福建省"),
        ("区教育局", ("集美区人民政府",), "county", "福建省/厦门市/集美区"),
        ("县教育局", ("永春县人民政府",), "county", "福建省/泉州市/永春县"),
        ("市教育局", ("上海市浦东新区人民政府",), "province", "上海市"),
        ("市中级人民法院", ("厦门市人民政府",), "city", "福建省/厦门市"),
        ("市教育局", ("济源市人民政府",), "county", "河南省/济源市"),
        ("镇人民政府", ("厦门市集美区灌口镇人民政府",), "township", ""),
    ],
)
def test_neighbours_settle_the_division(
    name: str, neighbours: tuple[str, ...], level: str, path: str
) -> None:
    row = _one(name, _beside(name, *neighbours))
    assert (row["level"], "/".join(row["division_path"])) == (level, path)  # type: ignore[arg-type]


def test_two_homes_settle_nothing() -> None:
    row = _one("鼓楼区教育局", _beside("鼓楼区教育局", "福州市人民政府", "开封市人民政府"))
    assert (row["level"], row["division_path"]) == ("county", [])
    assert "福建省福州市鼓楼区" in str(row["reason"])
    assert "河南省开封市鼓楼区" in str(row["reason"])


def test_a_county_level_city_makes_the_bare_word_doubtful() -> None:
    row = _one("市教育局", _beside("市教育局", "晋江市青阳街道办事处"))
    assert row["level"] is None
    assert str(row["reason"]).startswith("ambiguous: 市 is 福建省泉州市, 福建省泉州市晋江市")


def test_a_neighbour_must_share_the_group() -> None:
    context = pl.DataFrame(
        {
            "name": ["鼓楼区教育局", "福州市人民政府", "开封市人民政府"],
            "group": ["row 1", "row 1", "row 2"],
        }
    )
    row = _one("鼓楼区教育局", context)
    assert row["division_path"] == ["福建省", "福州市", "鼓楼区"]


def test_clear_names_keep_their_place_whatever_stands_beside_them() -> None:
    beside = _beside("集美区教育局", "开封市人民政府", "北京市教育委员会")
    assert _one("集美区教育局", beside) == _one("集美区教育局")


def test_a_township_far_from_its_neighbours_is_taken_for_an_unlisted_one() -> None:
    alone = _one("柳溪镇人民政府")
    assert alone["division_path"] == ["河北省", "承德市", "平泉市", "柳溪镇"]
    row = _one("柳溪镇人民政府", _beside("柳溪镇人民政府", "云岭市教育局", "清川县人民政府"))
    assert (row["level"], row["division_path"]) == ("township", ["柳溪镇"])
    assert row["province"] is None
    assert "柳溪镇" in str(row["reason"])


def test_context_given_in_odd_spelling_counts() -> None:
    row = _one("鼓楼区教育局", _beside("鼓楼区 教育局", "福州\u200b市人民政府"))
    assert row["city"] == "福州市"


def test_an_unlisted_division_lies_where_a_full_name_puts_it() -> None:
    beside = _beside("清川县教育局", "云岭市清川县人民政府", "柳溪镇人民政府")
    row = _one("清川县教育局", beside)
    assert (row["division_path"], row["city"]) == (["云岭市", "清川县"], "云岭市")
    deep = _beside("清川县柳溪镇人民政府", "江原省云岭市清川县人民政府")
    assert _one("清川县柳溪镇人民政府", deep)["division_path"] == [
        "江原省", "云岭市", "清川县", "柳溪镇",
    ]  # fmt: skip


def test_two_parents_of_an_unlisted_division_settle_nothing() -> None:
    beside = _beside("清川县教育局", "云岭市清川县人民政府", "白石市清川县人民政府")
    assert _one("清川县教育局", beside)["division_path"] == ["清川县"]


def test_an_unlisted_township_of_a_listed_county() -> None:
    beside = _beside("云上镇人民政府", "厦门市集美区云上镇卫生院")
    row = _one("云上镇人民政府", beside)
    assert row["division_path"] == ["福建省", "厦门市", "集美区", "云上镇"]
    assert row["superior"] == "厦门市集美区人民政府"
