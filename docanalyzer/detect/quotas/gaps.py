"""What keeps a period from being judged: the register does not cover it."""

from __future__ import annotations

from datetime import date

import polars as pl

from docanalyzer.detect.quotas.coverage import Span
from docanalyzer.detect.quotas.periods import Grain, first_month, label_of, last_month


def with_gaps(
    counts: pl.DataFrame, coverage: pl.DataFrame, grain: Grain, span: Span
) -> pl.DataFrame:
    """Adds gap and previous_gap: what is wrong with the coverage, in words, else null.

    `coverage` is what `year_coverage` gives.
    """
    told = counts.with_columns((pl.col("index") // int(grain)).alias("_year"))
    for years_back, count, undated, name in (
        (0, "count", "undated", "gap"),
        (1, "previous", "previous_undated", "previous_gap"),
    ):
        index = pl.col("index") - years_back * int(grain)
        begin, end = first_month(grain, index), last_month(grain, index)
        shown = told.join(
            coverage.with_columns(pl.col("year") + years_back),
            left_on=["unit", "category", "_year"],
            right_on=["unit", "category", "year"],
            how="left",
        )
        told = shown.with_columns(
            pl.coalesce(
                _outside(span, begin, end),
                _undated(pl.col(count), pl.col(undated)),
                _silence(pl.col("_year") - years_back, begin, end),
            ).alias(name)
        ).drop("dated", "gap_begin", "gap_end", "gap_expected")
    return told.drop("_year")


def _outside(span: Span, begin: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Why a period from month `begin` to `end` is not inside the register; null if it is."""
    if span.newest is None:
        return pl.lit("no date shows what the register covers")
    return (
        pl.when(end > _month(span.newest))
        .then(pl.lit(f"the period is not over: the register ends on {span.newest}"))
        .when(begin < _month(span.oldest))
        .then(pl.lit(f"the register begins on {span.oldest}"))
    )


def _undated(count: pl.Expr, undated: pl.Expr) -> pl.Expr:
    """Why the days of the documents do not show the months covered; null if they do."""
    return (
        pl.when(pl.col("dated").is_null() & (count > 0) & (undated > 0))
        .then(pl.lit("no date shows which months are covered"))
        .when(pl.col("dated").is_null())
        .then(pl.lit("not one row dated in the whole year"))
        .when(2 * undated > count)
        .then(pl.lit("most documents have no date to show which months are covered"))
    )


def _silence(year: pl.Expr, begin: pl.Expr, end: pl.Expr) -> pl.Expr:
    """The run of months without a row, where that is no chance; null else."""
    gap_begin = year * 12 + pl.col("gap_begin") - 1
    gap_end = year * 12 + pl.col("gap_end") - 1
    usual = pl.col("gap_expected").round(0).cast(pl.Int64)
    told = pl.concat_str(
        [
            pl.lit("no row from "),
            label_of(Grain.MONTH, gap_begin),
            pl.lit(" to "),
            label_of(Grain.MONTH, gap_end),
            pl.lit(", where "),
            usual,
            pl.lit(" would be usual"),
        ]
    )
    silent = pl.col("gap_expected") >= pl.col("silence_expected")
    return pl.when(silent & (gap_begin <= end) & (gap_end >= begin)).then(told)


def _month(day: date | None) -> int:
    """Month of a day, counted from year 0."""
    return 0 if day is None else day.year * 12 + day.month - 1
