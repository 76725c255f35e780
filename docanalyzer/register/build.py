"""Mapped rows → documents, bodies and receipts, with their numbers, titles and organs read."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from docanalyzer.engine import aside
from docanalyzer.model.ids import stable_ids
from docanalyzer.model.tables import (
    BODIES,
    CELL_NOTES,
    DOCUMENTS,
    MAPPED_ROWS,
    RECEIPTS,
)
from docanalyzer.model.texts import longest_texts
from docanalyzer.register.identity import document_ids
from docanalyzer.register.reading import (
    differing_notes,
    issuer_notes,
    number_notes,
    read_rows,
)

_SOURCE = ["source_file", "source_sheet", "source_row"]
_URGENCY_ORDER = ["特提", "特急", "加急", "急件", "平急"]
_FIRST_VALUES = (
    "title", "doc_number", "organ_code", "number_year", "serial", "genre", "category",
    "secrecy", "issued_on",
)  # fmt: skip


_BY_MAJORITY = ("title", "issued_on")
_BROKEN = "\ufffd"

_ORGAN = ["issuer", "issuer_level", "province", "city", "county"]


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
    depend on their order: title, date and issuer are those that most rows give; of equally common
    ones the earliest date, the principal issuer (the name that the others begin with) and the
    smallest title. The strongest urgency mark counts, the longest text, else the smallest value.
    Who says otherwise is noted. Nothing is lost in `receipts`, which keep each row's own cells.
    """
    read = read_rows(rows)
    read = read.with_columns(document_ids(read).alias("doc_id"))
    # Hashing the rows keeps one processor busy, grouping them the other.
    receipts = aside(lambda: RECEIPTS.conform(_receipts(rows, read)))
    documents = settled_documents(read)
    source = pl.coalesce("body_source", "source_file").alias("body_source")
    bodies = longest_texts(read.select("doc_id", "body", source))
    documents = documents.join(bodies.select("doc_id", "body_chars"), on="doc_id", how="left")
    notes = pl.concat(
        [
            number_notes(read),
            issuer_notes(read),
            *(differing_notes(read, documents, name) for name in _BY_MAJORITY),
        ]
    )
    return Register(
        documents=DOCUMENTS.conform(documents),
        bodies=BODIES.conform(bodies.drop("body_chars")),
        receipts=receipts.result(),
        cell_notes=CELL_NOTES.conform(notes),
    )


def settled_documents(read: pl.DataFrame) -> pl.DataFrame:
    """One row per doc_id, without body_chars; where rows disagree as in `build_register`."""
    wanted = ["doc_id", *_FIRST_VALUES, "pages", "is_relay", "urgency_mark", *_ORGAN, *_SOURCE]
    ordered = _in_order(read.select(wanted))
    urgency = pl.col("urgency_mark").cast(pl.Enum(_URGENCY_ORDER)).min().cast(pl.String)
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    ranks = ordered.select("doc_id", _rank=pl.lit(_issuer_ranks(ordered)))
    # The issuer's place comes from a row that names the issuer which most rows name.
    names_it = ranks["_rank"] == most_common(ranks, "_rank")
    agreed = ordered.with_columns(
        most_common(ordered.select("doc_id", name), name) for name in _BY_MAJORITY
    )
    grouped = (
        agreed.with_columns(row.alias("_row"), pl.when(pl.lit(names_it)).then(row).alias("_best"))
        .group_by("doc_id")
        .agg(
            *[pl.col(name).min() for name in _FIRST_VALUES],
            pl.col("pages").max(),
            pl.col("is_relay").max(),
            urgency.alias("urgency"),
            pl.col("_row", "_best").min(),
        )
    )
    principal = grouped["_best"]
    return grouped.drop("_row", "_best").with_columns(
        *[ordered[name].gather(grouped["_row"]) for name in _SOURCE],
        *[ordered[name].gather(principal) for name in _ORGAN],
    )


def most_common(rows: pl.DataFrame, column: str) -> pl.Series:
    """The column with, in every row of a document, the value that most of its rows give.

    `rows` has doc_id and the column. A text with replacement characters counts only where no other
    is given; of equally common values the smallest wins. Null where no row gives a value; documents
    whose rows agree keep what they have.
    """
    value = pl.col(column)
    spread = rows.group_by("doc_id").agg(value.min().alias("low"), value.max().alias("high"))
    disputed = spread.filter(pl.col("low") != pl.col("high")).select("doc_id")
    if disputed.is_empty():
        return rows[column]
    said = rows.filter(value.is_not_null()).join(disputed, on="doc_id", how="semi")
    is_text = rows.schema[column] == pl.String
    broken = value.str.contains(_BROKEN, literal=True) if is_text else pl.lit(False)
    best = (
        said.group_by("doc_id", column)
        .agg(rows=pl.len())
        .with_columns(broken.alias("broken"))
        .sort("doc_id", "broken", "rows", column, descending=[False, False, True, False])
        .unique("doc_id", keep="first", maintain_order=True)
        .select("doc_id", most=column)
    )
    told = rows.join(best, on="doc_id", how="left", maintain_order="left")
    return told.select(pl.coalesce("most", column).alias(column))[column]


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` by source; those of one file mostly come so, which costs less to see than to do."""
    place = pl.struct(_SOURCE)
    if rows.select(place.alias("place"))["place"].is_sorted():
        return rows
    return rows.sort(_SOURCE, nulls_last=False)


def _issuer_ranks(rows: pl.DataFrame) -> pl.Series:
    """A number per row: the lower, the rather its issuer stands for the document; null without.

    The name that others begin with comes first, so the shortest; the first by code point of
    equally long ones.
    """
    names = rows.select("issuer").drop_nulls().unique()
    ranked = names.sort(pl.col("issuer").str.len_chars(), "issuer").with_columns(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("_rank")
    )
    found = rows.select("issuer").join(ranked, on="issuer", how="left", maintain_order="left")
    return found["_rank"]


def _receipts(rows: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """One receipt per row; equal rows are told apart by a running number."""
    content = [name for name in MAPPED_ROWS.names() if not name.startswith("source_")]
    content = [name for name in content if name not in ("body", "body_source")]
    # Rows alike but for their texts are no repeats: they register different documents.
    said = rows.select(content).insert_column(0, read["doc_id"])
    ids = stable_ids(said.with_columns(_repeats(said)), [*said.columns, "_repeat"], "r")
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


def _repeats(content: pl.DataFrame) -> pl.Series:
    """How many equal rows stand before each row; doc_id is never null."""
    filled = [column.name for column in content if column.null_count() < content.height]
    content = content.select(filled)
    again = content.is_duplicated()
    # Few rows are repeated, and numbering rows within groups is slow.
    numbers = content.filter(again).select(pl.int_range(pl.len()).over(filled).alias("_repeat"))
    none = pl.zeros(content.height, pl.Int64, eager=True).alias("_repeat")
    return none.scatter(again.arg_true(), numbers["_repeat"])
