"""Findings for tightened figures, with the wording of both sides."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.escalation.rule import EscalationRule
from docanalyzer.detect.found import finish_findings, message_column, rule_columns
from docanalyzer.model.tables import FINDINGS
from docanalyzer.model.terms import Measure

_SPAN = ["copy_doc_id", "copy_span_begin", "copy_span_end"]
_AT_MOST = "不超过|不得超过|不高于|不多于|以内|控制在|至多|最多"


def escalation_findings(
    figures: pl.DataFrame,
    pairs: pl.DataFrame,
    bodies: pl.DataFrame,
    rules: Sequence[EscalationRule],
) -> pl.DataFrame:
    """Rows of findings.parquet for tightened `figures` that a rule's words do not set aside."""
    if figures.is_empty():
        return FINDINGS.empty()
    full = figures.join(pairs, on=["copy_doc_id", "source_doc_id"])
    for role in ("copy", "source"):
        texts = bodies.select(pl.col("doc_id").alias(f"{role}_doc_id"), "body")
        begin, end = pl.col(f"{role}_span_begin"), pl.col(f"{role}_span_end")
        full = full.join(texts, on=f"{role}_doc_id").with_columns(
            pl.col("body").str.slice(begin, end - begin).alias(f"{role}_wording")
        ).drop("body")  # fmt: skip
    found = [_findings_of(rule, full) for rule in rules]
    return FINDINGS.conform(pl.concat([FINDINGS.empty(), *found]))


def _findings_of(rule: EscalationRule, full: pl.DataFrame) -> pl.DataFrame:
    when = rule.when
    hits = full.filter(pl.col("measure").is_in([measure.value for measure in when.measures]))
    hits = hits.filter(~_says(when.unless))
    limits = pl.col("bound").str.contains(_AT_MOST) & (pl.col("measure") != Measure.DEADLINE.value)
    hits = hits.filter(~(limits & _says(when.unless_at_most)))
    if hits.is_empty():
        return FINDINGS.empty()
    nearest = hits.sort(
        *_SPAN, "is_immediate_parent", "source_rank", "source_year", "source_doc_id",
        "source_span_begin",
        descending=[False, False, False, True, True, True, False, False],
        nulls_last=True,
    )  # fmt: skip
    others = pl.struct(
        doc_id="source_doc_id", doc_number="source_doc_number", text="source_wording"
    )
    main = nearest.group_by(_SPAN, maintain_order=True).agg(
        pl.exclude(_SPAN).first(),
        others.filter(pl.col("source_doc_id") != pl.col("source_doc_id").first())
        .unique(maintain_order=True)
        .alias("other_sources"),
    )
    return finish_findings(_rows(rule, main), ["field", "begin", "matched_text"])


def _says(words: Sequence[str]) -> pl.Expr:
    """Whether either sentence holds one of `words`."""
    if not words:
        return pl.lit(False)
    return pl.any_horizontal(
        pl.col(f"{role}_sentence").str.contains_any(list(words)) for role in ("copy", "source")
    )


def _rows(rule: EscalationRule, main: pl.DataFrame) -> pl.DataFrame:
    values = {
        "matched": pl.col("copy_wording"),
        "source_text": pl.col("source_wording"),
        "source_number": pl.col("source_doc_number").fill_null("（无文号）"),
        "source_title": pl.col("source_title").fill_null("（无标题）"),
        "source_issuer": pl.col("source_issuer").fill_null("（发文机关不明）"),
    }
    evidence = pl.struct(
        "relation", "source_doc_id", "source_doc_number", "source_title", "source_issuer",
        pl.col("source_span_begin").alias("source_begin"),
        pl.col("source_span_end").alias("source_end"),
        pl.col("source_wording").alias("source_text"),
        pl.col("measure").alias("kind"),
        "bound", "source_sentence", "copy_sentence", "other_sources",
    )  # fmt: skip
    return main.select(
        *rule_columns(rule),
        pl.col("copy_doc_id").alias("doc_id"),
        pl.col("copy_doc_number").alias("doc_number"),
        pl.col("copy_title").alias("title"),
        pl.col("copy_issuer").alias("issuer"),
        pl.col("copy_issuer_level").alias("issuer_level"),
        pl.lit("body").alias("field"),
        pl.col("copy_span_begin").alias("begin"),
        pl.col("copy_span_end").alias("end"),
        pl.col("copy_wording").alias("matched_text"),
        message_column(rule, values),
        evidence.struct.json_encode().alias("evidence"),
    )
