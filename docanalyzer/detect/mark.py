"""Kind `mark`: an urgency mark in the urgency field or set apart in the title."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from docanalyzer.detect.examples import DocumentExample, probe_by
from docanalyzer.detect.found import as_json, message_column
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.model.rule import Examples, Rule, When

_OPEN, _CLOSE = r"[【\[（(〔［「]", r"[】\])）〕］」]"
_AFTER_BARE = r"[\s：:！!★*·、，,—-]"


Mark = Annotated[str, Field(min_length=2, max_length=8)]


class MarkWhen(When):
    """A document carries one of `marks`.

    `field: urgency` reads the urgency the register understood. `field: title` asks that the mark
    is set apart: in brackets at the start or the end of the title, or in front of it with a
    space, colon or exclamation mark after it; a mark inside a word or a cited title is none.
    """

    kind: Literal["mark"]
    field: Literal["urgency", "title"]
    marks: Annotated[tuple[Mark, ...], Field(min_length=1)]


class MarkRule(Rule):
    """An urgency mark."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"matched"})

    when: MarkWhen
    examples: Examples[DocumentExample]


def find_marks(rule: MarkRule, log: Log) -> pl.DataFrame:
    """Documents that carry one of the rule's marks in the field it names (`FOUND` columns)."""
    if rule.when.field == "urgency":
        return _field_marks(rule, log.documents, log.receipts)
    return _title_marks(rule, log.documents)


def _field_marks(rule: MarkRule, documents: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """Documents whose urgency field holds one of the rule's marks (`FOUND` columns).

    The text shown is the cell of the document's first receipt that has one, as registered.
    """
    marked = documents.filter(pl.col("urgency").is_in(list(rule.when.marks)))
    return with_urgency_cell(marked.select("doc_id", "urgency"), receipts).select(
        "doc_id",
        *urgency_span(),
        message=message_column(rule, {"matched": pl.col("urgency")}),
        evidence=as_json({"mark": pl.col("urgency"), "receipts": pl.col("receipts")}),
    )


def with_urgency_cell(marked: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """`marked` (doc_id, urgency, …) with its number of receipts and the cell the mark stands in."""
    per_document = (
        receipts.select("doc_id", "receipt_id", "raw_urgency")
        .join(marked, on="doc_id", how="semi")
        .sort("receipt_id")
        .group_by("doc_id", maintain_order=True)
        .agg(receipts=pl.len(), raw=pl.col("raw_urgency").drop_nulls().first())
    )
    cell = pl.coalesce("raw", "urgency")
    return marked.join(per_document, on="doc_id", how="left").with_columns(
        pl.col("receipts").fill_null(0), cell=cell
    )


def urgency_span() -> list[pl.Expr]:
    """field, begin, end and matched_text of a mark in its cell; the whole cell if it is a code."""
    mark, cell = pl.col("urgency"), pl.col("cell")
    stands = cell.str.contains(mark, literal=True)
    before = cell.str.split(mark, literal=True).list.first().str.len_chars()
    begin = pl.when(stands).then(before).otherwise(0).cast(pl.Int64)
    text = pl.when(stands).then(mark).otherwise(cell)
    return [
        pl.lit("urgency").alias("field"),
        begin.alias("begin"),
        (begin + text.str.len_chars()).cast(pl.Int64).alias("end"),
        text.alias("matched_text"),
    ]


def _title_marks(rule: MarkRule, documents: pl.DataFrame) -> pl.DataFrame:
    """Documents whose title carries one of the rule's marks, set apart (`FOUND` columns)."""
    marks = "|".join(_spaced(mark) for mark in sorted(rule.when.marks, key=_longest_first))
    bracketed = rf"{_OPEN}\s*(?:{marks})\s*{_CLOSE}"
    front = rf"^\s*(?:({bracketed})|({marks}){_AFTER_BARE})"
    back = rf"({bracketed})\s*$"
    title = pl.col("title")
    candidates = documents.select("doc_id", "title").filter(
        title.is_not_null() & title.str.contains_any(sorted({mark[0] for mark in rule.when.marks}))
    )
    found = candidates.with_columns(
        matched_text=pl.coalesce(
            title.str.extract(front, 1), title.str.extract(front, 2), title.str.extract(back, 1)
        ),
        at_front=title.str.contains(front),
    ).filter(pl.col("matched_text").is_not_null())
    length = pl.col("matched_text").str.len_chars().cast(pl.Int64)
    lead = title.str.len_chars() - title.str.strip_chars_start().str.len_chars()
    tail = title.str.strip_chars_end().str.len_chars().cast(pl.Int64) - length
    begin = pl.when("at_front").then(lead).otherwise(tail).cast(pl.Int64)
    return found.with_columns(begin=begin, length=length).select(
        "doc_id",
        pl.lit("title").alias("field"),
        "begin",
        (pl.col("begin") + pl.col("length")).alias("end"),
        "matched_text",
        message=message_column(rule, {"matched": pl.col("matched_text")}),
        evidence=as_json(
            {"position": pl.when("at_front").then(pl.lit("front")).otherwise(pl.lit("back"))}
        ),
    )


def _spaced(mark: str) -> str:
    """A pattern for the mark, also with blanks between its characters: 特　急."""
    return r"\s{0,3}".join(_escaped(character) for character in mark)


def _longest_first(mark: str) -> tuple[int, str]:
    return -len(mark), mark


def _escaped(text: str) -> str:
    """`text` as a literal for the Rust regex engine."""
    return str(pl.select(pl.lit(text).str.escape_regex()).item())


KIND = Kind(
    name="mark",
    rule=MarkRule,
    find=find_marks,
    probe=probe_by(find_marks),
    words={
        "mark": Label("标注", "Mark"),
        "receipts": Label("登记行数", "Register entries"),
        "position": Label("位置", "Place"),
    },
)
