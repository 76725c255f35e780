"""Units that mark more of their documents urgent than their peers do."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.wording.evidence import FOUND, as_json
from docanalyzer.rulepack.columns import message_column
from docanalyzer.rulepack.kinds import ShareRule


def urgent_shares(rule: ShareRule, documents: pl.DataFrame) -> pl.DataFrame:
    """One row per unit that breaks the rule (`FOUND` columns, issuer and issuer_level).

    Counts documents whose urgency field holds one of the marks; a unit is an issuer, its peers
    are the issuers of its level with enough documents. Unknown levels are not compared.
    """
    when = rule.when
    urgent = pl.col("urgency").is_in([mark.value for mark in when.marks])
    units = (
        documents.filter(pl.col("issuer").is_not_null() & pl.col("issuer_level").is_not_null())
        .group_by("issuer", "issuer_level")
        .agg(documents=pl.len(), urgent=urgent.fill_null(False).sum())
        .filter(pl.col("documents") >= when.min_documents)
        .with_columns(share=pl.col("urgent") / pl.col("documents"))
        .with_columns(
            peers=pl.col("share").median().over("issuer_level"),
            peer_count=pl.len().over("issuer_level") - 1,
        )
        .sort("issuer", "issuer_level")
    )
    loud = units.filter(
        (pl.col("peer_count") >= when.min_peers)
        & (pl.col("share") >= when.min_share)
        & (pl.col("share") >= when.times_peers * pl.col("peers"))
    )
    facts = {
        "unit": pl.col("issuer"),
        "urgent": pl.col("urgent"),
        "documents": pl.col("documents"),
        "share": _percent("share"),
        "peers": _percent("peers"),
    }
    return loud.select(
        pl.lit(None, pl.String).alias("doc_id"),
        pl.lit("count").alias("field"),
        pl.lit(None, pl.Int64).alias("begin"),
        pl.lit(None, pl.Int64).alias("end"),
        pl.format("{}/{}", "urgent", "documents").alias("matched_text"),
        message_column(rule, facts),
        as_json({**facts, "peer_count": pl.col("peer_count")}).alias("evidence"),
        "issuer",
        "issuer_level",
    ).select(*FOUND.keys(), "issuer", "issuer_level")


def _percent(column: str) -> pl.Expr:
    return pl.format("{}%", (pl.col(column) * 100).round(1))
