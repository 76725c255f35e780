"""The quota side of the summary: who missed a target, where nothing could be told, who met it."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.terms import QuotaStatus
from docanalyzer.report.plain_text import shown, shown_or_none
from docanalyzer.report.summary import Limits, QuotaLine, StatusLine

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
    """The quota table in reading order, each status cut at its limit."""
    ordered = in_reading_order(quotas)
    parts = [
        ordered.filter(pl.col("status") == status).head(ordered.height if limit is None else limit)
        for status, limit in _limit_of(limits).items()
    ]
    return tuple(
        QuotaLine(
            unit=shown(line["unit"] or ""),
            level=line["unit_level"],
            category=line["category"],
            period=line["period"],
            count=line["count"],
            previous=line["previous_count"],
            change_pct=line["change_pct"],
            target=shown_or_none(line["target"]),
            status=line["status"],
            reason=shown_or_none(line["reason"]),
        )
        for line in pl.concat(parts).to_dicts()
    )


def status_lines(quotas: pl.DataFrame, limits: Limits) -> tuple[StatusLine, ...]:
    """Rows per status and how many of them `quota_lines` leaves out; every status is there."""
    lines = []
    for status, limit in _limit_of(limits).items():
        rows = quotas.filter(pl.col("status") == status).height
        lines.append(StatusLine(status, rows, 0 if limit is None else max(0, rows - limit)))
    return tuple(lines)
