"""Runs the examples of document rules through `detect_urgency` itself."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.urgency.detect import detect_urgency
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS
from docanalyzer.rulepack import Rule
from docanalyzer.rulepack.kinds.documents import DocumentExample


def probe_documents(rule: Rule, examples: Sequence[DocumentExample]) -> list[tuple[str, ...]]:
    """Per example the matched texts of this rule's findings, empty where it stays silent.

    Each example is a document with one receipt; all stand in one register, and that register
    keeps deadlines unless the example says `due_known: false`.
    """
    findings = detect_urgency(_documents(examples), _bodies(examples), _receipts(examples), [rule])
    texts = dict(findings.group_by("doc_id").agg("matched_text").iter_rows())
    return [tuple(texts.get(_doc_id(index), ())) for index in range(len(examples))]


def _doc_id(index: int) -> str:
    return f"example-{index:05d}"


def _documents(examples: Sequence[DocumentExample]) -> pl.DataFrame:
    rows = [
        {
            "doc_id": _doc_id(index),
            "title": example.title,
            "doc_number": example.doc_number,
            "issuer": example.issuer,
            "urgency": example.urgency.value if example.urgency else None,
            "issued_on": example.issued_on,
        }
        for index, example in enumerate(examples)
    ]
    return DOCUMENTS.conform(pl.DataFrame(rows, infer_schema_length=None))


def _bodies(examples: Sequence[DocumentExample]) -> pl.DataFrame:
    rows = [
        {"doc_id": _doc_id(index), "body": example.body}
        for index, example in enumerate(examples)
        if example.body is not None
    ]
    return BODIES.conform(pl.DataFrame(rows, schema={"doc_id": pl.String, "body": pl.String}))


def _receipts(examples: Sequence[DocumentExample]) -> pl.DataFrame:
    """One receipt per example, and in the register that keeps deadlines one more that has one."""
    rows = [
        {
            "receipt_id": _doc_id(index),
            "doc_id": _doc_id(index),
            "received_at": example.received_at,
            "due_at": example.due_at,
            "raw_urgency": example.urgency.value if example.urgency else None,
            "source_file": "with-deadlines" if example.due_known else f"without-{index}",
        }
        for index, example in enumerate(examples)
    ]
    keeper = pl.DataFrame({"receipt_id": ["keeper"], "source_file": ["with-deadlines"]}).select(
        pl.all(), due_at=pl.datetime(2000, 1, 1)
    )
    schema = {
        name: RECEIPTS.schema()[name]
        for name in ("receipt_id", "doc_id", "received_at", "due_at", "raw_urgency", "source_file")
    }
    return RECEIPTS.conform(
        pl.concat([pl.DataFrame(rows, schema=schema), keeper], how="diagonal_relaxed")
    )
