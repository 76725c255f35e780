"""What the reading process hands over: sheets as Arrow files, refusals as they are."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from docanalyzer.engine import mapped
from docanalyzer.ingest.sheets import RawSheet, Refused

if TYPE_CHECKING:
    import pyarrow as pa

Told = dict[str, Any]

_WITHIN = 12
"""Bytes of the longest text that lies in its view."""

_MOST_APART = (1 << 31) - 1
"""Bytes of the longest buffer of views."""


def handed_over(parts: Iterable[RawSheet | Refused], folder: Path) -> list[Told]:
    """What `as_parts` makes `parts` of again, fit for JSON; each sheet becomes a file in `folder`.

    One sheet is written while the next is read. A reader that fails midway leaves no file behind.
    """
    told: list[Told] = []
    try:
        with ThreadPoolExecutor(1) as writer:
            writing: Future[None] | None = None
            for number, part in enumerate(parts):
                if isinstance(part, Refused):
                    told.append({"refused": asdict(part)})
                    continue
                if writing is not None:
                    # No more than one waits: a sheet read ahead is held in memory.
                    writing.result()
                target = folder / f"{number}.arrow"
                sheet = {"name": part.name, "headings": part.headings, "continues": part.continues}
                told.append({"arrow": str(target), "sheet": sheet})
                writing = writer.submit(_write, part.cells, target)
            if writing is not None:
                writing.result()
    except BaseException:
        for one in told:
            if "arrow" in one:
                Path(one["arrow"]).unlink(missing_ok=True)
        raise
    return told


def _write(cells: pl.DataFrame, target: Path) -> None:
    """`cells` as an Arrow file; pyarrow writes texts from where they lie, polars copies them."""
    import pyarrow as pa

    table = cells.to_arrow(compat_level=pl.CompatLevel.newest())
    with pa.OSFile(str(target), "wb") as file, pa.ipc.new_file(file, table.schema) as sink:
        sink.write_table(table)


def as_parts(told: Iterable[Told]) -> list[RawSheet | Refused]:
    """The sheets and refusals that the reading process told of; its files are removed."""
    import pyarrow as pa

    parts: list[RawSheet | Refused] = []
    for one in told:
        if "refused" in one:
            parts.append(Refused(**one["refused"]))
            continue
        path = Path(one["arrow"])
        # Mapped, where polars would copy: the pages go when the table does, if not before.
        with path.open("r+b") as file:
            content = mapped(file, path.stat().st_size)
        path.unlink()
        table = pa.ipc.open_file(pa.py_buffer(content)).read_all()
        columns = [*map(_in_one_buffer, table.columns)]
        cells = pl.from_arrow(pa.table(columns, table.column_names), rechunk=False)
        assert isinstance(cells, pl.DataFrame)
        sheet = one["sheet"]
        before = parts[-1] if parts else None
        if sheet["continues"] and isinstance(before, RawSheet):
            parts[-1] = replace(before, cells=pl.concat([before.cells, cells]))
            continue
        headings = sheet["headings"]
        parts.append(RawSheet(sheet["name"], cells, tuple(headings) if headings else None))
    return parts


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
