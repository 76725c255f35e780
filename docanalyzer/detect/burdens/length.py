"""Texts over the limit of their level, year and region."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.wording.evidence import FOUND, as_json, message
from docanalyzer.rulepack.kinds import LengthRule

_BLANKS = r"\s"


def too_long(rule: LengthRule, documents: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """Documents whose body exceeds the rule's limit (`FOUND` columns); no body, no verdict."""
    when = rule.when
    texts = bodies.filter(pl.col("body").str.len_chars() > when.limit)
    chars = pl.col("body").str.replace_all(_BLANKS, "").str.len_chars().cast(pl.Int64)
    long = (
        documents.filter(_concerned(rule))
        .select("doc_id")
        .join(texts.select("doc_id", chars=chars), on="doc_id")
        .filter(pl.col("chars") > when.limit)
    )
    facts = {"chars": pl.col("chars"), "limit": pl.lit(when.limit)}
    return long.select(
        "doc_id",
        pl.lit("body").alias("field"),
        pl.lit(None, pl.Int64).alias("begin"),
        pl.lit(None, pl.Int64).alias("end"),
        pl.format("{}字", "chars").alias("matched_text"),
        message=message(rule, facts),
        evidence=as_json(facts),
    ).select(FOUND.keys())


def _concerned(rule: LengthRule) -> pl.Expr:
    when = rule.when
    year = pl.coalesce(
        pl.col("issued_on").dt.year().cast(pl.Int64), pl.col("number_year").cast(pl.Int64)
    )
    tests = [~pl.col("is_relay").fill_null(False)]
    if when.levels:
        tests.append(pl.col("issuer_level").is_in([level.value for level in when.levels]))
    if when.provinces:
        tests.append(pl.col("province").is_in(list(when.provinces)))
    if when.from_year:
        tests.append(year >= when.from_year)
    if when.to_year:
        tests.append(year <= when.to_year)
    if when.unless_title:
        titled = pl.col("title").str.contains_any(list(when.unless_title))
        tests.append(~titled.fill_null(False))
    return pl.all_horizontal(tests).fill_null(False)
