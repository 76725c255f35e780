"""The issuer at the head of a title, by hand and on the real register."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.organs import issuer_in_title, resolve_organs

SAMPLE = Path(__file__).with_name("issuer_sample.csv")
SEED = 20240730

TITLES = {
    "国务院办公厅关于做好春耕的通知": "国务院办公厅",
    "国务院批转水利部关于抗旱意见的通知": "国务院",
    "国务院对交通部《关于航道的请示》的批复": "国务院",
    "中华人民共和国国务院令第700号": "国务院",
    "中共中央办公厅 国务院办公厅印发《若干规定》": "中共中央办公厅、国务院办公厅",
    "中共中央 国务院关于乡村振兴的意见": "中共中央、国务院",
    "国务院 中央军委关于征兵的命令": "国务院、中央军委",
    "国务院应对新型冠状病毒感染肺炎疫情联防联控机制综合组关于复工的通知": (
        "国务院应对新型冠状病毒感染肺炎疫情联防联控机制综合组"
    ),
    "河南省人民政府贯彻国务院关于加快水利改革决定的意见": "河南省人民政府",
    "河南省人民政府河南省军区关于民兵工作的意见": "河南省人民政府、河南省军区",
    "广东省人民政府令第3号": "广东省人民政府",
    "广东省人民政府令（第３号）": "广东省人民政府",
    "广东省人民政府办公厅广东省军区司令部转发征兵办公室意见的通知": (
        "广东省人民政府办公厅、广东省军区司令部"
    ),
    "厦门市集美区灌口镇人民政府关于防汛的通知": "厦门市集美区灌口镇人民政府",
    "云岭市清川县教育局转发市教育局关于开学的通知": "云岭市清川县教育局",
    "中共云岭市委办公室印发《要点》": "中共云岭市委办公室",
    "省财政厅关于预算的通知": "省财政厅",
    "教育部等六部门关于减负的意见": "教育部等六部门",
    "国家税务总局上海市税务局公告": "国家税务总局上海市税务局",
    "转发国务院办公厅关于防汛的通知": None,
    "转发省教育厅关于开学的通知": None,
    "关于厦门市人民政府设立机构的批复": None,
    "印发云岭市防汛预案的通知": None,
    "河南省城市供水管理办法": None,
    "中华人民共和国水文条例": None,
    "国家地震应急预案": None,
    "贯彻国务院关于旅游业意见的若干意见": None,
    "颁布《云岭市防雷规定》的通知": None,
    "山西省关于防汛的通知": None,
    "加强城市管理局建设关于若干问题的意见": None,
    "": None,
    "关于": None,
}


def test_titles_by_hand() -> None:
    found = issuer_in_title(pl.Series(list(TITLES)))
    assert dict(zip(TITLES, found, strict=True)) == TITLES


def test_rows_keep_their_place() -> None:
    titles = pl.Series(["国务院关于甲的通知", None, "关于乙的通知", "国务院关于甲的通知"])
    assert issuer_in_title(titles).to_list() == ["国务院", None, None, "国务院"]
    assert issuer_in_title(pl.Series([], dtype=pl.String)).to_list() == []
    assert issuer_in_title(pl.Series([None, None])).to_list() == [None, None]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(sorted(TITLES)), st.data())
def test_spelling_changes_nothing(title: str, data: st.DataObject) -> None:
    noise = st.sampled_from(["", "", " ", "\u200b", "\u3000", "\n"])
    noisy = "".join(character + data.draw(noise) for character in title)
    assert issuer_in_title(pl.Series([noisy]))[0] == TITLES[title]


def _register(real_data: Path) -> pl.DataFrame:
    rows = pl.read_csv(real_data / "register.csv", infer_schema=False).with_row_index("row", 1)
    return rows.filter(pl.col("标题").is_not_null())


def _with_levels(rows: pl.DataFrame) -> pl.DataFrame:
    found = rows.with_columns(issuer_in_title(rows["标题"]).alias("issuer"))
    levels = resolve_organs(found["issuer"]).select(pl.col("name").alias("issuer"), "level")
    return found.join(levels, on="issuer", how="left", maintain_order="left")


@pytest.mark.real_data
def test_the_sample_checked_by_hand(real_data: Path) -> None:
    """300 titles drawn with a fixed seed; each heading and level was checked by reading it."""
    expected = pl.read_csv(SAMPLE, schema_overrides={"row": pl.UInt32})
    rows = _register(real_data)
    drawn = Random(SEED).sample(rows["row"].to_list(), 300)
    assert expected["row"].to_list() == sorted(drawn)
    found = _with_levels(rows.filter(pl.col("row").is_in(drawn))).sort("row")
    right = found["issuer"].eq_missing(expected["issuer"]) & found["level"].eq_missing(
        expected["level"]
    )
    assert right.sum() >= 0.99 * 300, found.filter(~right).select("row", "issuer", "level")


@pytest.mark.real_data
def test_every_named_issuer_stands_at_the_level_of_the_office_that_published_it(
    real_data: Path,
) -> None:
    """Only two joint documents of 教育部 are published by a province."""
    found = _with_levels(_register(real_data)).drop_nulls("issuer")
    published = (
        pl.when(pl.col("公开机关") == "国务院")
        .then(pl.lit("central"))
        .otherwise(pl.lit("province"))
    )
    other = found.filter(pl.col("level").ne_missing(published))
    assert found.height > 14_000 - 4_000
    assert other["issuer"].unique().sort().to_list() == [
        "教育部、广东省人民政府",
        "教育部、河南省人民政府",
    ]
