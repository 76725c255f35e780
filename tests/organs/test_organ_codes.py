"""Organ codes of document numbers."""

from __future__ import annotations

import polars as pl

from docanalyzer.organs import organs_of_codes

KNOWN = {
    "国发": ("国务院", "central"),
    "国函": ("国务院", "central"),
    "国令": ("国务院", "central"),
    "国发明电": ("国务院", "central"),
    "国办发": ("国务院办公厅", "central"),
    "国办函": ("国务院办公厅", "central"),
    "国办发明电": ("国务院办公厅", "central"),
    "国办应急明电": ("国务院办公厅", "central"),
    "中发": ("中共中央", "central"),
    "中办发": ("中共中央办公厅", "central"),
    "中办发电": ("中共中央办公厅", "central"),
    "人社部明电": ("人力资源和社会保障部", "central"),
    "豫政": ("河南省人民政府", "province"),
    "豫政文": ("河南省人民政府", "province"),
    "豫政办": ("河南省人民政府办公厅", "province"),
    "豫办": ("中共河南省委办公厅", "province"),
    "粤府": ("广东省人民政府", "province"),
    "粤府函": ("广东省人民政府", "province"),
    "粤府办": ("广东省人民政府办公厅", "province"),
    "粤办函": ("广东省人民政府办公厅", "province"),
    "川办发": ("四川省人民政府办公厅", "province"),
    "晋政发": ("山西省人民政府", "province"),
    "晋政函": ("山西省人民政府", "province"),
    "晋政办发": ("山西省人民政府办公厅", "province"),
    "晋政办发电": ("山西省人民政府办公厅", "province"),
    "闽政": ("福建省人民政府", "province"),
    "闽政办": ("福建省人民政府办公厅", "province"),
    "鄂政办电": ("湖北省人民政府办公厅", "province"),
    "渝府人": ("重庆市人民政府", "province"),
    "云政任": ("云南省人民政府", "province"),
    "沪府办规": ("上海市人民政府办公厅", "province"),
    "青政办": ("青海省人民政府办公厅", "province"),
    "厦府": ("厦门市人民政府", "city"),
    "厦府办": ("厦门市人民政府办公厅", "city"),
    "穗府办函": ("广州市人民政府办公厅", "city"),
    "泉政办": ("泉州市人民政府办公室", "city"),
}
UNKNOWN = ["宁政发", "宁政办明电发", "青政发", "云府办明电", "辽卫函字", "广电办发", "便函", "X"]


def test_known_codes() -> None:
    table = organs_of_codes(pl.Series(list(KNOWN)))
    read = zip(table["organ_code"], table["issuer"], table["level"], strict=True)
    assert {code: (issuer, level) for code, issuer, level in read} == KNOWN


def test_codes_that_do_not_tell_stay_null_with_a_reason() -> None:
    table = organs_of_codes(pl.Series(UNKNOWN))
    assert table["issuer"].null_count() == table["level"].null_count() == len(UNKNOWN)
    assert table["reason"].null_count() == 0
    assert "南京市" in table["reason"][0]


def test_a_code_can_tell_the_level_alone() -> None:
    row = organs_of_codes(pl.Series(["粤府管"])).row(0, named=True)
    assert (row["issuer"], row["level"], row["province"]) == (None, "province", "广东省")


def test_rows_keep_their_order_repetition_and_nulls() -> None:
    codes = pl.Series(["豫政", None, "国 办\u200b发", "豫政", ""])
    table = organs_of_codes(codes)
    assert table["organ_code"].to_list() == codes.to_list()
    assert table["issuer"].to_list() == [
        "河南省人民政府", None, "国务院办公厅", "河南省人民政府", None,
    ]  # fmt: skip


def test_places_of_a_city_code() -> None:
    row = organs_of_codes(pl.Series(["厦府办"])).row(0, named=True)
    assert (row["province"], row["city"], row["county"]) == ("福建省", "厦门市", None)
