"""Findings: missed targets, documents outside the plan, signals, busy months of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from docanalyzer.detect.found import finish_findings, message_column, rule_columns
from docanalyzer.detect.quotas.counting.verdicts import change_text
from docanalyzer.detect.quotas.plan.matching import Standing
from docanalyzer.detect.quotas.points import PointTables
from docanalyzer.detect.quotas.rule import EvasionRule, PlanRule, PointsRule, QuotaRule
from docanalyzer.model.tables import FINDINGS

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
    change = change_text(pl.col("count"), pl.col("previous"))
    fillings = {
        "unit": pl.col("unit"),
        "period": period_words(pl.col("period")),
        "count": pl.col("count"),
        "previous": pl.col("previous").cast(pl.String).fill_null("未知"),
        "change": change.fill_null("未知"),
        "target": target_words(pl.col("kind")),
    }
    columns = _about_unit(rule, "count", fillings, pl.struct(_EVIDENCE))
    return missed.select(*columns, "category", "period")


def _about_unit(
    rule: QuotaRule, figure: str, fillings: Mapping[str, pl.Expr], evidence: pl.Expr
) -> list[pl.Expr]:
    """The columns of a finding about a unit, whose matched text is the column `figure`."""
    return [
        *rule_columns(rule),
        pl.lit(None, pl.String).alias("doc_id"),
        pl.col("unit").alias("issuer"),
        pl.col("unit_level").alias("issuer_level"),
        pl.lit("count").alias("field"),
        pl.col(figure).cast(pl.String).alias("matched_text"),
        message_column(rule, fillings),
        evidence.struct.json_encode().alias("evidence"),
    ]


def unplanned_findings(documents: pl.DataFrame, rule: PlanRule) -> pl.DataFrame:
    """Rows of findings.parquet for the documents that `match_plan` found outside the plan.

    Field `title`, matched_text the title; evidence is JSON with the year and the nearest line of
    the plan, how alike it is and where it stands.
    """
    fillings = {
        "unit": pl.col("unit"),
        "period": pl.format("{}年", "year"),
        "title": pl.col("title").fill_null("无标题"),
        "number": pl.col("doc_number").fill_null("无文号"),
    }
    outside = documents.filter(pl.col("standing") == str(Standing.UNPLANNED))
    about = pl.struct("category", "year", "planned_title", pl.col("likeness").round(4), "place")
    return finish_findings(
        outside.select(
            *rule_columns(rule),
            "doc_id",
            "doc_number",
            "title",
            pl.col("unit").alias("issuer"),
            pl.col("unit_level").alias("issuer_level"),
            pl.lit("title").alias("field"),
            pl.when(pl.col("title").is_not_null()).then(0).cast(pl.Int64).alias("begin"),
            pl.col("title").str.len_chars().cast(pl.Int64).alias("end"),
            pl.col("title").alias("matched_text"),
            message_column(rule, fillings),
            about.struct.json_encode().alias("evidence"),
        ),
        ["field"],
    )


def evasion_findings(signals: pl.DataFrame, rule: EvasionRule) -> pl.DataFrame:
    """Rows of findings.parquet for the signals of `evasion_signals`: both series as evidence."""
    other = pl.concat_str(["series", pl.coalesce("other_unit", pl.lit(""))])
    fillings = {
        "unit": pl.col("unit"),
        "period": pl.format("{}年", "year"),
        "count": pl.col("count"),
        "previous": pl.col("previous"),
        "series": other,
        "other_count": pl.col("other_count"),
        "other_previous": pl.col("other_previous"),
    }
    both = pl.struct(
        "year",
        "previous",
        "count",
        "other_unit",
        pl.col("year").cast(pl.String).alias("period"),
        pl.col("series_en").alias("series"),
        pl.col("series").alias("series_zh"),
        "other_previous",
        "other_count",
    )
    said = signals.select(
        *_about_unit(rule, "count", fillings, both), "year", "series", "other_unit"
    )
    return finish_findings(said, ["issuer", "year", "series", "other_unit"])


def point_findings(watched: PointTables, rule: PointsRule) -> pl.DataFrame:
    """Rows of findings.parquet for the months that `watch_points` found above normal.

    Field `count`, matched_text what the point received, issuer the point itself; evidence is
    JSON with the month, received, normal_high and the issuers that sent most in that month.
    """
    fillings = {
        "unit": pl.col("unit"),
        "period": period_words(pl.col("month")),
        "count": pl.col("documents"),
        "normal_high": pl.col("normal_high"),
    }
    sent = (
        watched.issuers.group_by("unit", "month", maintain_order=True)
        .agg(pl.struct("issuer", "documents").head(rule.when.issuers).alias("issuers"))
        .join(watched.months.filter("above"), on=["unit", "month"], how="inner")
        .sort("unit", "month")
    )
    about = pl.struct(
        pl.col("kind").alias("point_kind"),
        "district",
        "month",
        pl.col("documents").alias("received"),
        "normal_high",
        "issuers",
    )
    said = sent.select(*_about_unit(rule, "documents", fillings, about), "month")
    return finish_findings(said, ["issuer", "month"])


def period_words(period: pl.Expr) -> pl.Expr:
    """A period in Chinese: 2019年, 2019年上半年, 2019年第1季度, 2019年3月."""
    year, part = period.str.head(4), period.str.tail(-5)
    half = pl.when(part == "H1").then(pl.lit("上半年")).when(part == "H2").then(pl.lit("下半年"))
    quarter = pl.when(part.str.starts_with("Q")).then(pl.format("第{}季度", part.str.tail(1)))
    month = pl.when(part != "").then(pl.format("{}月", part.str.strip_chars_start("0")))
    return pl.concat_str([year, pl.lit("年"), pl.coalesce(half, quarter, month, pl.lit(""))])


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
