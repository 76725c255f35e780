"""Kind `repeat`: the same subject sent to one receiver more than once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from docanalyzer.detect.examples import Row, doc_ids, rows_of
from docanalyzer.detect.found import FOUND, as_json, message_column, whole_field
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.model.rule import Example, Examples, Rule, Strict, When, Word
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.model.terms import Level
from docanalyzer.titles.subject import plain_subjects

_NOT_TEXT = r"[^\p{Han}A-Za-z0-9]"
_SHOWN = 5


class RepeatWhen(When):
    """One receiver gets the same subject more than once within `within_days` of receipt.

    `by: several_issuers` counts different issuers of one known level, because what a higher
    organ asked before is passed on, not asked again; `by: same_issuer` counts different documents
    of one issuer. The subject is the title without issuer and kind of document; one shorter than
    `min_subject_chars` is too general to compare.
    """

    kind: Literal["repeat"]
    by: Literal["several_issuers", "same_issuer"]
    within_days: Annotated[int, Field(ge=1, le=366)]
    min_subject_chars: Annotated[int, Field(ge=4)]
    unless_title: tuple[Word, ...] = ()


class Delivery(Strict):
    """A document that one receiver got."""

    title: Annotated[str, Field(min_length=2)]
    issuer: Annotated[str, Field(min_length=2)]
    receiver: Annotated[str, Field(min_length=2)]
    received_at: datetime
    level: Level | None = Level.COUNTY
    doc_number: str | None = None


class RepeatExample(Example):
    """Deliveries in one register."""

    deliveries: Annotated[tuple[Delivery, ...], Field(min_length=1)]
    expect: str | None = None


class RepeatRule(Rule):
    """The same asked twice."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"receiver", "subject", "documents", "issuers", "days"}
    )

    when: RepeatWhen
    examples: Examples[RepeatExample]


def find_repeats(rule: RepeatRule, log: Log) -> pl.DataFrame:
    """The documents after the first of each series (`FOUND` columns), one row per document.

    A series are documents with one subject that one receiver got, each within the rule's days
    of the one before; where a document is part of several, the receiver first in text order is
    shown. Relays are left out: passing a document on repeats it by its nature.
    """
    known = _known(rule, log.documents)
    several = "issuers" if rule.when.by == "several_issuers" else "documents"
    series = _in_series(rule, known, _deliveries(known, log.receipts)).filter(pl.col(several) > 1)
    shown = (
        series.filter(~pl.col("begins"))
        .with_columns(pl.col("receiver").cast(pl.String))
        .sort("document", "receiver", "received_at")
        .unique("document", keep="first", maintain_order=True)
        .join(known.select("document", "doc_id", "subject"), on="document")
    )
    numbers = (
        series.join(shown, on="series", how="semi")
        .group_by("series")
        .agg(doc_numbers=pl.col("doc_number").drop_nulls().unique().sort().head(_SHOWN))
    )
    shown = shown.join(numbers, on="series").with_columns(
        days=(pl.col("received_at") - pl.col("first")).dt.total_days()
    )
    names = ("receiver", "subject", "documents", "issuers", "days")
    facts = {name: pl.col(name) for name in names}
    return shown.select(
        "doc_id",
        *whole_field("title", pl.col("subject")),
        message=message_column(rule, facts),
        evidence=as_json({**facts, "doc_numbers": pl.col("doc_numbers")}),
    ).select(FOUND.keys())


def _known(rule: RepeatRule, documents: pl.DataFrame) -> pl.DataFrame:
    """The documents whose matter (a subject of one issuer or one level) another one shares.

    `document` and `matter` number them, `document` in the order of doc_id.
    """
    when = rule.when
    titled = documents.filter(
        pl.col("title").is_not_null()
        & pl.col("issuer").is_not_null()
        & (pl.col("issuer_level").is_not_null() | (when.by == "same_issuer"))
        & ~pl.col("is_relay").fill_null(False)
    )
    if when.unless_title:
        titled = titled.filter(~pl.col("title").str.contains_any(list(when.unless_title)))
    subjects = plain_subjects(titled["title"]).str.replace_all(_NOT_TEXT, "")
    matter = ["subject", "issuer" if when.by == "same_issuer" else "issuer_level"]
    known = titled.select("doc_id", "issuer", "doc_number", "issuer_level", subject=subjects)
    known = known.filter(
        (pl.col("subject").str.len_chars() >= when.min_subject_chars)
        & pl.struct(matter).is_duplicated()
    )
    numbers = known.select(matter).unique(maintain_order=True).with_row_index("matter")
    return known.join(numbers, on=matter).sort("doc_id").with_row_index("document")


def _deliveries(known: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """When each receiver first got each document, and a `group` for its receiver and matter."""
    receiver = pl.col("receiver").cast(pl.Categorical)
    group = receiver.to_physical().cast(pl.Int64) * (1 << 32) + pl.col("matter")
    return (
        receipts.select("doc_id", "receiver", "received_at")
        .drop_nulls()
        .join(known.select("doc_id", "document", "matter"), on="doc_id")
        .with_columns(receiver, group=group)
        .group_by("group", "document")
        .agg(pl.col("receiver").first(), pl.col("received_at").min())
    )


def _in_series(rule: RepeatRule, known: pl.DataFrame, deliveries: pl.DataFrame) -> pl.DataFrame:
    """The deliveries of every series of more than one, in order, with its figures.

    Groups of one delivery are most of a register and go before anything is counted.
    """
    pause = pl.col("received_at").diff() > pl.duration(days=rule.when.within_days)
    begins = ((pl.col("group").diff() != 0) | pause).fill_null(True)
    ordered = (
        deliveries.filter(pl.col("group").is_duplicated())
        .sort("group", "received_at", "document")
        .with_columns(begins=begins, series=begins.cum_sum())
        .filter(pl.col("series").is_duplicated())
        .join(
            known.select("document", "issuer", "doc_number"), on="document", maintain_order="left"
        )
    )
    figures = ordered.group_by("series").agg(
        documents=pl.len(),
        issuers=pl.col("issuer").cast(pl.Categorical).n_unique(),
        first=pl.col("received_at").min(),
    )
    return ordered.join(figures, on="series", maintain_order="left")


def probe_repeats(rule: RepeatRule, examples: Sequence[RepeatExample]) -> list[tuple[str, ...]]:
    """Per example the subjects found; each example is a register of its own."""
    return [_subjects_found(rule, example.deliveries) for example in examples]


def _subjects_found(rule: RepeatRule, deliveries: Sequence[Delivery]) -> tuple[str, ...]:
    ids = doc_ids(len(deliveries))
    documents: list[Row] = [
        {
            "doc_id": doc_id,
            "title": delivery.title,
            "issuer": delivery.issuer,
            "issuer_level": delivery.level.value if delivery.level else None,
            "doc_number": delivery.doc_number,
        }
        for doc_id, delivery in zip(ids, deliveries, strict=True)
    ]
    receipts: list[Row] = [
        {
            "receipt_id": doc_id,
            "doc_id": doc_id,
            "receiver": delivery.receiver,
            "received_at": delivery.received_at,
        }
        for doc_id, delivery in zip(ids, deliveries, strict=True)
    ]
    log = Log(rows_of(DOCUMENTS, documents), BODIES.empty(), rows_of(RECEIPTS, receipts))
    return tuple(find_repeats(rule, log).sort("doc_id")["matched_text"].to_list())


KIND = Kind(
    name="repeat",
    rule=RepeatRule,
    find=find_repeats,
    probe=probe_repeats,
    words={
        "receiver": Label("收文单位", "Receiver"),
        "subject": Label("事由", "Subject"),
        "documents": Label("文件数", "Documents"),
        "issuers": Label("发文单位数", "Issuers"),
        "days": Label("天数", "Days"),
        "doc_numbers": Label("文号", "Numbers"),
    },
)
