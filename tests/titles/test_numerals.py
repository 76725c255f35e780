"""Chinese numerals below ten thousand."""

from __future__ import annotations

import cn2an
import polars as pl

from docanalyzer.titles.numerals import numeral_values, replace_numerals


def test_every_numeral_below_ten_thousand_has_its_value() -> None:
    numbers = list(range(1, 10_000))
    words = pl.Series([cn2an.an2cn(number) for number in numbers])
    assert numeral_values(words).to_list() == numbers


def test_digit_by_digit_and_nothing() -> None:
    texts = pl.Series(["一二〇", "二○一九", "十", "二十", "", "百", "国", "三四十", None])
    assert numeral_values(texts).to_list() == [120, 2019, 10, 20, None, None, None, None, None]


def test_only_the_numeral_between_its_neighbours_is_replaced() -> None:
    texts = pl.Series(["一国第三号一", "第三", "第国号", None])
    replaced = replace_numerals(texts, "第", "[一二三]", "号")
    assert replaced.to_list() == ["一国第3号一", "第三", "第国号", None]
