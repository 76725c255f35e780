"""One door: any file's table as text, for other programs and the command line."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from docanalyzer.ingest.layout import Block, find_blocks
from docanalyzer.ingest.readers import read_sheets
from docanalyzer.ingest.sheets import ROW, RawSheet, Refused, cell_columns
from docanalyzer.ingest.sources import Source
from docanalyzer.model.faults import InputFault


def read_table(path: str | Path, sheet: str | None = None) -> pl.DataFrame:
    """The table of a file of any format: found header as column names, all text.

    Nothing is converted or dropped: every line below the header is a row, empty cells are null;
    only what stands above the header and empty rows and columns at the end are left out.
    Unnamed columns are 列N, repeated names get #2. `sheet` picks a sheet; by default the first
    that holds a table. Raises `InputFault` when there is no such file, sheet or table.
    """
    path = Path(path)
    if not path.is_file():
        raise InputFault(str(path), "no such file", "check the path and its spelling")
    refusals: list[Refused] = []
    for part in read_sheets(Source(path, path.name)):
        if isinstance(part, RawSheet) and sheet not in (None, part.name):
            continue
        blocks = find_blocks(part) if isinstance(part, RawSheet) else part
        if isinstance(blocks, Refused):
            refusals.append(blocks)
            continue
        return _named(blocks[0])
    reason = refusals[0].reason if refusals else f"no sheet is named {sheet}"
    raise InputFault(str(path), reason, "give a file with a table in it")


def _named(block: Block) -> pl.DataFrame:
    rows = block.cells
    if block.header_row is not None:
        rows = rows.filter(pl.col(ROW) > block.header_row)
    columns = cell_columns(rows)
    return rows.select(columns).rename(dict(zip(columns, block.headings, strict=True)))
