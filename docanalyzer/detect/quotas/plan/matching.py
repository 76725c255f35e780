"""What was planned and done, planned and not done, and issued outside the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import polars as pl

from docanalyzer.detect.quotas.control_file import Faults, Field, Line, nearest_names, read_lines
from docanalyzer.detect.quotas.counting.coverage import Span
from docanalyzer.detect.quotas.plan.titles import likeness, title_keys, title_subjects
from docanalyzer.detect.quotas.rule import PlanWhen
from docanalyzer.detect.quotas.targets.vocabulary import parse_category
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


_CELL = ["unit", "category", "year"]
_ORGAN_TAIL = re.compile(
    r"(?:人民政府|党委|委员会|人大|政协|纪委).*$|办公厅$|办公室$|[^市县区省镇乡]{1,6}局$"
)


class Standing(StrEnum):
    """How a planned item or an issued document stands to the plan."""

    DONE = "done"
    NOT_DONE = "not_done"
    APPROVED = "approved"
    POSSIBLE = "possible"
    UNPLANNED = "unplanned"


@dataclass(frozen=True, slots=True)
class PlanTables:
    """`documents`: one row per document that counts in a planned unit, category and year, with
    doc_id, unit, category, year, standing (done, approved, possible, unplanned), planned_title
    and likeness (of the nearest line; null without one) and place (its file and row).
    `items`: one row per line of the plan, in file order: title, unit, category, year, month,
    place, standing (done, not_done; approved for an approval), doc_id of what was issued.
    """

    documents: pl.DataFrame
    items: pl.DataFrame


def match_plan(plan: Plan, counted: pl.DataFrame, when: PlanWhen) -> PlanTables:
    """Match a plan to what was issued: by number, then by title, each line to one document.

    `counted` is what `count_documents` gives. Only units, categories and years that the plan
    names are looked at. Of several candidates the most alike pair goes first; ties go by line
    of the plan and doc_id.
    """
    cells = sorted({(item.unit, item.category, item.year) for item in plan.items})
    wanted = pl.DataFrame(
        cells,
        schema={"unit": pl.String(), "category": pl.String(), "year": pl.Int32()},
        orient="row",
    )
    issued = (
        counted.filter(pl.col("left_out").is_null())
        .join(wanted, on=_CELL, how="semi")
        .sort(*_CELL, "doc_id")
    )
    titles = issued["title"].fill_null("").to_list()
    issued = issued.with_columns(pl.Series("_subject", title_subjects(titles), pl.String))
    subjects = dict(
        zip(plan.items, title_subjects([item.title for item in plan.items]), strict=True)
    )
    by_cell = {
        (unit, category, year): part
        for (unit, category, year), part in issued.partition_by(
            _CELL, as_dict=True, maintain_order=True
        ).items()
    }
    documents, done = [], dict[str, str]()
    for cell in cells:
        part = by_cell.get(cell)
        if part is not None:
            items = [item for item in plan.items if (item.unit, item.category, item.year) == cell]
            documents.append(_matched(items, [subjects[item] for item in items], part, when, done))
    return PlanTables(
        pl.concat(documents) if documents else _no_documents(), _items_table(plan, done)
    )


def check_plan(plan: Plan, units: Sequence[str], span: Span) -> None:
    """Raise `UsageFault` (`RuleFaults` for several) for a unit that issues nothing in the
    register, nearest names offered, and for a year outside it. `units` are its issuers."""
    known = set(units)
    faults = Faults()
    for item in plan.items:
        if item.unit not in known:
            near = nearest_names(item.unit, units)
            hint = f"did you mean {', '.join(near)}?" if near else "write it as the register does"
            what = f"no document is issued by {item.unit!r}"
            faults.found.append(UsageFault(f"{item.where}, column unit", what, hint))
        if span.oldest is None or span.newest is None:
            continue
        if not span.oldest.year <= item.year <= span.newest.year:
            faults.found.append(
                UsageFault(
                    f"{item.where}, column year",
                    f"{item.year} lies outside the register",
                    f"the register runs from {span.oldest} to {span.newest}",
                )
            )
    faults.settle()


def own_places(unit: str) -> tuple[str, ...]:
    """The divisions in a unit's own name, with and without their ending: 某市, 某."""
    place = _ORGAN_TAIL.sub("", unit)
    names = [place, *re.findall(r".+?(?:自治区|自治州|省|市|县|区|镇|乡|街道)", place)]
    return tuple(sorted({name for name in names if len(name) >= 2}))


def _matched(
    items: Sequence[PlannedItem],
    subjects: Sequence[str],
    issued: pl.DataFrame,
    when: PlanWhen,
    done: dict[str, str],
) -> pl.DataFrame:
    """The documents of one unit, category and year; fills `done` with place to doc_id."""
    ids = issued["doc_id"].to_list()
    numbers = issued["doc_number"].to_list()
    places = own_places(str(issued["unit"][0]))
    planned = title_keys(subjects, places)
    shown = title_keys(issued["_subject"].to_list(), places)
    alike = likeness(planned, shown)
    pairs = sorted(
        (
            (
                2.0 if item.number and item.number == numbers[column] else alike[row][column],
                row,
                column,
            )
            for row, item in enumerate(items)
            for column in range(len(ids))
        ),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    line_of: dict[int, int] = {}
    taken: set[int] = set()
    for score, row, column in pairs:
        if score < when.match_at:
            break
        if row not in taken and column not in line_of:
            taken.add(row)
            line_of[column] = row
            done[items[row].where] = ids[column]
    titled = issued["title"].is_not_null().to_list()
    rows = []
    for column, doc_id in enumerate(ids):
        nearest = max(range(len(items)), key=lambda row: (alike[row][column], -row))
        row = line_of.get(column, nearest)
        known = alike[row][column] if titled[column] else None
        standing = _standing(items[row], column in line_of, known, when)
        rows.append((doc_id, standing, items[row].title, alike[row][column], items[row].where))
    told = pl.DataFrame(rows, schema=_TOLD, orient="row")
    return issued.select("doc_id", *_CELL, "unit_level", "doc_number", "title").join(
        told, on="doc_id", how="left", maintain_order="left"
    )


_TOLD = {
    "doc_id": pl.String(),
    "standing": pl.String(),
    "planned_title": pl.String(),
    "likeness": pl.Float64(),
    "place": pl.String(),
}


def _standing(item: PlannedItem, matched: bool, alike: float | None, when: PlanWhen) -> Standing:
    """`alike` is null for a document without a title, of which nothing can be told."""
    if matched:
        return Standing.APPROVED if item.approval else Standing.DONE
    if alike is None or alike >= when.possible_at:
        return Standing.POSSIBLE
    return Standing.UNPLANNED


def _no_documents() -> pl.DataFrame:
    names = {"doc_id": pl.String(), "unit": pl.String(), "category": pl.String()}
    more = {"unit_level": pl.String(), "doc_number": pl.String(), "title": pl.String()}
    return pl.DataFrame(schema={**names, "year": pl.Int32(), **more, **_TOLD})


def _items_table(plan: Plan, done: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame(
        [
            {
                "title": item.title,
                "unit": item.unit,
                "category": item.category,
                "year": item.year,
                "month": item.month,
                "place": item.where,
                "standing": str(
                    Standing.APPROVED
                    if item.approval
                    else Standing.DONE
                    if item.where in done
                    else Standing.NOT_DONE
                ),
                "doc_id": done.get(item.where),
            }
            for item in plan.items
        ],
        schema={
            "title": pl.String(),
            "unit": pl.String(),
            "category": pl.String(),
            "year": pl.Int32(),
            "month": pl.Int64(),
            "place": pl.String(),
            "standing": pl.String(),
            "doc_id": pl.String(),
        },
    )


def plan_figures(tables: PlanTables) -> pl.DataFrame:
    """Per unit, category and year (index): planned, lines of the plan without approvals, and
    unplanned, documents issued outside it with or without approval; what cannot be told is in
    neither."""
    outside = pl.col("standing").is_in([str(Standing.UNPLANNED), str(Standing.APPROVED)])
    planned = (
        tables.items.filter(pl.col("standing") != str(Standing.APPROVED))
        .group_by(_CELL)
        .agg(pl.len().cast(pl.Int64).alias("planned"))
    )
    unplanned = tables.documents.group_by(_CELL).agg(
        outside.sum().cast(pl.Int64).alias("unplanned")
    )
    cells = tables.items.select(_CELL).unique()
    return (
        cells.join(planned, on=_CELL, how="left")
        .join(unplanned, on=_CELL, how="left")
        .with_columns(pl.col("planned", "unplanned").fill_null(0))
        .rename({"year": "index"})
    )
