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
