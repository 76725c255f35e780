"""Findings: one for every missed target, with the figures that prove it."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.quotas.figures import change_text
from docanalyzer.model.findings import finish_findings
from docanalyzer.model.tables import FINDINGS
from docanalyzer.model.terms import Family
from docanalyzer.rulepack.kinds.quota import QuotaRule
from docanalyzer.rulepack.model import positional

_EVIDENCE = (
    "category", "period", "count", "previous", "change_pct", "target", "source", "counted_rule",
    "first_number", "last_number", "distinct", "previous_distinct", "reason",
)  # fmt: skip


def missed_findings(missed: pl.DataFrame, rules: Sequence[QuotaRule]) -> pl.DataFrame:
    """Rows of findings.parquet for judged rows that missed their target.

    One per unit, category and period: field `count`, matched_text the count, doc_id null,
    issuer the unit; evidence is JSON with the figures, the target and its source, the counting
    rule, the first and last number counted, and the counts with possible repeats taken once.
    A target from a targets file is worded by the counting rule of its category.
    """
    missed = missed.with_columns(pl.coalesce("target_rule_id", "rule_id").alias("rule_id"))
    worded = [
        _worded(missed.filter(pl.col("rule_id") == rule.id), rule)
        for rule in sorted(rules, key=lambda rule: rule.id)
    ]
    if not worded:
        return FINDINGS.empty()
    return finish_findings(pl.concat(worded), ["issuer", "category", "period"])


def _worded(missed: pl.DataFrame, rule: QuotaRule) -> pl.DataFrame:
    template, names = positional(rule.message.zh)
    change = change_text(pl.col("count"), pl.col("previous"))
    fillings = {
        "unit": pl.col("unit"),
        "period": pl.col("period"),
        "count": pl.col("count"),
        "previous": pl.col("previous").cast(pl.String).fill_null("未知"),
        "change": change.fill_null("未知"),
        "target": target_words(pl.col("kind")),
    }
    return missed.with_columns(
        pl.lit(str(Family.QUOTAS)).alias("family"),
        pl.lit(str(rule.version)).alias("rule_version"),
        pl.lit(str(rule.severity)).alias("severity"),
        pl.lit(None, pl.String).alias("doc_id"),
        pl.col("unit").alias("issuer"),
        pl.col("unit_level").alias("issuer_level"),
        pl.lit("count").alias("field"),
        pl.col("count").cast(pl.String).alias("matched_text"),
        pl.format(template, *[fillings[name] for name in names]).alias("message"),
        pl.struct(_EVIDENCE).struct.json_encode().alias("evidence"),
    ).select(
        "family", "rule_id", "rule_version", "severity", "doc_id", "issuer", "issuer_level",
        "field", "matched_text", "message", "evidence", "category", "period",
    )  # fmt: skip


def target_words(kind: pl.Expr) -> pl.Expr:
    """A target in Chinese: 减少30%—50%, 减少50%以上, 只减不增, 不超过120."""
    low, high = _percent(pl.col("least")), _percent(pl.col("most"))
    return (
        pl.when(kind == "reduce_between")
        .then(pl.concat_str([pl.lit("减少"), low, pl.lit("—"), high]))
        .when(kind == "reduce_at_least")
        .then(pl.concat_str([pl.lit("减少"), low, pl.lit("以上")]))
        .when(kind == "no_increase")
        .then(pl.lit("只减不增"))
        .when(kind == "at_most")
        .then(pl.concat_str([pl.lit("不超过"), pl.col("limit")]))
    )


def _percent(scaled: pl.Expr) -> pl.Expr:
    """30% or 33.5% from ten-thousandths of a percent."""
    digits = (scaled / 10_000).cast(pl.String).str.strip_suffix(".0")
    return pl.concat_str([digits, pl.lit("%")])
