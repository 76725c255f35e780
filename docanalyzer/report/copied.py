"""The reuse side of the summary: which circulars were copied, how far down, how much of them."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.terms import LEVEL_RANK, Family, Relation
from docanalyzer.report.plain_text import shown_or_none
from docanalyzer.report.summary import CircularLine, RelationLine

_NAMED = pl.Struct(
    {"source_doc_id": pl.String, "sources": pl.List(pl.Struct({"doc_id": pl.String}))}
)
"""The part of a reuse finding's evidence that names its sources."""


def charged_pairs(findings: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The `copied` pairs that a finding rests on, in the columns of reuse_pairs.

    Most pairs share less than any rule minds (a statute quoted, a few standing phrases); only a
    finding makes a pair a charge of copying.
    """
    named = findings.filter(
        (pl.col("family") == Family.REUSE)
        & pl.col("doc_id").is_not_null()
        & pl.col("evidence").is_not_null()
    ).select(pl.col("doc_id").alias("copy_doc_id"), pl.col("evidence").str.json_decode(_NAMED))
    evidence = pl.col("evidence").struct
    others = evidence.field("sources").list.eval(pl.element().struct.field("doc_id"))
    sources = named.select(
        "copy_doc_id",
        pl.concat_list(evidence.field("source_doc_id"), others.fill_null([])).alias(
            "source_doc_id"
        ),
    )
    charged = sources.explode("source_doc_id").drop_nulls().unique()
    copied = pairs.filter(pl.col("relation") == Relation.COPIED)
    return copied.join(charged, on=["copy_doc_id", "source_doc_id"], how="semi")


def copied_circulars(
    charged: pl.DataFrame, documents: pl.DataFrame, limit: int | None
) -> tuple[CircularLine, ...]:
    """Sources of `charged_pairs`, most copies first, then largest share, then id."""
    rank = pl.col("issuer_level").replace_strict(LEVEL_RANK, default=None, return_dtype=pl.Int64)
    levels = documents.select(pl.col("doc_id").alias("copy_doc_id"), rank.alias("rank"))
    sources = documents.select(
        pl.col("doc_id").alias("source_doc_id"), "title", "doc_number", "issuer", "issuer_level"
    )
    counted = (
        charged.join(levels, on="copy_doc_id", how="left")
        .group_by("source_doc_id")
        .agg(
            pl.col("copy_doc_id").n_unique().alias("copies"),
            pl.col("rank").drop_nulls().unique().sort().alias("ranks"),
            pl.col("rank").is_null().sum().alias("no_level"),
            pl.col("copied_share").median().alias("median_share"),
            pl.col("copied_share").max().alias("max_share"),
            pl.col("source_doc_number").drop_nulls().min().alias("pair_number"),
        )
        .join(sources, on="source_doc_id", how="left")
        .sort(
            ["copies", "max_share", "source_doc_id"],
            descending=[True, True, False],
            nulls_last=True,
        )[:limit]
    )
    names = list(LEVEL_RANK)
    return tuple(
        CircularLine(
            doc_id=line["source_doc_id"],
            doc_number=shown_or_none(line["doc_number"] or line["pair_number"]),
            title=shown_or_none(line["title"]),
            issuer=shown_or_none(line["issuer"]),
            level=line["issuer_level"],
            copies=line["copies"],
            levels_reached=tuple(names[place] for place in line["ranks"]),
            copies_of_unknown_level=line["no_level"],
            median_share=line["median_share"],
            max_share=line["max_share"],
        )
        for line in counted.to_dicts()
    )


def relation_lines(pairs: pl.DataFrame) -> tuple[RelationLine, ...]:
    """Pairs per relation in the fixed order of `Relation`; relations that do not occur are left
    out, unknown ones come last by name."""
    counted = pairs.group_by("relation").agg(
        pl.len().alias("pairs"), pl.col("copy_doc_id").n_unique().alias("documents")
    )
    found = {line["relation"]: line for line in counted.to_dicts()}
    known = [relation.value for relation in Relation]
    order = [name for name in known if name in found] + sorted(set(found) - set(known))
    return tuple(
        RelationLine(name, found[name]["pairs"], found[name]["documents"]) for name in order
    )
