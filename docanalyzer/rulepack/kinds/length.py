"""Kind `length`: a text longer than its level, year and region allow."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from docanalyzer.model.terms import Level
from docanalyzer.rulepack.kinds.documents import DocumentExample
from docanalyzer.rulepack.model import Rule, Strict, When

Word = Annotated[str, Field(min_length=2, max_length=40)]
Year = Annotated[int, Field(ge=1949, le=2100)]


class LengthException(Strict):
    """Another limit for the documents of a level, region and period.

    `region` is a province, city or county as the gazetteer writes it; `since` and `until` are the
    first and the last day. A document of which only the year is known is in the period when the
    whole year is.
    """

    limit: Annotated[int, Field(ge=100)]
    level: Level | None = None
    region: Word | None = None
    since: date | None = None
    until: date | None = None


class LengthWhen(When):
    """The body has more than `limit` characters, blanks not counted.

    `levels`, `provinces` (as the gazetteer writes them) and the years of the document narrow the
    rule; empty admits all. A document whose level, province or year is not known is left alone
    where the rule asks for it, and so is a relay, whose text is another's. Where `exceptions`
    fit a document, the last of them decides alone: the rule's levels, provinces and years do not
    narrow it there.
    """

    kind: Literal["length"]
    limit: Annotated[int, Field(ge=100)]
    levels: tuple[Level, ...] = ()
    provinces: tuple[Word, ...] = ()
    from_year: Year | None = None
    to_year: Year | None = None
    unless_title: tuple[Word, ...] = ()
    exceptions: tuple[LengthException, ...] = ()

    @model_validator(mode="after")
    def _years_ordered(self) -> LengthWhen:
        if self.from_year and self.to_year and self.to_year < self.from_year:
            raise ValueError("to_year must not be before from_year")
        return self


class LengthExample(DocumentExample):
    """A document whose body is `body` written `times` times."""

    times: Annotated[int, Field(ge=1, le=10_000)] = 1
    level: Level | None = None
    province: str | None = None
    year: Year | None = None
    city: str | None = None
    is_relay: bool = False


class LengthExamples(Strict):
    """At least one match and one near miss; a `known_miss` fails once it starts matching."""

    match: Annotated[tuple[LengthExample, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[LengthExample, ...], Field(min_length=1)]
    known_miss: tuple[LengthExample, ...] = ()


class LengthRule(Rule):
    """A limit of length; read by detect/burdens."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"chars", "limit"})

    when: LengthWhen
    examples: LengthExamples
