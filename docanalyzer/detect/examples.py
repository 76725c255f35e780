"""Examples for rules that read one document, run through the real search of their kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from docanalyzer.detect.kind import Log, Probe, Search
from docanalyzer.model.rule import Example, Rule, Year
from docanalyzer.model.tables import BODIES, DOCUMENTS, RECEIPTS, Table
from docanalyzer.model.terms import Level, Urgency

if TYPE_CHECKING:
    import polars as pl

Row = dict[str, object]


class DocumentExample(Example):
    """A document as the detector would see it; fields that are left out are not known.

    The body is `body` written `times` times. `due_known` says that its register keeps deadlines.
    `expect` narrows a match: one finding must carry exactly this text.
    """

    title: str | None = None
    body: str | None = None
    times: Annotated[int, Field(ge=1, le=10_000)] = 1
    doc_number: str | None = None
    issuer: str | None = None
    urgency: Urgency | None = None
    issued_on: date | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    due_known: bool = True
    level: Level | None = None
    province: str | None = None
    city: str | None = None
    year: Year | None = None
    is_relay: bool | None = None
    expect: Annotated[str, Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> DocumentExample:
        told = (self.title, self.body, self.urgency, self.doc_number, self.due_at)
        if all(part is None for part in told):
            raise ValueError("an example needs a title, a body, a number, a deadline or a mark")
        return self


def probe_by(find: Search) -> Probe:
    """A probe that runs `find` over the examples: per example the matched texts, empty when silent.

    Each example is a document with one receipt; all stand in one register, and that register
    keeps deadlines unless the example says `due_known: false`.
    """
    return lambda rule, examples: _matched(find, rule, examples)


def _matched(
    find: Search, rule: Rule, examples: Sequence[DocumentExample]
) -> list[tuple[str, ...]]:
    ids = doc_ids(len(examples))
    documents = [_document(doc_id, example) for doc_id, example in zip(ids, examples, strict=True)]
    bodies: list[Row] = [
        {"doc_id": doc_id, "body": example.body * example.times}
        for doc_id, example in zip(ids, examples, strict=True)
        if example.body is not None
    ]
    log = Log(rows_of(DOCUMENTS, documents), rows_of(BODIES, bodies), _receipts(ids, examples))
    found = find(rule, log).group_by("doc_id").agg("matched_text")
    texts: dict[str, list[str]] = dict(found.iter_rows())
    return [tuple(texts.get(doc_id, ())) for doc_id in ids]


def doc_ids(count: int) -> list[str]:
    """Ids for so many documents of examples, in order."""
    return [f"example-{place:05d}" for place in range(count)]


def rows_of(table: Table, rows: Sequence[Row]) -> pl.DataFrame:
    """`rows` as a whole `table`; columns that no row names are null."""
    import polars as pl

    used = {name for row in rows for name in row}
    schema = {name: dtype for name, dtype in table.schema().items() if name in used}
    return table.conform(pl.DataFrame(list(rows), schema=schema))


def _document(doc_id: str, example: DocumentExample) -> Row:
    return {
        "doc_id": doc_id,
        "title": example.title,
        "doc_number": example.doc_number,
        "issuer": example.issuer,
        "issuer_level": example.level.value if example.level else None,
        "province": example.province,
        "city": example.city,
        "number_year": example.year,
        "is_relay": example.is_relay,
        "urgency": example.urgency.value if example.urgency else None,
        "issued_on": example.issued_on,
    }


def _receipts(ids: Sequence[str], examples: Sequence[DocumentExample]) -> pl.DataFrame:
    """One receipt per example, and in the register that keeps deadlines one more that has one."""
    rows: list[Row] = [
        {
            "receipt_id": doc_id,
            "doc_id": doc_id,
            "received_at": example.received_at,
            "due_at": example.due_at,
            "raw_urgency": example.urgency.value if example.urgency else None,
            "source_file": "with-deadlines" if example.due_known else f"without {doc_id}",
        }
        for doc_id, example in zip(ids, examples, strict=True)
    ]
    keeper: Row = {
        "receipt_id": "keeper",
        "due_at": datetime(2000, 1, 1),
        "source_file": "with-deadlines",
    }
    return rows_of(RECEIPTS, [*rows, keeper])
