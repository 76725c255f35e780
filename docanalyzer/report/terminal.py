"""The report on a screen: aligned by cell width, coloured only where a terminal shows it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table
from rich.text import Text

from docanalyzer.report.grid import Cell, Fit, Grid, Heading, Section, Tone
from docanalyzer.report.plain_text import fold, shorten
from docanalyzer.report.sections import byline, sections

if TYPE_CHECKING:
    from rich.console import ConsoleOptions, RenderResult

    from docanalyzer.report.summary import Summary
    from docanalyzer.report.wording import Wording

PIPED_WIDTH = 80
"""Cells per line where no terminal says otherwise; COLUMNS overrides it."""

_STYLES = {
    Tone.PLAIN: "",
    Tone.BAD: "bold red",
    Tone.DOUBT: "yellow",
    Tone.GOOD: "green",
    Tone.QUIET: "dim",
}


class OneLine:
    """A text that takes one line of whatever width its column gets."""

    def __init__(self, text: str, style: str) -> None:
        self._text = text
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        del console
        yield Text(shorten(self._text, options.max_width), style=self._style, no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        del console
        full = cell_len(self._text)
        return Measurement(min(full, 8), full).with_maximum(options.max_width)


class Folded:
    """A text wrapped by cell width, numbers and words kept whole."""

    def __init__(self, text: str, style: str = "") -> None:
        self._text = text
        self._style = style

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        del console
        lines = fold(self._text, options.max_width)
        yield Text("\n".join(lines), style=self._style, no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        del console
        full = cell_len(self._text)
        return Measurement(min(full, 8), full).with_maximum(options.max_width)


def open_console(stream: IO[str] | None = None) -> Console:
    """A console on `stream` (stdout): coloured on a terminal, plain and 80 wide when piped.

    NO_COLOR is honoured; nothing in a text is taken for markup.
    """
    stream = stream or sys.stdout
    columns = os.environ.get("COLUMNS", "")
    piped = int(columns) if columns.isdigit() and int(columns) > 0 else PIPED_WIDTH
    width = None if stream.isatty() else piped
    return Console(file=stream, width=width, markup=False, highlight=False, emoji=False)


@contextmanager
def trimmed(console: Console) -> Iterator[None]:
    """Whatever is printed inside leaves the console without blanks at line ends or a blank
    first line."""
    with console.capture() as captured:
        yield
    lines = captured.get().lstrip("\n").split("\n")[:-1]
    console.file.write("".join(f"{line.rstrip()}\n" for line in lines))


def print_report(summary: Summary, words: Wording, console: Console) -> None:
    """Print the whole report; no line is wider than the console."""
    with trimmed(console):
        console.print(Text(words.title, style="bold"))
        console.print(Folded(byline(summary, words), style="dim"))
        for section in sections(summary, words):
            print_section(section, console)


def plain_report(summary: Summary, words: Wording, width: int = PIPED_WIDTH) -> str:
    """The report as it looks when piped: without colour, 80 cells wide unless said otherwise."""
    stream = io.StringIO()
    print_report(summary, words, Console(file=stream, width=width, no_color=True))
    return stream.getvalue()


def print_section(section: Section, console: Console) -> None:
    """Print one section: a rule with its title, its table, its notes."""
    console.print()
    console.print(Folded(section.title, style="bold cyan"))
    if section.grid is not None:
        console.print(_table(section.grid))
    for note in section.notes:
        console.print(Folded(note, style="dim" if section.grid else ""))


def _table(grid: Grid) -> Table:
    table = Table(
        *(_column(heading) for heading in grid.headings),
        box=None,
        pad_edge=False,
        padding=(0, 2, 0, 0),
        show_header=any(heading.text for heading in grid.headings),
        header_style="dim",
    )
    for row in grid.rows:
        table.add_row(
            *(_content(cell, heading) for cell, heading in zip(row, grid.headings, strict=True))
        )
    return table


def _column(heading: Heading) -> Column:
    fixed = heading.fit in (Fit.NUMBER, Fit.WORD)
    return Column(
        heading.text,
        justify="right" if heading.fit is Fit.NUMBER else "left",
        no_wrap=fixed,
        overflow="ellipsis" if fixed else "fold",
    )


def _content(cell: Cell, heading: Heading) -> Text | OneLine | Folded:
    style = _STYLES[cell.tone]
    if heading.fit is Fit.LINE:
        return OneLine(cell.text, style)
    if heading.fit is Fit.PROSE:
        return Folded(cell.text, style)
    return Text(cell.text, style=style)
