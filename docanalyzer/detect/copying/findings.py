"""Findings for copied documents: one per copy and rule, with every source in the evidence."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.copying.rule import CopyRule
from docanalyzer.detect.found import finish_findings, message_column, rule_columns
from docanalyzer.engine import by_parts
from docanalyzer.model.tables import FINDINGS
from docanalyzer.model.terms import Relation

_MOST_PASSAGES = 20
"""Passages listed in the evidence; reuse_passages holds them all."""


def copy_findings(
    pairs: pl.DataFrame, passages: pl.DataFrame, bodies: pl.Series, rules: Sequence[CopyRule]
) -> pl.DataFrame:
    """Findings of the rules on copied pairs, and on open ones, as rows of findings.parquet.

    `pairs` carry the columns of reuse_pairs, ground, is_open, and title, issuer and level of
    both sides; pairs and `passages` also the numbers of both documents, copy and source, by which
    `bodies` stand. A copy of several documents is one finding on the source that it shares most
    with.
    """
    meant = {
        "copied": pairs.filter(pl.col("relation") == Relation.COPIED.value),
        "undetermined": pairs.filter(pl.col("is_open").fill_null(False)),
    }
    found = [_findings_of(rule, meant[rule.when.verdict], passages, bodies) for rule in rules]
    return FINDINGS.conform(pl.concat([FINDINGS.empty(), *found]))


def _findings_of(
    rule: CopyRule, copied: pl.DataFrame, passages: pl.DataFrame, bodies: pl.Series
) -> pl.DataFrame:
    from docanalyzer.compare.reading import fetched

    when = rule.when
    hits = copied.filter(
        (pl.col("copied_share") >= when.min_copied_share)
        & (pl.col("longest_passage_chars") >= when.min_passage_chars)
    )
    if hits.is_empty():
        return FINDINGS.empty()
    shares = hits.sort("copy", "copied_share", "source_doc_id", descending=[False, True, False])
    sources = shares.group_by("copy", maintain_order=True).agg(
        pl.struct(
            doc_id="source_doc_id", doc_number="source_doc_number", title="source_title",
            issuer="source_issuer", copied_share="copied_share", direction="ground",
            is_immediate_parent="is_immediate_parent",
        ).alias("sources")
    )  # fmt: skip
    main = shares.sort(
        "copy", "is_immediate_parent",
        descending=[False, True], nulls_last=True, maintain_order=True,
    ).unique("copy", keep="first", maintain_order=True)  # fmt: skip
    main = main.join(sources, on="copy").join(_spans(passages, main), on=["copy", "source"])
    main = main.with_columns(
        begin=pl.col("spans").list.first().struct.field("copy_begin"),
        end=pl.col("spans").list.first().struct.field("copy_end"),
    )
    length = pl.col("end") - pl.col("begin")

    def read(part: pl.DataFrame) -> pl.DataFrame:
        body = fetched(bodies.gather(part["copy"]))
        return part.with_columns(body=body).select(pl.col("body").str.slice("begin", length))

    matched = by_parts(main.select("copy", "begin", "end"), read)
    main = main.with_columns(matched["body"].alias("matched_text"))
    return finish_findings(_rows(rule, main), [])


def _spans(passages: pl.DataFrame, main: pl.DataFrame) -> pl.DataFrame:
    """Passages of each pair, longest first."""
    length = pl.col("copy_end") - pl.col("copy_begin")
    fields = ["copy_begin", "copy_end", "source_begin", "source_end", "similarity"]
    wanted = passages.select("copy", "source", *fields).join(
        main.select("copy", "source"), on=["copy", "source"]
    )
    return (
        wanted.sort(length, "copy_begin", "source_begin", descending=[True, False, False])
        .group_by("copy", "source", maintain_order=True)
        .agg(pl.struct(fields).head(_MOST_PASSAGES).alias("spans"))
    )


def _rows(rule: CopyRule, main: pl.DataFrame) -> pl.DataFrame:
    values = {
        "source_number": pl.col("source_doc_number").fill_null("（无文号）"),
        "source_title": pl.col("source_title").fill_null("（无标题）"),
        "source_issuer": pl.col("source_issuer").fill_null("（发文机关不明）"),
        "share": _percent(pl.col("copied_share")),
        "edits": pl.col("edits").cast(pl.String),
        "figures_changed": pl.col("figures_changed").cast(pl.String),
        "passages": pl.col("passages").cast(pl.String),
        "longest": pl.col("longest_passage_chars").cast(pl.String),
    }
    severity = pl.lit(rule.severity.value)
    for band in when_bands(rule):
        severity = (
            pl.when(pl.col("copied_share") >= band[0]).then(pl.lit(band[1])).otherwise(severity)
        )
    evidence = pl.struct(
        "relation", "source_doc_id", "source_doc_number", "source_title", "source_issuer",
        "copied_share", "source_share", "edits", "figures_changed", "sources_left_out",
        "days_between",
        pl.col("ground").alias("direction"),
        pl.col("spans").alias("passages"),
        "sources",
    )  # fmt: skip
    return main.select(
        *rule_columns(rule)[:-1],
        severity.alias("severity"),
        pl.col("copy_doc_id").alias("doc_id"),
        pl.col("copy_doc_number").alias("doc_number"),
        pl.col("copy_title").alias("title"),
        pl.col("copy_issuer").alias("issuer"),
        pl.col("copy_issuer_level").alias("issuer_level"),
        pl.lit("body").alias("field"),
        "begin",
        "end",
        "matched_text",
        message_column(rule, values),
        evidence.struct.json_encode().alias("evidence"),
    )


def _percent(share: pl.Expr) -> pl.Expr:
    """A share as text, cut to a tenth of a percent: what is not all is never 100%."""
    tenths = (share * 1000 + 1e-9).floor().cast(pl.Int64)
    whole, rest = (tenths // 10).cast(pl.String), tenths % 10
    return whole + pl.when(rest > 0).then("." + rest.cast(pl.String)).otherwise(pl.lit("")) + "%"


def when_bands(rule: CopyRule) -> list[tuple[float, str]]:
    """Shares and severities of a rule, lowest share first."""
    return [(band.from_share, band.severity.value) for band in rule.when.bands]
