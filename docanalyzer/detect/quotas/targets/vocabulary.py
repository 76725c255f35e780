"""Words of hand-written tables: categories, levels, periods and targets, Chinese or English."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from docanalyzer.detect.quotas.control_file import parse_count, parse_percent
from docanalyzer.detect.quotas.counting.periods import Grain
from docanalyzer.detect.quotas.rule import AtMost, NoIncrease, ReduceAtLeast, ReduceBetween
from docanalyzer.detect.quotas.targets.binding import TargetKind
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.terms import Category, Level

Complain = Callable[[str, str], UsageFault]
"""Makes the fault of a cell from what is wrong and a hint."""

CATEGORY_WORDS: dict[str, Category] = {
    "document": Category.DOCUMENT, "文件": Category.DOCUMENT, "发文": Category.DOCUMENT,
    "meeting": Category.MEETING, "会议": Category.MEETING,
    "inspection": Category.INSPECTION, "督查": Category.INSPECTION,
    "检查": Category.INSPECTION, "督查检查": Category.INSPECTION,
    "督查检查考核": Category.INSPECTION,
}  # fmt: skip

LEVEL_WORDS: dict[str, Level] = {
    "central": Level.CENTRAL, "中央": Level.CENTRAL, "国家级": Level.CENTRAL,
    "province": Level.PROVINCE, "省级": Level.PROVINCE, "省": Level.PROVINCE,
    "city": Level.CITY, "市级": Level.CITY, "地市级": Level.CITY, "市": Level.CITY,
    "county": Level.COUNTY, "县级": Level.COUNTY, "区县级": Level.COUNTY, "县": Level.COUNTY,
    "township": Level.TOWNSHIP, "乡级": Level.TOWNSHIP, "乡镇": Level.TOWNSHIP,
    "乡镇级": Level.TOWNSHIP, "镇街": Level.TOWNSHIP,
    "village": Level.VILLAGE, "村级": Level.VILLAGE, "村": Level.VILLAGE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Periods:
    """A run of periods of one length, both ends included; `last` null is open."""

    grain: Grain
    first: int
    last: int | None

    def overlaps(self, other: Periods) -> bool:
        """Whether both hold one period of the same length."""
        if self.grain is not other.grain:
            return False
        before_end = other.last is None or self.first <= other.last
        return before_end and (self.last is None or other.first <= self.last)


_EVERY = {
    "year": Grain.YEAR, "yearly": Grain.YEAR, "每年": Grain.YEAR,
    "half": Grain.HALF, "half-yearly": Grain.HALF, "每半年": Grain.HALF,
    "quarter": Grain.QUARTER, "quarterly": Grain.QUARTER, "每季": Grain.QUARTER,
    "每季度": Grain.QUARTER,
    "month": Grain.MONTH, "monthly": Grain.MONTH, "每月": Grain.MONTH,
}  # fmt: skip
_ONE = re.compile(
    r"(?P<year>(?:19|20)\d\d)年?"
    r"(?:-?H(?P<half>[12])|(?P<half_zh>[上下])半年"
    r"|-?Q(?P<quarter>[1-4])|第?(?P<quarter_zh>[一二三四1-4])季度?"
    r"|-(?P<month>0?[1-9]|1[0-2])|(?P<month_zh>0?[1-9]|1[0-2])月份?)?",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:\.\.|至|~|—|–)\s*")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def parse_periods(text: str, fault: Complain) -> Periods:
    """`2024`, `2024-H1`, `2024-Q2`, `2024-03`, `2024..2026`, `2024..`, `monthly`; 2024年上半年.

    A word such as `monthly` means every period of that length.
    """
    every = _EVERY.get(text.casefold())
    if every is not None:
        return Periods(every, 0, None)
    begin, *rest = _RANGE.split(text)
    grain, first = _period(begin, text, fault)
    if not rest:
        return Periods(grain, first, first)
    if not rest[0] or rest[0] in ("今", "以后"):
        return Periods(grain, first, None)
    last_grain, last = _period(rest[0], text, fault)
    if last_grain is not grain or last < first or len(rest) > 1:
        raise fault(f"{text!r} is not a run of periods", "write 2024..2026, or 2024-Q1..2024-Q3")
    return Periods(grain, first, last)


def _period(text: str, whole: str, fault: Complain) -> tuple[Grain, int]:
    match = _ONE.fullmatch(text)
    if match is None:
        raise fault(f"{whole!r} is not a period", "write 2024, 2024-H1, 2024-Q2, 2024-03 or 2024..")
    year = int(match["year"])
    if half := match["half"] or match["half_zh"]:
        return Grain.HALF, year * 2 + (half in "2下")
    if quarter := match["quarter"] or match["quarter_zh"]:
        return Grain.QUARTER, year * 4 + _QUARTERS[quarter] - 1
    if month := match["month"] or match["month_zh"]:
        return Grain.MONTH, year * 12 + int(month) - 1
    return Grain.YEAR, year


_VALUE = r"([+-]?[\d.,]+)\s*%?"
_BETWEEN = re.compile(rf"(?:reduce[_ ]|减少){_VALUE}(?:_|\s*(?:-|—|–|~|至|到)\s*){_VALUE}")
_AT_LEAST = re.compile(rf"(?:reduce[_ ]at[_ ]least[_ ]|至少减少|减少){_VALUE}(?:以上)?")
_AT_MOST = re.compile(r"(?:at[_ ]most[_ ]|不超过|最多)\s*([+-]?[\d.,]+)\s*[件个次项份]?")
_NO_INCREASE = frozenset({"no_increase", "no increase", "只减不增", "不增加"})


def parse_target(text: str, fault: Complain) -> TargetKind:
    """`reduce_30_50`, `reduce_at_least_50`, `no_increase`, `at_most_120`; 减少30%-50%, 只减不增.

    Raises what `fault` makes for anything else, for a percentage written as a fraction or
    outside 1 to 100, a band that does not rise, and a negative or fractional limit.
    """
    bare = text.casefold()
    if bare in _NO_INCREASE:
        return NoIncrease(kind="no_increase")
    if match := _AT_MOST.fullmatch(bare):
        return AtMost(kind="at_most", limit=parse_count(match[1], fault))
    if match := _BETWEEN.fullmatch(bare):
        low, high = _share(match[1], fault), _share(match[2], fault)
        if low >= high:
            raise fault(f"{text!r} is not a band", "write the smaller percentage first")
        return ReduceBetween(kind="reduce_between", low_pct=low, high_pct=high)
    if match := _AT_LEAST.fullmatch(bare):
        return ReduceAtLeast(kind="reduce_at_least", pct=_share(match[1], fault))
    raise fault(
        f"{text!r} is not a target",
        "write reduce_30_50, reduce_at_least_50, no_increase or at_most_120",
    )


def _share(text: str, fault: Complain) -> float:
    value = float(parse_percent(text, fault))
    if not 1 <= value <= 100:
        raise fault(f"{text} percent cannot be cut", "write a percentage from 1 to 100")
    return value


def parse_category(text: str, fault: Complain) -> str:
    """The canonical category of a Chinese or English word."""
    known = CATEGORY_WORDS.get(text.casefold())
    if known is None:
        raise fault(f"{text!r} is not a category", "write document, meeting or inspection")
    return str(known)


def parse_level(text: str, fault: Complain) -> str:
    """The canonical level of a Chinese or English word."""
    known = LEVEL_WORDS.get(text.casefold())
    if known is None:
        raise fault(f"{text!r} is not a level", f"write one of {', '.join(Level)}")
    return str(known)
