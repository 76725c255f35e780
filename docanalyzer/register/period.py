"""Keeps a scan to the period asked for; rows outside it are rejected, not lost."""

from __future__ import annotations

from datetime import date

import polars as pl

from docanalyzer.model.tables import MAPPED_ROWS, REJECTS

OUTSIDE_PERIOD = "outside_period"
"""Reason code of rows outside --since and --until."""


def split_period(
    rows: pl.DataFrame, since: date | None, until: date | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows from `since` to `until`, both included, and the rejects for the others.

    A row's day is its issue date, else its day of receipt. A row without either is kept: it
    cannot be shown to lie outside.
    """
    day = pl.coalesce("issued_on", pl.col("received_at").dt.date())
    outside = pl.lit(False)
    if since is not None:
        outside = outside | (day < since)
    if until is not None:
        outside = outside | (day > until)
    flagged = rows.with_columns(outside.fill_null(False).alias("_outside"), day.alias("_day"))
    fields = [name for name in MAPPED_ROWS.names() if not name.startswith("source_")]
    rejects = flagged.filter("_outside").select(
        "source_file",
        "source_sheet",
        "source_row",
        pl.lit(OUTSIDE_PERIOD).alias("reason_code"),
        pl.format("dated {}, outside the period asked for", "_day").alias("reason"),
        pl.struct(fields).struct.json_encode().alias("raw"),
    )
    kept = flagged.filter(~pl.col("_outside")).drop("_outside", "_day")
    return kept, REJECTS.conform(rejects)
