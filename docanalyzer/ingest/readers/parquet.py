"""Parquet files: typed columns turned to the text a register would show."""

from __future__ import annotations

import polars as pl

from docanalyzer.ingest.readers.typed_text import as_text
from docanalyzer.ingest.sheets import RawSheet, Refused, as_sheet_cells
from docanalyzer.ingest.sources import Source

_MAGIC = b"PAR1"


class Parquet:
    """Reads Parquet; rows are numbered from 1, for the format has no header row."""

    name = "parquet"
    isolated = False

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file begins like Parquet."""
        del source
        return head.startswith(_MAGIC)

    def read(self, source: Source) -> list[RawSheet | Refused]:
        """The one table of the file."""
        try:
            frame = pl.read_parquet(source.path, glob=False, hive_partitioning=False)
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            return [Refused("damaged_file", f"not readable as Parquet: {first_line(error)}")]
        headings = tuple(frame.columns)
        return [RawSheet(None, as_sheet_cells(as_text(frame), keep_width=True), headings)]


def first_line(error: BaseException) -> str:
    """The first line of an error's message, without what may follow it."""
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
