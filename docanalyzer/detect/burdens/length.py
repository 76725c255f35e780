"""Texts over the limit of their level, year and region."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.wording.evidence import FOUND, as_json
from docanalyzer.rulepack.columns import message_column
from docanalyzer.rulepack.kinds import LengthRule
from docanalyzer.rulepack.kinds.length import LengthException, LengthWhen

_BLANKS = r"\s"


def too_long(rule: LengthRule, documents: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """Documents whose body exceeds the rule's limit (`FOUND` columns); no body, no verdict."""
    limits = documents.select("doc_id", limit=_limit(rule)).filter(pl.col("limit").is_not_null())
    # No text has more characters than bytes, and bytes need no counting.
    texts = (
        bodies.filter(pl.col("body").str.len_bytes() > pl.lit(limits["limit"]).min())
        .join(limits, on="doc_id")
        .filter(pl.col("body").str.len_chars() > pl.col("limit"))
    )
    chars = pl.col("body").str.replace_all(_BLANKS, "").str.len_chars().cast(pl.Int64)
    long = texts.select("doc_id", "limit", chars=chars).filter(pl.col("chars") > pl.col("limit"))
    facts = {"chars": pl.col("chars"), "limit": pl.col("limit")}
    return long.select(
        "doc_id",
        pl.lit("body").alias("field"),
        pl.lit(None, pl.Int64).alias("begin"),
        pl.lit(None, pl.Int64).alias("end"),
        pl.format("{}字", "chars").alias("matched_text"),
        message=message_column(rule, facts),
        evidence=as_json(facts),
    ).select(FOUND.keys())


def _limit(rule: LengthRule) -> pl.Expr:
    """The limit that holds for each document, null where none does."""
    when = rule.when
    limit: pl.Expr = pl.when(_concerned(when)).then(pl.lit(when.limit, pl.Int64))
    for exception in when.exceptions:
        fits = pl.when(_within(exception)).then(pl.lit(exception.limit, pl.Int64))
        limit = fits.otherwise(limit)
    readable = [~pl.col("is_relay").fill_null(False)]
    if when.unless_title:
        titled = pl.col("title").str.contains_any(list(when.unless_title))
        readable.append(~titled.fill_null(False))
    return pl.when(pl.all_horizontal(readable)).then(limit)


def _concerned(when: LengthWhen) -> pl.Expr:
    year = pl.coalesce(
        pl.col("issued_on").dt.year().cast(pl.Int64), pl.col("number_year").cast(pl.Int64)
    )
    tests = [pl.lit(True)]
    if when.levels:
        tests.append(pl.col("issuer_level").is_in([level.value for level in when.levels]))
    if when.provinces:
        tests.append(pl.col("province").is_in(list(when.provinces)))
    if when.from_year:
        tests.append(year >= when.from_year)
    if when.to_year:
        tests.append(year <= when.to_year)
    return pl.all_horizontal(tests).fill_null(False)


def _within(exception: LengthException) -> pl.Expr:
    """Whether the exception's level, region and period fit; what is not known does not."""
    year = pl.col("number_year").cast(pl.Int32)
    tests = [pl.lit(True)]
    if exception.level is not None:
        tests.append(pl.col("issuer_level") == exception.level.value)
    if exception.region is not None:
        named = [pl.col(name) == exception.region for name in ("province", "city", "county")]
        tests.append(pl.any_horizontal(named))
    if exception.since is not None:
        earliest = pl.coalesce("issued_on", pl.date(year, 1, 1))
        tests.append(earliest >= exception.since)
    if exception.until is not None:
        latest = pl.coalesce("issued_on", pl.date(year, 12, 31))
        tests.append(latest <= exception.until)
    return pl.all_horizontal(tests).fill_null(False)
