"""Pairs that titles alone show: a lower organ takes up the subject of a higher organ's document."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.reuse.lineage import UNKNOWN_RANK
from docanalyzer.model.terms import Relation

_LEAST_SUBJECT = 6
"""Folded characters below which equal subjects say too little."""


def title_pairs(numbered: pl.DataFrame) -> pl.DataFrame:
    """Pairs by equal subjects: copy, source (numbers), relation.

    `numbered` are documents in source order with number, rank, issued_on, province, city,
    county, subject_key, is_relay, is_generic. A document is paired, per level above it, with
    the latest document on its own division path that has the same subject and is not younger.
    A 转发 or 批转 gives `declared_relay`; any other document `same_subject`, and none where its
    subject is generic. Documents without level or subject are in no pair. Documents without a
    date pair only where the subject has one source at that level, as the year cannot be told.
    """
    known = numbered.filter(
        pl.col("subject_key").is_not_null()
        & (pl.col("rank") < UNKNOWN_RANK)
        & (pl.col("subject_key").str.len_chars() >= _LEAST_SUBJECT)
        & (pl.col("is_relay").fill_null(False) | ~pl.col("is_generic"))
    )
    columns = ["number", "rank", "issued_on", "province", "city", "county", "subject_key"]
    copies = known.select(*columns, "is_relay")
    pairs = [
        _with_level(copies.filter(pl.col("rank") > rank), known.filter(rank=rank).select(columns))
        for rank in range(UNKNOWN_RANK)
    ]
    found = pl.concat(pairs)
    relation = (
        pl.when(pl.col("is_relay").fill_null(False))
        .then(pl.lit(Relation.DECLARED_RELAY.value))
        .otherwise(pl.lit(Relation.SAME_SUBJECT.value))
    )
    return found.select("copy", "source", relation.alias("relation")).sort("copy", "source")


def _with_level(copies: pl.DataFrame, sources: pl.DataFrame) -> pl.DataFrame:
    """Copies with their source at one level; copy, source, is_relay."""
    dated = copies.filter(pl.col("issued_on").is_not_null())
    on_path = _divisions(sources)
    with_date = sources.filter(pl.col("issued_on").is_not_null())
    latest = dated.sort("issued_on", "number").join_asof(
        with_date.sort("issued_on", "number").with_columns(source="number").drop("rank"),
        on="issued_on",
        by=["subject_key", *on_path],
        strategy="backward",
        check_sortedness=False,
    )
    by_date = latest.filter(pl.col("source").is_not_null())
    alone = sources.group_by("subject_key", *on_path).agg(
        source=pl.col("number").first(), of=pl.len(), begun=pl.col("issued_on").first()
    )
    rest = copies.join(by_date.select("number"), on="number", how="anti")
    by_name = rest.join(alone.filter(of=1), on=["subject_key", *on_path]).filter(
        pl.col("issued_on").is_null() | pl.col("begun").is_null()
    )
    return pl.concat(
        [frame.select(pl.col("number").alias("copy"), "source", "is_relay")
         for frame in (by_date, by_name)]
    )  # fmt: skip


def _divisions(sources: pl.DataFrame) -> list[str]:
    """Division columns that sources of this level share with what lies below them."""
    rank = sources["rank"].first()
    depth = rank if isinstance(rank, int) else 0
    return ["province", "city", "county"][: min(depth, 3)]
