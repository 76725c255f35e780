"""The tables of a run as an office reads them: joined with titles, gravest rows first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.model import tables
from docanalyzer.model.terms import SEVERITY_RANK, Relation
from docanalyzer.report.standing import in_reading_order

if TYPE_CHECKING:
    from docanalyzer.report.run_view import RunView
    from docanalyzer.report.wording import Wording

_FINDING_COLUMNS = [
    "severity",
    "family",
    "issuer",
    "issuer_level",
    "doc_number",
    "title",
    "message",
    "matched_text",
    "field",
    "evidence",
    "rule_id",
    "rule_version",
    "finding_id",
    "doc_id",
]

_PAIR_COLUMNS = [
    "relation",
    "copy_issuer",
    "copy_doc_number",
    "copy_title",
    "source_issuer",
    "source_doc_number",
    "source_title",
    "copied_share",
    "days_between",
    "source_share",
    "passages",
    "longest_passage_chars",
    "is_immediate_parent",
    "copy_doc_id",
    "source_doc_id",
]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table to write out: the key of its title and its rows in reading order."""

    name: str
    frame: pl.DataFrame
    printed: int
    """How many of the first columns go on paper; the others are for the screen."""


def sheets(run: RunView, words: Wording) -> tuple[Sheet, ...]:
    """Findings, pairs, quotas and rejects of a run, whole, in a fixed order, reasons in words."""
    return (
        Sheet("findings", findings_sheet(run.table(tables.FINDINGS)), 8),
        Sheet("pairs", pairs_sheet(run.table(tables.REUSE_PAIRS), run.table(tables.DOCUMENTS)), 9),
        Sheet("quotas", in_reading_order(run.table(tables.QUOTA_STATUS)), 10),
        Sheet("rejects", rejects_sheet(run.table(tables.REJECTS), words), 5),
    )


def rejects_sheet(rejects: pl.DataFrame, words: Wording) -> pl.DataFrame:
    """Rows and files not used, with the reason in words, without their cells."""
    worded = pl.col("reason_code").replace_strict(
        words.reasons, default=None, return_dtype=pl.String
    )
    return rejects.with_columns(reason=pl.coalesce(worded, "reason")).drop("raw")


def findings_sheet(findings: pl.DataFrame) -> pl.DataFrame:
    """Findings, gravest first, then by family, issuer, number and id."""
    gravity = pl.col("severity").replace_strict(SEVERITY_RANK, default=-1, return_dtype=pl.Int64)
    return findings.sort(
        [-gravity, "family", "issuer", "doc_number", "finding_id"], nulls_last=True
    ).select(_FINDING_COLUMNS)


def pairs_sheet(pairs: pl.DataFrame, documents: pl.DataFrame) -> pl.DataFrame:
    """Pairs with titles and issuers of both sides: copies first, largest share first."""
    order = {relation.value: place for place, relation in enumerate(Relation)}
    place = pl.col("relation").replace_strict(order, default=len(order), return_dtype=pl.Int64)
    named = pairs
    for side in ("copy", "source"):
        names = documents.select(
            pl.col("doc_id").alias(f"{side}_doc_id"),
            pl.col("title").alias(f"{side}_title"),
            pl.col("issuer").alias(f"{side}_issuer"),
        )
        named = named.join(names, on=f"{side}_doc_id", how="left")
    return named.sort(
        [place, "copied_share", "copy_doc_id", "source_doc_id"],
        descending=[False, True, False, False],
        nulls_last=True,
    ).select(_PAIR_COLUMNS)
