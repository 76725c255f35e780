"""All that the files of a run folder say: their bytes as text, and the values of Parquet files."""

from __future__ import annotations

from pathlib import Path

import polars as pl


def said_anywhere(folder: Path) -> str:
    """The bytes of every file below `folder` as UTF-8, then every value of every Parquet file."""
    said = [str(path) for path in sorted(folder.rglob("*"))]
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            said.append(path.read_bytes().decode("utf-8", errors="replace"))
        if path.suffix == ".parquet":
            frame = pl.read_parquet(path)
            said += [str(value) for name in frame.columns for value in frame[name]]
    return "\n".join(said)
