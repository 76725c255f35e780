"""A file of published claims: counts and changes as an office announced them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from docanalyzer.detect.quotas.control_file import Faults, Field, Line, parse_percent, read_lines
from docanalyzer.detect.quotas.targets import TargetKind
from docanalyzer.detect.quotas.vocabulary import CATEGORY_WORDS, parse_target
from docanalyzer.model.faults import UsageFault

FIELDS = (
    Field("unit", ("region", "单位", "地区"), required=True),
    Field("year", ("年度", "年份", "期间", "period"), required=True),
    Field("category", ("类别", "种类", "指标名称"), required=True),
    Field("count", ("数量", "本年", "本期")),
    Field("previous", ("previous_count", "上年", "上期", "before")),
    Field(
        "change",
        ("reported_change_pct", "reported_change", "change_pct", "增减", "变化", "增减%", "降幅"),
        required=True,
    ),
    Field("target", ("指标", "目标")),
    Field("source", ("来源", "依据")),
)

_YEAR = re.compile(r"((?:19|20)\d\d)年?")
_WORDED = re.compile(r"(下降|减少|降低|压减|精简|上升|增加|增长)了?\s*([\d.]+)\s*%?")
_DOWN = frozenset({"下降", "减少", "降低", "压减", "精简"})


@dataclass(frozen=True, slots=True)
class Claim:
    """One published figure. `change` is the percentage as printed, its precision kept; None
    where the office printed none. `category` is a canonical one or, for before-and-after
    indicators (platforms, forms), the word of the file."""

    unit: str
    year: int
    category: str
    count: int | None
    previous: int | None
    change: Decimal | None
    target: TargetKind | None
    source: str | None
    where: str


def load_claims(path: Path) -> tuple[Claim, ...]:
    """Read a claims file (CSV); columns as in `FIELDS`, in file order.

    Raises `UsageFault`, or `RuleFaults` with all of them, with file, row and column: a missing
    column, a title row, a negative or fractional count, a percentage written as a fraction, one
    claim twice.
    """
    faults = Faults()
    claims = faults.collect(_claim, read_lines(path, FIELDS))
    seen: dict[tuple[str, int, str], Claim] = {}
    for claim in claims:
        key = (claim.unit, claim.year, claim.category)
        if key in seen:
            first = seen[key].where.rpartition(": ")[2]
            faults.found.append(
                UsageFault(f"{claim.where}, column year", f"repeats {first}", "keep one of the two")
            )
        seen.setdefault(key, claim)
    faults.settle()
    return tuple(claims)


def _claim(line: Line) -> Claim:
    count, previous = line.whole("count"), line.whole("previous")
    year = _YEAR.fullmatch(line.required("year"))
    if year is None:
        raise line.fault("year", f"{line.text('year')!r} is not a year", "write 2021")
    category = line.required("category")
    target = line.text("target")
    return Claim(
        unit=line.required("unit"),
        year=int(year[1]),
        category=str(CATEGORY_WORDS.get(category.casefold(), category)),
        count=count,
        previous=previous,
        change=_change(line, count, previous),
        target=parse_target(target, lambda *why: line.fault("target", *why)) if target else None,
        source=line.text("source"),
        where=f"{line.file}: row {line.row}",
    )


def _change(line: Line, count: int | None, previous: int | None) -> Decimal | None:
    """The printed percentage; a small bare number is a fraction unless the counts say not."""
    text = line.text("change")
    if text is None:
        return None
    if worded := _WORDED.fullmatch(text):
        return Decimal(("-" if worded[1] in _DOWN else "") + worded[2])
    small = re.fullmatch(r"[+-]?0?\.\d+", text)
    if small and count is not None and previous:
        printed, exact = Decimal(text), Decimal((count - previous) * 100) / previous
        if abs(exact - printed) <= abs(exact - printed * 100):
            return printed
    return Decimal(parse_percent(text, lambda *why: line.fault("change", *why)))
