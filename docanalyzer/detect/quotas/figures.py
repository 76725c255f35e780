"""Percentages as people read them: one decimal, halves away from zero, from whole counts."""

from __future__ import annotations

import polars as pl


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
