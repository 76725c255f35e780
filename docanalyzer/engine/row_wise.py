"""Work that looks at one row at a time: each distinct row once, on every processor."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docanalyzer.engine.local import in_order, processors

if TYPE_CHECKING:
    import polars as pl

_PART_ROWS = 1 << 13
"""Rows of a part that fetches texts; fewer rows are not parted for speed either."""
_MOST_ROWS = 1 << 15
"""Rows of a part of short cells: what each part costs besides its rows then counts little."""
_WORTH_SPREADING = 0.75
"""Share of distinct rows from which looking each row up costs more than it saves."""
_CLEARLY_DISTINCT = 0.85
"""The same for an estimate, which errs by a few parts in a hundred."""


def row_wise(asked: pl.DataFrame, read: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """What `read` gives for every row of `asked`, in the order of `asked`.

    `read` gives a row for each row it is shown, in order, that depends on this row alone. It is
    shown each distinct row once where many are alike, in parts, from several threads at a time.
    Rows are short: cells of a register, no whole texts.
    """
    if _mostly_distinct(asked):
        return _on_every_processor(asked, read)
    distinct = asked.unique(maintain_order=True)
    if distinct.height > _WORTH_SPREADING * asked.height:
        return _on_every_processor(asked, read)
    places = asked.join(
        distinct.with_row_index("_place"),
        on=asked.columns,
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )["_place"]
    return _on_every_processor(distinct, read)[places]


def _mostly_distinct(rows: pl.DataFrame) -> bool:
    """Whether one text column alone shows that few rows are alike.

    An estimate, a hundredth of the time of an exact count; it decides on time, never on results.
    """
    import polars as pl

    counts = rows.select(pl.col(pl.String).approx_n_unique())
    return counts.width > 0 and max(counts.row(0)) > _CLEARLY_DISTINCT * rows.height


def _on_every_processor(
    rows: pl.DataFrame, read: Callable[[pl.DataFrame], pl.DataFrame]
) -> pl.DataFrame:
    """`by_parts` with parts of one size, as large as may be, one or more for each processor."""
    parts = max(processors(), -(-rows.height // _MOST_ROWS))
    return _in_parts(rows, read, max(_PART_ROWS, -(-rows.height // parts)))


def by_parts(rows: pl.DataFrame, read: Callable[[pl.DataFrame], pl.DataFrame]) -> pl.DataFrame:
    """What `read` gives for parts of `rows`, one behind the other.

    It may give any number of rows, each for one row it was shown. Parts are small, so that what
    is fetched for them is not in memory all at once.
    """
    return _in_parts(rows, read, _PART_ROWS)


def _in_parts(
    rows: pl.DataFrame, read: Callable[[pl.DataFrame], pl.DataFrame], size: int
) -> pl.DataFrame:
    import polars as pl

    parts = list(rows.iter_slices(size)) if rows.height > size else [rows]
    return pl.concat(in_order(read, parts), rechunk=True)
