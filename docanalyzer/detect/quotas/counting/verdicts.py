"""Met, missed or undetermined, and why.

A verdict must hold whatever the register may lack. Rows that are missing can only add to a
count, so an incomplete period can be found over its limit but never within it, and an
incomplete period before gives nothing to measure against.
"""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.quotas.targets.binding import SCALE
from docanalyzer.model.terms import QuotaStatus


def judge(rows: pl.DataFrame) -> pl.DataFrame:
    """Adds status and reason.

    Expects, per row: count, distinct, previous, previous_distinct (null: none known); unplaced,
    previous_unplaced (documents dated in the period that no number gives a year); target,
    kind, least, most, limit (null without a target); thin; gap and previous_gap (what is wrong
    with the coverage of either period, in words; null when nothing is); progress (how a year in
    progress stands, in words; null for others).
    """
    relative = pl.col("kind") != "at_most"
    plain = _over(pl.col("count"), pl.col("previous"))
    single = _over(pl.col("distinct"), pl.col("previous_distinct"))
    whole = _over(
        pl.col("count") + pl.col("unplaced"), pl.col("previous") + pl.col("previous_unplaced")
    )
    no_previous = relative & pl.col("previous").is_null()
    thin = relative & (pl.col("previous_distinct") < pl.col("thin"))
    bad_baseline = relative & pl.col("previous_gap").is_not_null()
    judged = rows.with_columns(
        pl.when(
            pl.col("kind").is_null()
            | no_previous
            | thin
            | bad_baseline
            | (plain != single)
            | (plain != whole)
        )
        .then(pl.lit(QuotaStatus.UNDETERMINED))
        .when(plain)
        .then(pl.lit(QuotaStatus.MISSED))
        .when(pl.col("gap").is_not_null())
        .then(pl.lit(QuotaStatus.UNDETERMINED))
        .otherwise(pl.lit(QuotaStatus.MET))
        .alias("status")
    )
    clauses = [
        pl.when(pl.col("kind").is_null()).then(pl.lit("no target for this period")),
        pl.when(no_previous).then(pl.lit("the period before lies outside the register")),
        pl.when(bad_baseline & pl.col("previous").is_not_null()).then(
            pl.concat_str([pl.lit("period before: "), "previous_gap"])
        ),
        pl.when(thin).then(
            pl.concat_str(
                [
                    pl.lit("thin baseline: "),
                    "previous_distinct",
                    pl.lit(" in the period before, fewer than "),
                    "thin",
                ]
            )
        ),
        pl.when(pl.col("gap").is_not_null() & pl.col("kind").is_not_null()).then("gap"),
        _ground(),
        "progress",
        _repeats(plain, single),
        _unplaced(plain, whole),
    ]
    return judged.with_columns(
        pl.concat_str(clauses, separator="; ", ignore_nulls=True).alias("reason")
    )


def _over(count: pl.Expr, previous: pl.Expr) -> pl.Expr:
    """Whether the counts break the target; whole numbers only, null when undecidable."""
    cut = (previous - count) * 100 * SCALE
    return (
        pl.when(pl.col("kind") == "at_most")
        .then(count > pl.col("limit"))
        .otherwise(cut < pl.col("least") * previous)
    )


def _ground() -> pl.Expr:
    """What a verdict rests on; null where there is none."""
    decided = pl.col("status") != QuotaStatus.UNDETERMINED
    change = pl.concat_str([pl.lit("change "), change_text(pl.col("count"), pl.col("previous"))])
    cut = (pl.col("previous") - pl.col("count")) * 100 * SCALE
    beyond = cut > pl.col("most") * pl.col("previous")
    capped = pl.concat_str(["count", pl.lit(" against a limit of "), "limit"])
    missed = pl.col("status") == QuotaStatus.MISSED
    early = pl.when(missed & pl.col("gap").is_not_null()).then(
        pl.lit(", and rows still to come can only add")
    )
    told = (
        pl.when(pl.col("kind") == "at_most")
        .then(capped)
        .when(beyond.fill_null(value=False))
        .then(pl.concat_str([change, pl.lit(", a larger cut than the band, which meets it")]))
        .otherwise(change)
    )
    return pl.when(decided).then(pl.concat_str([told, early.otherwise(pl.lit(""))]))


def _repeats(plain: pl.Expr, single: pl.Expr) -> pl.Expr:
    """The other count, when numbers repeat with no title to tell their documents apart."""
    doubtful = (pl.col("count") != pl.col("distinct")) | (
        pl.col("previous") != pl.col("previous_distinct")
    )
    counts = pl.concat_str(
        [
            pl.lit("possible repeats: counting each number once gives "),
            "distinct",
            pl.when(pl.col("previous_distinct").is_not_null())
            .then(pl.concat_str([pl.lit(" after "), "previous_distinct"]))
            .otherwise(pl.lit("")),
            pl.when(plain == single)
            .then(pl.lit(", the same verdict"))
            .when(plain != single)
            .then(pl.lit(", another verdict"))
            .otherwise(pl.lit("")),
        ]
    )
    return pl.when(doubtful.fill_null(value=False) & pl.col("kind").is_not_null()).then(counts)


def _unplaced(plain: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Documents that no number gives a year, where they would turn the verdict; null else."""
    told = pl.concat_str(
        [
            pl.lit("left out for want of a year in the number: "),
            "unplaced",
            pl.when(pl.col("previous_unplaced").is_not_null())
            .then(pl.concat_str([pl.lit(" after "), "previous_unplaced"]))
            .otherwise(pl.lit("")),
            pl.lit(", with them another verdict"),
        ]
    )
    return pl.when(plain != whole).then(told)


def change_tenths(count: pl.Expr, previous: pl.Expr) -> pl.Expr:
    """Change in tenths of a percent, exact on whole counts; null without a previous count."""
    thousandfold = (count - previous) * 1000
    rounded = (2 * thousandfold.abs() + previous) // (2 * previous)
    return pl.when(previous > 0).then(thousandfold.sign() * rounded)


def change_text(count: pl.Expr, previous: pl.Expr) -> pl.Expr:
    """`-38.8%`, `+10.8%`, `0.0%`; null without a previous count."""
    tenths = change_tenths(count, previous)
    sign = pl.when(tenths > 0).then(pl.lit("+")).when(tenths < 0).then(pl.lit("-"))
    size = tenths.abs()
    return pl.concat_str(
        [sign.otherwise(pl.lit("")), size // 10, pl.lit("."), size % 10, pl.lit("%")]
    )
