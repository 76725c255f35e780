"""Kind `length`: a text longer than its level, year and region allow."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from docanalyzer.detect.examples import DocumentExample, probe_by
from docanalyzer.detect.found import FOUND, as_json, message_column, whole_field
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.model.rule import Examples, Rule, Strict, When, Word, Year
from docanalyzer.model.terms import Level

_BLANKS = r"\s"


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


class LengthRule(Rule):
    """A limit of length."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"chars", "limit"})

    when: LengthWhen
    examples: Examples[DocumentExample]


def find_too_long(rule: LengthRule, log: Log) -> pl.DataFrame:
    """Documents whose body exceeds the rule's limit (`FOUND` columns); no body, no verdict."""
    limits = log.documents.select("doc_id", limit=_limit(rule)).drop_nulls("limit")
    # No text has more characters than bytes, and bytes need no counting.
    texts = (
        log.bodies.filter(pl.col("body").str.len_bytes() > pl.lit(limits["limit"]).min())
        .join(limits, on="doc_id")
        .filter(pl.col("body").str.len_chars() > pl.col("limit"))
    )
    chars = pl.col("body").str.replace_all(_BLANKS, "").str.len_chars().cast(pl.Int64)
    long = texts.select("doc_id", "limit", chars=chars).filter(pl.col("chars") > pl.col("limit"))
    facts = {"chars": pl.col("chars"), "limit": pl.col("limit")}
    return long.select(
        "doc_id",
        *whole_field("body", pl.format("{}字", "chars")),
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


KIND = Kind(
    name="length",
    rule=LengthRule,
    find=find_too_long,
    probe=probe_by(find_too_long),
    words={"chars": Label("字数", "Characters"), "limit": Label("上限", "Limit")},
)
