"""Where two texts say the same with other figures: the part of the passages worth reading."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.terms import LEVEL_RANK, Relation

MOST_BETWEEN = 120
"""Characters between two passages in a row, in both texts, that are read with them."""

_TITLE_YEAR = r"((?:19|20)\d\d)年"


def pairs_from_above(documents: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs in which the copy can have tightened what its source asks.

    The copy stands at a lower level and is not older, by date or else by the year of its number;
    unknown order is left out, and so are two years' issues of one routine, told by their titles.
    Columns: copy_doc_id, source_doc_id, relation, is_immediate_parent, and per side doc_number,
    title, issuer, issuer_level, rank, year (of issue; null if unknown).
    """
    rank = pl.col("issuer_level").replace_strict(LEVEL_RANK, default=None, return_dtype=pl.Int64)
    year = pl.coalesce(pl.col("issued_on").dt.year().cast(pl.Int64), "number_year")
    facts = documents.select(
        "doc_id", "doc_number", "title", "issuer", "issuer_level", "issued_on",
        rank.alias("rank"),
        year.alias("year"),
        pl.col("title").str.extract(_TITLE_YEAR).alias("title_year"),
    )  # fmt: skip
    named = pairs.filter(
        pl.col("relation").is_in([Relation.COPIED.value, Relation.DECLARED_RELAY.value])
    ).select("copy_doc_id", "source_doc_id", "relation", "is_immediate_parent")
    for role in ("copy", "source"):
        named = named.join(facts.select(pl.all().name.prefix(f"{role}_")), on=f"{role}_doc_id")
    order = pl.coalesce(
        pl.col("copy_issued_on") >= pl.col("source_issued_on"),
        pl.col("copy_year") >= pl.col("source_year"),
    )
    routine = (pl.col("copy_title_year") != pl.col("source_title_year")).fill_null(False)
    return named.filter(
        (pl.col("copy_rank") > pl.col("source_rank")).fill_null(False)
        & order.fill_null(False)
        & ~routine
    ).drop("copy_issued_on", "source_issued_on", "copy_title_year", "source_title_year")


def regions_of(passages: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Passages of `pairs`, those that follow each other closely in both texts as one region.

    Columns: copy_doc_id, source_doc_id, copy_begin, copy_end, source_begin, source_end, exact
    (the folded texts are equal), ordered by pair and place.
    """
    pair = ["copy_doc_id", "source_doc_id"]
    rows = passages.join(pairs.select(pair), on=pair).sort(*pair, "copy_begin", "source_begin")
    between = [
        pl.col(f"{role}_begin") - pl.col(f"{role}_end").shift(1) for role in ("copy", "source")
    ]
    follows = pl.all_horizontal(
        *(pl.col(name) == pl.col(name).shift(1) for name in pair),
        *(gap.is_between(0, MOST_BETWEEN) for gap in between),
    )
    number = (~follows.fill_null(False)).cum_sum().alias("region")
    return (
        rows.with_columns(number)
        .group_by("region", maintain_order=True)
        .agg(
            *(pl.col(name).first() for name in pair),
            pl.col("copy_begin").min(),
            pl.col("copy_end").max(),
            pl.col("source_begin").min(),
            pl.col("source_end").max(),
            exact=(pl.col("similarity").min() >= 1.0) & (pl.len() == 1),
        )
        .drop("region")
    )
