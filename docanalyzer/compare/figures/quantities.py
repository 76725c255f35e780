"""What a text asks in figures: deadlines, percentages, counts, amounts, lengths, frequencies.

Reads folded text (see `folded_text`). Only figures with a unit are read, and each says by the
words around it whether more or less of it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from docanalyzer.compare.figures.bounds import Bound, bound_of
from docanalyzer.compare.figures.figures import figure_value
from docanalyzer.compare.figures.tokens import CALENDAR_YEAR, TOKEN
from docanalyzer.model.terms import Measure

DATE, TIME, SHARE, AMOUNT, COUNT, PERIOD, TIMES, OTHER = (chr(0xE000 + n) for n in range(8))
"""Marks that stand for a figure where the words around it are compared."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure at `begin` to `end` of the folded clause, an adjoining bound word included.

    `unit` must be equal on both sides for figures to be compared. `least` and `most` are the
    value, equal unless units such as 工作日 leave a range; `written` is a stretch of time in its
    own unit. Dates carry `year` (None when the text names none) and `year_step`, 1 for 明年.
    What is shown ends at `shown_end`, for a rate behind the number of times.
    """

    measure: Measure
    unit: str
    begin: int
    end: int
    least: float
    most: float
    bound: Bound
    bound_word: str
    mark: str
    shown_end: int
    written: tuple[str, float] | None = None
    year: int | None = None
    year_step: int = 0


_SAME_UNIT = {"天": "日", "自然日": "日", "星期": "周"}
_DAYS = {"日": 1.0, "周": 7.0, "月": 30.0, "季度": 91.0, "年": 365.0}
_PERIODS = {
    **_DAYS, "天": 1.0, "工作日": 1.4, "星期": 7.0, "旬": 10.0, "季": 91.0, "小时": 1 / 24,
    "年度": 365.0, "学期": 182.0,
}  # fmt: skip
_TIME_UNITS = frozenset({"工作日", "小时", "分钟", *_DAYS})
_TIMES = frozenset("次场期轮遍")
_LENGTHS = frozenset({"学时", "课时", "字", "页", "米", "公里"})
_AMOUNTS = {"元": 1.0, "万元": 1e4, "亿元": 1e8}
_PARTS = {"上旬": 10.0, "中旬": 20.0, "下旬": 31.0, "底": 31.0, "末": 31.0}
_NEXT_YEAR = frozenset({"明年", "次年", "翌年"})
_LONGEST_HOLIDAY = 9


def quantities(clause: str) -> list[Quantity]:
    """Figures with a unit in one folded clause, in order, none overlapping."""
    found: list[Quantity] = []
    before = 0
    for token in TOKEN.finditer(clause):
        quantity = _read(token, clause, before)
        if quantity is not None:
            found.append(quantity)
            before = quantity.end
    return _with_rates(found, clause)


@lru_cache(maxsize=65_536)
def mark_of(wording: str) -> str:
    """The mark of a wording that TOKEN matched somewhere; empty where it is no figure after all."""
    token = TOKEN.fullmatch(wording)
    quantity = _read(token, wording, 0) if token else None
    return quantity.mark if quantity else ""


def _read(token: re.Match[str], clause: str, before: int) -> Quantity | None:
    readers: dict[str, Callable[[], Quantity | None]] = {
        "date": lambda: _date(token),
        "monthday": lambda: _month_day(token),
        "fraction": lambda: _fraction(token, clause, before),
        "period": lambda: _period(token),
        "figure": lambda: _figure(token, clause, before),
    }
    return next(read() for name, read in readers.items() if token[name])


def _date(token: re.Match[str]) -> Quantity | None:
    """A day of the year as month * 100 + day, later days with greater values; 6月前 is 600."""
    word = token["word"] or ""
    month: float | None = 12.0
    day: float | None = 31.0
    if token["month"]:
        month, day = figure_value(token["month"]), 0.0
        if token["day"]:
            day = figure_value(token["day"])
        elif token["part"]:
            day = _PARTS[token["part"]]
    elif token["quarter"]:
        month = 3 * (figure_value(token["quarter"]) or 0.0)
    elif token["half"]:
        month = 6.0
    elif token["bare"] and not (token["year"] or word):
        return None
    if month is None or day is None:
        return None
    unit = "every year" if word == "每年" else "date"
    year = figure_value(_in_digits(token["year"])) if token["year"] else None
    return replace(
        _deadline(token, unit, _last_day(month, day)),
        year=None if year is None else int(year),
        year_step=1 if word in _NEXT_YEAR else 0,
    )


def _last_day(month: float, day: float) -> float:
    """月底 is the last day the month has, so that 6月底 and 6月30日 are one."""
    short = 29 if month == 2 else 30
    return 100 * month + (min(day, short) if month in (2, 4, 6, 9, 11) else day)


def _in_digits(year: str) -> str:
    return year.translate(str.maketrans("〇零一二三四五六七八九", "00123456789"))


def _month_day(token: re.Match[str]) -> Quantity | None:
    day = figure_value(token["mday"])
    return None if day is None else _deadline(token, token["anchor"].replace("个", ""), day)


def _deadline(token: re.Match[str], unit: str, value: float) -> Quantity:
    begin, end = token.span()
    return Quantity(
        Measure.DEADLINE, unit, begin, end, value, value, Bound.AT_MOST, "前", DATE, end
    )


def _fraction(token: re.Match[str], clause: str, before: int) -> Quantity | None:
    whole, portion = figure_value(token["whole"]), figure_value(token["portion"])
    if not whole or portion is None:
        return None
    return _bounded(token, clause, before, Measure.PERCENTAGE, "%", 100 * portion / whole)


def _period(token: re.Match[str]) -> Quantity | None:
    many = figure_value(token["many"]) if token["many"] else 1.0
    if not many:
        return None
    rate = 1 / (many * _PERIODS[token["span"]])
    begin, end = token.span()
    return Quantity(
        Measure.FREQUENCY, "rate", begin, end, rate, rate, Bound.AT_LEAST, token[0], PERIOD, end
    )


def _figure(token: re.Match[str], clause: str, before: int) -> Quantity | None:
    value = figure_value(token["number"])
    if value is None or CALENDAR_YEAR.fullmatch(token[0]) or token["unit"] in ("周岁", "岁"):
        return None
    unit = token["unit"] if token["unit"] == "个百分点" else token["unit"].removeprefix("个")
    unit = _SAME_UNIT.get(unit, unit) or "个"
    if unit in ("%", "成"):
        share = value if unit == "%" else 10 * value
        return _bounded(token, clause, before, Measure.PERCENTAGE, "%", share)
    if unit in _AMOUNTS:
        return _bounded(token, clause, before, Measure.AMOUNT, "元", value * _AMOUNTS[unit])
    return _bounded(token, clause, before, _measure(unit), unit, value)


def _measure(unit: str) -> Measure:
    if unit == "个百分点":
        return Measure.PERCENTAGE
    if unit in _TIMES:
        return Measure.FREQUENCY
    return Measure.LENGTH if unit in _LENGTHS or unit in _TIME_UNITS else Measure.COUNT


_MARKS = {
    Measure.PERCENTAGE: SHARE, Measure.AMOUNT: AMOUNT, Measure.COUNT: COUNT,
    Measure.FREQUENCY: TIMES, Measure.LENGTH: OTHER,
}  # fmt: skip


def _bounded(
    token: re.Match[str], clause: str, before: int, measure: Measure, unit: str, value: float
) -> Quantity:
    """The figure with the bound that its clause gives it; time that is limited is a deadline."""
    is_time = unit in _TIME_UNITS
    kind = "time" if is_time else "share" if measure is Measure.PERCENTAGE else "other"
    found = bound_of(clause, before, token.span(), kind)
    mark = TIME if is_time else _MARKS[measure]
    least = most = value
    if is_time and found.bound is Bound.AT_MOST:
        measure, (least, most) = Measure.DEADLINE, _days(unit, value)
    written = (unit, value) if is_time else None
    return Quantity(
        measure, "days" if measure is Measure.DEADLINE else unit, found.begin, found.end,
        least, most, found.bound, found.word, mark, found.end, written,
    )  # fmt: skip


def _days(unit: str, value: float) -> tuple[float, float]:
    """Shortest and longest calendar time in days of a stretch of time.

    Working days leave a range up to the longest holiday; law may count 日 in working days too,
    and a figure in 日 is tighter than one in 工作日 only where it is smaller.
    """
    if unit == "工作日":
        return value, -(-value * 7 // 5) + _LONGEST_HOLIDAY
    if unit in ("小时", "分钟"):
        hours = value if unit == "小时" else value / 60
        return hours / 24, hours / 24
    if unit == "月":
        return 28 * value, 31 * value
    return value * _DAYS[unit], value * _DAYS[unit]


def _with_rates(found: list[Quantity], clause: str) -> list[Quantity]:
    """每月至少两次 as one figure: how often a day.

    The whole wording is shown; its 两次 stays as a mark that is not compared. Where a clause
    asks per period for something other than times, or how often at most, nothing is told.
    """
    periods = [place for place, one in enumerate(found) if one.mark == PERIOD]
    times = [place for place, one in enumerate(found) if one.mark == TIMES]
    if not periods:
        return found
    told = [_untold(one) if one.mark in (PERIOD, TIMES) else one for one in found]
    if len(periods) > 1 or len(times) > 1:
        return told
    period = found[periods[0]]
    if not times:
        others = any(one.mark != PERIOD for one in found)
        return told if others else found
    many = found[times[0]]
    if many.bound is Bound.AT_MOST or many.begin < period.begin:
        return told
    rate = period.least * many.least
    told[periods[0]] = replace(
        period,
        unit=f"rate {many.unit}",
        least=rate,
        most=rate,
        bound_word=many.bound_word or clause[period.begin : period.end],
        shown_end=many.end,
    )
    return told


def _untold(one: Quantity) -> Quantity:
    """The same figure, never compared."""
    return replace(one, bound=Bound.NONE, bound_word="")
