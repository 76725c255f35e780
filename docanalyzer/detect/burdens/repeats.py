"""The same subject sent to one receiver more than once."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.wording.evidence import FOUND, as_json
from docanalyzer.rulepack.columns import message_column
from docanalyzer.rulepack.kinds import RepeatRule
from docanalyzer.text.subject import plain_subjects

_NOT_TEXT = r"[^\p{Han}A-Za-z0-9]"
_SHOWN = 5


def repeated(rule: RepeatRule, documents: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """The documents after the first of each series (`FOUND` columns), one row per document.

    A series are documents with one subject that one receiver got, each within the rule's days
    of the one before; where a document is part of several, the receiver first in text order is
    shown. Relays are left out: passing a document on repeats it by its nature.
    """
    series = (
        _in_series(rule, _deliveries(rule, documents, receipts))
        .filter(pl.col("place") > 0)
        .sort("doc_id", "receiver", "received_at")
        .unique("doc_id", keep="first", maintain_order=True)
    )
    names = ("receiver", "subject", "documents", "issuers", "days")
    facts = {name: pl.col(name) for name in names}
    return series.select(
        "doc_id",
        pl.lit("title").alias("field"),
        pl.lit(None, pl.Int64).alias("begin"),
        pl.lit(None, pl.Int64).alias("end"),
        pl.col("subject").alias("matched_text"),
        message=message_column(rule, facts),
        evidence=as_json({**facts, "doc_numbers": pl.col("others").list.head(_SHOWN)}),
    ).select(FOUND.keys())


def _in_series(rule: RepeatRule, deliveries: pl.DataFrame) -> pl.DataFrame:
    """The deliveries of every series that breaks the rule, with the figures of the series.

    Groups of one delivery are most of a register and go before anything is counted.
    """
    group = ["receiver", "subject", _among(rule)]
    pause = pl.col("received_at").diff() > pl.duration(days=rule.when.within_days)
    begins = (pl.struct(group).rle_id().diff() != 0) | pause
    ordered = (
        deliveries.filter(pl.struct(group).is_duplicated())
        .sort(*group, "received_at", "doc_id")
        .with_columns(series=begins.fill_null(True).cum_sum())
    )
    figures = ordered.group_by("series", maintain_order=True).agg(
        documents=pl.col("doc_id").n_unique(),
        issuers=pl.col("issuer").n_unique(),
        first=pl.col("received_at").first(),
        others=pl.col("doc_number").drop_nulls().unique().sort(),
    )
    several = "issuers" if rule.when.by == "several_issuers" else "documents"
    return (
        ordered.with_columns(place=pl.int_range(pl.len()).over("series"))
        .join(figures.filter(pl.col(several) > 1), on="series")
        .with_columns(days=(pl.col("received_at") - pl.col("first")).dt.total_days())
    )


def _among(rule: RepeatRule) -> str:
    """What the documents of a series have in common besides subject and receiver."""
    return "issuer" if rule.when.by == "same_issuer" else "issuer_level"


def _deliveries(rule: RepeatRule, documents: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """What each receiver first got of each document whose subject another document shares."""
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
    known = titled.select(
        "doc_id", "issuer", "issuer_level", "doc_number", subject=subjects
    ).filter(
        (pl.col("subject").str.len_chars() >= when.min_subject_chars)
        & pl.struct("subject", _among(rule)).is_duplicated()
    )
    return (
        receipts.filter(pl.col("receiver").is_not_null() & pl.col("received_at").is_not_null())
        .join(known.select("doc_id"), on="doc_id", how="semi")
        .group_by("doc_id", "receiver")
        .agg(pl.col("received_at").min())
        .join(known, on="doc_id")
    )
