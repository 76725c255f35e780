"""Kind `deadline`: a registered deadline that leaves too little time."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from docanalyzer.detect.calendar import working_calendar
from docanalyzer.detect.examples import DocumentExample, probe_by
from docanalyzer.detect.found import FOUND, as_json, message_column, whole_field
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.model.rule import Examples, Rule, Strict, When, Word
from docanalyzer.model.terms import Urgency

_DAY_END = pl.duration(hours=23, minutes=59)
_SHOWN = "%Y-%m-%d %H:%M"


class BeforeReceipt(Strict):
    """The deadline lies before the day of receipt."""

    kind: Literal["before_receipt"]


class FewerHours(Strict):
    """Fewer than `hours` lie between receipt and deadline.

    A time that was not registered counts in favour of the deadline: receipt at the beginning of
    its day, deadline at the end of its day.
    """

    kind: Literal["fewer_hours"]
    hours: Annotated[int, Field(ge=1, le=240)]


class FewerWorkingDays(Strict):
    """Fewer than `days` working days from the day of receipt to the deadline, both included."""

    kind: Literal["fewer_working_days"]
    days: Annotated[int, Field(ge=1, le=60)]


class OnDayOff(Strict):
    """The deadline falls on a weekend or holiday of the Chinese working calendar."""

    kind: Literal["on_day_off"]


Breach = Annotated[
    BeforeReceipt | FewerHours | FewerWorkingDays | OnDayOff, Field(discriminator="kind")
]


class DeadlineWhen(When):
    """Every receipt of the document that has both times breaks `breach`.

    `unless_title`: the title holds none of these words. `unless_marked`: the document is not
    registered with one of these marks, for which haste is the point. Days outside the calendar
    never break anything.
    """

    kind: Literal["deadline"]
    breach: Breach
    unless_title: tuple[Word, ...] = ()
    unless_marked: tuple[Urgency, ...] = ()


class DeadlineRule(Rule):
    """A deadline of the register."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"received", "due", "hours", "days"})

    when: DeadlineWhen
    examples: Examples[DocumentExample]


def find_short_deadlines(rule: DeadlineRule, log: Log) -> pl.DataFrame:
    """Documents all of whose dated receipts break the rule (`FOUND` columns).

    The evidence is the receipt that leaves the most time. Receipts without both times say
    nothing, and a document without any such receipt is silent.
    """
    dated = log.receipts.select("receipt_id", "doc_id", "received_at", "due_at").drop_nulls(
        ["received_at", "due_at"]
    )
    timed = _with_time_left(dated).with_columns(breaks=_breaks(rule).fill_null(False))
    kept = timed.filter(~pl.col("breaks"))
    broken = timed.filter("breaks").join(kept, on="doc_id", how="anti")
    concerned = _concerned(rule, log.documents.join(broken, on="doc_id", how="semi"))
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
        *whole_field("due_at", due),
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


KIND = Kind(
    name="deadline",
    rule=DeadlineRule,
    find=find_short_deadlines,
    probe=probe_by(find_short_deadlines),
    words={
        "received": Label("收到", "Received"),
        "due": Label("时限", "Due"),
        "hours": Label("小时", "Hours"),
        "days": Label("工作日", "Working days"),
        "receipts": Label("登记行数", "Register entries"),
    },
)
