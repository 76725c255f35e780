"""Whether the register covers a year: where it begins and ends, and months without rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

_STRAY_SHARE = 0.005
"""A calendar year with less of the dated documents than this is taken for mistyped dates."""

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Span:
    """First and last day of the register; null without any date."""

    oldest: date | None
    newest: date | None

    @property
    def last_full_year(self) -> int | None:
        """The last year whose December the register reaches."""
        if self.newest is None:
            return None
        return self.newest.year if self.newest.month == 12 else self.newest.year - 1


def register_span(documents: pl.DataFrame, receipts: pl.DataFrame) -> Span:
    """The days the register runs from and to.

    By day of receipt where most documents have one, since that is when the register was kept;
    else by issue date. Years that hold hardly any document are left out: one mistyped 2091
    must not make the present year look finished.
    """
    received = receipts.select(pl.col("received_at").dt.date().alias("day"), "doc_id").drop_nulls()
    enough = received["doc_id"].n_unique() >= _HALF * documents.height
    days = received["day"] if enough and received.height else documents["issued_on"].drop_nulls()
    if days.is_empty():
        return Span(None, None)
    years = days.dt.year().rename("year").value_counts()
    usual = years.filter(pl.col("count") >= _STRAY_SHARE * days.len())["year"]
    kept = days.filter(days.dt.year().is_in(usual.implode()))
    oldest, newest = kept.min(), kept.max()
    assert isinstance(oldest, date) and isinstance(newest, date)
    return Span(oldest, newest)


def year_coverage(counted: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Per unit, category and calendar year of its dated documents: the longest silence.

    `counted` is what `count_documents` gives; documents that were left out show coverage too.
    Columns: unit, category, year (Int32), dated (documents of the year), gap_begin and gap_end
    (months 1 to 12, both included), gap_expected (documents expected in that run of empty
    months at the rate of the others). Years without a dated document have no row.
    """
    newest = span.newest or date(1, 12, 31)
    month_end = (
        pl.when(pl.col("year") == newest.year).then(pl.lit(newest.month)).otherwise(pl.lit(12))
    )
    months = (
        counted.select("unit", "category", "day")
        .drop_nulls()
        .group_by(
            "unit",
            "category",
            pl.col("day").dt.year().alias("year"),
            pl.col("day").dt.month().cast(pl.Int32).alias("month"),
        )
        .len("documents")
    )
    years = months.group_by("unit", "category", "year").agg(
        pl.col("documents").sum().cast(pl.Int64).alias("dated"),
        pl.col("month").max().alias("_seen"),
    )
    # A document dated after the span's end must not turn the run past its last month negative.
    years = years.with_columns(pl.max_horizontal(month_end.cast(pl.Int32), "_seen").alias("_last"))
    marks = pl.concat(
        [
            months.select("unit", "category", "year", "month"),
            years.select("unit", "category", "year", (pl.col("_last") + 1).alias("month")),
        ]
    ).sort("unit", "category", "year", "month")
    before = pl.col("month").shift(1).over("unit", "category", "year").fill_null(0)
    gaps = (
        marks.with_columns((before + 1).alias("gap_begin"), (pl.col("month") - 1).alias("gap_end"))
        .with_columns((pl.col("gap_end") - pl.col("gap_begin") + 1).alias("_months"))
        .sort(
            "unit",
            "category",
            "year",
            "_months",
            "gap_begin",
            descending=[False] * 3 + [True, False],
        )
        .unique(["unit", "category", "year"], keep="first", maintain_order=True)
    )
    rate = pl.col("dated") / (pl.col("_last") - pl.col("_months"))
    told = gaps.join(years, on=["unit", "category", "year"], how="left", maintain_order="left")
    return told.select(
        "unit", "category", "year", "dated", "gap_begin", "gap_end",
        (rate * pl.col("_months")).alias("gap_expected"),
    )  # fmt: skip
