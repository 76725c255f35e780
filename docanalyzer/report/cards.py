"""Single rows of a run as typed records: a document, a finding, a pair, its passages.

Texts are as ingested; whoever shows them masks them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from docanalyzer.model import tables
from docanalyzer.model.terms import Family

if TYPE_CHECKING:
    from docanalyzer.report.run_view import RunView

_COMPARED = (Family.REUSE, Family.ESCALATION)
"""Families whose spans count in the texts that were compared."""


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document and where it was read."""

    doc_id: str
    title: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    level: str | None = None
    issued_on: date | None = None
    source_file: str | None = None
    source_sheet: str | None = None
    source_row: int | None = None


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding with everything its row says."""

    finding_id: str
    family: str
    rule_id: str
    rule_version: str | None
    severity: str
    doc_id: str | None
    doc_number: str | None
    issuer: str | None
    level: str | None
    field: str | None
    begin: int | None
    end: int | None
    matched_text: str | None
    message: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class PairCard:
    """A copy and its source."""

    copy: DocumentCard
    source: DocumentCard
    relation: str
    copied_share: float | None
    source_share: float | None
    passages: int | None
    days_between: int | None
    is_immediate_parent: bool | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One aligned passage: spans in both bodies and how alike they are."""

    copy_begin: int
    copy_end: int
    source_begin: int
    source_end: int
    similarity: float | None


def document_cards(run: RunView, doc_ids: list[str]) -> dict[str, DocumentCard]:
    """Cards by document id; an id without a row gets a card that knows only the id."""
    rows = run.part(tables.DOCUMENTS, pl.col("doc_id").is_in(doc_ids)).to_dicts()
    cards = {row["doc_id"]: _document(row) for row in rows}
    return {doc_id: cards.get(doc_id, DocumentCard(doc_id)) for doc_id in doc_ids}


def _document(row: dict[str, Any]) -> DocumentCard:
    return DocumentCard(
        doc_id=row["doc_id"],
        title=row["title"],
        doc_number=row["doc_number"],
        issuer=row["issuer"],
        level=row["issuer_level"],
        issued_on=row["issued_on"],
        source_file=row["source_file"],
        source_sheet=row["source_sheet"],
        source_row=row["source_row"],
    )


def finding_cards(findings: pl.DataFrame) -> list[FindingCard]:
    """Cards of rows of findings.parquet, in their order."""
    return [
        FindingCard(
            finding_id=row["finding_id"],
            family=row["family"],
            rule_id=row["rule_id"],
            rule_version=row["rule_version"],
            severity=row["severity"],
            doc_id=row["doc_id"],
            doc_number=row["doc_number"],
            issuer=row["issuer"],
            level=row["issuer_level"],
            field=row["field"],
            begin=row["begin"],
            end=row["end"],
            matched_text=row["matched_text"],
            message=row["message"],
            evidence=row["evidence"],
        )
        for row in findings.to_dicts()
    ]


def pair_cards(run: RunView, pairs: pl.DataFrame) -> list[PairCard]:
    """Cards of rows of reuse_pairs.parquet, in their order."""
    ids = sorted({*pairs["copy_doc_id"], *pairs["source_doc_id"]})
    documents = document_cards(run, ids)
    return [
        PairCard(
            copy=documents[row["copy_doc_id"]],
            source=documents[row["source_doc_id"]],
            relation=row["relation"],
            copied_share=row["copied_share"],
            source_share=row["source_share"],
            passages=row["passages"],
            days_between=row["days_between"],
            is_immediate_parent=row["is_immediate_parent"],
        )
        for row in pairs.to_dicts()
    ]


def passages_of(run: RunView, pair: PairCard) -> list[Passage]:
    """The aligned passages of a pair in the order of the copy."""
    rows = (
        run.part(
            tables.REUSE_PASSAGES,
            (pl.col("copy_doc_id") == pair.copy.doc_id)
            & (pl.col("source_doc_id") == pair.source.doc_id),
        )
        .sort("copy_begin", "source_begin")
        .to_dicts()
    )
    return [
        Passage(
            row["copy_begin"],
            row["copy_end"],
            row["source_begin"],
            row["source_end"],
            row["similarity"],
        )
        for row in rows
    ]


def body_of(run: RunView, doc_id: str) -> str | None:
    """The text of a document as ingested; None without one."""
    bodies = run.part(tables.BODIES, pl.col("doc_id") == doc_id)["body"]
    return None if bodies.is_empty() else bodies[0]


def field_text(run: RunView, finding: FindingCard) -> str | None:
    """The whole field that a finding's span counts in; None where the run does not keep it."""
    if finding.doc_id is None:
        return None
    if finding.field == "body":
        # Other rules read this run's text, though an earlier one that is longer was compared.
        return body_of(run if finding.family in _COMPARED else run.own, finding.doc_id)
    if finding.field == "title":
        return document_cards(run, [finding.doc_id])[finding.doc_id].title
    if finding.field == "urgency":
        return _urgency_cell(run, finding)
    return None


def _urgency_cell(run: RunView, finding: FindingCard) -> str | None:
    """The first urgency cell of the document's receipts that holds the matched text there."""
    cells = run.part(tables.RECEIPTS, pl.col("doc_id") == finding.doc_id)["raw_urgency"]
    span = slice(finding.begin, finding.end)
    fitting = (cell for cell in cells.drop_nulls() if cell[span] == finding.matched_text)
    return next(fitting, None)
