"""Marked texts on a screen: a span in its context, two passages with what changed.

Where colour is shown, colour and weight mark; elsewhere the signs >>…<<, [-…-] and {+…+} do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Column, Table
from rich.text import Text

from docanalyzer.report.changes import Piece, Row, changes, in_lines, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import Console

    from docanalyzer.report.evidence import Excerpt
    from docanalyzer.report.masking import MaskedText
    from docanalyzer.report.wording import Wording

SIDE_BY_SIDE_FROM = 70
"""Cells a screen needs before two texts stand beside each other."""

_SPAN_SIGNS = (">>", "<<")
_SOURCE_SIGNS = ("[-", "-]")
_COPY_SIGNS = ("{+", "+}")
_SPAN_STYLE = "bold reverse"
_SOURCE_STYLE = "bold red"
_COPY_STYLE = "bold green"
_GAP = " │ "


def shows_colour(console: Console) -> bool:
    """Whether colour alone can mark on this console."""
    return console.is_terminal and not console.no_color and console.color_system is not None


def print_excerpt(found: Excerpt, console: Console) -> None:
    """Print a span in its context."""
    opening, closing = ("", "") if shows_colour(console) else _SPAN_SIGNS
    pieces = [
        Piece(found.before + opening, changed=False),
        Piece(found.marked, changed=True),
        Piece(closing + found.after, changed=False),
    ]
    for line in in_lines(pieces, console.width):
        console.print(_marked(line, ("", ""), _SPAN_STYLE, console))


def print_passage(copy: MaskedText, source: MaskedText, words: Wording, console: Console) -> None:
    """Print two texts, side by side where there is room, else line under line.

    What differs under a mask is still marked as changed.
    """
    mark_cells = 0 if shows_colour(console) else len("".join(_COPY_SIGNS))
    found = changes(copy.text, source.text)
    if console.width >= SIDE_BY_SIDE_FROM:
        cells = (console.width - len(_GAP)) // 2
        rows = side_by_side(found, copy.masked, source.masked, cells, mark_cells)
        console.print(_beside(rows, cells, words, console))
    else:
        labels = (words.show["source"], words.show["copy"], words.show["both"])
        room = max(cell_len(label) for label in labels) + 1
        rows = side_by_side(
            found, copy.masked, source.masked, max(console.width - room, 8), mark_cells
        )
        console.print(_stacked(rows, labels, console))


def _beside(rows: Iterable[Row], cells: int, words: Wording, console: Console) -> Table:
    table = Table(
        Column(words.show["source"], width=cells, no_wrap=True),
        Column("", width=1),
        Column(words.show["copy"], width=cells, no_wrap=True),
        box=None,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        header_style="dim",
    )
    for row in rows:
        table.add_row(
            _marked(row.source, _SOURCE_SIGNS, _SOURCE_STYLE, console),
            Text("│", style="dim"),
            _marked(row.copy, _COPY_SIGNS, _COPY_STYLE, console),
        )
    return table


def _stacked(rows: Iterable[Row], labels: tuple[str, str, str], console: Console) -> Table:
    """Lines that are equal on both sides stand once."""
    from_source, from_copy, from_both = labels
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(no_wrap=True)
    for row in rows:
        if row.source == row.copy and not any(piece.changed for piece in row.copy):
            table.add_row(from_both, _marked(row.copy, _COPY_SIGNS, _COPY_STYLE, console))
            continue
        for label, pieces, signs, style in (
            (from_source, row.source, _SOURCE_SIGNS, _SOURCE_STYLE),
            (from_copy, row.copy, _COPY_SIGNS, _COPY_STYLE),
        ):
            if pieces:
                table.add_row(label, _marked(pieces, signs, style, console))
    return table


def _marked(pieces: Iterable[Piece], signs: tuple[str, str], style: str, console: Console) -> Text:
    text = Text()
    for piece in pieces:
        if not piece.changed:
            text.append(piece.text)
        elif shows_colour(console):
            text.append(piece.text, style=style)
        else:
            text.append(f"{signs[0]}{piece.text}{signs[1]}")
    return text
