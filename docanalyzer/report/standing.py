"""The quota side of the summary: who missed a target, where nothing could be told, who met it."""

from __future__ import annotations

from typing import Any

import polars as pl

from docanalyzer.model.terms import QuotaStatus
from docanalyzer.report.plain_text import shown, shown_or_none
from docanalyzer.report.summary import Limits, QuotaLine, QuotaReason, StatusLine

_ORDER = {QuotaStatus.MISSED.value: 0, QuotaStatus.UNDETERMINED.value: 1, QuotaStatus.MET.value: 2}


def _limit_of(limits: Limits) -> dict[str, int | None]:
    return {
        QuotaStatus.MISSED.value: limits.missed,
        QuotaStatus.UNDETERMINED.value: limits.undetermined,
        QuotaStatus.MET.value: limits.met,
    }


def in_reading_order(quotas: pl.DataFrame) -> pl.DataFrame:
    """The quota table with what matters first: missed, undetermined, met; within each whole
    years before parts of a year, newest first, largest rise first, then by unit and category."""
    rank = pl.col("status").replace_strict(_ORDER, default=1, return_dtype=pl.Int64)
    return quotas.sort(
        [rank, pl.col("period").str.len_chars() > 4, "period", "change_pct", "unit", "category"],
        descending=[False, False, True, True, False, False],
        nulls_last=True,
    )


def quota_lines(quotas: pl.DataFrame, limits: Limits) -> tuple[QuotaLine, ...]:
    """Rows that have a target, in reading order, each status cut at its limit.

    Without a target nothing can be met or missed; such rows are listed only where every list
    is whole.
    """
    ordered = in_reading_order(quotas)
    if limits.undetermined is not None:
        ordered = ordered.filter(pl.col("target").is_not_null())
    parts = [
        ordered.filter(pl.col("status") == status).head(ordered.height if limit is None else limit)
        for status, limit in _limit_of(limits).items()
    ]
    return tuple(_line(row, limits) for row in pl.concat(parts).to_dicts())


def _line(row: dict[str, Any], limits: Limits) -> QuotaLine:
    reason = shown_or_none(row["reason"])
    if reason is not None and not limits.whole_reasons:
        reason = main_clause(reason)
    return QuotaLine(
        unit=shown(row["unit"] or ""),
        level=row["unit_level"],
        category=row["category"],
        period=row["period"],
        count=row["count"],
        previous=row["previous_count"],
        change_pct=row["change_pct"],
        target=shown_or_none(row["target"]),
        status=row["status"],
        reason=reason,
    )


def main_clause(reason: str) -> str:
    """The first clause of a reason, which decided; the rest adds circumstances."""
    return reason.partition("; ")[0]


def status_lines(quotas: pl.DataFrame, limits: Limits) -> tuple[StatusLine, ...]:
    """Rows per status and how many of them `quota_lines` leaves out; every status is there."""
    lines = []
    for status, limit in _limit_of(limits).items():
        rows = quotas.filter(pl.col("status") == status)
        bare = rows["target"].null_count()
        left_out = 0 if limit is None else max(0, rows.height - bare - limit)
        lines.append(StatusLine(status, rows.height, bare, left_out))
    return tuple(lines)


def undetermined_reasons(quotas: pl.DataFrame, limits: Limits) -> tuple[QuotaReason, ...]:
    """Undetermined rows by the clause that decided, figures apart, most frequent first."""
    clauses = (
        quotas.filter(pl.col("status") == QuotaStatus.UNDETERMINED)
        .select(clause=pl.col("reason").fill_null("").str.split("; ").list.first())
        .with_columns(kind=pl.col("clause").str.replace_all(r"[0-9][0-9.:-]*", "0"))
    )
    counted = (
        clauses.group_by("kind")
        .agg(pl.col("clause").min(), pl.col("clause").n_unique().alias("wordings"), pl.len())
        .sort(["len", "kind"], descending=[True, False])[: limits.reasons]
    )
    return tuple(
        QuotaReason(shown(line["clause"]), line["wordings"] > 1, line["len"])
        for line in counted.to_dicts()
    )
