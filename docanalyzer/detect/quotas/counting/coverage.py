"""Whether the register covers a year: where it begins and ends, and months without rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from docanalyzer.detect.quotas.counting.periods import Grain, first_month, label_of, last_month

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
    cell = ["unit", "category", "year"]
    bit = pl.lit(1, pl.Int64) * 2 ** (pl.col("day").dt.month().cast(pl.Int64) - 1)
    years = (
        counted.select("unit", "category", "day")
        .drop_nulls()
        .select("unit", "category", pl.col("day").dt.year().alias("year"), bit.alias("months"))
        .group_by(cell)
        .agg(pl.len().cast(pl.Int64).alias("dated"), pl.col("months").bitwise_or())
    )
    ends = pl.when(pl.col("year") == newest.year).then(newest.month).otherwise(12)
    years = years.with_columns(ends.cast(pl.Int64).alias("last"))
    kinds = years.select("months", "last").unique().sort("months", "last")
    gaps = [longest_gap(months, last) for months, last in kinds.iter_rows()]
    told = kinds.with_columns(
        pl.Series("gap_begin", [begin for begin, _, _ in gaps], pl.Int32),
        pl.Series("gap_end", [end for _, end, _ in gaps], pl.Int32),
        pl.Series("rest", [rest for _, _, rest in gaps], pl.Int64),
    )
    empty = pl.col("gap_end") - pl.col("gap_begin") + 1
    expected = pl.col("dated") / pl.col("rest") * empty
    return (
        years.join(told, on=["months", "last"], how="left")
        .with_columns(expected.alias("gap_expected"))
        .select(*cell, "dated", "gap_begin", "gap_end", "gap_expected")
        .sort(cell)
    )


def longest_gap(months: int, last: int) -> tuple[int, int, int]:
    """First and last month of the longest run of empty months, and how many others there are.

    Bit m - 1 of `months` is set where month m has a document; the year is looked at up to month
    `last`, or up to its last document where that is later. Of equally long runs the first
    counts; without one it is empty and ends before it begins.
    """
    last = max(last, months.bit_length())
    begin, end, run = 1, 0, 0
    for month in range(1, last + 1):
        run = 0 if months >> (month - 1) & 1 else run + 1
        if run > end - begin + 1:
            begin, end = month - run + 1, month
    return begin, end, last - (end - begin + 1)


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
