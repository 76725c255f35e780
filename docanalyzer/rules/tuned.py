"""Findings as the office's tuning weighs them, and those its allow-lists set aside."""

from __future__ import annotations

import json

import polars as pl

from docanalyzer.model.tables import FINDINGS
from docanalyzer.model.terms import Severity
from docanalyzer.rules.tuning import Allowance, Tuning


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
    judged = findings.join(days, on="doc_id", how="left").select(*findings.columns, entry=first)
    covered = judged.filter(pl.col("entry").is_not_null())
    evidence = [
        _suppressed(evidence, severity, allow[entry])
        for evidence, severity, entry in covered.select("evidence", "severity", "entry").iter_rows()
    ]
    aside = covered.with_columns(
        evidence=pl.Series(evidence, dtype=pl.String), severity=pl.lit(Severity.INFO.value)
    )
    return pl.concat([judged.filter(pl.col("entry").is_null()), aside]).drop("entry")


def _suppressed(evidence: str | None, severity: str, entry: Allowance) -> str:
    """The evidence with one more entry: why it does not count, until when, and its weight."""
    entries = json.loads(evidence) if evidence else {}
    entries["suppressed"] = {
        "reason": entry.reason,
        "until": entry.until.isoformat(),
        "severity": severity,
    }
    return json.dumps(entries, ensure_ascii=False, separators=(",", ":"))


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
