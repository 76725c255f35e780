"""Typed columns as text: what a register would show, nothing lost."""

from __future__ import annotations

import polars as pl


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with every column as String, nulls kept.

    Dates become 2024-01-31, date-times 2024-01-31 08:00:00 (local time where they have a zone,
    shown in China standard time), whole floats lose their fraction, lists and structs are JSON.
    """
    return frame.select(_text(name, dtype) for name, dtype in frame.schema.items())


def _text(name: str, dtype: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if isinstance(dtype, pl.Datetime):
        local = column.dt.convert_time_zone("Asia/Shanghai") if dtype.time_zone else column
        text = local.dt.strftime("%Y-%m-%d %H:%M:%S")
    elif dtype.is_float():
        text = _float_text(column)
    elif dtype == pl.Binary:
        text = column.bin.encode("hex")
    elif isinstance(dtype, pl.List | pl.Array):
        text = _list_text(column, dtype)
    elif isinstance(dtype, pl.Struct):
        text = column.struct.json_encode()
    else:
        text = column.cast(pl.String)
    return text.alias(name)


def _float_text(column: pl.Expr) -> pl.Expr:
    whole = column.is_finite() & (column == column.floor()) & (column.abs() < 2**53)
    as_int = pl.when(whole).then(column).cast(pl.Int64, strict=False).cast(pl.String)
    return pl.when(whole).then(as_int).otherwise(column.cast(pl.String))


def _list_text(column: pl.Expr, dtype: pl.List | pl.Array) -> pl.Expr:
    inner = column.arr.to_list() if isinstance(dtype, pl.Array) else column
    if dtype.inner == pl.String:
        return inner.list.join("、", ignore_nulls=True)
    return pl.struct(inner).struct.json_encode()
