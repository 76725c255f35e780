"""A year in progress: the same months of the year before, and where the year is heading."""

from __future__ import annotations

from datetime import date

import polars as pl

from docanalyzer.detect.quotas.counting.coverage import Span
from docanalyzer.detect.quotas.counting.verdicts import change_text

HISTORY_YEARS = 3
"""How many years before the present one show which share of a year falls before a day."""

SPREAD = 0.12
"""Squared relative error of the remaining count beyond chance, so that 9 of 10 years end inside
the interval; fitted by benchmarks/quotas/projection.py."""

_Z = 1.645
_CELL = ["unit", "category"]


def with_progress(counts: pl.DataFrame, counted: pl.DataFrame, span: Span) -> pl.DataFrame:
    """Adds projected, and progress: how the year in progress stands, in words; else null.

    Only the year in which the register ends before December, and only for a unit with a
    target and at least `thin` documents in up to three years before it. projected is the count
    so far over the share of those years' documents that were issued by the same day, rounded;
    the interval in `progress` holds about nine years of ten. For a limit (at_most, or the year
    before under no_increase) `progress` names the month in which it will be passed.
    """
    newest = span.newest
    nothing = counts.with_columns(
        pl.lit(None, pl.Int64).alias("projected"), pl.lit(None, pl.String).alias("progress")
    )
    if newest is None or newest.month == 12:
        return nothing
    running = (pl.col("index") == newest.year) & pl.col("kind").is_not_null()
    now, rest = counts.filter(running), nothing.filter(~running.fill_null(value=False))
    if now.is_empty():
        return nothing
    history = _history(counted, newest)
    told = now.join(history, on=_CELL, how="left").with_columns(_projected(), _sure())
    told = told.join(_passing(told, counted, newest), on=_CELL, how="left")
    known = pl.col("projected").is_not_null()
    told = told.with_columns(_words(newest, known).alias("progress"))
    return pl.concat([rest, told.select(rest.columns)])


def _placed(counted: pl.DataFrame, year: int) -> pl.DataFrame:
    """Dated documents of the years before `year`, with the month and day their year gives them.

    A document issued after the year of its number belongs to the end of that year.
    """
    after = pl.col("day").dt.year() - pl.col("year")
    month, day = pl.col("day").dt.month().cast(pl.Int32), pl.col("day").dt.day().cast(pl.Int32)
    return counted.filter(
        pl.col("left_out").is_null()
        & pl.col("day").is_not_null()
        & pl.col("year").is_between(year - HISTORY_YEARS, year - 1)
    ).select(
        *_CELL,
        "year",
        pl.when(after > 0).then(12).when(after < 0).then(1).otherwise(month).alias("month"),
        pl.when(after > 0).then(31).when(after < 0).then(1).otherwise(day).alias("in_month"),
    )


def _by(day: date) -> pl.Expr:
    """Whether a placed document was issued by the same day of its own year."""
    month = pl.col("month")
    return (month < day.month) | ((month == day.month) & (pl.col("in_month") <= day.day))


def _history(counted: pl.DataFrame, day: date) -> pl.DataFrame:
    """Per unit and category: documents of past years, of those up to the day, and of last year."""
    return (
        _placed(counted, day.year)
        .group_by(_CELL)
        .agg(
            pl.len().cast(pl.Int64).alias("past"),
            _by(day).sum().cast(pl.Int64).alias("past_by_then"),
            (_by(day) & (pl.col("year") == day.year - 1)).sum().cast(pl.Int64).alias("same_months"),
        )
    )


def projection(count: pl.Expr, past: pl.Expr, past_by_then: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Documents still to come, and half the width of the interval around them.

    The remainder follows the share of past years; its error grows with the smallness of both
    counts (as for Poisson counts) and with how much years differ (`SPREAD`).
    """
    remaining = count * (past - past_by_then) / past_by_then
    error = remaining + remaining**2 * (1 / count + 1 / past_by_then + SPREAD)
    return remaining, _Z * error.sqrt()


def _projected() -> pl.Expr:
    enough = (
        (pl.col("past") >= pl.col("thin")) & (pl.col("past_by_then") > 0) & (pl.col("count") > 0)
    )
    remaining, _ = projection(pl.col("count"), pl.col("past"), pl.col("past_by_then"))
    whole = (pl.col("count") + remaining).round(0).cast(pl.Int64)
    return pl.when(enough).then(whole).alias("projected")


def _sure() -> pl.Expr:
    """Half the width of the interval, whole documents."""
    _, half = projection(pl.col("count"), pl.col("past"), pl.col("past_by_then"))
    return half.ceil().cast(pl.Int64, strict=False).alias("half")


def _passing(now: pl.DataFrame, counted: pl.DataFrame, day: date) -> pl.DataFrame:
    """Per unit and category the first month, 1 to 12, by whose end the limit will be passed."""
    by_target = {"at_most": "limit", "no_increase": "previous"}
    cap = pl.coalesce(
        pl.when(pl.col("kind") == kind).then(name) for kind, name in by_target.items()
    )
    capped = now.with_columns(cap.alias("cap")).filter(
        (pl.col("projected") > pl.col("cap")) & (pl.col("count") <= pl.col("cap"))
    )
    to_come = (
        _placed(counted, day.year)
        .filter(~_by(day))
        .group_by(*_CELL, "month")
        .len("later")
        .sort(*_CELL, "month")
        .with_columns(
            (pl.col("later").cum_sum() / pl.col("later").sum()).over(_CELL).alias("share")
        )
    )
    by_then = pl.col("count") + (pl.col("projected") - pl.col("count")) * pl.col("share")
    return (
        to_come.join(capped.select(*_CELL, "count", "projected", "cap"), on=_CELL, how="inner")
        .filter(by_then > pl.col("cap"))
        .group_by(_CELL)
        .agg(pl.col("month").min().alias("passes_in"), pl.col("cap").first())
    )


def _words(day: date, known: pl.Expr) -> pl.Expr:
    same = pl.concat_str(
        [
            pl.lit(f"by {day:%m-%d} "),
            "count",
            pl.lit(", by the same day of the year before "),
            "same_months",
            pl.lit(" ("),
            change_text(pl.col("count"), pl.col("same_months")).fill_null("no change to tell"),
            pl.lit(")"),
        ]
    )
    low = pl.max_horizontal("count", pl.col("projected") - pl.col("half"))
    outlook = pl.concat_str(
        [
            pl.lit("heading for "),
            "projected",
            pl.lit(" ("),
            low,
            pl.lit(" to "),
            pl.col("projected") + pl.col("half"),
            pl.lit(")"),
        ]
    )
    warning = pl.concat_str([pl.lit("will pass "), "cap", pl.lit(" in month "), "passes_in"])
    dated = 2 * pl.col("previous_undated") <= pl.col("previous")
    compared = pl.when(dated & pl.col("same_months").is_not_null())
    told = pl.concat_str(
        [
            compared.then(same),
            pl.when(known).then(outlook),
            pl.when(pl.col("passes_in").is_not_null()).then(warning),
        ],
        separator="; ",
        ignore_nulls=True,
    )
    return pl.when(told != "").then(told)
