"""Which delimiter and quoting a text table uses, judged by how even its records come out."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO

from docanalyzer.ingest.headings import heading_map

_DELIMITERS = (",", "\t", ";", "|", "，", "；", "^", "~", "\x01", "、")
_SEPARATOR_LINE = re.compile(r'^"?sep=(.)"?\s*$', re.IGNORECASE)
_RECORDS = 300
_KNOWN_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text table separates and quotes its cells; `quote` is null where quotes are text."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None
    skip_space: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether the fast reader understands it."""
        return (
            self.quote == '"'
            and self.escape is None
            and not self.skip_space
            and self.delimiter.isascii()
        )


def sniff(sample: str) -> Dialect:
    """The dialect whose records are the most even and whose cells look like known headings.

    `sample` is the beginning of the text. A line `sep=;` of spreadsheet programs decides the
    delimiter. Text that no delimiter divides evenly gets the comma.
    """
    told = _SEPARATOR_LINE.match(sample.lstrip("\ufeff").split("\n", 1)[0].strip("\r"))
    delimiters = (told.group(1),) if told else _DELIMITERS
    candidates = [
        _with_quoting(sample, delimiter) for delimiter in delimiters if delimiter in sample
    ]
    if not candidates:
        return Dialect(told.group(1) if told else ",")
    return max(candidates, key=lambda dialect: _evenness(sample, dialect))


def _with_quoting(sample: str, delimiter: str) -> Dialect:
    edge = re.escape(delimiter)
    spaced = len(re.findall(f"{edge} ", sample))
    skip_space = spaced > 1 and spaced * 10 >= sample.count(delimiter) * 9
    gap = " ?" if skip_space else ""
    double = len(re.findall(f'(?:^|{edge}{gap})"', sample, re.MULTILINE))
    single = len(re.findall(f"(?:^|{edge}{gap})'[^'\n]*'(?={edge}|$)", sample, re.MULTILINE))
    if single > 2 and single > double:
        return Dialect(delimiter, "'", skip_space=skip_space)
    escaped = sample.count('\\"')
    # An empty quoted cell is no doubled quote.
    doubled = len(re.findall(f'[^{edge}\r\n]""[^{edge}\r\n]', sample))
    escape = "\\" if escaped > doubled else None
    return Dialect(delimiter, '"', escape, skip_space)


def _evenness(sample: str, dialect: Dialect) -> float:
    widths: Counter[int] = Counter()
    known = 0
    headings = heading_map()
    try:
        for number, record in enumerate(_records(sample, dialect)):
            if number >= _RECORDS:
                break
            if any(cell.strip() for cell in record):
                widths[len(record)] += 1
                known = max(known, sum(headings.knows(cell) for cell in record))
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    # A record cut off by the end of the sample must not decide.
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    share = count / sum(widths.values())
    # One line of headings that a separator divides, and no other line, is an odd line.
    return share * (1 - 1 / width) + (known * 10 if share >= _KNOWN_SHARE else 0)


def _records(sample: str, dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(
        StringIO(sample, newline=""),
        delimiter=dialect.delimiter,
        quotechar=dialect.quote,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar=dialect.escape,
        doublequote=dialect.escape is None,
        skipinitialspace=dialect.skip_space,
    )
