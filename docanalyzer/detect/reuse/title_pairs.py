"""Pairs that titles alone show: a lower organ takes up the subject of a higher organ's document."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.reuse.lineage import UNKNOWN_RANK
from docanalyzer.model.terms import Relation

_LEAST_SUBJECT = 6
"""Folded characters below which equal subjects say too little."""

_SLACK_DAYS = 31
"""A relay may be registered this many days before what it names: registers date loosely."""


def title_pairs(numbered: pl.DataFrame) -> pl.DataFrame:
    """Pairs by titles: copy, source (numbers), relation; sorted, each pair once.

    `numbered` are documents in source order with number, rank, issued_on, province, city,
    county, title, relayed_title, subject_key, is_relay, is_generic. A document is paired, per
    level above it, with the latest document on its own division path that is not younger.

    A 转发 or 批转 gives `declared_relay` with the document whose title it names, or else with
    one of the same subject. Any other document gives `same_subject` with one of the same
    subject, and nothing where that is generic. Documents without level are in no pair;
    documents without a date only where there is one such source at that level, as the year
    cannot be told.
    """
    known = numbered.filter(pl.col("rank") < UNKNOWN_RANK).with_columns(
        _bare("title").alias("name"),
        _bare("relayed_title").alias("named"),
        pl.when(pl.col("subject_key").str.len_chars() >= _LEAST_SUBJECT)
        .then("subject_key")
        .alias("subject"),
    )
    relays = known.filter(pl.col("is_relay").fill_null(False)).with_columns(
        day=pl.col("issued_on") + pl.duration(days=_SLACK_DAYS)
    )
    others = known.filter(
        ~pl.col("is_relay").fill_null(False) & ~pl.col("is_generic")
    ).with_columns(day=pl.col("issued_on"))
    named = _per_level(relays, known, "named", "name")
    unnamed = _per_level(relays, known, "subject", "subject").join(
        named, on=["copy", "source_rank"], how="anti"
    )
    same = _per_level(others, known.filter(~pl.col("is_generic")), "subject", "subject")
    declared = pl.lit(Relation.DECLARED_RELAY.value).alias("relation")
    subject = pl.lit(Relation.SAME_SUBJECT.value).alias("relation")
    found = pl.concat(
        [frame.select("copy", "source", label)
         for frame, label in ((named, declared), (unnamed, declared), (same, subject))]
    )  # fmt: skip
    return found.sort("copy", "source")


def _bare(column: str) -> pl.Expr:
    """A title without spaces, punctuation and symbols."""
    return pl.col(column).str.normalize("NFKC").str.replace_all(r"[\s\p{P}\p{S}\p{C}]", "")


def _per_level(
    copies: pl.DataFrame, sources: pl.DataFrame, copy_key: str, source_key: str
) -> pl.DataFrame:
    """Copies with their source at each level above: copy, source, source_rank."""
    places = ["province", "city", "county"]
    keyed = copies.filter(pl.col(copy_key).is_not_null()).select(
        "number", "rank", "day", *places, key=copy_key
    )
    given = sources.filter(pl.col(source_key).is_not_null()).select(
        "number", "rank", "issued_on", *places, key=source_key
    )
    return pl.concat(
        [
            _with_level(keyed.filter(pl.col("rank") > rank), given.filter(rank=rank), rank)
            for rank in range(UNKNOWN_RANK)
        ]
    )


def _with_level(copies: pl.DataFrame, sources: pl.DataFrame, rank: int) -> pl.DataFrame:
    by = ["key", *("province", "city", "county")[: min(rank, 3)]]
    dated = copies.filter(pl.col("day").is_not_null()).sort("day", "number")
    given = sources.filter(pl.col("issued_on").is_not_null()).sort("issued_on", "number")
    latest = dated.join_asof(
        given.select(*by, "issued_on", source="number"),
        left_on="day",
        right_on="issued_on",
        by=by,
        strategy="backward",
        check_sortedness=False,
    ).filter(pl.col("source").is_not_null())
    alone = sources.group_by(by).agg(
        source=pl.col("number").first(), of=pl.len(), begun=pl.col("issued_on").first()
    )
    rest = copies.join(latest.select("number"), on="number", how="anti")
    by_name = rest.join(alone.filter(of=1), on=by).filter(
        pl.col("day").is_null() | pl.col("begun").is_null()
    )
    source_rank = pl.lit(rank).alias("source_rank")
    return pl.concat(
        [frame.select(pl.col("number").alias("copy"), "source", source_rank)
         for frame in (latest, by_name)]
    )  # fmt: skip
