"""Urgency and secrecy cells: labels to marks, codes through the mapping, all else noted."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from docanalyzer.ingest.classified import labels
from docanalyzer.ingest.values.words import folded, words

_CODE = r"^[A-Za-z]{0,12}\d{0,4}$"
_NEGATED = r"[非不无未]"


class LabelNote(StrEnum):
    """Why a label cell gave no value."""

    NEEDS_MAPPING = "code_needs_mapping"
    SEVERAL = "several_labels"
    UNKNOWN = "label_not_understood"
    NOT_A_NUMBER = "number_not_understood"


LABEL_REASONS: dict[str, str] = {
    LabelNote.NEEDS_MAPPING: "a bare code; say in the mapping file what it means",
    LabelNote.SEVERAL: "more than one label in the cell",
    LabelNote.UNKNOWN: "not a known label",
    LabelNote.NOT_A_NUMBER: "not a number of pages",
}


def urgency_marks(column: pl.Series, codes: Mapping[str, str]) -> pl.DataFrame:
    """Urgency of a text column: `value` (特提 特急 加急 平急 急件 or null) and `note`.

    Rows are those of `column`, in order. Labels of the rule pack count, also inside a longer
    cell if they are alone there (明电 特急); words such as 普通 give null without a note. A bare
    code is looked up in `codes` and else noted, never guessed: 1 is the highest mark in one
    system and the lowest in the next.
    """
    raw = pl.DataFrame({"raw": column.cast(pl.String)})
    distinct = raw.unique().drop_nulls()
    told = {_fold_code(code): label for code, label in codes.items()}
    label = folded(pl.col("raw"))
    distinct = distinct.with_columns(label.replace(told).pipe(folded).alias("label"))
    parsed = distinct.select(
        "raw", _mark(pl.col("label")).alias("value"), _urgency_note(pl.col("label")).alias("note")
    )
    return raw.join(parsed, on="raw", how="left", maintain_order="left").select("value", "note")


def _fold_code(code: str) -> str:
    return str(pl.select(folded(pl.lit(code))).item())


def _marks_inside(label: pl.Expr) -> pl.Expr:
    marks = sorted({mark for mark in words().urgency.values() if mark})
    return label.str.extract_all("|".join(marks)).list.unique()


def _mark(label: pl.Expr) -> pl.Expr:
    exact = label.replace_strict(words().urgency, default=None, return_dtype=pl.String)
    inside = _marks_inside(label)
    alone = (inside.list.len() == 1) & ~label.str.contains(_NEGATED)
    known = label.is_in(sorted(words().urgency))
    return pl.when(known).then(exact).when(alone).then(inside.list.first())


def _urgency_note(label: pl.Expr) -> pl.Expr:
    silent = sorted({"", *words().null_words, *words().urgency})
    inside = _marks_inside(label)
    return (
        pl.when(label.is_in(silent))
        .then(pl.lit(None, pl.String))
        .when(label.str.contains(_CODE))
        .then(pl.lit(LabelNote.NEEDS_MAPPING.value))
        .when((inside.list.len() == 1) & ~label.str.contains(_NEGATED))
        .then(pl.lit(None, pl.String))
        .when(inside.list.len() > 1)
        .then(pl.lit(LabelNote.SEVERAL.value))
        .otherwise(pl.lit(LabelNote.UNKNOWN.value))
    )


def secrecy_labels(column: pl.Series, codes: Mapping[str, str]) -> pl.DataFrame:
    """Secrecy of a text column: `value` (label), `classified` (never null) and `note`.

    Codes of the mapping are turned to their labels. Classified are cells with 秘密, 机密 or 绝密
    as a label of secrecy (`classified.labels`), 密 alone, or with ★; 非密, 内部 and 商业秘密 are
    not. A bare number without a mapping is noted, for it may hide one.
    """
    raw = pl.DataFrame({"raw": column.cast(pl.String)})
    distinct = raw.unique().drop_nulls()
    told = {_fold_code(code): label for code, label in codes.items()}
    label = pl.col("label")
    known_number = label.str.contains(r"^\d{1,3}$")
    distinct = distinct.with_columns(folded(pl.col("raw")).replace(told).alias("label"))
    spoken = label.pipe(folded).str.replace_all(
        r"(?:非|商业|核心商|普通商|无|不是|解|不涉|保)(?:秘密|机密|绝密|密件|密)", ""
    )
    parsed = distinct.select(
        "raw",
        pl.when(pl.col("raw").pipe(folded).is_in(sorted(told)))
        .then(label)
        .otherwise(pl.col("raw"))
        .alias("value"),
        spoken.str.contains(rf"^密$|{'|'.join(labels())}|[★☆]").alias("classified"),
        pl.when(known_number).then(pl.lit(LabelNote.NEEDS_MAPPING.value)).alias("note"),
    )
    joined = raw.join(parsed, on="raw", how="left", maintain_order="left")
    return joined.select("value", pl.col("classified").fill_null(value=False), "note")


def page_counts(column: pl.Series) -> pl.DataFrame:
    """Pages of a text column: `value` (Int64) and `note`; 共12页 and 12 are twelve."""
    text = folded(pl.col("raw"))
    count = text.str.extract(r"^共?(\d{1,5})(?:\.0+)?[页pP]?$").cast(pl.Int64, strict=False)
    nothing = text.is_in(sorted({"", *words().null_words}))
    frame = pl.DataFrame({"raw": column.cast(pl.String)})
    return frame.select(
        count.alias("value"),
        pl.when(pl.col("raw").is_not_null() & count.is_null() & ~nothing)
        .then(pl.lit(LabelNote.NOT_A_NUMBER.value))
        .alias("note"),
    )
