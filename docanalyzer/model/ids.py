"""Stable identifiers: the same content gives the same id on every machine, run and version."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

_ROWS_AT_A_TIME = 1 << 15
_NULL = "-"
_FRESH = blake2b(digest_size=10)


def stable_ids(frame: pl.DataFrame, columns: list[str], prefix: str) -> pl.Series:
    """One id per row from `columns`: `prefix` and 20 hex digits (80 bits of BLAKE2b).

    Columns are hashed as text in the order given; null differs from the empty string.
    The result is a String series of the frame's height, in row order, without nulls.
    """
    import polars as pl

    texts = pl.DataFrame([_as_text(frame[name]) for name in dict.fromkeys(columns)])
    # Each value follows its length, so no two rows of values can spell the same key.
    key = pl.concat_str([_spelt(texts[name]) for name in columns]).cast(pl.Binary).alias("id")
    digests: list[bytes] = []
    # A part at a time: keys can be as long as whole texts.
    for rows in texts.iter_slices(_ROWS_AT_A_TIME):
        # Literals alone would make one row, so the key is added and not selected.
        digests.extend(map(_digest, rows.with_columns(key)["id"].to_list()))
    whole = pl.DataFrame({"id": digests}, schema={"id": pl.Binary})
    return whole.select((pl.lit(prefix) + pl.col("id").bin.encode("hex")).alias("id"))["id"]


def _as_text(values: pl.Series) -> pl.Series:
    """`values` as String; times are spelt once per distinct one, as that is slow."""
    import polars as pl

    if not values.dtype.is_temporal():
        return values.cast(pl.String)
    distinct = values.unique().to_frame("value")
    spelt = distinct.with_columns(pl.col("value").cast(pl.String).alias("text"))
    given = values.to_frame("value")
    found = given.join(spelt, on="value", how="left", nulls_equal=True, maintain_order="left")
    return found["text"].alias(values.name)


def _spelt(text: pl.Series) -> pl.Expr:
    import polars as pl

    if text.null_count() == text.len():
        return pl.lit(_NULL)
    column = pl.col(text.name)
    return pl.format("{}:{}", column.str.len_bytes(), column).fill_null(_NULL)


def _digest(key: bytes) -> bytes:
    # Copying a fresh state takes half the time of making one.
    state = _FRESH.copy()
    state.update(key)
    return state.digest()
