"""Counts per unit, category and period, beside those of a year before."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.quotas.counting.coverage import Span
from docanalyzer.detect.quotas.counting.documents import NO_YEAR
from docanalyzer.detect.quotas.counting.periods import Grain, index_of

_CELL = ["unit", "category", "index"]


def period_counts(
    counted: pl.DataFrame, grain: Grain, span: Span, limits: pl.DataFrame
) -> pl.DataFrame:
    """Counts of every period with a counted document, and of the silent one after a busy one.

    Columns: unit, unit_level, category, rule_id, counted_rule, index (of the period), count,
    distinct (count with possible repeats taken once), undated (documents without a day),
    unplaced (documents dated in the period but left out, as their number has no year), and the
    same figures of a year before as previous and previous_*; these are null when nothing of
    the unit lies so far back. silence_expected and thin_baseline of the category are taken
    over from `limits`. A period without a document gets a row with count 0 when the register
    reaches it and at least `thin_baseline` documents stand a year before: silence must stay
    visible.

    Possible repeats: documents of one unit and period under one number, as far as no title
    tells them apart. Order: unit, category, index.
    """
    rows = counted_in(counted, grain)
    counts = _with_repeats(rows, _counts(rows)).join(limits, on="category", how="left")
    counts = _with_silence(counts, grain, span)
    if grain is not Grain.YEAR:
        by_date = pl.col("counted_rule").str.replace("by number year", "by date of issue")
        counts = counts.with_columns(by_date.alias("counted_rule"))
    counts = _with_unplaced(counts, counted, grain)
    return _with_previous(counts, grain).sort(_CELL)


def counted_in(counted: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """The documents that count, with the index of their period; those without one are dropped."""
    index = pl.col("year") if grain is Grain.YEAR else index_of(grain, pl.col("day"))
    rows = counted.filter(pl.col("left_out").is_null()).with_columns(index.alias("index"))
    return rows.filter(pl.col("index").is_not_null())


def with_ends(rows: pl.DataFrame, counted: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """Adds first_number and last_number, by day and then number, of the documents of each row."""
    ends = (
        counted_in(counted, grain)
        .join(rows, on=_CELL, how="semi")
        .filter(pl.col("doc_number").is_not_null())
        .sort("day", "doc_number", nulls_last=True)
        .group_by(_CELL)
        .agg(
            pl.col("doc_number").first().alias("first_number"),
            pl.col("doc_number").last().alias("last_number"),
        )
    )
    return rows.join(ends, on=_CELL, how="left")


def _counts(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by(_CELL).agg(
        pl.len().cast(pl.Int64).alias("count"),
        pl.col("day").is_null().sum().cast(pl.Int64).alias("undated"),
        pl.col("unit_level", "rule_id", "counted_rule").first(),
    )


def _with_repeats(rows: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    shared = [*_CELL, "doc_number"]
    numbered = rows.filter(pl.col("doc_number").is_not_null()).select(*shared, "title")
    repeated = numbered.group_by(shared).len("documents").filter(pl.col("documents") > 1)
    titles = (
        numbered.join(repeated, on=shared, how="semi")
        .group_by(shared)
        .agg(pl.col("title").drop_nulls().n_unique().alias("titles"))
    )
    surplus = (
        repeated.join(titles, on=shared, how="left")
        .group_by(_CELL)
        .agg((pl.col("documents") - pl.max_horizontal("titles", 1)).sum().alias("surplus"))
    )
    kept = pl.col("count") - pl.col("surplus").fill_null(0).cast(pl.Int64)
    return (
        counts.join(surplus, on=_CELL, how="left")
        .with_columns(kept.alias("distinct"))
        .drop("surplus")
    )


def _with_silence(counts: pl.DataFrame, grain: Grain, span: Span) -> pl.DataFrame:
    """Adds the empty periods of units that were busy a year before."""
    if span.newest is None:
        return counts
    reached = span.newest.year * int(grain) + (span.newest.month - 1) // (12 // int(grain))
    later = (
        counts.filter(pl.col("count") >= pl.col("thin_baseline"))
        .with_columns(
            pl.col("index") + int(grain),
            pl.lit(0, pl.Int64).alias("count"),
            pl.lit(0, pl.Int64).alias("distinct"),
            pl.lit(0, pl.Int64).alias("undated"),
        )
        .filter(pl.col("index") <= reached)
        .join(counts, on=_CELL, how="anti")
    )
    return pl.concat([counts, later])


def _with_unplaced(counts: pl.DataFrame, counted: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    """Adds unplaced: documents left out for want of a year, but dated in the period."""
    unplaced = (
        counted.filter((pl.col("left_out") == NO_YEAR) & pl.col("day").is_not_null())
        .with_columns(index_of(grain, pl.col("day")).alias("index"))
        .group_by(_CELL)
        .agg(pl.len().cast(pl.Int64).alias("unplaced"))
    )
    joined = counts.join(unplaced, on=_CELL, how="left")
    return joined.with_columns(pl.col("unplaced").fill_null(0))


def _with_previous(counts: pl.DataFrame, grain: Grain) -> pl.DataFrame:
    first = counts.group_by("unit", "category").agg(pl.col("index").min().alias("_first"))
    before = counts.select(
        "unit",
        "category",
        (pl.col("index") + int(grain)).alias("index"),
        pl.col("count").alias("previous"),
        pl.col("distinct").alias("previous_distinct"),
        pl.col("undated").alias("previous_undated"),
        pl.col("unplaced").alias("previous_unplaced"),
    )
    known = pl.col("index") - int(grain) >= pl.col("_first")
    figures = ["previous", "previous_distinct", "previous_undated", "previous_unplaced"]
    return (
        counts.join(before, on=_CELL, how="left")
        .join(first, on=["unit", "category"], how="left")
        .with_columns(
            pl.when(known).then(pl.col(name).fill_null(0)).alias(name) for name in figures
        )
        .drop("_first")
    )
