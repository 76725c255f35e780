"""What a reader hands over: sheets of text cells with their row numbers, nothing interpreted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

ROW = "row"
"""Column of `RawSheet.cells` with the 1-based row number in the file or sheet (Int64)."""

CELL_PREFIX = "c"
"""Cell columns are c0, c1, … (String, null = empty), left to right."""


Begins = Callable[[float, float], None]
"""Called by a reader as it begins a part of its work: the shares of the file, 0 to 1, at which
that part begins and ends."""


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet as text.

    `cells` has the column `row` and cell columns; rows stand in file order and none is left
    out, though empty rows and columns at the very end are. `headings` is given by formats that
    name their columns themselves (JSON, Parquet), which then have no header row in `cells`.
    `name` is null where the format has no sheets. `file` is the shown name of the member of an
    archive that the sheet comes from, null for the file itself. A large table comes from the
    reading process in pieces: `continues` marks those whose rows follow the sheet before them.
    """

    name: str | None
    cells: pl.DataFrame
    headings: tuple[str, ...] | None = None
    file: str | None = None
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A file, archive member, sheet or row that was not read, with the reason.

    `sheet` is null for a whole file, `row` for more than one row; `file` is the shown name of a
    member of an archive.
    """

    reason_code: str
    reason: str
    sheet: str | None = None
    row: int | None = None
    file: str | None = None


class GivenUp(Exception):
    """Raised by a reader that began to give a table: the whole file is refused instead."""

    def __init__(self, code: str, reason: str) -> None:
        self.refused = Refused(code, reason)
        super().__init__(reason)


def cell_names(count: int) -> list[str]:
    """Names of the first `count` cell columns."""
    return [f"{CELL_PREFIX}{index}" for index in range(count)]


def cell_columns(cells: pl.DataFrame) -> list[str]:
    """The cell columns of `cells`, left to right."""
    return [name for name in cells.columns if name != ROW]


def as_sheet_cells(
    frame: pl.DataFrame, rows: pl.Series | None = None, *, keep_width: bool = False
) -> pl.DataFrame:
    """`frame` (String columns) as cells numbered by `rows`, by default from 1.

    Empty strings become null; wholly empty rows and columns at the end are cut off, those in
    between stay. With `keep_width` empty columns stay too, for formats that name them.
    """
    names = cell_names(frame.width)
    cells = [
        frame[old].replace("", None).alias(new)
        for old, new in zip(frame.columns, names, strict=True)
    ]
    if rows is None:
        rows = pl.int_range(1, frame.height + 1, eager=True)
    numbered = pl.DataFrame([rows.cast(pl.Int64).alias(ROW), *cells])
    return numbered if keep_width else trim(numbered)


def trim(cells: pl.DataFrame) -> pl.DataFrame:
    """`cells` without the empty rows and columns at its end."""
    names = cell_columns(cells)
    blank = [is_blank(name) for name in names]
    last = 0
    if names and cells.height:
        filled = cells.select((~blank_expr).any() for blank_expr in blank).row(0)
        last = max((index + 1 for index, has in enumerate(filled) if has), default=0)
    names = names[:last]
    cells = cells.select(ROW, *names)
    if not names:
        return cells.clear()
    lines = cells.select(pl.any_horizontal(~is_blank(name) for name in names)).to_series()
    filled_rows = lines.arg_true()
    return cells.head(filled_rows[-1] + 1 if filled_rows.len() else 0)


def is_blank(name: str) -> pl.Expr:
    """Whether the cell is null or holds only white space and zero-width characters."""
    column = pl.col(name)
    return column.is_null() | ~column.str.contains(VISIBLE)


INVISIBLE = r"[\s\x{00}-\x{1f}\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}\x{3000}]"
"""White space, control and zero-width characters, as a regex class."""

INVISIBLE_CHARS = "".join(
    map(
        chr,
        [
            *range(0x21), 0x7F, 0x85, 0xA0, 0xAD, 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029,
            *range(0x202A, 0x2030), 0x205F, 0x2060, 0x3000, 0xFEFF,
        ],
    )
)  # fmt: skip
"""The same characters one by one, for stripping the ends of cells without a regex."""

VISIBLE = "[^" + INVISIBLE[1:]
"""A character one can see."""
