"""CSV, TSV and their relatives, of any delimiter, quoting, line end and encoding.

Well-formed files go through polars; the rest through a slower reader that never joins or splits
records on a stray quote where it can tell.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
import polars as pl

from docanalyzer.ingest.decoding import NotText, decode, utf8_start
from docanalyzer.ingest.readers.dialects import Dialect, sniff
from docanalyzer.ingest.readers.loose_records import (
    UsualWidth,
    loose_records,
    swallows,
    usual_width,
)
from docanalyzer.ingest.readers.record_shape import RecordShape, record_shape
from docanalyzer.ingest.sheets import Begins, RawSheet, Refused, as_sheet_cells, cell_names
from docanalyzer.ingest.sources import Source

_SAMPLE_CHARS = 60_000
_MAX_COLUMNS = 2_000


_AS_TEXT = b'="'


class Delimited:
    """Reads text whose lines are records; takes any text no other reader claims."""

    name = "delimited"
    isolated = False

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file could be delimited text: it is not empty."""
        return bool(head) and source.size() > 0

    def read(self, source: Source, begins: Begins) -> list[RawSheet | Refused]:
        """The one sheet of the file; row numbers count records, the first is 1."""
        begins(0.0, 0.3)
        data = source.path.read_bytes()
        start = utf8_start(data)
        if start is None:
            try:
                text = decode(data).text
            except NotText:
                return [Refused("not_a_table", "the file is not text")]
            data, start = text.encode("utf-8", errors="replace"), 0
        data = data[start:] if start else data
        if not data or data.isspace():
            return [Refused("empty_file", "the file holds no text")]
        begins(0.3, 1.0)
        dialect = sniff(_sample(data))
        frame = _fast(data, dialect)
        if frame is None:
            frame = _loose(data.decode("utf-8"), dialect)
        if frame.width > _MAX_COLUMNS:
            return [Refused("too_many_columns", f"a row has more than {_MAX_COLUMNS} cells")]
        return [RawSheet(None, as_sheet_cells(_as_text(frame) if _AS_TEXT in data else frame))]


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """Cells written ="text", which keeps a spreadsheet from changing them, as the text."""
    return frame.with_columns(pl.all().str.replace(r'^\s*="(.*)"\s*$', "${1}"))


def _sample(data: bytes) -> str:
    return data[: _SAMPLE_CHARS * 3].decode("utf-8", errors="ignore")[:_SAMPLE_CHARS]


def _fast(data: bytes, dialect: Dialect) -> pl.DataFrame | None:
    """The records by polars; null where the file is not plain enough for it to be trusted."""
    if not dialect.is_plain:
        return None
    shape = record_shape(data, dialect.delimiter.encode())
    if shape is None or shape.width > _MAX_COLUMNS:
        return None
    names = cell_names(shape.width)
    try:
        frame = pl.read_csv(
            BytesIO(data),
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
            separator=dialect.delimiter,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError:
        return None
    usual = usual_width(shape.counts())
    if frame.height != shape.records or _swallowed(frame, dialect, usual):
        return None
    return _with_odd_mended(frame, data, shape, dialect, usual) if usual.is_even else frame


def _swallowed(frame: pl.DataFrame, dialect: Dialect, usual: UsualWidth) -> bool:
    """Whether a quoted cell holds whole records, so that its quote was a stray one."""
    for name in frame.columns:
        several = frame[name].filter(frame[name].str.contains("\n", literal=True))
        if any(swallows(cell, dialect, usual) for cell in several):
            return True
    return False


def _with_odd_mended(
    frame: pl.DataFrame, data: bytes, shape: RecordShape, dialect: Dialect, usual: UsualWidth
) -> pl.DataFrame:
    """`frame` with the few records that have an odd number of cells read once more, each stretch
    of them by itself."""
    odd = np.flatnonzero(shape.widths != usual.cells)
    if not odd.size:
        return frame
    pieces: list[pl.DataFrame] = []
    begin = 0
    for stretch in np.split(odd, np.flatnonzero(np.diff(odd) > 1) + 1):
        first, last = int(stretch[0]), int(stretch[-1])
        text = shape.text(data, first, last).decode("utf-8", errors="replace")
        pieces.append(frame.slice(begin, first - begin))
        pieces.append(_padded(loose_records(text, dialect, usual)))
        begin = last + 1
    whole = pl.concat([*pieces, frame.slice(begin)], how="diagonal")
    return whole.rechunk()


def _loose(text: str, dialect: Dialect) -> pl.DataFrame:
    return _padded(loose_records(text, dialect))


def _padded(records: list[list[str]]) -> pl.DataFrame:
    """Records as columns of text, null where a record is short; too wide, only their columns."""
    width = max((len(record) for record in records), default=0)
    if width > _MAX_COLUMNS:
        return pl.DataFrame(schema=cell_names(width))
    padded = [record + [None] * (width - len(record)) for record in records]
    return pl.DataFrame(padded, schema=dict.fromkeys(cell_names(width), pl.String), orient="row")
