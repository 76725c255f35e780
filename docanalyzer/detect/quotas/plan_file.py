"""An annual plan: what a unit means to issue, and what it was allowed beyond that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from docanalyzer.detect.quotas.control_file import Faults, Field, Line, read_lines
from docanalyzer.detect.quotas.vocabulary import parse_category
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.terms import Category

FIELDS = (
    Field("title", ("subject", "标题", "题目", "文件名称", "文件标题", "事项"), required=True),
    Field("unit", ("单位", "发文单位", "责任单位"), required=True),
    Field("year", ("年度", "年份")),
    Field("month", ("计划月份", "计划时间", "月份", "planned_month")),
    Field("category", ("类别", "种类")),
    Field("number", ("文号", "发文字号")),
    Field("approval", ("计划外审批", "审批", "审批文号")),
)

_MONTH = re.compile(r"(?:((?:19|20)\d\d)(?:年|-|/|\.)?)?(0?[1-9]|1[0-2])(?:月份?)?")
_YEAR = re.compile(r"((?:19|20)\d\d)年?")


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """One line of a plan. With `approval` it is no plan but the leave to issue outside it."""

    title: str
    unit: str
    year: int
    month: int | None
    category: str
    number: str | None
    approval: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An annual plan, read and checked for itself; items in file order."""

    where: str
    items: tuple[PlannedItem, ...]


def load_plan(path: Path) -> Plan:
    """Read a plan (CSV); columns as in `FIELDS`. The year stands in its column or in the month.

    Raises `UsageFault`, or `RuleFaults` with all of them, with file, row and column: a missing
    column, a title row, no year, a month that is none, one line twice.
    """
    faults = Faults()
    items = faults.collect(_item, read_lines(path, FIELDS))
    seen: dict[tuple[str, str, int, str], str] = {}
    for item in items:
        key = (item.unit, item.category, item.year, item.title)
        if key in seen and item.number is None:
            first = seen[key].rpartition(": ")[2]
            faults.found.append(
                UsageFault(f"{item.where}, column title", f"repeats {first}", "keep one of the two")
            )
        seen.setdefault(key, item.where)
    faults.settle()
    return Plan(str(path), tuple(items))


def _item(line: Line) -> PlannedItem:
    category = line.text("category")
    month_text, year_text = line.text("month"), line.text("year")
    month = _MONTH.fullmatch(month_text) if month_text else None
    if month_text and month is None:
        raise line.fault("month", f"{month_text!r} is not a month", "write 2024-03 or 3月")
    year = _YEAR.fullmatch(year_text) if year_text else None
    if year_text and year is None:
        raise line.fault("year", f"{year_text!r} is not a year", "write 2024")
    years = {int(found) for found in (year and year[1], month and month[1]) if found}
    if len(years) != 1:
        what = "no year" if not years else "the month is of another year"
        raise line.fault("year", what, "write the year of the plan in every row")
    return PlannedItem(
        title=line.required("title"),
        unit=line.required("unit"),
        year=years.pop(),
        month=int(month[2]) if month else None,
        category=(
            parse_category(category, lambda *why: line.fault("category", *why))
            if category
            else str(Category.DOCUMENT)
        ),
        number=line.text("number"),
        approval=line.text("approval"),
        where=f"{line.file}: row {line.row}",
    )
