"""The written forms of dates, one reader each: a text column in, date-times or null out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True, slots=True)
class Form:
    """One written form: `read` turns a text column into date-times, null where it does not fit.

    Every text that it reads matches `look`, which costs a small part of reading.
    """

    look: str
    read: Callable[[pl.Expr], pl.Expr]


_WEEKDAY = r"(?:\(?(?:星期|周)[一二三四五六日天]\)?)?"
CLOCK = (
    r"(?:[T\s,]*"
    r"(?P<half>上午|下午|晚上|中午|凌晨|[AP]M|[ap]m)?\s*"
    r"(?P<hour>\d{1,2})\s*[:时点]\s*(?P<minute>\d{1,2})?分?"
    r"(?:[:]?(?P<second>\d{1,2})秒?(?:\.\d+)?)?\s*(?P<half2>[AP]M|[ap]m)?\s*"
    r"(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_DAY_END = r"\s*[日号]?\s*" + _WEEKDAY
YEAR_MONTH_DAY = (
    r"^(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})"
    + _DAY_END + CLOCK + "$"
)  # fmt: skip
COMPACT = (
    r"^(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[\sT]*(?P<hour>\d\d):?(?P<minute>\d\d):?(?P<second>\d\d)?)?$"
)
_YEAR_DIGITS = "〇○零OoΟО◯一二三四五六七八九"
CHINESE = (
    rf"^(?P<year>[{_YEAR_DIGITS}]{{4}})年"
    r"(?P<month>[一二三四五六七八九十元正]{1,3})月"
    r"(?P<day>[一二三四五六七八九十廿卅初]{1,4})[日号]?$"
)
MONTH_DAY = r"^(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})" + _DAY_END + CLOCK + "$"
DAY_FIRST_OR_LAST = r"^(?P<a>\d{1,2})[/.-](?P<b>\d{1,2})[/.-](?P<year>\d{4})" + CLOCK + "$"
SERIAL = r"^(?P<serial>\d{5})(?P<fraction>\.\d+)?$"
MONTH_END = r"^(?P<year>\d{4})年\s*(?:(?P<month>\d{1,2})月份?)?\s*(?:底|末|下旬)$"
EPOCH = r"^1[0-9]{12}$"
UNPADDED = r"^(?P<year>(?:19|20)\d\d)(?P<rest>\d{2,3})$"

QUICK_BEGIN = r"^\s*[+\-]?[0-9]+[-/年]"
"""How every text begins that `QUICK_FORMS` read; the reader of fixed shapes skips blanks."""
BEGIN = rf"^(?:\d|[{_YEAR_DIGITS}]{{4}}年)"
"""How every text begins that `FORMS` read."""

_SERIAL_FIRST, _SERIAL_LAST = 29_221, 54_788  # 1980-01-01 to 2049-12-31
_SERIAL_EPOCH = 25_569  # serial day of 1970-01-01 in the 1900 date system
_DAY_MICROSECONDS = 86_400_000_000
_CHINA_OFFSET_MINUTES = 480


def machine_written(shape: str) -> Form:
    """A fixed shape such as 2023-09-15 00:00:00, read without regular expressions."""

    def read(text: pl.Expr) -> pl.Expr:
        value = text.str.to_datetime(shape, strict=False, time_unit="us")
        return pl.when(value.dt.year().is_between(1900, 2099)).then(value)

    return Form(QUICK_BEGIN, read)


def _year_month_day(text: pl.Expr) -> pl.Expr:
    """2021年2月24日, 2022.05.09, 2022-5-9 14:30, 2021年2月24日 下午3时."""
    parts = text.str.extract_groups(YEAR_MONTH_DAY)
    return _moment(_number(parts, "year"), _number(parts, "month"), _number(parts, "day"), parts)


def _compact(text: pl.Expr) -> pl.Expr:
    """20220509, 20220509143000."""
    parts = text.str.extract_groups(COMPACT)
    day = _day(_number(parts, "year"), _number(parts, "month"), _number(parts, "day"))
    hour, minute, second = (
        _number(parts, name).fill_null(0) for name in ("hour", "minute", "second")
    )
    return _at(day, hour, minute, second, pl.lit(0))


def _chinese(text: pl.Expr) -> pl.Expr:
    """二〇二四年三月五日."""
    parts = text.str.extract_groups(CHINESE)
    year = (
        parts.struct.field("year")
        .str.replace_many(list(_DIGITS), list(_DIGITS.values()))
        .cast(pl.Int32, strict=False)
    )
    month, day = (
        parts.struct.field(name).replace_strict(_NUMERALS, default=None, return_dtype=pl.Int32)
        for name in ("month", "day")
    )
    return _day(year, month, day).cast(pl.Datetime("us"))


def _serial(text: pl.Expr) -> pl.Expr:
    """45184, 45184.5: days of a spreadsheet's 1900 calendar, 1980 to 2049, to the second."""
    parts = text.str.extract_groups(SERIAL)
    days = parts.struct.field("serial").cast(pl.Int64, strict=False)
    fraction = parts.struct.field("fraction").cast(pl.Float64, strict=False).fill_null(0.0)
    seconds = (fraction * 86_400).round().cast(pl.Int64)
    micros = (days - _SERIAL_EPOCH) * _DAY_MICROSECONDS + seconds * 1_000_000
    moment = micros.cast(pl.Datetime("us"))
    return pl.when(days.is_between(_SERIAL_FIRST, _SERIAL_LAST)).then(moment)


def _month_end(text: pl.Expr) -> pl.Expr:
    """2024年6月底, 2024年底: the last day."""
    parts = text.str.extract_groups(MONTH_END)
    month = _number(parts, "month").fill_null(12)
    return _day(_number(parts, "year"), month, pl.lit(1)).dt.month_end().cast(pl.Datetime("us"))


def _epoch(text: pl.Expr) -> pl.Expr:
    """1717200000000: milliseconds since 1970, turned to China standard time."""
    millis = pl.when(text.str.contains(EPOCH)).then(text).cast(pl.Int64, strict=False)
    return (millis * 1_000 + _CHINA_OFFSET_MINUTES * 60_000_000).cast(pl.Datetime("us"))


def _unpadded(text: pl.Expr) -> pl.Expr:
    """202259, 2022131: year, month and day without zeros, only where one reading is possible."""
    parts = text.str.extract_groups(UNPADDED)
    year = _number(parts, "year")
    rest = parts.struct.field("rest")
    readings = []
    for cut in (1, 2):
        month = rest.str.head(cut).cast(pl.Int32, strict=False)
        day = rest.str.slice(cut).cast(pl.Int32, strict=False)
        readings.append(_day(year, month, day))
    one, two = readings
    single = pl.when(two.is_null()).then(one).when(one.is_null()).then(two)
    # 202211 is as well November 2022 as 1 January.
    is_month = (rest.str.len_chars() == 2) & rest.cast(pl.Int32, strict=False).is_between(1, 12)
    return pl.when(~is_month).then(single).cast(pl.Datetime("us"))


def _day_first_or_last(text: pl.Expr) -> pl.Expr:
    """15/09/2023 and 9/15/2023, only where one order is possible."""
    parts = text.str.extract_groups(DAY_FIRST_OR_LAST)
    year, a, b = (_number(parts, name) for name in ("year", "a", "b"))
    month_first, day_first = _moment(year, a, b, parts), _moment(year, b, a, parts)
    return (
        pl.when(day_first.is_null() | (a == b))
        .then(month_first)
        .when(month_first.is_null())
        .then(day_first)
    )


def month_day(year: int) -> Form:
    """3/15, 3月15日 in the given year."""

    def read(text: pl.Expr) -> pl.Expr:
        parts = text.str.extract_groups(MONTH_DAY)
        month, day = _number(parts, "month"), _number(parts, "day")
        return _moment(pl.lit(year, pl.Int32), month, day, parts)

    return Form(MONTH_DAY, read)


QUICK_FORMS: tuple[Form, ...] = tuple(
    machine_written(shape)
    for shape in (
        "%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M:%S",
        "%Y/%m/%d %H:%M", "%Y年%m月%d日",
    )
)  # fmt: skip
"""Shapes that most columns consist of; tried first, on the cell as it is."""

FORMS: tuple[Form, ...] = (
    Form(YEAR_MONTH_DAY, _year_month_day),
    Form(COMPACT, _compact),
    Form(CHINESE, _chinese),
    Form(SERIAL, _serial),
    Form(EPOCH, _epoch),
    Form(MONTH_END, _month_end),
    Form(UNPADDED, _unpadded),
    Form(DAY_FIRST_OR_LAST, _day_first_or_last),
)
"""In order of trial on the cleaned cell; a text that one form reads is not shown to the next."""


def _number(parts: pl.Expr, name: str) -> pl.Expr:
    return parts.struct.field(name).cast(pl.Int32, strict=False)


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A date, null where there is no such day or its year is outside 1900 to 2099."""
    possible = year.is_between(1900, 2099) & month.is_between(1, 12) & day.is_between(1, 31)
    first = pl.date(pl.when(possible).then(year), pl.when(possible).then(month), 1)
    date = first + pl.duration(days=day - 1)
    return pl.when(possible & (date.dt.month() == month)).then(date)


def _moment(year: pl.Expr, month: pl.Expr, day: pl.Expr, parts: pl.Expr) -> pl.Expr:
    """The day with the time of day of `CLOCK`; midnight without one, null with a wrong one."""
    hour, minute, second = (
        _number(parts, name).fill_null(0) for name in ("hour", "minute", "second")
    )
    half = pl.coalesce(parts.struct.field("half"), parts.struct.field("half2"))
    afternoon = half.is_in(["下午", "晚上", "PM", "pm"]) & (hour < 12)
    noon = (half == "中午") & (hour < 3)
    midnight = half.is_in(["凌晨", "上午", "AM", "am"]) & (hour == 12)
    hour = hour + pl.when(afternoon | noon).then(12).when(midnight).then(-12).otherwise(0)
    return _at(_day(year, month, day), hour, minute, second, _shift(parts.struct.field("zone")))


def _shift(zone: pl.Expr) -> pl.Expr:
    """Minutes to add for China standard time; a time without an offset is local already."""
    digits = zone.str.replace(":", "")
    minutes = digits.str.slice(1, 2).cast(pl.Int32, strict=False) * 60 + digits.str.slice(
        3, 2
    ).cast(pl.Int32, strict=False)
    signed = pl.when(digits.str.starts_with("-")).then(-minutes).otherwise(minutes)
    offset = pl.when(zone == "Z").then(0).otherwise(signed)
    return pl.when(offset.is_not_null()).then(_CHINA_OFFSET_MINUTES - offset).otherwise(0)


def _at(day: pl.Expr, hour: pl.Expr, minute: pl.Expr, second: pl.Expr, shift: pl.Expr) -> pl.Expr:
    valid = hour.is_between(0, 23) & minute.is_between(0, 59) & second.is_between(0, 59)
    clock = pl.duration(hours=hour, minutes=minute + shift, seconds=second)
    return pl.when(valid).then(day.cast(pl.Datetime("us")) + clock)


_UNITS = "一二三四五六七八九"
_DIGITS = dict.fromkeys("〇○零OoΟО◯", "0") | {char: str(n) for n, char in enumerate(_UNITS, 1)}


def _numerals() -> dict[str, int]:
    """Chinese numerals 1 to 31; 廿 and 卅 for the tens, 初一 to 初九, 元 and 正 for month one."""
    named = {unit: value for value, unit in enumerate(_UNITS, 1)} | {"元": 1, "正": 1}
    named |= {f"初{unit}": value for value, unit in enumerate(_UNITS, 1)}
    for tens, ways in ((10, ("十", "一十")), (20, ("二十", "廿")), (30, ("三十", "卅"))):
        for way in ways:
            named[way] = tens
            named |= {way + unit: tens + value for value, unit in enumerate(_UNITS, 1)}
    return {word: value for word, value in named.items() if value <= 31}


_NUMERALS = _numerals()
