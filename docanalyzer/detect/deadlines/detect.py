"""Deadlines that leave too little time."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.deadlines.calendar import working_calendar
from docanalyzer.detect.wording.evidence import FOUND, as_json
from docanalyzer.rulepack.columns import message_column
from docanalyzer.rulepack.kinds import DeadlineRule
from docanalyzer.rulepack.kinds.deadline import BeforeReceipt, FewerHours, FewerWorkingDays

_DAY_END = pl.duration(hours=23, minutes=59)
_SHOWN = "%Y-%m-%d %H:%M"


def short_deadlines(
    rule: DeadlineRule, documents: pl.DataFrame, receipts: pl.DataFrame
) -> pl.DataFrame:
    """Documents all of whose dated receipts break the rule (`FOUND` columns).

    The evidence is the receipt that leaves the most time. Receipts without both times say
    nothing, and a document without any such receipt is silent.
    """
    dated = receipts.select("receipt_id", "doc_id", "received_at", "due_at").drop_nulls(
        ["received_at", "due_at"]
    )
    timed = _with_time_left(dated).with_columns(breaks=_breaks(rule).fill_null(False))
    kept = timed.filter(~pl.col("breaks"))
    broken = timed.filter("breaks").join(kept, on="doc_id", how="anti")
    concerned = _concerned(rule, documents.join(broken, on="doc_id", how="semi"))
    most = (
        broken.join(concerned, on="doc_id", how="semi")
        .sort(["until_due", "receipt_id"], descending=[True, False])
        .group_by("doc_id", maintain_order=True)
        .agg(pl.col("received_at", "due_at", "hours", "days").first(), receipts=pl.len())
    )
    received = pl.col("received_at").dt.strftime(_SHOWN)
    due = pl.col("due_at").dt.strftime(_SHOWN)
    facts = {"received": received, "due": due, "hours": pl.col("hours"), "days": pl.col("days")}
    return most.select(
        "doc_id",
        pl.lit("due_at").alias("field"),
        pl.lit(None, pl.Int64).alias("begin"),
        pl.lit(None, pl.Int64).alias("end"),
        due.alias("matched_text"),
        message=message_column(rule, facts),
        evidence=as_json({**facts, "receipts": pl.col("receipts")}),
    ).select(FOUND.keys())


def _concerned(rule: DeadlineRule, documents: pl.DataFrame) -> pl.DataFrame:
    marks = [mark.value for mark in rule.when.unless_marked]
    left = documents.filter(~pl.col("urgency").is_in(marks).fill_null(False))
    words = list(rule.when.unless_title)
    if not words:
        return left
    return left.filter(~pl.col("title").str.contains_any(words).fill_null(False))


def _with_time_left(dated: pl.DataFrame) -> pl.DataFrame:
    """Receipts with until_due (duration), hours, days (working) and day_off.

    A time of midnight means that only the date was registered.
    """
    due_is_date = pl.col("due_at").dt.time() == pl.time(0, 0)
    due_end = pl.col("due_at") + pl.when(due_is_date).then(_DAY_END).otherwise(pl.duration())
    calendar = working_calendar()
    received, due = dated["received_at"].dt.date(), dated["due_at"].dt.date()
    return dated.with_columns(
        until_due=due_end - pl.col("received_at"),
        days=calendar.working_days(received, due),
        works_on_due=calendar.is_working(due),
    ).with_columns(hours=pl.col("until_due").dt.total_hours())


def _breaks(rule: DeadlineRule) -> pl.Expr:
    breach = rule.when.breach
    in_time = pl.col("until_due") >= pl.duration()
    if isinstance(breach, BeforeReceipt):
        return pl.col("due_at").dt.date() < pl.col("received_at").dt.date()
    if isinstance(breach, FewerHours):
        return in_time & (pl.col("until_due") < pl.duration(hours=breach.hours))
    if isinstance(breach, FewerWorkingDays):
        return in_time & (pl.col("days") < breach.days)
    return in_time & ~pl.col("works_on_due")
