"""Dates: every written form is read, every form with two readings is left alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.ingest.values import date_forms
from docanalyzer.ingest.values.dates import DateNote, count_dates, parse_dates

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
DIGITS = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))


def read(text: str | None, year: int | None = None) -> tuple[datetime | None, str | None]:
    value, note = parse_dates(pl.Series("cell", [text], dtype=pl.String), year).row(0)
    return value, note


def chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    ten = {0: "", 1: "十", 2: "二十", 3: "三十"}[tens]
    return ten + (DIGITS[str(units)] if units else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023/09/15", datetime(2023, 9, 15)),
        ("2023-09-15 00:00:00", datetime(2023, 9, 15)),
        ("2021年2月24日", datetime(2021, 2, 24)),
        ("2021年02月24日 下午3时30分", datetime(2021, 2, 24, 15, 30)),
        ("2021年2月24日（星期三）", datetime(2021, 2, 24)),
        ("2021年3月1日 上午12:10", datetime(2021, 3, 1, 0, 10)),
        ("2022.05.09", datetime(2022, 5, 9)),
        ("20220509", datetime(2022, 5, 9)),
        ("20220509143000", datetime(2022, 5, 9, 14, 30)),
        ("202259", datetime(2022, 5, 9)),
        ("2022131", datetime(2022, 1, 31)),
        ("２０２１年２月２４日", datetime(2021, 2, 24)),
        ("二〇二四年三月五日", datetime(2024, 3, 5)),
        ("二○二四年十二月三十一日", datetime(2024, 12, 31)),
        ("二零一九年正月廿一日", datetime(2019, 1, 21)),
        ("45184", datetime(2023, 9, 15)),
        ("45184.5", datetime(2023, 9, 15, 12)),
        ("发文日期：2016-06-07", datetime(2016, 6, 7)),
        ("成文日期 ：2023-06-14", datetime(2023, 6, 14)),
        ("\u200b2023-06-14\u200d ", datetime(2023, 6, 14)),
        ("2023-09-15T08:00:00Z", datetime(2023, 9, 15, 16)),
        ("2023-09-15T08:00:00+08:00", datetime(2023, 9, 15, 8)),
        ("15/09/2023", datetime(2023, 9, 15)),
        ("9/15/2023", datetime(2023, 9, 15)),
        ("2023/9/5 8:05", datetime(2023, 9, 5, 8, 5)),
    ],
)
def test_known_forms(text: str, expected: datetime) -> None:
    assert read(text) == (expected, None)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("2022111", DateNote.AMBIGUOUS),
        ("202211", DateNote.AMBIGUOUS),
        ("2022105", DateNote.AMBIGUOUS),
        ("03/04/2023", DateNote.AMBIGUOUS),
        ("22.5.9", DateNote.AMBIGUOUS),
        ("220509", DateNote.AMBIGUOUS),
        ("3/15", DateNote.NO_YEAR),
        ("3月15日", DateNote.NO_YEAR),
        ("2021年2月", DateNote.INCOMPLETE),
        ("2021", DateNote.INCOMPLETE),
        ("2021-02-30", DateNote.IMPOSSIBLE),
        ("二〇一九年二月廿九日", DateNote.IMPOSSIBLE),
        ("2023-09-15 25:00:00", DateNote.IMPOSSIBLE),
        ("9999-01-01", DateNote.IMPOSSIBLE),
        ("D6", DateNote.RELATIVE),
        ("5个工作日", DateNote.RELATIVE),
        ("尽快", DateNote.UNKNOWN),
        ("2021.3.1-2021.3.5", DateNote.UNKNOWN),
    ],
)
def test_unread_forms_say_why(text: str, note: DateNote) -> None:
    assert read(text) == (None, note)


@pytest.mark.parametrize(
    "text", [None, "", " ", "无", "/", "—", "-", "无限办时间", "长期", "\u200b"]
)
def test_no_date_is_no_fault(text: str | None) -> None:
    assert read(text) == (None, None)


def test_year_of_the_file_completes_month_and_day() -> None:
    assert read("3/15", 2021) == (datetime(2021, 3, 15), None)
    assert read("2月29日", 2021) == (None, DateNote.IMPOSSIBLE)


@given(DAYS)
def test_every_written_form_of_a_day_reads_back(day: date) -> None:
    year = "".join(DIGITS[digit] for digit in str(day.year))
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day:%Y/%m/%d}",
        f"{day:%Y.%m.%d}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"收文日期： {day:%Y-%m-%d}",
        f"{year}年{chinese(day.month)}月{chinese(day.day)}日",
    ]
    if day >= date(1980, 1, 1):
        forms.append(str((day - date(1899, 12, 30)).days))
    values = parse_dates(pl.Series("cell", forms))
    assert values["value"].to_list() == [datetime(day.year, day.month, day.day)] * len(forms)
    assert values["note"].null_count() == len(forms)


@given(DAYS)
def test_unpadded_digits_are_read_only_when_one_day_is_meant(day: date) -> None:
    text = f"{day.year}{day.month}{day.day}"
    value, note = read(text)
    meant = {
        (month, number)
        for month in range(1, 13)
        for number in range(1, 32)
        for shown in (f"{month}{number}", f"{month:02}{number:02}", f"{month}{number:02}")
        if shown == text[4:] and is_day(day.year, month, number)
    }
    if len(meant) > 1:
        assert value is None
        assert note == DateNote.AMBIGUOUS
    if value is not None:
        assert value == datetime(day.year, day.month, day.day)


def is_day(year: int, month: int, day: int) -> bool:
    first = date(year, month, 1)
    return (first + timedelta(days=day - 1)).month == month


@given(st.lists(st.one_of(st.none(), st.text(max_size=20)), max_size=20))
def test_any_text_gives_a_row_and_a_reason(cells: list[str | None]) -> None:
    parsed = parse_dates(pl.Series("cell", cells, dtype=pl.String))
    assert parsed.height == len(cells)
    assert parsed.schema == {"value": pl.Datetime("us"), "note": pl.String}
    both = parsed.filter(pl.col("value").is_not_null() & pl.col("note").is_not_null())
    assert both.height == 0


NEAR_DATES = st.text(
    st.sampled_from("0123456789年月日-/.: +T\t\x85\u2028\u3000\u200b１２٣一二〇○零十元"),
    max_size=12,
)


@pytest.mark.slow
@given(st.lists(st.one_of(NEAR_DATES, DAYS.map(str), DAYS.map(" {:%Y/%m/%d}".format)), max_size=60))
def test_no_form_reads_a_text_that_the_first_look_leaves_out(texts: list[str]) -> None:
    looks = (
        (date_forms.QUICK_BEGIN, date_forms.QUICK_FORMS),
        (date_forms.BEGIN, (*date_forms.FORMS, date_forms.month_day(2021))),
    )
    for begin, forms in looks:
        column = pl.DataFrame({"text": texts}, schema={"text": pl.String})
        left_out = column.filter(~pl.col("text").str.contains(begin))
        for form in forms:
            assert left_out.select(form.read(pl.col("text")).is_null().all()).item()
            unlike = column.filter(~pl.col("text").str.contains(form.look))
            assert unlike.select(form.read(pl.col("text")).is_null().all()).item()


@given(st.lists(st.one_of(NEAR_DATES, DAYS.map(str), DAYS.map("{:%Y%m%d}".format)), unique=True))
def test_as_many_dates_are_counted_as_are_read(texts: list[str]) -> None:
    column = pl.Series("cell", texts, dtype=pl.String)
    read = parse_dates(column)["value"].is_not_null().sum()
    assert count_dates(column) == read
