"""Examples for rules that read one document: the document and how it was registered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, model_validator

from docanalyzer.model.terms import Urgency
from docanalyzer.rulepack.model import Example, Strict


class DocumentExample(Example):
    """A document as the detector would see it; fields that are left out are not known.

    `expect` narrows a match: one finding must carry exactly this text.
    """

    title: str | None = None
    body: str | None = None
    doc_number: str | None = None
    issuer: str | None = None
    urgency: Urgency | None = None
    issued_on: date | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    due_known: bool = True
    expect: Annotated[str, Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> DocumentExample:
        told = (self.title, self.body, self.urgency, self.doc_number, self.due_at)
        if all(part is None for part in told):
            raise ValueError("an example needs a title, a body, a number, a deadline or a mark")
        return self


class DocumentExamples(Strict):
    """At least one match and one near miss; a `known_miss` fails once it starts matching."""

    match: Annotated[tuple[DocumentExample, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[DocumentExample, ...], Field(min_length=1)]
    known_miss: tuple[DocumentExample, ...] = ()
