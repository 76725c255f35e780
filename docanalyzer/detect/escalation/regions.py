"""Where two texts say the same with other figures: the part of the passages worth reading."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.terms import LEVEL_RANK, Relation

MOST_BETWEEN = 120
"""Characters between two passages in a row, in both texts, that are read with them."""

_STOP = "，。；：！？,;\\n"
_BEYOND = 40
_BEFORE = rf"([^{_STOP}]{{0,{_BEYOND}}}[{_STOP}]?[^{_STOP}]{{0,{_BEYOND}}})$"
_AFTER = rf"^([^{_STOP}]{{0,{_BEYOND}}}[{_STOP}]?[^{_STOP}]{{0,{_BEYOND}}})"
_FIGURES = r"[0-9０-９]+|[〇零一二两三四五六七八九十百千万半]+|[每按逐].|年底"
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
        pl.col(f"{role}_begin") - pl.col(f"{role}_end").shift(1).over(pair)
        for role in ("copy", "source")
    ]
    follows = pl.all_horizontal(gap.is_between(0, MOST_BETWEEN) for gap in between)
    number = (~follows.fill_null(False)).cum_sum().alias("region")
    return (
        rows.with_columns(number)
        .group_by("region", *pair, maintain_order=True)
        .agg(
            pl.col("copy_begin").min(),
            pl.col("copy_end").max(),
            pl.col("source_begin").min(),
            pl.col("source_end").max(),
            exact=(pl.col("similarity").min() >= 1.0) & (pl.len() == 1),
        )
        .drop("region")
    )


def with_windows(regions: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """`regions` with the text of both sides, up to one clause beyond their ends, where figures
    differ; null texts where they do not.

    Adds copy_text, copy_at, source_text, source_at (place of the text in the body), differs.
    """
    frame = regions
    for role in ("copy", "source"):
        body, begin, end = f"{role}_body", pl.col(f"{role}_begin"), pl.col(f"{role}_end")
        frame = frame.join(
            bodies.select(pl.col("doc_id").alias(f"{role}_doc_id"), pl.col("body").alias(body)),
            on=f"{role}_doc_id", how="left", maintain_order="left",
        )  # fmt: skip
        low = pl.max_horizontal(begin - 2 * _BEYOND, 0)
        before = pl.col(body).str.slice(low, begin - low).str.extract(_BEFORE)
        after = pl.col(body).str.slice(end, 2 * _BEYOND + 1).str.extract(_AFTER)
        frame = frame.with_columns(
            before.fill_null("").alias(f"{role}_before"),
            pl.col(body).str.slice(begin, end - begin).alias(f"{role}_inside"),
            after.fill_null("").alias(f"{role}_after"),
        ).drop(body)
    differs = pl.any_horizontal(
        ~pl.col("exact") & (_figures("copy_inside") != _figures("source_inside")),
        *(_edge_differs(edge) for edge in ("before", "after")),
    )
    frame = frame.with_columns(differs.fill_null(False).alias("differs"))
    parts = {role: [f"{role}_{part}" for part in ("before", "inside", "after")] for role in
             ("copy", "source")}  # fmt: skip
    return frame.with_columns(
        *(
            pl.when("differs").then(pl.concat_str(parts[role])).alias(f"{role}_text")
            for role in parts
        ),
        *(
            (pl.col(f"{role}_begin") - pl.col(f"{role}_before").str.len_chars()).alias(f"{role}_at")
            for role in parts
        ),
    ).drop(parts["copy"] + parts["source"])


def _figures(column: str) -> pl.Expr:
    return pl.col(column).str.extract_all(_FIGURES).list.join(" ")


def _edge_differs(edge: str) -> pl.Expr:
    ours, theirs = _figures(f"copy_{edge}"), _figures(f"source_{edge}")
    return (ours != theirs) & (ours != "") & (theirs != "")
