"""What changed between two passages, character by character, and how it lies side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein
from rich.cells import cell_len

from docanalyzer.report.plain_text import visible

WINDOW = 4_000
"""Characters aligned at once; longer passages are aligned window by window."""

_ANCHOR = 6
"""Equal characters in a row that are enough to end a window on."""


@dataclass(frozen=True, slots=True)
class Change:
    """Spans of copy and source that belong together; equal texts or not."""

    equal: bool
    copy_begin: int
    copy_end: int
    source_begin: int
    source_end: int


def changes(copy: str, source: str) -> list[Change]:
    """Spans that cover both texts in order, equal and changed in turn.

    Time and memory grow with the length, not its square: texts longer than `WINDOW` are
    aligned window by window, each ending on a run of equal characters.
    """
    found: list[Change] = []
    at_copy = at_source = 0
    while at_copy < len(copy) or at_source < len(source):
        last = len(copy) - at_copy <= WINDOW and len(source) - at_source <= WINDOW
        part = _aligned(copy, source, at_copy, at_source)
        if not last:
            part = _up_to_anchor(part)
        found += part
        at_copy, at_source = part[-1].copy_end, part[-1].source_end
    return _joined([_settled(change, copy, source) for change in _joined(found)])


def _settled(change: Change, copy: str, source: str) -> Change:
    """A text cut at the end of one window and put back by the next has not changed."""
    ours = copy[change.copy_begin : change.copy_end]
    theirs = source[change.source_begin : change.source_end]
    return replace(change, equal=ours == theirs)


def _aligned(copy: str, source: str, at_copy: int, at_source: int) -> list[Change]:
    blocks = Levenshtein.opcodes(
        source[at_source : at_source + WINDOW], copy[at_copy : at_copy + WINDOW]
    )
    return [
        Change(
            block.tag == "equal",
            block.dest_start + at_copy,
            block.dest_end + at_copy,
            block.src_start + at_source,
            block.src_end + at_source,
        )
        for block in blocks
    ]


def _up_to_anchor(part: list[Change]) -> list[Change]:
    """The window without its end, which is only a guess; all of it where nothing is equal."""
    anchors = [
        place
        for place, change in enumerate(part)
        if change.equal and change.copy_end - change.copy_begin >= _ANCHOR
    ]
    return part[: anchors[-1] + 1] if anchors else part


def _joined(found: list[Change]) -> list[Change]:
    """Neighbours of one kind as one change."""
    joined: list[Change] = []
    for change in found:
        if joined and joined[-1].equal == change.equal:
            before = joined.pop()
            joined.append(
                Change(
                    change.equal,
                    before.copy_begin,
                    change.copy_end,
                    before.source_begin,
                    change.source_end,
                )
            )
        else:
            joined.append(change)
    return joined


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line, changed or not."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line on each side."""

    copy: tuple[Piece, ...]
    source: tuple[Piece, ...]


class _Side:
    """A line being filled up to its cells; each changed stretch costs the cells of its marks."""

    def __init__(self, cells: int, mark_cells: int) -> None:
        self._cells = cells
        self._mark_cells = mark_cells
        self.used = 0
        self.pieces: list[Piece] = []

    def take(self, text: str, changed: bool) -> bool:
        """Add `text`; False where it does not fit a line that already holds something."""
        goes_on = bool(self.pieces) and self.pieces[-1].changed == changed
        before = self.pieces[-1].text if goes_on else ""
        cost = cell_len(before + text) - cell_len(before)
        cost += self._mark_cells if changed and not goes_on else 0
        if self.used + cost > self._cells and self.pieces:
            return False
        self.used += cost
        self.pieces[len(self.pieces) - goes_on :] = [Piece(before + text, changed)]
        return True

    def finish(self) -> tuple[Piece, ...]:
        pieces = tuple(self.pieces)
        self.pieces, self.used = [], 0
        return pieces


def side_by_side(
    found: list[Change], copy: str, source: str, cells: int, mark_cells: int
) -> Iterator[Row]:
    """The two texts in rows of at most `cells` screen cells a side, equal text level.

    `copy` and `source` are what is shown, of the same lengths as what was compared. A line
    break that both have ends the row, empty rows are left out; a break that only one side has is
    shown as ↵.
    """
    left, right = _Side(cells, mark_cells), _Side(cells, mark_cells)
    for change in found:
        ours = copy[change.copy_begin : change.copy_end]
        theirs = source[change.source_begin : change.source_end]
        steps = _equal_steps(ours, theirs) if change.equal else _changed_steps(ours, theirs)
        for one, other in steps:
            if one == other == "\n":
                if left.pieces or right.pieces:
                    yield Row(left.finish(), right.finish())
                continue
            if not _fits(left, right, one, other, changed=not change.equal):
                yield Row(left.finish(), right.finish())
                _fits(left, right, one, other, changed=not change.equal)
    if left.pieces or right.pieces:
        yield Row(left.finish(), right.finish())


def in_lines(pieces: Iterable[Piece], cells: int) -> Iterator[tuple[Piece, ...]]:
    """One text in lines of at most `cells` screen cells, broken at its own line breaks too."""
    line = _Side(cells, mark_cells=0)
    for piece in pieces:
        for char in piece.text:
            if char != "\n" and line.take(visible(char), piece.changed):
                continue
            if line.pieces:
                yield line.finish()
            if char != "\n":
                line.take(visible(char), piece.changed)
    if line.pieces:
        yield line.finish()


def _equal_steps(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    for one, other in zip(ours, theirs, strict=True):
        yield (one, other) if one == "\n" else (_safe(one), _safe(other))


def _changed_steps(ours: str, theirs: str) -> Iterator[tuple[str, str]]:
    """Both sides at once, the shorter one running out first."""
    for place in range(max(len(ours), len(theirs))):
        yield _safe(ours[place : place + 1]), _safe(theirs[place : place + 1])


def _safe(char: str) -> str:
    return "↵" if char == "\n" else visible(char)


def _fits(left: _Side, right: _Side, one: str, other: str, *, changed: bool) -> bool:
    """Put one step on both sides, or on none."""
    saved = left.used, list(left.pieces)
    if one and not left.take(one, changed):
        return False
    if other and not right.take(other, changed):
        left.used, left.pieces = saved
        return False
    return True
