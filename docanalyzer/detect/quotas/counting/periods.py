"""Periods of a year, numbered so that a year back is a subtraction."""

from __future__ import annotations

from enum import IntEnum

import polars as pl


class Grain(IntEnum):
    """Length of a period; the value is how many make a year."""

    YEAR = 1
    HALF = 2
    QUARTER = 4
    MONTH = 12


_MARK = {Grain.HALF: "-H", Grain.QUARTER: "-Q"}


def period_label(grain: Grain, index: int) -> str:
    """`2019`, `2019-H1`, `2019-Q1` or `2019-03` for the period of that index."""
    year, part = divmod(index, grain)
    if grain is Grain.YEAR:
        return str(year)
    return f"{year}-{part + 1:02d}" if grain is Grain.MONTH else f"{year}{_MARK[grain]}{part + 1}"


def label_of(grain: Grain, index: pl.Expr) -> pl.Expr:
    """`period_label` over a column of indices."""
    year, part = index // int(grain), index % int(grain) + 1
    if grain is Grain.YEAR:
        return year.cast(pl.String)
    if grain is Grain.MONTH:
        return pl.concat_str([year, pl.lit("-"), part.cast(pl.String).str.zfill(2)])
    return pl.concat_str([year, pl.lit(_MARK[grain]), part])


def index_of(grain: Grain, day: pl.Expr) -> pl.Expr:
    """Index of the period that holds a day, Int32: year times periods per year, plus its place."""
    months = 12 // int(grain)
    place = (day.dt.month().cast(pl.Int32) - 1) // months
    return day.dt.year() * int(grain) + place


def first_month(grain: Grain, index: pl.Expr) -> pl.Expr:
    """First month of a period, counted from year 0."""
    return index * (12 // int(grain))


def last_month(grain: Grain, index: pl.Expr) -> pl.Expr:
    """Last month of a period, counted from year 0."""
    return first_month(grain, index) + 12 // int(grain) - 1
