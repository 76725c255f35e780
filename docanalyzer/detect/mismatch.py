"""Kind `mismatch`: an urgency mark that the rest of the register row contradicts."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from docanalyzer.detect.examples import DocumentExample, probe_by
from docanalyzer.detect.found import as_json, message_column, nothing_found
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.detect.mark import urgency_span, with_urgency_cell
from docanalyzer.model.rule import Examples, Rule, Strict, When
from docanalyzer.model.terms import Urgency

_DEADLINE_IN_TEXT = (
    r"[0-9０-９一二三四五六七八九十两]{1,3}\s*(?:个)?(?:工作日|小时|天|日)(?:之)?内"
    r"|(?:月|日|号|时|点|分|周[一二三四五六日末]|今天|明天|后天|今日|明日|当日|当天|下班|月底|年底|月末)"
    r"[（(]?[^。；\n）)]{0,6}[）)]?(?:之前|以前|前)"
)
"""A time limit in the words of a body: 于9月10日前, 3个工作日内, 明日下班前."""

_NAMED = 5
"""Receivers that a finding names one by one."""

_UNNAMED = "登记单位"
"""Stands in a message for a receiver that the register does not name."""

_SOURCE = ["source_file", "source_sheet", "source_row"]


class DueFarOff(Strict):
    """The deadline lies at least `days` calendar days after receipt, for every receipt."""

    kind: Literal["due_far_off"]
    days: Annotated[int, Field(ge=2, le=366)]


class NoDeadline(Strict):
    """No deadline was registered although the same register keeps deadlines.

    A deadline cell that could not be read, or a deadline in the text, is no lack of one. The duty
    is that of the office that handles the document, so the finding names who registered it.
    """

    kind: Literal["no_deadline"]


class NotTelegram(Strict):
    """Nothing says that the document is a telegram: number, register number and title lack 电.

    A document without a number is left alone.
    """

    kind: Literal["not_telegram"]


Breach = Annotated[DueFarOff | NoDeadline | NotTelegram, Field(discriminator="kind")]


class MismatchWhen(When):
    """The urgency field holds one of `marks`, and `breach` holds."""

    kind: Literal["mismatch"]
    marks: Annotated[tuple[Urgency, ...], Field(min_length=1)]
    breach: Breach


class MismatchRule(Rule):
    """A contradicted urgency mark."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"matched", "number", "received", "due", "days", "receiver"}
    )

    when: MismatchWhen
    examples: Examples[DocumentExample]


def find_mismatches(rule: MismatchRule, log: Log) -> pl.DataFrame:
    """Documents whose urgency mark breaks the rule (`FOUND` columns)."""
    marks = [mark.value for mark in rule.when.marks]
    marked = log.documents.filter(pl.col("urgency").is_in(marks))
    if marked.height == 0:
        return nothing_found()
    breach = rule.when.breach
    if isinstance(breach, DueFarOff):
        return _due_far_off(rule, breach, marked, log.receipts)
    if isinstance(breach, NoDeadline):
        return _no_deadline(rule, marked, log)
    return _not_telegram(rule, marked, log.receipts)


def _due_far_off(
    rule: MismatchRule, breach: DueFarOff, marked: pl.DataFrame, receipts: pl.DataFrame
) -> pl.DataFrame:
    """Every dated receipt of the document leaves at least `days`; the shortest is the evidence."""
    days = (pl.col("due_at") - pl.col("received_at")).dt.total_days()
    shortest = (
        receipts.select("doc_id", "receipt_id", "received_at", "due_at")
        .drop_nulls(["received_at", "due_at"])
        .join(marked, on="doc_id", how="semi")
        .with_columns(days=days)
        .sort("days", "receipt_id")
        .group_by("doc_id", maintain_order=True)
        .agg(pl.col("days", "received_at", "due_at").first())
        .filter(pl.col("days") >= breach.days)
    )
    found = with_urgency_cell(marked.join(shortest, on="doc_id"), receipts)
    received = pl.col("received_at").dt.strftime("%Y-%m-%d")
    due = pl.col("due_at").dt.strftime("%Y-%m-%d")
    return _select(rule, found, {"days": pl.col("days"), "received": received, "due": due})


def _no_deadline(rule: MismatchRule, marked: pl.DataFrame, log: Log) -> pl.DataFrame:
    """No receipt of the document has a deadline, and each stands in a register that keeps them.

    Where a register has more deadlines that could not be read than others, an empty cell may be
    one more of them.
    """
    receipts = log.receipts
    is_unread = pl.col("receipt_id").is_in(_unread_deadlines(receipts, log.cell_notes).implode())
    is_read = pl.col("due_at").is_not_null()
    register = ("source_file", "source_sheet")
    read, unread = (each.sum().over(register) for each in (is_read, is_unread & ~is_read))
    keeps = ((read > 0) & (read >= unread)).alias("keeps")
    has_deadline = is_read | is_unread
    without = (
        receipts.with_columns(keeps, has_deadline=has_deadline)
        .group_by("doc_id")
        .agg(pl.col("keeps").all(), pl.col("has_deadline").any())
        .filter(pl.col("keeps") & ~pl.col("has_deadline"))
    )
    silent = marked.join(without, on="doc_id", how="semi")
    texts = log.bodies.join(silent, on="doc_id", how="semi")
    in_text = texts.filter(pl.col("body").str.contains(_DEADLINE_IN_TEXT))
    found = silent.join(in_text, on="doc_id", how="anti")
    registered_by = _receivers(receipts.join(found, on="doc_id", how="semi"))
    named = with_urgency_cell(found, receipts).join(registered_by, on="doc_id", how="left")
    return _select(rule, named, {"receiver": pl.col("receiver")})


def _receivers(receipts: pl.DataFrame) -> pl.DataFrame:
    """doc_id and receiver: who registered each document, by name, of many only the first."""
    every = pl.col("receiver").unique().sort()
    names = (
        receipts.filter(pl.col("receiver").is_not_null())
        .group_by("doc_id")
        .agg(named=every.head(_NAMED).str.join("、"), units=pl.col("receiver").n_unique())
    )
    many = pl.format("{}等{}个单位", "named", "units")
    text = pl.when(pl.col("units") > _NAMED).then(many).otherwise("named")
    return names.select("doc_id", receiver=text)


def _unread_deadlines(receipts: pl.DataFrame, cell_notes: pl.DataFrame | None) -> pl.Series:
    """Receipts whose deadline cell holds something that was not understood."""
    if cell_notes is None:
        return pl.Series("receipt_id", [], dtype=pl.String)
    unread = cell_notes.filter(pl.col("column") == "due_at")
    return receipts.join(unread, on=_SOURCE, how="semi", nulls_equal=True)["receipt_id"]


def _not_telegram(rule: MismatchRule, marked: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """The document has a number, and neither it nor title nor register numbers speak of 电."""
    wires = receipts.filter(pl.col("register_no").str.contains("电|传真"))
    texts = pl.concat_str("doc_number", "title", ignore_nulls=True)
    found = marked.filter(pl.col("doc_number").is_not_null() & ~texts.str.contains("电|传真")).join(
        wires, on="doc_id", how="anti"
    )
    return _select(rule, with_urgency_cell(found, receipts), {"number": pl.col("doc_number")})


def _select(rule: MismatchRule, found: pl.DataFrame, facts: dict[str, pl.Expr]) -> pl.DataFrame:
    fillers = {
        **{name: pl.lit(None, pl.String) for name in rule.placeholders},
        "matched": pl.col("urgency"),
        "number": pl.col("doc_number"),
        **facts,
    }
    if "receiver" in facts:
        fillers["receiver"] = facts["receiver"].fill_null(_UNNAMED)
    fields = {"mark": pl.col("urgency"), "receipts": pl.col("receipts"), **facts}
    return found.select(
        "doc_id",
        *urgency_span(),
        message=message_column(rule, fillers),
        evidence=as_json(fields),
    )


KIND = Kind(
    name="mismatch",
    rule=MismatchRule,
    find=find_mismatches,
    probe=probe_by(find_mismatches),
    words={
        "mark": Label("标注", "Mark"),
        "receipts": Label("登记行数", "Register entries"),
        "days": Label("天数", "Days"),
        "received": Label("收到", "Received"),
        "due": Label("时限", "Due"),
        "receiver": Label("收文单位", "Receiver"),
        "number": Label("文号", "Number"),
    },
)
