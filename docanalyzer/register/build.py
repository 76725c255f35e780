"""Mapped rows → documents, bodies and receipts, with their numbers, titles and organs read."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from docanalyzer.model.ids import stable_ids
from docanalyzer.model.tables import (
    BODIES,
    CELL_NOTES,
    DOCUMENTS,
    MAPPED_ROWS,
    RECEIPTS,
)
from docanalyzer.register.identity import document_ids
from docanalyzer.register.reading import issuer_notes, number_notes, read_rows

_SOURCE = ["source_file", "source_sheet", "source_row"]
_URGENCY_ORDER = ["特提", "特急", "加急", "急件", "平急"]
_FIRST_VALUES = (
    "title", "doc_number", "organ_code", "number_year", "serial", "genre", "category",
    "secrecy", "issued_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Register:
    """Documents, their texts, and every time one was logged."""

    documents: pl.DataFrame
    bodies: pl.DataFrame
    receipts: pl.DataFrame
    cell_notes: pl.DataFrame


def build_register(rows: pl.DataFrame) -> Register:
    """Group mapped rows into documents; every row stays as one receipt.

    `rows` conforms to MAPPED_ROWS. Where rows of one document disagree, the outcome does not
    depend on their order: the principal issuer (the name that the others begin with, else the
    first by code point), the earliest date, the strongest urgency mark, the longest text, else
    the smallest value. Nothing is lost in `receipts`, which keep each row's own cells.
    """
    read = read_rows(rows)
    read = read.with_columns(document_ids(read).alias("doc_id"))
    documents = _documents(read)
    bodies = _bodies(read)
    documents = documents.join(
        bodies.select("doc_id", pl.col("body").str.len_chars().cast(pl.Int64).alias("body_chars")),
        on="doc_id",
        how="left",
    )
    notes = pl.concat([number_notes(read), issuer_notes(read)])
    return Register(
        documents=DOCUMENTS.conform(documents),
        bodies=BODIES.conform(bodies),
        receipts=RECEIPTS.conform(_receipts(rows, read)),
        cell_notes=CELL_NOTES.conform(notes),
    )


def _documents(read: pl.DataFrame) -> pl.DataFrame:
    """One row per doc_id, without body_chars."""
    ordered = read.sort(_SOURCE, nulls_last=False)
    organ = ["issuer", "issuer_level", "province", "city", "county"]
    principal = (
        ordered.filter(pl.col("issuer").is_not_null())
        .unique(["doc_id", "issuer"], maintain_order=True)
        .sort("doc_id", pl.col("issuer").str.len_chars(), "issuer")
        .unique("doc_id", keep="first", maintain_order=True)
        .select("doc_id", *organ)
    )
    urgency = pl.col("urgency_mark").cast(pl.Enum(_URGENCY_ORDER)).min().cast(pl.String)
    grouped = ordered.group_by("doc_id", maintain_order=True).agg(
        *[pl.col(name).min() for name in _FIRST_VALUES],
        pl.col("pages").max(),
        pl.col("is_relay").max(),
        urgency.alias("urgency"),
        *[pl.col(name).first(ignore_nulls=False) for name in _SOURCE],
    )
    return grouped.join(principal, on="doc_id", how="left")


def _bodies(read: pl.DataFrame) -> pl.DataFrame:
    """The longest text of each document, the smallest of equally long ones."""
    source = pl.coalesce("body_source", "source_file")
    return (
        read.filter(pl.col("body").is_not_null())
        .select(
            "doc_id",
            "body",
            source.alias("body_source"),
            pl.col("body").str.len_chars().alias("_chars"),
        )
        .sort("doc_id", "_chars", "body", "body_source", descending=[False, True, False, False])
        .unique("doc_id", keep="first", maintain_order=True)
        .drop("_chars")
    )


def _receipts(rows: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """One receipt per row; equal rows are told apart by a running number."""
    content = [name for name in MAPPED_ROWS.names() if not name.startswith("source_")]
    content = [name for name in content if name not in ("body", "body_source")]
    repeat = rows.select(pl.int_range(pl.len()).over(content).alias("_repeat"))
    keyed = pl.concat([rows.select(content), repeat], how="horizontal")
    ids = stable_ids(keyed.with_columns(read["doc_id"]), ["doc_id", *content, "_repeat"], "r")
    return read.select(
        ids.alias("receipt_id"),
        "doc_id",
        "register_no",
        "receiver",
        "receiver_level",
        "received_at",
        "due_at",
        "finished_at",
        pl.col("urgency").alias("raw_urgency"),
        *_SOURCE,
    )
