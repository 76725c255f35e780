"""Records of text tables that break the rules: stray and unclosed quotes, foreign separators,
records broken in two, odd line ends. What one record gets wrong changes no other record."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from typing import TYPE_CHECKING

from docanalyzer.ingest.readers.mended_record import LINES_MAX, mended_record

if TYPE_CHECKING:
    from docanalyzer.ingest.readers.dialects import Dialect

_LINE_END = re.compile(r"\r\n|\n|\r")
_CELL_LINES_MAX, _LOOK_LINES = 2_000, 5_000
_EVEN_MIN, _ODD_FEW, _ODD_SHARE = 3, 2, 0.05
# Two cells to a record are too few to tell a record by.
_SWALLOWED_MIN = 3
FOREIGN = (",", ";", "\t", "|", "，", "；")
"""Separators that a single record may have instead of those of its file."""


@dataclass(frozen=True, slots=True)
class UsualWidth:
    """Cells of most records, and whether nearly all have so many: then one that has not is odd."""

    cells: int
    is_even: bool


def usual_width(widths: Mapping[int, int]) -> UsualWidth:
    """The usual width among records counted by their number of cells.

    Titles and the lines within a cell, of one cell each, do not count.
    """
    several = {width: count for width, count in widths.items() if width > 1}
    if not several:
        return UsualWidth(1, is_even=False)
    cells, count = max(several.items(), key=lambda item: (item[1], item[0]))
    odd = sum(several.values()) - count
    return UsualWidth(cells, count >= _EVEN_MIN and odd <= max(_ODD_FEW, count * _ODD_SHARE))


def loose_records(text: str, dialect: Dialect, usual: UsualWidth | None = None) -> list[list[str]]:
    """Records of `text`, each a list of cells; every visible character of it is in some cell.

    Where the quoting holds throughout, it decides. Where it does not, each line is a record
    unless its open quote closes in a record of the usual width; quotes are text where that
    makes such a record. Where records are even, a line that only a foreign separator divides
    into the usual number of cells is so divided, and two short lines in a row that make one
    record are one. `usual` is the width where the caller knows it, for a piece of a file.
    Blank lines are empty records.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    lines = _physical_lines(text)
    if usual is not None:
        return list(_record_by_record(lines, dialect, usual))
    try:
        whole = [record or [""] for record in _reader(_lines_of(text), dialect, strict=True)]
    except csv.Error:
        plain = (_plain_cells(line, dialect) for line in lines[:_LOOK_LINES])
        return list(_record_by_record(lines, dialect, usual_width(Counter(map(len, plain)))))
    usual = usual_width(Counter(map(len, whole)))
    is_odd = usual.is_even and any(len(record) != usual.cells for record in whole)
    if is_odd or any(swallows(cell, dialect, usual) for record in whole for cell in record):
        return list(_record_by_record(lines, dialect, usual))
    return whole


def _lines_of(text: str) -> StringIO:
    return StringIO(text, newline="")


def swallows(cell: str, dialect: Dialect, usual: UsualWidth) -> bool:
    """Whether the cell holds a line end and behind it a whole record: its quote was a stray one."""
    if usual.cells < _SWALLOWED_MIN or "\n" not in cell:
        return False
    return any(line.count(dialect.delimiter) >= usual.cells - 1 for line in cell.split("\n")[1:])


def _reader(lines: Iterable[str], dialect: Dialect, *, strict: bool) -> Iterator[list[str]]:
    return csv.reader(
        lines,
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        skipinitialspace=dialect.skip_space,
        strict=strict,
    )


def _physical_lines(text: str) -> list[str]:
    """Lines with their ends on, so that joined lines give back the cell exactly."""
    lines: list[str] = []
    begin = 0
    for end in _LINE_END.finditer(text):
        lines.append(text[begin : end.end()])
        begin = end.end()
    return [*lines, text[begin:]] if begin < len(text) else lines


def _plain_cells(line: str, dialect: Dialect) -> list[str]:
    """Cells of one line: quoting where it holds in this line, else quotes as text."""
    return _strict_cells([line], dialect) or _split(line, dialect)


def _split(line: str, dialect: Dialect) -> list[str]:
    return line.rstrip("\r\n").split(dialect.delimiter)


def _strict_cells(lines: list[str], dialect: Dialect) -> list[str] | None:
    """The one record that `lines` make under strict quoting, or null."""
    try:
        records = list(_reader(lines, dialect, strict=True))
    except csv.Error:
        return None
    return (records[0] or [""]) if len(records) == 1 else None


def _record_by_record(lines: list[str], dialect: Dialect, usual: UsualWidth) -> Iterator[list[str]]:
    """The records of `lines`, two short ones in a row that make one record together as one."""
    position = 0
    short: list[str] = []
    while position < len(lines):
        record, taken = _record_at(lines, position, dialect, usual)
        position += taken
        is_short = usual.is_even and len(record) < usual.cells and record != [""]
        if short and is_short and len(short) + len(record) == usual.cells:
            yield [*short, *record]
            short = []
            continue
        if short:
            yield short
        short = record if is_short else []
        if not is_short:
            yield record
    if short:
        yield short


def _record_at(
    lines: list[str], position: int, dialect: Dialect, usual: UsualWidth
) -> tuple[list[str], int]:
    """The record that begins at this line, and how many lines it takes."""
    line = lines[position]
    alone = _strict_cells([line], dialect)
    if alone is not None and len(alone) == usual.cells:
        return alone, 1
    found: tuple[list[str], int] | None = None
    if alone is None:
        found = _closing_within(lines, position, dialect, usual)
        found = found or mended_record(lines[position : position + LINES_MAX], dialect, usual.cells)
    if found is None and usual.is_even and usual.cells >= _SWALLOWED_MIN:
        found = _foreign_record(lines, position, dialect, usual)
    if found is None and alone is not None:
        return alone, 1
    return found or mended_record([line], dialect, None) or (_split(line, dialect), 1)


def _foreign_record(
    lines: list[str], position: int, dialect: Dialect, usual: UsualWidth
) -> tuple[list[str], int] | None:
    """The record of usual width that another separator makes of the line, if just one does."""
    found: list[tuple[list[str], int]] = []
    for delimiter in FOREIGN:
        if delimiter == dialect.delimiter or delimiter not in lines[position]:
            continue
        other = replace(dialect, delimiter=delimiter)
        alone = _strict_cells([lines[position]], other)
        if alone is not None and len(alone) == usual.cells:
            found.append((alone, 1))
        elif joined := _closing_within(lines, position, other, usual):
            found += [joined] if len(joined[0]) == usual.cells else []
    return found[0] if len(found) == 1 else None


def _closing_within(
    lines: list[str], position: int, dialect: Dialect, usual: UsualWidth
) -> tuple[list[str], int] | None:
    """The record that an open quote makes with the lines after it, by the rules, if any.

    A line that is a whole record by itself ends the search: the quote before it was a stray one.
    """
    quote = dialect.quote or '"'
    if not lines[position].count(quote) % 2:
        return None
    for taken in range(2, min(_CELL_LINES_MAX, len(lines) - position) + 1):
        following = lines[position + taken - 1]
        if quote not in following:
            alone = following.count(dialect.delimiter) + 1
            if usual.cells > 1 and alone == usual.cells:
                return None
            continue
        record = _strict_cells(lines[position : position + taken], dialect)
        if record is not None:
            swallowed = any(swallows(cell, dialect, usual) for cell in record)
            return None if swallowed else (record, taken)
    return None
