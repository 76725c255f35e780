"""Tables in Arrow files that are looked at through the page cache instead of held in memory."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO, TYPE_CHECKING

import polars as pl

from docanalyzer.engine import file_pages
from docanalyzer.model.faults import Fault

if TYPE_CHECKING:
    import pyarrow as pa

_WITHIN = 12
"""Bytes of the longest text that lies in its view."""

_MOST_APART = (1 << 31) - 1
"""Bytes of the longest buffer of views."""

_MOST_PACKED = 16
"""Times that texts shrink in a Parquet file at the most, to tell a short one by its size alone."""


def write_arrow(frame: pl.DataFrame, file: pa.NativeFile) -> None:
    """`frame` as an Arrow file; pyarrow writes texts from where they lie, polars copies them."""
    import pyarrow as pa

    table = frame.to_arrow(compat_level=pl.CompatLevel.newest())
    with pa.ipc.new_file(file, table.schema) as sink:
        sink.write_table(table)


def mapped_arrow(file: IO[bytes]) -> pl.DataFrame:
    """The table of an Arrow file open for reading and writing, which may lose its name."""
    import pyarrow as pa

    # Mapped, where polars would copy: the pages go when the table does, if not before.
    content = file_pages.mapped(file, file.seek(0, 2))
    table = pa.ipc.open_file(pa.py_buffer(content)).read_all()
    columns = [*map(_in_one_buffer, table.columns)]
    frame = pl.from_arrow(pa.table(columns, table.column_names), rechunk=False)
    assert isinstance(frame, pl.DataFrame)
    return frame


def mapped_parquet(path: Path) -> pl.DataFrame:
    """The table of a Parquet file. A long one lies in temporary files, one a row group, so that
    its size is no limit; they have no names and go with the table.

    Raises what polars and pyarrow raise for a damaged file, `Fault` where the disk has no room.
    """
    if path.stat().st_size * _MOST_PACKED <= file_pages.MOST_MAPPED:
        return pl.read_parquet(path, glob=False)
    import pyarrow.parquet as pq

    metadata = pq.read_metadata(path)
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    if sum(group.total_byte_size for group in groups) <= file_pages.MOST_MAPPED:
        return pl.read_parquet(path, glob=False)
    frame = pl.scan_parquet(path, glob=False, hive_partitioning=False)
    pieces, begin = [], 0
    for group in groups:
        pieces.append(_moved(frame.slice(begin, group.num_rows).collect()))
        begin += group.num_rows
    return pl.concat(pieces, rechunk=False)


def _moved(piece: pl.DataFrame) -> pl.DataFrame:
    """The same table in a temporary file."""
    import pyarrow as pa

    with TemporaryFile(prefix="docanalyzer-") as file:
        try:
            write_arrow(piece, pa.PythonFile(file, "w"))
            file.flush()
        except OSError as error:
            hint = "make room there, or name a larger folder in TMPDIR"
            raise Fault(gettempdir(), f"temporary files do not fit: {error}", hint) from error
        return mapped_arrow(file)


def _in_one_buffer(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """String views of a mapped file with all that lies between their buffers as the only one.

    A column of long texts has thousands, and whoever looks at some of its rows is handed every one.
    Other columns, and what is too long for one buffer, stay as they are.
    """
    import numpy as np
    import pyarrow as pa

    if column.type != pa.string_view():
        return column
    held = [buffer for chunk in column.chunks for buffer in chunk.buffers()[2:]]
    begin = min((buffer.address for buffer in held), default=0)
    end = max((buffer.address + buffer.size for buffer in held), default=0)
    if len(held) < 2 or end - begin > _MOST_APART:
        return column
    whole = pa.foreign_buffer(begin, end - begin, base=held)
    chunks = []
    for chunk in column.chunks:
        validity, views, *buffers = chunk.buffers()
        moved = np.array([buffer.address - begin for buffer in buffers], np.int32)
        # A view is four words: the length and, where the text does not lie in the view itself, its
        # first bytes, its buffer and its place there (Arrow columnar format, binary views).
        rows = np.frombuffer(views, np.int32).reshape(-1, 4).copy()
        elsewhere = rows[:, 0] > _WITHIN
        rows[elsewhere, 3] += moved[rows[elsewhere, 2]]
        rows[elsewhere, 2] = 0
        parts = [validity, pa.py_buffer(rows), whole]
        nulls, offset = chunk.null_count, chunk.offset
        chunks.append(pa.Array.from_buffers(chunk.type, len(chunk), parts, nulls, offset))
    return pa.chunked_array(chunks, column.type)
