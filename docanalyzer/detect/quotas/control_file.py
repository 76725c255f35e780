"""Reads the small tables people write by hand: targets, plans, points, claims.

Every fault names file, row and column, and all of a file are told at once.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from docanalyzer.model.faults import RuleFaults, UsageFault

T = TypeVar("T")

_WHOLE = re.compile(r"\d+(?:\.0+)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, other headings it goes by, and whether the file must have it."""

    name: str
    headings: tuple[str, ...] = ()
    required: bool = False

    def answers_to(self, heading: str) -> bool:
        """Whether a heading, spaces and case aside, means this column."""
        return _bare(heading) in {_bare(known) for known in (self.name, *self.headings)}


@dataclass(frozen=True, slots=True)
class Line:
    """One row; `cells` holds the trimmed, NFKC-folded text of the columns that are filled."""

    file: str
    row: int
    cells: dict[str, str]

    def fault(self, column: str, what: str, hint: str) -> UsageFault:
        """A fault of one cell: where is file, row and column."""
        return UsageFault(f"{self.file}: row {self.row}, column {column}", what, hint)

    def text(self, column: str) -> str | None:
        """The cell, or None when it is empty."""
        return self.cells.get(column)

    def required(self, column: str) -> str:
        """The cell; raises `UsageFault` when it is empty."""
        value = self.cells.get(column)
        if value is None:
            raise self.fault(column, "is empty", f"fill in {column} in every row")
        return value

    def whole(self, column: str) -> int | None:
        """A count; raises `UsageFault` for a negative or fractional one."""
        value = self.cells.get(column)
        return None if value is None else parse_count(value, lambda *why: self.fault(column, *why))


@dataclass(slots=True)
class Faults:
    """Collects faults, so that one run names all of them."""

    found: list[UsageFault] = field(default_factory=list)

    def collect(self, read: Callable[[Line], T], lines: Sequence[Line]) -> list[T]:
        """What `read` makes of the lines that it can read."""
        made = []
        for line in lines:
            try:
                made.append(read(line))
            except UsageFault as fault:
                self.found.append(fault)
        return made

    def settle(self) -> None:
        """Raise what was found: one `UsageFault`, or `RuleFaults` with all of them."""
        if len(self.found) > 1:
            raise RuleFaults(tuple(self.found))
        if self.found:
            raise self.found[0]


def parse_count(text: str, fault: Callable[[str, str], UsageFault]) -> int:
    """A whole number of things; thousands may be set off by commas."""
    bare = text.replace(",", "")
    if _WHOLE.fullmatch(bare):
        return int(bare.partition(".")[0])
    if not _NUMBER.fullmatch(bare):
        raise fault(f"{text!r} is not a count", "write a whole number, such as 120")
    what = "negative" if bare.startswith("-") else "fractional"
    raise fault(f"{text!r} is a {what} count", "counts are whole numbers of 0 and more")


def parse_percent(text: str, fault: Callable[[str, str], UsageFault]) -> str:
    """A percentage as printed; a bare number between -1 and 1 is taken for a fraction."""
    signed = text.endswith("%")
    bare = text.removesuffix("%").strip().replace("−", "-")
    if not _NUMBER.fullmatch(bare):
        raise fault(f"{text!r} is not a percentage", "write 30 or 30% for thirty percent")
    if not signed and 0 < abs(float(bare)) < 1:
        raise fault(
            f"{text!r} looks like a fraction",
            f"write percent: {float(bare) * 100:g}; if {bare} percent is meant, write {bare}%",
        )
    return bare.removeprefix("+")


def read_lines(path: Path, fields: Sequence[Field]) -> list[Line]:
    """The rows of a CSV file (UTF-8 with or without BOM, else GB18030) under known headings.

    Row numbers count as a spreadsheet shows them: the heading is row 1. Columns that no field
    answers to are ignored, empty rows are skipped. Raises `UsageFault` for a missing, empty or
    undecodable file, a quotation mark left open, a title row above the headings, a missing or a
    repeated column.
    """
    rows = _rows(path)
    names = _columns(str(path), rows, fields)
    lines = []
    for number, row in enumerate(rows[1:], start=2):
        cells = {
            name: folded
            for name, cell in zip(names, row, strict=False)
            if name is not None and (folded := _folded(cell))
        }
        if cells:
            lines.append(Line(str(path), number, cells))
    if not lines:
        raise UsageFault(str(path), "has headings but no row", "add a row, or leave the file out")
    return lines


def _rows(path: Path) -> list[list[str]]:
    """Cells by row; raises `UsageFault` where a quotation mark is not closed."""
    rows: list[list[str]] = []
    try:
        rows.extend(csv.reader(io.StringIO(read_text(path), newline="")))
    except csv.Error as error:
        what = f"cannot be split into cells: {error}"
        hint = "look for a quotation mark that is not closed"
        raise UsageFault(f"{path}: row {len(rows) + 1}", what, hint) from error
    return rows


def read_text(path: Path) -> str:
    """A text file in UTF-8 or GB18030; raises `UsageFault` when it is neither, or not there."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageFault(
            str(path), f"cannot be read: {error.strerror}", "check the path"
        ) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UsageFault(str(path), "is not text in UTF-8 or GB18030", "save it as CSV UTF-8")


def _columns(file: str, rows: list[list[str]], fields: Sequence[Field]) -> list[str | None]:
    """Column names by position, None for columns that mean nothing here."""
    wanted = ", ".join(one.name for one in fields if one.required)
    if not rows or not any(_folded(cell) for cell in rows[0]):
        raise UsageFault(
            f"{file}: row 1", "has no headings", f"start with a row that names {wanted}"
        )
    names = [_named(cell, fields) for cell in rows[0]]
    if not any(names):
        hint = f"start with a row that names {wanted}"
        for number, row in enumerate(rows[1:4], start=2):
            if sum(_named(cell, fields) is not None for cell in row) > 1:
                hint = f"the headings stand in row {number}; delete the title above them"
        raise UsageFault(f"{file}: row 1", "is not a row of headings", hint)
    for one in fields:
        if names.count(one.name) > 1:
            where = f"{file}: row 1, column {one.name}"
            raise UsageFault(where, "stands twice", "keep one column of that meaning")
        if one.required and one.name not in names:
            aliases = ", ".join((one.name, *one.headings))
            raise UsageFault(
                f"{file}: row 1", f"column {one.name} is missing", f"add it under one of: {aliases}"
            )
    return names


def _named(heading: str, fields: Sequence[Field]) -> str | None:
    return next((one.name for one in fields if one.answers_to(heading)), None)


def _folded(cell: str) -> str:
    """NFKC and no blanks or zero-width characters around; full-width digits become plain."""
    return re.sub(r"[\u200b-\u200d\ufeff]", "", unicodedata.normalize("NFKC", cell)).strip()


def _bare(heading: str) -> str:
    return re.sub(r"[\s_:*]", "", _folded(heading)).casefold()


_ENOUGH = 50.0


def nearest_names(name: str, known: Sequence[str], count: int = 3) -> list[str]:
    """Up to `count` of `known` closest to `name`, best first; none that is far from it."""
    from rapidfuzz import fuzz, process

    best = process.extract(
        name, sorted(set(known)), scorer=fuzz.WRatio, limit=count, score_cutoff=_ENOUGH
    )
    return [found for found, _, _ in best]
