"""Stable identifiers: the same content gives the same id on every machine, run and version."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def stable_ids(frame: pl.DataFrame, columns: list[str], prefix: str) -> pl.Series:
    """One id per row from `columns`: `prefix` and 20 hex digits (80 bits of BLAKE2b).

    Columns are hashed as text in the order given; null differs from the empty string.
    The result is a String series of the frame's height, in row order, without nulls.
    """
    import polars as pl

    # Each value follows its length, so no two rows of values can spell the same key.
    parts = [
        pl.format("{}:{}", text.str.len_bytes(), text).fill_null("-")
        for text in (pl.col(name).cast(pl.String) for name in columns)
    ]
    keys = frame.select(pl.concat_str(parts).alias("key"))["key"]
    digests = [prefix + blake2b(key.encode(), digest_size=10).hexdigest() for key in keys]
    return pl.Series("id", digests, dtype=pl.String)
