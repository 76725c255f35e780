"""What monitoring points receive: by month and by issuing department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from docanalyzer.detect.quotas.control_file import Faults, Field, Line, nearest_names, read_lines
from docanalyzer.detect.quotas.counting.coverage import Span, register_span
from docanalyzer.detect.quotas.counting.periods import Grain, label_of
from docanalyzer.detect.quotas.rule import PointsWhen
from docanalyzer.model.faults import UsageFault

FIELDS = (
    Field("unit", ("监测点", "单位", "点位", "名称", "point"), required=True),
    Field("kind", ("类型", "性质", "种类")),
    Field("district", ("所属区县", "区县", "地区", "县区")),
)


@dataclass(frozen=True, slots=True)
class Point:
    """A monitoring point: the receiver as the register names it, its kind and district."""

    unit: str
    kind: str | None
    district: str | None
    where: str


def load_points(path: Path) -> tuple[Point, ...]:
    """Read a points file (CSV); columns as in `FIELDS`, in file order.

    Raises `UsageFault`, or `RuleFaults` with all of them, with file, row and column: a missing
    column, a title row, a point twice.
    """
    faults = Faults()
    points = faults.collect(_point, read_lines(path, FIELDS))
    seen: dict[str, str] = {}
    for point in points:
        if point.unit in seen:
            first = seen[point.unit].rpartition(": ")[2]
            faults.found.append(
                UsageFault(f"{point.where}, column unit", f"repeats {first}", "keep one of the two")
            )
        seen.setdefault(point.unit, point.where)
    faults.settle()
    return tuple(points)


def _point(line: Line) -> Point:
    return Point(
        unit=line.required("unit"),
        kind=line.text("kind"),
        district=line.text("district"),
        where=f"{line.file}: row {line.row}",
    )


@dataclass(frozen=True, slots=True)
class PointTables:
    """`months`: one row per point and month of the register, with unit, unit_level (as receiver;
    null where not known), kind, district, month
    (`2024-03`), documents (distinct documents received), whole (the register covers the month,
    and it lies between the point's first and last receipt: before and after, its own log may be
    missing),
    month_on_month and year_on_year (percent; null where a month is not whole or was 0),
    normal_high (upper end of the point's own normal range; null with too few months), above.
    Order: unit, month.

    `issuers`: one row per point, month and issuer, with unit, month, issuer (null where it is
    not known), documents, and month_on_month and year_on_year as above, null where the issuer
    sent nothing then. Order: unit, month, most documents first, issuer.
    """

    months: pl.DataFrame
    issuers: pl.DataFrame


def watch_points(
    documents: pl.DataFrame, receipts: pl.DataFrame, points: Sequence[Point], when: PointsWhen
) -> PointTables:
    """Count what each point received, month by month.

    A document counts once per point, in the month it was first received there (where that is
    not known, of its issue). The normal range is that of `against_normal`. Raises `UsageFault`
    (`RuleFaults`) for a point that receives nothing, nearest receivers offered.
    """
    _check(points, receipts)
    span = register_span(documents, receipts)
    named = pl.DataFrame(
        {
            "unit": [point.unit for point in points],
            "kind": [point.kind for point in points],
            "district": [point.district for point in points],
        },
        schema={"unit": pl.String(), "kind": pl.String(), "district": pl.String()},
    )
    levels = receipts.group_by(pl.col("receiver").alias("unit")).agg(
        pl.col("receiver_level").drop_nulls().min().alias("unit_level")
    )
    named = named.join(levels, on="unit", how="left")
    received = (
        receipts.select("doc_id", "received_at", pl.col("receiver").alias("unit"))
        .join(named.select("unit"), on="unit", how="semi")
        .join(documents.select("doc_id", "issuer", "issued_on"), on="doc_id", how="left")
        .with_columns(pl.coalesce(pl.col("received_at").dt.date(), "issued_on").alias("day"))
        .filter(pl.col("day").is_not_null())
        .group_by("unit", "doc_id")
        .agg(pl.col("day").min(), pl.col("issuer").first())
        .with_columns(_month(pl.col("day")).alias("index"))
    )
    return PointTables(_months(received, named, span, when), _issuers(received, span))


def _check(points: Sequence[Point], receipts: pl.DataFrame) -> None:
    receivers = receipts["receiver"].drop_nulls().unique().to_list()
    known = set(receivers)
    faults = Faults()
    for point in points:
        if point.unit not in known:
            near = nearest_names(point.unit, receivers)
            hint = f"did you mean {', '.join(near)}?" if near else "write it as the register does"
            what = f"{point.unit!r} receives nothing in the register"
            faults.found.append(UsageFault(f"{point.where}, column unit", what, hint))
    faults.settle()


def _month(day: pl.Expr) -> pl.Expr:
    return day.dt.year() * 12 + day.dt.month().cast(pl.Int32) - 1


def _months(
    received: pl.DataFrame, named: pl.DataFrame, span: Span, when: PointsWhen
) -> pl.DataFrame:
    """Every month from the first to the last of the register, silent ones with 0."""
    begin, end = _bounds(span)
    counts = received.group_by("unit", "index").agg(pl.len().cast(pl.Int64).alias("documents"))
    calendar = pl.DataFrame({"index": pl.int_range(begin, end + 1, dtype=pl.Int32, eager=True)})
    logged = received.group_by("unit").agg(
        pl.col("index").min().alias("_first"), pl.col("index").max().alias("_last")
    )
    own = pl.col("index").is_between("_first", "_last").fill_null(value=False)
    rows = (
        named.join(calendar, how="cross")
        .join(counts, on=["unit", "index"], how="left")
        .join(logged, on="unit", how="left")
        .with_columns(pl.col("documents").fill_null(0), (_whole(span) & own).alias("whole"))
        .drop("_first", "_last")
    )
    return (
        against_normal(_with_changes(rows, ["unit"]), when)
        .sort("unit", "index")
        .with_columns(label_of(Grain.MONTH, pl.col("index")).alias("month"))
        .select(
            "unit",
            "unit_level",
            "kind",
            "district",
            "month",
            "documents",
            "whole",
            "month_on_month",
            "year_on_year",
            "normal_high",
            "above",
        )
    )


def _with_changes(rows: pl.DataFrame, of: list[str]) -> pl.DataFrame:
    """Adds month_on_month and year_on_year in percent, between whole months of the same `of`."""
    whole = pl.when("whole").then("documents")
    on = [*of, "index"]
    for name, back in (("month_on_month", 1), ("year_on_year", 12)):
        before = rows.select(*of, pl.col("index") + back, whole.alias("_before"))
        change = (whole - pl.col("_before")) * 100 / pl.col("_before")
        rows = (
            rows.join(before, on=on, how="left", nulls_equal=True)
            .with_columns(pl.when(pl.col("_before") > 0).then(change.round(4)).alias(name))
            .drop("_before")
        )
    return rows


def against_normal(months: pl.DataFrame, when: PointsWhen) -> pl.DataFrame:
    """`months` (unit, documents, whole) with normal_high and above, each point by itself.

    The range ends `deviations` deviations above the median of the whole months. A deviation is
    the largest of 1.4826 times the median absolute deviation (Rousseeuw and Croux, 1993), the
    square root of the median, as counts scatter by chance, and 1.
    """
    whole = pl.when("whole").then("documents")
    usual = whole.median().over("unit")
    spread = (whole - usual).abs().median().over("unit") * 1.4826
    known = pl.col("whole").sum().over("unit") >= when.fewest_months
    high = usual + when.deviations * pl.max_horizontal(spread, usual.sqrt(), 1.0)
    above = (pl.col("documents") > pl.col("normal_high")).fill_null(value=False)
    return months.with_columns(
        pl.when(known).then(high.round(1)).alias("normal_high")
    ).with_columns(above.alias("above"))


def _bounds(span: Span) -> tuple[int, int]:
    """First and last month of the register, counted from year 0."""
    if span.oldest is None or span.newest is None:
        return 0, -1
    return _index(span.oldest), _index(span.newest)


def _index(day: date) -> int:
    return day.year * 12 + day.month - 1


def _whole(span: Span) -> pl.Expr:
    """Whether the register covers a month: its first and last month count from or to about the
    end of the month, since offices do not log every day."""
    index, whole = pl.col("index"), pl.lit(value=True)
    if span.oldest is not None and span.oldest.day > 7:
        whole = whole & (index != _index(span.oldest))
    if span.newest is not None and span.newest.day < 25:
        whole = whole & (index != _index(span.newest))
    return whole


def _issuers(received: pl.DataFrame, span: Span) -> pl.DataFrame:
    counts = (
        received.group_by("unit", "index", "issuer")
        .agg(pl.len().cast(pl.Int64).alias("documents"))
        .with_columns(_whole(span).alias("whole"))
    )
    return (
        _with_changes(counts, ["unit", "issuer"])
        .sort("unit", "index", "documents", "issuer", descending=[False, False, True, False])
        .with_columns(label_of(Grain.MONTH, pl.col("index")).alias("month"))
        .select("unit", "month", "issuer", "documents", "month_on_month", "year_on_year")
    )
