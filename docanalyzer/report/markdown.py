"""The report as Markdown with pipe tables."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from docanalyzer.report.grid import Cell, Fit, Grid, Section, Tone
from docanalyzer.report.sections import byline, sections

if TYPE_CHECKING:
    from docanalyzer.report.summary import Summary
    from docanalyzer.report.wording import Wording

_ACTIVE = re.compile(r"([\\`*_{}\[\]()#|~!])")


def markdown_report(summary: Summary, words: Wording) -> str:
    """The whole report; texts are escaped, so nothing in a title becomes markup or HTML."""
    parts = [f"# {escape(words.title)}", escape(byline(summary, words))]
    parts += [_section(section) for section in sections(summary, words)]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """`text` as literal Markdown, in one line."""
    one_line = " ".join(text.splitlines())
    return html.escape(_ACTIVE.sub(r"\\\1", one_line), quote=False)


def _section(section: Section) -> str:
    parts = [f"## {escape(section.title)}"]
    if section.grid is not None:
        parts.append(table(section.grid))
    parts += [escape(note) for note in section.notes]
    return "\n\n".join(parts)


def table(grid: Grid) -> str:
    """A grid as a pipe table, one line per row."""
    marks = ("---:" if heading.fit is Fit.NUMBER else "---" for heading in grid.headings)
    lines = [_row(escape(heading.text) for heading in grid.headings), _row(marks)]
    lines += [_row(_cell(cell) for cell in row) for row in grid.rows]
    return "\n".join(lines)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(cell: Cell) -> str:
    text = escape(cell.text)
    return f"**{text}**" if cell.tone is Tone.BAD and text else text
