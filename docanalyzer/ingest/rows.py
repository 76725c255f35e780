"""A found table to canonical rows: typed values, rejects with reasons, notes on cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from docanalyzer.ingest.classified import asks_for_secrecy, says_yes
from docanalyzer.ingest.columns import ColumnDecision, columns_of
from docanalyzer.ingest.fates import FATE_REASONS, Fate
from docanalyzer.ingest.headings import heading_key
from docanalyzer.ingest.layout import Block
from docanalyzer.ingest.mapping import FIELDS, FileMapping
from docanalyzer.ingest.sheets import ROW, Refused, cell_columns, is_blank
from docanalyzer.ingest.values.dates import DATE_REASONS, parse_dates
from docanalyzer.ingest.values.labels import (
    LABEL_REASONS,
    page_counts,
    secrecy_labels,
    urgency_marks,
)
from docanalyzer.ingest.values.words import meaningful, says_nothing
from docanalyzer.model.tables import CELL_NOTES, MAPPED_ROWS, REJECTS, Type

_LABEL_ONLY = r"^\p{Han}{1,8}[：:]$"
_FREE_TEXT = ("remark",)
_CELL_CHARS_MAX = 32_767
_DATE_FIELDS = ("issued_on", "received_at", "due_at", "finished_at")
_TEXT_FIELDS = tuple(
    column.name
    for column in MAPPED_ROWS.columns
    if column.type is Type.TEXT and column.name in FIELDS
)
SECRET = ["title", "doc_number", "register_no", "attachment"]
"""The fields that can lead from a row to its document file."""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_REASONS = {str(code): reason for code, reason in (DATE_REASONS | LABEL_REASONS).items()}
_FATE_REASONS = {str(code): reason for code, reason in FATE_REASONS.items()}


@dataclass(frozen=True, slots=True)
class Place:
    """Where rows come from: the shown file name and the sheet, null without sheets."""

    file: str
    sheet: str | None


@dataclass(frozen=True, slots=True)
class MappedBlock:
    """Kept rows (`MAPPED_ROWS`), rejects (`REJECTS`) and cell notes (`CELL_NOTES`) of a table.

    `secret` names what classified rows are about (`SECRET`), so that their files stay closed
    and unnamed; it must reach no output.
    """

    rows: pl.DataFrame
    rejects: pl.DataFrame
    notes: pl.DataFrame
    secret: pl.DataFrame


def map_block(
    block: Block, decisions: Sequence[ColumnDecision], place: Place, mapping: FileMapping
) -> MappedBlock:
    """Rows of a found table in canonical fields.

    Every row of `block.cells` is in `rows` or in `rejects`, once. Text fields are stripped at
    their ends, except body, which is kept exactly; words for nothing become null. Of several
    columns for one field the first choice counts, fillers where it is empty. Classified rows
    are told apart before any other field is looked at and leave nothing but their row number.
    """
    fates = final_fates(block, decisions, mapping)
    kept = block.cells.filter(fates.is_null())
    fields, notes = _fields(kept, decisions, mapping, file_year(block, place))
    rows = pl.DataFrame([kept[ROW].alias("source_row"), *fields])
    notes = pl.concat([notes, _cut_bodies(rows)])
    identity = [name for name in ("title", "doc_number", "body") if name in rows.columns]
    known = rows.select(pl.any_horizontal(pl.col(name).is_not_null() for name in identity))
    nameless = kept.filter(~known.to_series())[ROW]
    fates = _with_fate(fates, block.cells[ROW].is_in(nameless.implode()), Fate.NO_IDENTITY)
    rows = rows.filter(known.to_series())
    notes = notes.filter(pl.col("source_row").is_in(rows["source_row"].implode()))
    return MappedBlock(
        rows=_placed(rows, place),
        rejects=reject_rows(block, fates, place),
        notes=_placed(notes, place),
        secret=_secret(block.cells.filter(fates == Fate.CLASSIFIED.value), decisions),
    )


def _secret(cells: pl.DataFrame, decisions: Sequence[ColumnDecision]) -> pl.DataFrame:
    columns = cell_columns(cells)
    known = [
        _text(name, [cells[columns[decision.index]] for decision in columns_of(decisions, name)])
        for name in SECRET
        if columns_of(decisions, name)
    ]
    missing = [pl.lit(None, pl.String).alias(n) for n in SECRET if n not in {k.name for k in known}]
    return pl.DataFrame(known).with_columns(missing).select(SECRET)


def final_fates(
    block: Block, decisions: Sequence[ColumnDecision], mapping: FileMapping
) -> pl.Series:
    """What becomes of each row (`Fate`, null for data) once the columns are known.

    That finds rows classified by a code of the mapping, by a mark in a longer secrecy cell, or by
    a yes where the heading asks 是否涉密.
    """
    fates = block.fates
    for name, heading in zip(cell_columns(block.cells), block.headings, strict=True):
        if asks_for_secrecy(heading_key(heading)):
            marked = says_yes(block.cells[name]) & fates.is_null()
            fates = _with_fate(fates, marked, Fate.CLASSIFIED)
    for decision in decisions:
        if decision.field == "secrecy":
            cells = block.cells[cell_columns(block.cells)[decision.index]]
            labels = secrecy_labels(cells, mapping.codes.get("secrecy", {}))
            # A code that the mapping calls 机密, or a mark in a longer text.
            data = fates.is_null()
            fates = _with_fate(fates, labels["classified"] & data, Fate.CLASSIFIED)
    return _with_fate(fates, _is_ragged(block), Fate.RAGGED_ROW)


def _is_ragged(block: Block) -> pl.Series:
    """Rows with something right of the last named column."""
    named = [i for i, name in enumerate(block.headings) if name != f"列{i + 1}"]
    columns = cell_columns(block.cells)
    beyond = columns[named[-1] + 1 :] if named and block.header_row is not None else []
    if not beyond:
        return pl.Series([False]).new_from_index(0, block.cells.height)
    return block.cells.select(pl.any_horizontal(~is_blank(name) for name in beyond)).to_series()


def _with_fate(fates: pl.Series, where: pl.Series, fate: Fate) -> pl.Series:
    frame = pl.DataFrame({"fate": fates, "where": where})
    change = pl.col("fate").is_null() & pl.col("where")
    return frame.select(
        pl.when(change).then(pl.lit(fate.value)).otherwise(pl.col("fate")).alias("fate")
    ).to_series()


def file_year(block: Block, place: Place) -> int | None:
    """The one year that file name, sheet name and title above the table agree on, else null."""
    said = " ".join(text for text in (block.above, place.sheet, place.file) if text)
    years = {int(year) for year in _YEAR.findall(said)}
    return years.pop() if len(years) == 1 else None


def _fields(
    kept: pl.DataFrame,
    decisions: Sequence[ColumnDecision],
    mapping: FileMapping,
    year: int | None,
) -> tuple[list[pl.Series], pl.DataFrame]:
    columns = cell_columns(kept)
    used = {name: [columns[d.index] for d in columns_of(decisions, name)] for name in FIELDS}
    # All texts in one go, which is what lets them run side by side.
    texts = kept.select(_said(name, used[name]) for name in _TEXT_FIELDS if used[name])
    fields: list[pl.Series] = []
    notes: list[pl.DataFrame] = [CELL_NOTES.empty().select(_NOTE_COLUMNS)]
    for name in FIELDS:
        cells = [kept[column] for column in used[name]]
        if not cells:
            continue
        if name in _TEXT_FIELDS:
            fields.append(texts[name])
        else:
            value, noted = _typed(name, cells, kept[ROW], year)
            fields.append(value)
            notes.append(noted)
        if name == "urgency":
            marks = urgency_marks(cells[0], mapping.codes.get("urgency", {}))
            fields.append(marks["value"].alias("urgency_mark"))
            notes.append(_noted(kept[ROW], cells[0], "urgency", marks["note"]))
        if name == "secrecy":
            labels = secrecy_labels(cells[0], mapping.codes.get("secrecy", {}))
            fields[-1] = _text(name, [labels["value"].alias("cell")])
            notes.append(_noted(kept[ROW], cells[0], "secrecy", labels["note"]))
    return fields, pl.concat(notes)


def _cut_bodies(rows: pl.DataFrame) -> pl.DataFrame:
    """Notes on bodies as long as a spreadsheet cell can be: what came after is lost."""
    if "body" not in rows.columns:
        return CELL_NOTES.empty().select(_NOTE_COLUMNS)
    long = pl.when(pl.col("body").str.len_bytes() >= _CELL_CHARS_MAX).then("body")
    cut = rows.filter(long.str.len_chars() == _CELL_CHARS_MAX)
    return cut.select(
        "source_row",
        pl.lit("body").alias("column"),
        (pl.col("body").str.head(40) + "…").alias("value"),
        pl.lit("body_cut").alias("reason_code"),
        pl.lit(f"{_CELL_CHARS_MAX:,} characters, all a spreadsheet cell holds").alias("reason"),
    )


def _text(name: str, cells: list[pl.Series]) -> pl.Series:
    frame = pl.DataFrame([cell.alias(f"cell{place}") for place, cell in enumerate(cells)])
    return frame.select(_said(name, frame.columns)).to_series()


def _said(name: str, columns: list[str]) -> pl.Expr:
    """What the first of `columns` that says anything says, as the text field `name`."""
    texts: list[pl.Expr] = []
    for column in columns:
        cell = pl.col(column)
        if name == "body":
            texts.append(pl.when(~says_nothing(cell)).then(cell))
            continue
        text = meaningful(cell)
        labelled = pl.when(~text.str.contains(_LABEL_ONLY)).then(text)
        texts.append(text if name in _FREE_TEXT else labelled)
    return pl.coalesce(texts).alias(name)


def _typed(
    name: str, cells: list[pl.Series], rows: pl.Series, year: int | None
) -> tuple[pl.Series, pl.DataFrame]:
    """Dates and counts: the first choice, then fillers; cells looked at in vain are noted."""
    dtype = MAPPED_ROWS.schema()[name]
    value = pl.Series(name, [None], dtype=dtype).new_from_index(0, rows.len())
    notes: list[pl.DataFrame] = []
    for cell in cells:
        parsed = parse_dates(cell, year) if name in _DATE_FIELDS else page_counts(cell)
        open_rows = value.is_null()
        unread = parsed["note"].zip_with(open_rows, parsed["note"].clear(rows.len()))
        notes.append(_noted(rows, cell, name, unread))
        value = value.zip_with(~open_rows, parsed["value"].cast(dtype))
    return value.alias(name), pl.concat(notes)


_NOTE_COLUMNS = ["source_row", "column", "value", "reason_code", "reason"]


def _noted(rows: pl.Series, cells: pl.Series, field: str, notes: pl.Series) -> pl.DataFrame:
    frame = pl.DataFrame(
        {"source_row": rows, "value": cells.cast(pl.String), "reason_code": notes}
    ).filter(pl.col("reason_code").is_not_null())
    return frame.select(
        "source_row",
        pl.lit(field).alias("column"),
        "value",
        "reason_code",
        pl.col("reason_code").replace_strict(_REASONS, return_dtype=pl.String).alias("reason"),
    )


def reject_rows(block: Block, fates: pl.Series, place: Place) -> pl.DataFrame:
    """The rows of `block` with a fate as `REJECTS`; classified ones without their cells."""
    columns = cell_columns(block.cells)
    cells = block.cells.with_columns(fates.alias("fate")).filter(pl.col("fate").is_not_null())
    named = dict(zip(columns, block.headings, strict=True))
    fate = pl.col("fate")
    raw = pl.struct(pl.col(old).alias(new) for old, new in named.items()).struct.json_encode()
    rejects = cells.select(
        pl.col(ROW).alias("source_row"),
        fate.alias("reason_code"),
        fate.replace_strict(_FATE_REASONS, return_dtype=pl.String).alias("reason"),
        pl.when(fate != Fate.CLASSIFIED.value).then(raw).otherwise(pl.lit("")).alias("raw"),
    )
    return _placed(rejects, place)


def refused_rows(refused: Refused, place: Place) -> pl.DataFrame:
    """A file, sheet or row that was not read, as one row of `REJECTS`."""
    return pl.DataFrame(
        {
            "source_file": [refused.file or place.file],
            "source_sheet": [refused.sheet],
            "source_row": [refused.row],
            "reason_code": [refused.reason_code],
            "reason": [refused.reason],
            "raw": [""],
        },
        schema=REJECTS.schema(),
    )


def _placed(frame: pl.DataFrame, place: Place) -> pl.DataFrame:
    return frame.select(
        pl.lit(place.file).alias("source_file"),
        pl.lit(place.sheet, pl.String).alias("source_sheet"),
        pl.all(),
    )
