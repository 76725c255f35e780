"""Parquet files: typed columns turned to the text a register would show."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from docanalyzer.ingest.readers.typed_text import as_text
from docanalyzer.ingest.sheets import Begins, GivenUp, RawSheet, Refused, as_sheet_cells
from docanalyzer.ingest.sources import Source, is_utf8

_MAGIC = b"PAR1"
_PIECE_BYTES, _PIECE_ROWS = 128 << 20, 200_000
_TEXT_MAX, _RATIO_MAX, _CELL_BYTES = 1 << 30, 400, 16
_MAX_COLUMNS = 2_000


class Parquet:
    """Reads Parquet; rows are numbered from 1, for the format has no header row."""

    name = "parquet"
    isolated = True

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file begins like Parquet."""
        del source
        return head.startswith(_MAGIC)

    def read(self, source: Source, begins: Begins) -> Iterator[RawSheet | Refused]:
        """The one table of the file, in pieces of whole row groups, so that its size is no limit.

        What a few repeated values may unpack to is limited: 1 GiB, or 400 times the file. Raises
        `GivenUp` above that, and what pyarrow and polars raise for a damaged file.
        """
        # The libraries take names in UTF-8 only; of other files they get the bytes.
        place = source.path if is_utf8(source.path) else source.path.read_bytes()
        pieces = _pieces(place)
        frame = pl.scan_parquet(place, glob=False, hive_partitioning=False)
        headings = tuple(frame.collect_schema().names())
        if len(headings) > _MAX_COLUMNS:
            yield Refused("too_many_columns", f"more than {_MAX_COLUMNS} columns")
            return
        allowed = max(_TEXT_MAX, source.size() * _RATIO_MAX)
        total = sum(pieces) or 1
        done = 0
        for rows in pieces:
            begins(done / total, (done + rows) / total)
            piece = as_text(frame.slice(done, rows).collect())
            allowed -= int(piece.estimated_size()) + piece.height * piece.width * _CELL_BYTES
            if allowed < 0:
                raise GivenUp("zip_bomb", "the file unpacks to more than 400 times its size")
            numbers = pl.int_range(done + 1, done + piece.height + 1, eager=True)
            cells = as_sheet_cells(piece, numbers, keep_width=True)
            yield RawSheet(None, cells, headings, continues=done > 0)
            done += rows


def _pieces(place: Path | bytes) -> list[int]:
    """Rows to read at a time: row groups put together while they are small, parts of large ones.

    A file without rows is one empty piece.
    """
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(place if isinstance(place, Path) else io.BytesIO(place))
    pieces: list[int] = []
    room = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        size, rows = max(int(group.total_byte_size), 1), int(group.num_rows)
        if pieces and size <= room and pieces[-1] + rows <= _PIECE_ROWS:
            pieces[-1] += rows
            room -= size
            continue
        at_a_time = min(_PIECE_ROWS, max(1, rows * _PIECE_BYTES // size))
        full, rest = divmod(rows, at_a_time)
        pieces += [at_a_time] * full + ([rest] if rest else [])
        room = _PIECE_BYTES - size
    return pieces or [0]
