"""Findings as the office's tuning weighs them, and those its allow-lists set aside."""

from __future__ import annotations

import json

import polars as pl

from docanalyzer.model.tables import FINDINGS
from docanalyzer.model.terms import Severity
from docanalyzer.rulepack import Allowance, Tuning


def tuned(
    findings: pl.DataFrame, documents: pl.DataFrame, receipts: pl.DataFrame, tuning: Tuning
) -> pl.DataFrame:
    """`findings` (`FINDINGS`), every one of them, with weights and allowances applied.

    A weight replaces the severity of every finding of its rule. A finding that an allowance covers
    gets severity info, and its evidence a last entry `suppressed` with the allowance's reason and
    last day and the severity it would have had; the first allowance that fits decides. A document
    is as old as its date or, without one, its earliest receipt; one without either is not covered.
    """
    if tuning.severity:
        weights = {name: severity.value for name, severity in tuning.severity.items()}
        weight = pl.col("rule_id").replace_strict(weights, default=pl.col("severity"))
        findings = findings.with_columns(severity=weight)
    if tuning.allow:
        findings = _set_aside(findings, _days(documents, receipts), tuning.allow)
    return FINDINGS.conform(findings)


def _days(documents: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """doc_id and the day of each document, null where nothing tells it."""
    known = receipts.filter(pl.col("received_at").is_not_null())
    received = known.group_by("doc_id").agg(received=pl.col("received_at").min().dt.date())
    return documents.join(received, on="doc_id", how="left").select(
        "doc_id", day=pl.coalesce("issued_on", "received")
    )


def _set_aside(
    findings: pl.DataFrame, days: pl.DataFrame, allow: tuple[Allowance, ...]
) -> pl.DataFrame:
    first = pl.coalesce(
        pl.when(_covers(entry)).then(pl.lit(place, pl.Int64)) for place, entry in enumerate(allow)
    )
    entries = pl.DataFrame(
        {
            "entry": range(len(allow)),
            "why": [_quoted(entry.reason) for entry in allow],
            "last": [_quoted(entry.until.isoformat()) for entry in allow],
        },
        schema={"entry": pl.Int64, "why": pl.String, "last": pl.String},
    )
    judged = findings.join(days, on="doc_id", how="left").with_columns(entry=first)
    covered = pl.col("entry").is_not_null()
    note = pl.concat_str(
        pl.lit('"suppressed":{"reason":'),
        "why",
        pl.lit(',"until":'),
        "last",
        pl.lit(',"severity":"'),
        "severity",
        pl.lit('"}}'),
    )
    return (
        judged.join(entries, on="entry", how="left")
        .with_columns(
            evidence=pl.when(covered).then(pl.concat_str(_opened(), note)).otherwise("evidence"),
            severity=pl.when(covered).then(pl.lit(Severity.INFO.value)).otherwise("severity"),
        )
        .select(findings.columns)
    )


def _covers(entry: Allowance) -> pl.Expr:
    tests = [
        (pl.col("rule_id") == entry.rule) | (pl.col("family") == entry.rule),
        pl.col("day") <= entry.until,
    ]
    if entry.issuer is not None:
        tests.append(pl.col("issuer") == entry.issuer)
    if entry.doc_number is not None:
        tests.append(pl.col("doc_number") == entry.doc_number)
    if entry.title is not None:
        tests.append(pl.col("title").str.contains(entry.title, literal=True))
    return pl.all_horizontal(tests).fill_null(False)


def _opened() -> pl.Expr:
    """The evidence, an object of JSON, without its end, ready for one more entry."""
    begun = pl.col("evidence").str.head(-1)
    return (
        pl.when(pl.col("evidence").is_null() | (pl.col("evidence") == "{}"))
        .then(pl.lit("{"))
        .otherwise(begun + ",")
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
