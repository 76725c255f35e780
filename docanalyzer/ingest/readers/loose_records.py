"""Records of text tables that break the quoting rules: stray and unclosed quotes, odd line ends."""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docanalyzer.ingest.readers.dialects import Dialect

_LINE_END = re.compile(r"\r\n|\n|\r")
_CELL_LINES_MAX = 2_000


def loose_records(text: str, dialect: Dialect) -> list[list[str]]:
    """Records of `text`, each a list of cells; every visible character of it is in some cell.

    Where the quoting holds throughout, it decides. Where it does not, each line is a record
    unless its open quote closes within a few lines in a record of the usual width; a line whose
    quotes make no sense keeps them as text. Blank lines are empty records.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    try:
        records = list(_reader(StringIO(text, newline=""), dialect, strict=True))
    except csv.Error:
        return _line_by_line(text, dialect)
    return [record or [""] for record in records]


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


def _line_by_line(text: str, dialect: Dialect) -> list[list[str]]:
    lines = _physical_lines(text)
    usual = _usual_width(lines, dialect)
    records: list[list[str]] = []
    position = 0
    while position < len(lines):
        record, taken = _record_at(lines, position, dialect, usual)
        records.append(record)
        position += taken
    return records


def _physical_lines(text: str) -> list[str]:
    """Lines with their ends on, so that joined lines give back the cell exactly."""
    lines: list[str] = []
    begin = 0
    for end in _LINE_END.finditer(text):
        lines.append(text[begin : end.end()])
        begin = end.end()
    return [*lines, text[begin:]] if begin < len(text) else lines


def _usual_width(lines: list[str], dialect: Dialect) -> int:
    widths = Counter(len(_plain_cells(line, dialect)) for line in lines[:5_000] if line.strip())
    return widths.most_common(1)[0][0] if widths else 1


def _plain_cells(line: str, dialect: Dialect) -> list[str]:
    """Cells of one line: quoting where it holds in this line, else quotes as text."""
    return _strict_cells([line], dialect) or _body(line).split(dialect.delimiter)


def _body(line: str) -> str:
    return line.rstrip("\r\n")


def _strict_cells(lines: list[str], dialect: Dialect) -> list[str] | None:
    """The one record that `lines` make under strict quoting, or null."""
    try:
        records = list(_reader(lines, dialect, strict=True))
    except csv.Error:
        return None
    return (records[0] or [""]) if len(records) == 1 else None


def _record_at(
    lines: list[str], position: int, dialect: Dialect, usual: int
) -> tuple[list[str], int]:
    line = lines[position]
    alone = _strict_cells([line], dialect)
    if alone is not None:
        return alone, 1
    quote = dialect.quote or '"'
    if line.count(quote) % 2:
        joined = _closing_within(lines, position, dialect, usual)
        if joined is not None:
            return joined
    return _body(line).split(dialect.delimiter), 1


def _closing_within(
    lines: list[str], position: int, dialect: Dialect, usual: int
) -> tuple[list[str], int] | None:
    """The record of usual width that an open quote makes with the lines after it, if any.

    A line that is a whole record by itself ends the search: the quote before it was a stray one.
    """
    quote = dialect.quote or '"'
    for taken in range(2, min(_CELL_LINES_MAX, len(lines) - position) + 1):
        following = lines[position + taken - 1]
        if quote not in following:
            alone = _body(following).count(dialect.delimiter) + 1
            if usual > 1 and alone == usual:
                return None
            continue
        record = _strict_cells(lines[position : position + taken], dialect)
        if record is not None:
            return (record, taken) if len(record) == usual else None
    return None
