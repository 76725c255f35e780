"""Kind `village_form`: a title asks villages for a form, and nothing names a legal basis."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from docanalyzer.detect.examples import DocumentExample, probe_by
from docanalyzer.detect.found import as_json, message_column
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.model.rule import Examples, Rule, When, Word

Words = Annotated[tuple[Word, ...], Field(min_length=1)]


class VillageFormWhen(When):
    """The title holds a word of `villages`, one of `asks` and one of `forms`, and none of `unless`.

    A title that cites a document in 《》 is left alone, because the form may be that document's.
    So is a document whose title or body holds a word of `basis`.
    """

    kind: Literal["village_form"]
    villages: Words
    asks: Words
    forms: Words
    unless: Words
    basis: Words


class VillageFormRule(Rule):
    """A form asked of villages without a basis."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"matched", "villages"})

    when: VillageFormWhen
    examples: Examples[DocumentExample]


def find_village_forms(rule: VillageFormRule, log: Log) -> pl.DataFrame:
    """Documents whose title asks villages for a form without a basis (`FOUND` columns).

    The span is the word for the form. Without a body only the title could be searched for a
    basis; the evidence says so.
    """
    when = rule.when
    title = pl.col("title")
    asking = (
        log.documents.select("doc_id", "title")
        .filter(
            ~title.str.contains("《", literal=True),
            title.str.contains_any(list(when.asks)),
            ~title.str.contains_any([*when.unless, *when.basis]),
        )
        .with_columns(villages=_first(when.villages), form=_first(when.forms))
        .drop_nulls(["villages", "form"])
        .join(log.bodies.select("doc_id", "body"), on="doc_id", how="left")
    )
    named = pl.col("body").str.contains_any(list(when.basis)).fill_null(False)
    begin = title.str.split(pl.col("form")).list.first().str.len_chars().cast(pl.Int64)
    return asking.filter(~named).select(
        "doc_id",
        pl.lit("title").alias("field"),
        begin.alias("begin"),
        (begin + pl.col("form").str.len_chars()).alias("end"),
        pl.col("form").alias("matched_text"),
        message_column(rule, {"matched": pl.col("form"), "villages": pl.col("villages")}),
        as_json({"villages": pl.col("villages"), "body_read": pl.col("body").is_not_null()}).alias(
            "evidence"
        ),
    )


def _first(words: Words) -> pl.Expr:
    """The word that comes first in the title, null without any."""
    return pl.col("title").str.extract_many(list(words)).list.first()


KIND = Kind(
    name="village_form",
    rule=VillageFormRule,
    find=find_village_forms,
    probe=probe_by(find_village_forms),
    words={
        "villages": Label("要求的对象", "Asked of"),
        "body_read": Label("正文已查", "Body searched"),
    },
)
