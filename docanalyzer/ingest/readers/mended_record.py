"""One record whose quotes break the rules, read in the way that minds the fewest of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docanalyzer.ingest.readers.dialects import Dialect

LINES_MAX, _CHARS_MAX = 30, 40_000
_CELLS_MAX, _ENDS_MAX = 200, 40
# What a reading minds: a quote that should have been doubled, or that opens nothing; a line end
# inside a cell; a quote inside a cell that is not quoted.
_STRAY, _LINE, _INSIDE = 1.0, 0.4, 0.05
_COST_MAX = 3.0


@dataclass(frozen=True, slots=True)
class _Cell:
    """One reading of a cell: its text, what it costs, where the next begins, null at an end."""

    text: str
    cost: float
    following: int | None
    end: int


@dataclass(frozen=True, slots=True)
class _Rest:
    """The cheapest cells from some place to the end of the record."""

    cost: float
    cells: tuple[str, ...]
    end: int


def mended_record(
    lines: Sequence[str], dialect: Dialect, usual: int | None
) -> tuple[list[str], int] | None:
    """The record of `usual` cells that begins the lines, and how many of them it takes.

    Each cell that begins with a quote is tried as quoted, to each place where it could close,
    and as it stands; the readings that take the fewest quotes for strays win. Null where none
    comes to `usual` cells without many of them. With `usual` null any number of cells will do.
    """
    if usual is not None and usual > _CELLS_MAX:
        return None
    text = "".join(lines[: LINES_MAX if usual else 1])[:_CHARS_MAX]
    best = _Reading(text, dialect, usual).best()
    if best is None or (usual is not None and best.cost > _COST_MAX):
        return None
    ends = accumulate(len(line) for line in lines)
    return list(best.cells), next(
        n for n, end in enumerate(ends, 1) if end >= min(best.end + 1, len(text))
    )


class _Reading:
    """The search for the cheapest record in a text, each place looked at once."""

    def __init__(self, text: str, dialect: Dialect, usual: int | None) -> None:
        self._text, self._dialect, self._usual = text, dialect, usual
        self._known: dict[tuple[int, int], _Rest | None] = {}

    def best(self) -> _Rest | None:
        return self._rest(0, 0)

    def _rest(self, begin: int, count: int) -> _Rest | None:
        """The cheapest rest of the record when `count` cells are read and one begins here."""
        key = (begin, 0 if self._usual is None else count)
        if key not in self._known:
            self._known[key] = self._cheapest(begin, count)
        return self._known[key]

    def _cheapest(self, begin: int, count: int) -> _Rest | None:
        if count >= (self._usual or _CELLS_MAX):
            return None
        best: _Rest | None = None
        for cell in self._readings(begin):
            if cell.following is None:
                if self._usual not in (None, count + 1):
                    continue
                whole = _Rest(cell.cost, (cell.text,), cell.end)
            else:
                rest = self._rest(cell.following, count + 1)
                if rest is None:
                    continue
                whole = _Rest(cell.cost + rest.cost, (cell.text, *rest.cells), rest.end)
            if best is None or whole.cost < best.cost:
                best = whole
        return best

    def _readings(self, begin: int) -> Iterator[_Cell]:
        text, quote = self._text, self._dialect.quote or '"'
        if self._dialect.skip_space and text.startswith(" ", begin):
            begin += 1
        if text.startswith(quote, begin):
            yield from self._quoted(begin, quote)
        end = begin
        while end < len(text) and text[end] not in (self._dialect.delimiter, "\r", "\n"):
            end += 1
        cell = text[begin:end]
        cost = cell.count(quote) * _INSIDE
        if cell.startswith(quote):
            cost += _STRAY * (1.5 if len(cell) > 1 and cell.endswith(quote) else 1)
        yield self._cell(cell, cost, end)

    def _quoted(self, begin: int, quote: str) -> Iterator[_Cell]:
        """The cell as a quoted one, to each quote that a separator or line end follows."""
        text, escape = self._text, self._dialect.escape
        edges = (self._dialect.delimiter, "\r", "\n", "")
        double = f"{escape}{quote}" if escape else quote * 2
        end = text.find(quote, begin + 1)
        for _ in range(_ENDS_MAX):
            if end < 0:
                return
            if text[end + 1 : end + 2] in edges and not (escape and text[end - 1] == escape):
                inside = text[begin + 1 : end]
                strays = inside.replace(double, "").count(quote)
                cost = strays * _STRAY + (inside.count("\n") + inside.count("\r")) * _LINE
                yield self._cell(inside.replace(double, quote), cost, end + 1)
            end = text.find(quote, end + 1)

    def _cell(self, cell: str, cost: float, end: int) -> _Cell:
        follows = self._text.startswith(self._dialect.delimiter, end)
        following = end + len(self._dialect.delimiter) if follows else None
        return _Cell(cell, cost, following, end)
