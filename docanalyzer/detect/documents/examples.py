"""Runs the examples of document rules through `detect_documents` itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from docanalyzer.detect.documents.detect import detect_documents
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS, Table
from docanalyzer.rulepack import Probe, Rule
from docanalyzer.rulepack.kinds import (
    DeadlineRule,
    LengthRule,
    MarkRule,
    MismatchRule,
    PhraseRule,
    RepeatRule,
    ShareRule,
)
from docanalyzer.rulepack.kinds.documents import DocumentExample
from docanalyzer.rulepack.kinds.length import LengthExample
from docanalyzer.rulepack.kinds.series import RepeatExample, ShareExample

Row = dict[str, object]


def probe_documents(rule: Rule, examples: Sequence[DocumentExample]) -> list[tuple[str, ...]]:
    """Per example the matched texts of this rule's findings, empty where it stays silent.

    Each example is a document with one receipt; all stand in one register, and that register
    keeps deadlines unless the example says `due_known: false`.
    """
    findings = detect_documents(
        _table(DOCUMENTS, [_document(place, example) for place, example in enumerate(examples)]),
        _table(
            BODIES,
            [
                {"doc_id": _doc_id(place), "body": _body(example)}
                for place, example in enumerate(examples)
                if example.body is not None
            ],
        ),
        _receipts(examples),
        [rule],
    )
    texts = dict(findings.group_by("doc_id").agg("matched_text").iter_rows())
    return [tuple(texts.get(_doc_id(place), ())) for place in range(len(examples))]


def probe_shares(rule: ShareRule, examples: Sequence[ShareExample]) -> list[tuple[str, ...]]:
    """Per example the units found; each example is a register of its own."""
    return [_units_found(rule, example) for example in examples]


def probe_repeats(rule: RepeatRule, examples: Sequence[RepeatExample]) -> list[tuple[str, ...]]:
    """Per example the subjects found; each example is a register of its own."""
    return [_subjects_found(rule, example) for example in examples]


PROBES: Mapping[type[Rule], Probe] = {
    DeadlineRule: probe_documents,
    LengthRule: probe_documents,
    MarkRule: probe_documents,
    MismatchRule: probe_documents,
    PhraseRule: probe_documents,
    RepeatRule: probe_repeats,
    ShareRule: probe_shares,
}
"""What runs the examples of each kind of document rule."""


def _doc_id(place: int) -> str:
    return f"example-{place:05d}"


def _table(table: Table, rows: Sequence[Row]) -> pl.DataFrame:
    used = {name for row in rows for name in row}
    schema = {name: dtype for name, dtype in table.schema().items() if name in used}
    return table.conform(pl.DataFrame(list(rows), schema=schema))


def _document(place: int, example: DocumentExample) -> Row:
    row: Row = {
        "doc_id": _doc_id(place),
        "title": example.title,
        "doc_number": example.doc_number,
        "issuer": example.issuer,
        "urgency": example.urgency.value if example.urgency else None,
        "issued_on": example.issued_on,
    }
    if isinstance(example, LengthExample):
        row |= {
            "issuer_level": example.level.value if example.level else None,
            "province": example.province,
            "city": example.city,
            "number_year": example.year,
            "is_relay": example.is_relay,
        }
    return row


def _body(example: DocumentExample) -> str | None:
    times = example.times if isinstance(example, LengthExample) else 1
    return None if example.body is None else example.body * times


def _receipts(examples: Sequence[DocumentExample]) -> pl.DataFrame:
    """One receipt per example, and in the register that keeps deadlines one more that has one."""
    rows: list[Row] = [
        {
            "receipt_id": _doc_id(place),
            "doc_id": _doc_id(place),
            "received_at": example.received_at,
            "due_at": example.due_at,
            "raw_urgency": example.urgency.value if example.urgency else None,
            "source_file": "with-deadlines" if example.due_known else f"without-{place}",
        }
        for place, example in enumerate(examples)
    ]
    keeper = RECEIPTS.conform(
        pl.DataFrame({"receipt_id": ["keeper"], "source_file": ["with-deadlines"]}).with_columns(
            due_at=pl.datetime(2000, 1, 1)
        )
    )
    return RECEIPTS.conform(pl.concat([_table(RECEIPTS, rows), keeper]))


def _units_found(rule: ShareRule, example: ShareExample) -> tuple[str, ...]:
    rows: list[Row] = [
        {
            "doc_id": f"{unit.name}-{place}",
            "issuer": unit.name,
            "issuer_level": unit.level.value if unit.level else None,
            "urgency": rule.when.marks[0].value if place < unit.urgent else None,
        }
        for unit in example.units
        for place in range(unit.documents)
    ]
    documents = _table(DOCUMENTS, rows)
    findings = detect_documents(documents, BODIES.empty(), RECEIPTS.empty(), [rule])
    return tuple(findings["issuer"].to_list())


def _subjects_found(rule: RepeatRule, example: RepeatExample) -> tuple[str, ...]:
    deliveries = list(enumerate(example.deliveries))
    documents = _table(
        DOCUMENTS,
        [
            {
                "doc_id": _doc_id(place),
                "title": delivery.title,
                "issuer": delivery.issuer,
                "issuer_level": delivery.level.value if delivery.level else None,
                "doc_number": delivery.doc_number,
            }
            for place, delivery in deliveries
        ],
    )
    receipts = _table(
        RECEIPTS,
        [
            {
                "receipt_id": _doc_id(place),
                "doc_id": _doc_id(place),
                "receiver": delivery.receiver,
                "received_at": delivery.received_at,
            }
            for place, delivery in deliveries
        ],
    )
    findings = detect_documents(documents, BODIES.empty(), receipts, [rule])
    return tuple(findings["matched_text"].to_list())
