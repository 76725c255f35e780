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
    when = rule.when
    among = "issuer" if when.by == "same_issuer" else "issuer_level"
    group = ["receiver", "subject", among]
    pause = pl.col("received_at").diff().over(group) > pl.duration(days=when.within_days)
    counted = (
        _deliveries(rule, documents, receipts)
        .sort(*group, "received_at", "doc_id")
        .with_columns(series=pause.fill_null(False).cum_sum().over(group))
        .with_columns(
            documents=pl.col("doc_id").n_unique().over(*group, "series"),
            issuers=pl.col("issuer").n_unique().over(*group, "series"),
            place=pl.int_range(pl.len()).over(*group, "series"),
            days=(
                pl.col("received_at") - pl.col("received_at").first().over(*group, "series")
            ).dt.total_days(),
            others=pl.col("doc_number")
            .drop_nulls()
            .unique()
            .sort()
            .implode()
            .over(*group, "series"),
        )
    )
    several = "issuers" if when.by == "several_issuers" else "documents"
    series = (
        counted.filter((pl.col(several) > 1) & (pl.col("place") > 0))
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


def _deliveries(rule: RepeatRule, documents: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """What each receiver first got of each document, with its subject."""
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
    ).filter(pl.col("subject").str.len_chars() >= when.min_subject_chars)
    return (
        receipts.filter(pl.col("receiver").is_not_null() & pl.col("received_at").is_not_null())
        .group_by("doc_id", "receiver")
        .agg(pl.col("received_at").min())
        .join(known, on="doc_id")
    )
