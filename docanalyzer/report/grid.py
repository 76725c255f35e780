"""Tables of a report as typed cells, before any format: what a cell says and how a column fits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docanalyzer.report.summary import SeverityCounts
    from docanalyzer.report.wording import Wording


class Fit(StrEnum):
    """How a column behaves where space is short."""

    NUMBER = "number"
    """Right-aligned, never cut."""
    WORD = "word"
    """Short, never cut while anything else can give way."""
    LINE = "line"
    """One line, cut with … at the end."""
    PROSE = "prose"
    """Wrapped over several lines."""


class Tone(StrEnum):
    """What a cell says; colours and styles follow from it."""

    PLAIN = "plain"
    BAD = "bad"
    DOUBT = "doubt"
    GOOD = "good"
    QUIET = "quiet"


class Measure(StrEnum):
    """What the number of a cell counts."""

    COUNT = "count"
    SHARE = "share"
    """0 to 1."""
    CHANGE = "change"
    """Signed, 0.2 for a rise by a fifth."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, safe to show, its tone, and the number it stands for if it is one."""

    text: str
    tone: Tone = Tone.PLAIN
    number: float | None = None
    measure: Measure = Measure.COUNT


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: heading and fit."""

    text: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading row."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the report: notes above, a table, notes below."""

    name: str
    title: str
    grid: Grid | None
    notes: tuple[str, ...] = ()


SEVERITY_TONES = {"high": Tone.BAD, "medium": Tone.DOUBT, "low": Tone.PLAIN, "info": Tone.QUIET}
STATUS_TONES = {"missed": Tone.BAD, "undetermined": Tone.DOUBT, "met": Tone.GOOD}


def whole(number: int | None, words: Wording) -> Cell:
    """A count, or the sign for unknown."""
    return Cell(words.none) if number is None else Cell(f"{number:,}", number=number)


def share(fraction: float | None, words: Wording, tone: Tone = Tone.PLAIN) -> Cell:
    """A share of 0 to 1 in whole percent, or the sign for unknown."""
    if fraction is None:
        return Cell(words.none)
    return Cell(f"{fraction:.0%}", tone, fraction, Measure.SHARE)


def change(count: int | None, previous: int | None, words: Wording) -> Cell:
    """The change from `previous` to `count`, or the sign for unknown."""
    text = None if count is None else change_text(count, previous)
    if text is None or count is None or previous is None:
        return Cell(words.none)
    return Cell(text, number=(count - previous) / previous, measure=Measure.CHANGE)


def change_text(count: int, previous: int | None) -> str | None:
    """Change in percent, one decimal, halves away from zero, with its sign; None without one."""
    if not previous:
        return None
    exact = Decimal((count - previous) * 100) / Decimal(previous)
    rounded = exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{rounded:+}%" if rounded else "0.0%"


def headings(words: Wording, *columns: tuple[str, Fit]) -> tuple[Heading, ...]:
    """Headings of the report's own tables, by key."""
    return tuple(Heading(words.columns[name], fit) for name, fit in columns)


def counted(number: int, tone: Tone = Tone.PLAIN) -> Cell:
    """A count; zero is quiet whatever its tone."""
    return Cell(f"{number:,}", tone if number else Tone.QUIET, number)


def severity_cells(counts: SeverityCounts) -> tuple[Cell, ...]:
    """High, medium, low and info, one cell each."""
    return tuple(counted(getattr(counts, name), tone) for name, tone in SEVERITY_TONES.items())


def name_of(doc_number: str | None, title: str | None) -> str:
    """A document by number and title."""
    return " ".join(part for part in (doc_number, title) if part)


def reason_words(code: str, stored: str, words: Wording) -> str:
    """A reason by its code, else as it was stored."""
    return words.reasons.get(code) or stored or code
