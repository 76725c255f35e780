"""The canonical tables: column, type, meaning and key of everything a run writes.

Each `Table` is the single source for a Parquet file of the run folder. Nulls mean "not known".
Importing this module loads no table library.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_LEADING = 8
"""Bytes that are compared as one number."""


class Type(StrEnum):
    """Column types, named so that other engines can map them to their own."""

    TEXT = "text"
    INT = "int64"
    FLOAT = "float64"
    BOOL = "bool"
    DATE = "date"
    TIME = "timestamp[us]"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, type and what it means."""

    name: str
    type: Type
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A canonical table; `key` names the columns that identify and order its rows."""

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        """File name inside the run folder."""
        return f"{self.name}.parquet"

    def names(self) -> list[str]:
        """Column names in their fixed order."""
        return [column.name for column in self.columns]

    def schema(self) -> dict[str, pl.DataType]:
        """Column name to polars type, in the fixed order."""
        return {column.name: _polars_type(column.type) for column in self.columns}

    def empty(self) -> pl.DataFrame:
        """The table with no row."""
        import polars as pl

        return pl.DataFrame(schema=self.schema())

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` with exactly these columns, types and row order; absent columns become null.

        Rows are sorted by the key, then by every other column, so equal sets of rows give
        equal tables. Raises `polars.exceptions.InvalidOperationError` where a value does not
        fit its type, `ValueError` on a column the table does not have.
        """
        import polars as pl

        unknown = set(frame.columns) - set(self.names())
        if unknown:
            raise ValueError(f"{self.name}: no such column: {', '.join(sorted(unknown))}")
        exprs = [
            (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
            for name, dtype in self.schema().items()
        ]
        rest = [name for name in self.names() if name not in self.key]
        conforming = frame.select(exprs)
        # Ids lie all over memory; their first bytes as numbers tell nearly all of them apart.
        leading = _leading_bytes(conforming[self.key[0]])
        return conforming.sort([*leading, *self.key, *rest], nulls_last=False)


def _leading_bytes(texts: pl.Series) -> list[pl.Expr]:
    """A number that orders a text column as its first eight bytes do; nothing for other columns
    and for one with shorter texts."""
    import polars as pl

    if texts.dtype != pl.String:
        return []
    shortest = texts.str.len_bytes().min()
    if not isinstance(shortest, int) or shortest < _LEADING:
        return []
    begin = pl.col(texts.name).cast(pl.Binary).bin.slice(0, _LEADING)
    return [begin.bin.reinterpret(dtype=pl.UInt64, endianness="big")]


def _polars_type(kind: Type) -> pl.DataType:
    import polars as pl

    types: dict[Type, pl.DataType] = {
        Type.TEXT: pl.String(),
        Type.INT: pl.Int64(),
        Type.FLOAT: pl.Float64(),
        Type.BOOL: pl.Boolean(),
        Type.DATE: pl.Date(),
        Type.TIME: pl.Datetime("us"),
    }
    return types[kind]


def _columns(*rows: tuple[str, Type, str]) -> tuple[Column, ...]:
    return tuple(Column(*row) for row in rows)


_SOURCE = _columns(
    ("source_file", Type.TEXT, "input file, relative to the path given on the command line"),
    ("source_sheet", Type.TEXT, "worksheet; null where the format has none"),
    ("source_row", Type.INT, "row in the file or sheet, 1 is its first; null for a whole file"),
)

DOCUMENTS = Table(
    "documents",
    "a distinct document",
    ("doc_id",),
    _columns(
        ("doc_id", Type.TEXT, "hash of what identifies the document"),
        ("title", Type.TEXT, "title as registered"),
        (
            "doc_number",
            Type.TEXT,
            "canonical number, 国办发〔2019〕64号; as registered if unparsed",
        ),
        ("organ_code", Type.TEXT, "organ code of the number, 国办发"),
        ("number_year", Type.INT, "year of the number"),
        ("serial", Type.INT, "serial of the number"),
        ("issuer", Type.TEXT, "canonical name of the issuing organ"),
        ("issuer_level", Type.TEXT, "central, province, city, county, township, village"),
        ("province", Type.TEXT, "province of the issuer"),
        ("city", Type.TEXT, "prefecture-level division of the issuer"),
        ("county", Type.TEXT, "county-level division of the issuer"),
        ("genre", Type.TEXT, "文种, one of the fifteen kinds"),
        ("category", Type.TEXT, "document, meeting, inspection"),
        ("urgency", Type.TEXT, "特提 特急 加急 平急 急件"),
        ("secrecy", Type.TEXT, "secrecy as registered; never a classified one"),
        ("issued_on", Type.DATE, "date of the document"),
        ("body_chars", Type.INT, "characters of the body; null without a body"),
        ("pages", Type.INT, "pages"),
        ("is_relay", Type.BOOL, "title says 转发, 批转 or 印发 of another organ's document"),
    )
    + _SOURCE,
)

BODIES = Table(
    "bodies",
    "a document's text",
    ("doc_id",),
    _columns(
        ("doc_id", Type.TEXT, "document"),
        ("body", Type.TEXT, "text as ingested; every offset counts its characters"),
        ("body_source", Type.TEXT, "where the text came from"),
    ),
)

RECEIPTS = Table(
    "receipts",
    "a log row",
    ("receipt_id",),
    _columns(
        ("receipt_id", Type.TEXT, "hash of the row's content and repetition"),
        ("doc_id", Type.TEXT, "document the row registers"),
        ("register_no", Type.TEXT, "number in the receiver's register"),
        ("receiver", Type.TEXT, "receiving organ"),
        ("receiver_level", Type.TEXT, "level of the receiver"),
        ("received_at", Type.TIME, "when it was received, local time"),
        ("due_at", Type.TIME, "when it must be done, local time"),
        ("finished_at", Type.TIME, "when it was done, local time"),
        ("raw_urgency", Type.TEXT, "urgency cell as registered"),
    )
    + _SOURCE,
)

REJECTS = Table(
    "rejects",
    "a row or file not used",
    ("source_file", "source_sheet", "source_row"),
    _SOURCE
    + _columns(
        ("reason_code", Type.TEXT, "machine-readable reason"),
        ("reason", Type.TEXT, "the reason in words"),
        ("raw", Type.TEXT, "JSON of the original cells; empty for classified rows"),
    ),
)

CELL_NOTES = Table(
    "cell_notes",
    "a cell of a kept row that was not understood",
    ("source_file", "source_sheet", "source_row", "column"),
    _SOURCE
    + _columns(
        ("column", Type.TEXT, "canonical field"),
        ("value", Type.TEXT, "the cell as registered"),
        ("reason_code", Type.TEXT, "machine-readable reason"),
        ("reason", Type.TEXT, "the reason in words"),
    ),
)

FINDINGS = Table(
    "findings",
    "one finding",
    ("finding_id",),
    _columns(
        ("finding_id", Type.TEXT, "hash of what the finding is about; stable between runs"),
        ("family", Type.TEXT, "family of the rule, see `terms.Family`"),
        ("rule_id", Type.TEXT, "rule that fired"),
        ("rule_version", Type.TEXT, "version of that rule"),
        ("severity", Type.TEXT, "info, low, medium, high"),
        ("doc_id", Type.TEXT, "document; null for a finding about a unit"),
        ("doc_number", Type.TEXT, "number of the document"),
        ("title", Type.TEXT, "title of the document"),
        ("issuer", Type.TEXT, "issuer, or the unit the finding is about"),
        ("issuer_level", Type.TEXT, "level of the issuer"),
        ("field", Type.TEXT, "field the evidence stands in: title, body, urgency, count"),
        ("begin", Type.INT, "first character of the match in the field as ingested"),
        ("end", Type.INT, "one past the last character"),
        ("matched_text", Type.TEXT, "the evidence itself"),
        ("message", Type.TEXT, "the finding in words, Chinese"),
        ("evidence", Type.TEXT, "JSON with whatever else proves it"),
    ),
)

REUSE_PAIRS = Table(
    "reuse_pairs",
    "copy and source",
    ("copy_doc_id", "source_doc_id"),
    _columns(
        ("copy_doc_id", Type.TEXT, "the later or lower document"),
        ("source_doc_id", Type.TEXT, "the document it takes text from"),
        ("copy_doc_number", Type.TEXT, "its number"),
        ("source_doc_number", Type.TEXT, "its number"),
        (
            "relation",
            Type.TEXT,
            "copied, declared_relay, lawful, lateral, elsewhere, from_below, undetermined, "
            "reissue, version, same_subject",
        ),
        ("relation_reason", Type.TEXT, "why it is passed on or lawfully alike; else null"),
        ("copied_share", Type.FLOAT, "share of the copy's own text covered; null without bodies"),
        ("source_share", Type.FLOAT, "share of the source's own text covered"),
        ("passages", Type.INT, "aligned passages"),
        ("longest_passage_chars", Type.INT, "characters of the longest passage in the copy"),
        ("edits", Type.INT, "characters changed inside the passages"),
        ("figures_changed", Type.INT, "figures of the copy's passages that the source's lack"),
        ("direction_by", Type.TEXT, "level, date, citation, undetermined: what tells the order"),
        ("days_between", Type.INT, "days from source to copy; null if a date is unknown"),
        (
            "sources_left_out",
            Type.INT,
            "further documents that share text with the copy and were not aligned",
        ),
        ("is_immediate_parent", Type.BOOL, "the nearest source on the copy's own division path"),
    ),
)

REUSE_PASSAGES = Table(
    "reuse_passages",
    "one aligned passage",
    ("copy_doc_id", "source_doc_id", "copy_begin", "source_begin"),
    _columns(
        ("copy_doc_id", Type.TEXT, "copy"),
        ("source_doc_id", Type.TEXT, "source"),
        ("copy_begin", Type.INT, "half-open span in the copy's body"),
        ("copy_end", Type.INT, "end of that span"),
        ("source_begin", Type.INT, "half-open span in the source's body"),
        ("source_end", Type.INT, "end of that span"),
        ("similarity", Type.FLOAT, "1 for equal text after folding, 0 for nothing in common"),
    ),
)

BOILERPLATE = Table(
    "boilerplate",
    "a text ignored as boilerplate",
    ("text",),
    _columns(
        ("text", Type.TEXT, "the text"),
        ("documents", Type.INT, "documents that carry it"),
        ("example_doc_id", Type.TEXT, "one of them"),
    ),
)

QUOTA_STATUS = Table(
    "quota_status",
    "unit, category and period",
    ("unit", "category", "period"),
    _columns(
        ("unit", Type.TEXT, "canonical issuer name"),
        ("unit_level", Type.TEXT, "its level"),
        ("category", Type.TEXT, "document, meeting, inspection"),
        ("period", Type.TEXT, "2019, 2019-H1, 2019-Q1, 2019-03"),
        ("count", Type.INT, "distinct documents counted in the period"),
        ("previous_count", Type.INT, "the same in the period before; null if outside the data"),
        ("change_pct", Type.FLOAT, "change in percent; null without a previous count"),
        ("target", Type.TEXT, "the target held against it; null if none applies"),
        ("status", Type.TEXT, "met, missed, undetermined"),
        ("reason", Type.TEXT, "why, in words"),
        ("planned", Type.INT, "documents in the annual plan; null without a plan"),
        ("unplanned", Type.INT, "issued outside the plan; null without a plan"),
        ("projected", Type.INT, "projection to the end of the period; null if complete"),
        ("counted_rule", Type.TEXT, "counting rule that made the figure"),
    ),
)

TEXT_MATCHES = Table(
    "text_matches",
    "a document file given, and a document it is the text of",
    ("path", "doc_id"),
    _columns(
        ("path", Type.TEXT, "the file as it is shown; classified/N for what must not be named"),
        ("doc_id", Type.TEXT, "the document; null where none, or more than one, fits"),
        (
            "matched_by",
            Type.TEXT,
            "number_in_name, title_in_name, number_in_text, title_in_text, attachment, "
            "register_number; null without a document",
        ),
        ("reason_code", Type.TEXT, "why it gave no text or no document; null where it did"),
    ),
)

RUN_TABLES: tuple[Table, ...] = (
    DOCUMENTS,
    BODIES,
    RECEIPTS,
    REJECTS,
    CELL_NOTES,
    FINDINGS,
    REUSE_PAIRS,
    REUSE_PASSAGES,
    BOILERPLATE,
    QUOTA_STATUS,
    TEXT_MATCHES,
)
"""Every table of the run folder, in the order of the contract."""

_TEXT_FIELDS: tuple[tuple[str, str], ...] = (
    ("title", "title of the document"),
    ("doc_number", "document number, uncleaned"),
    ("register_no", "number in the receiver's register"),
    ("issuer", "issuing organ"),
    ("receiver", "receiving organ"),
    ("cc", "organs that get a copy"),
    ("urgency", "urgency cell as registered"),
    ("secrecy", "secrecy cell"),
    ("doc_type", "文种 or class of the register"),
    ("body", "text of the document"),
    ("remark", "remarks"),
    ("attachment", "attachment names or paths"),
    ("body_source", "file the text came from, when it is not the row itself"),
    ("url", "address or other id under which the source system keeps the document"),
)

MAPPED_ROWS = Table(
    "mapped_rows",
    "a kept row of an input, headings and values understood (internal, not written)",
    ("source_file", "source_sheet", "source_row"),
    _SOURCE
    + tuple(Column(name, Type.TEXT, meaning) for name, meaning in _TEXT_FIELDS)
    + _columns(
        ("urgency_mark", Type.TEXT, "urgency understood: 特提 特急 加急 平急 急件, else null"),
        ("issued_on", Type.DATE, "date of the document"),
        ("received_at", Type.TIME, "when it was received"),
        ("due_at", Type.TIME, "when it must be done"),
        ("finished_at", Type.TIME, "when it was done"),
        ("pages", Type.INT, "pages"),
    ),
)
"""What ingest hands to the register stage; absent fields are null columns."""
