"""The report as an Excel workbook: the summary, then every finding, pair, quota and reject."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from rich.cells import cell_len

from docanalyzer.report.evidence import evidence_lines
from docanalyzer.report.grid import Cell, Fit, Grid, Measure, Tone
from docanalyzer.report.in_words import heading, in_words
from docanalyzer.report.sections import byline, sections
from docanalyzer.report.sheets import sheets

if TYPE_CHECKING:
    from docanalyzer.report.run_view import RunView
    from docanalyzer.report.sheets import Sheet
    from docanalyzer.report.summary import Summary
    from docanalyzer.report.wording import Wording

Untyped: TypeAlias = Any
"""XlsxWriter publishes no types; its workbook, sheets and formats pass through as they are."""

Value: TypeAlias = str | float | bool | None
"""A value of a run table."""

MAX_ROWS = 1_048_576
MAX_CELL_CHARS = 32_767
"""Limits of the xlsx format."""

_BATCH = 2_000
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}
_COLOURS = {Tone.BAD: "#B3261E", Tone.DOUBT: "#8A5A00", Tone.GOOD: "#1D6B35", Tone.QUIET: "#626B76"}
_NUMBER_FORMATS = {
    Measure.COUNT: "#,##0",
    Measure.SHARE: "0%",
    Measure.CHANGE: "+0.0%;-0.0%;0.0%",
}
_COLUMN_FORMATS = {"copied_share": "0%", "source_share": "0%", "change_pct": "+0.0;-0.0;0.0"}
_COLUMN_WIDTHS = {
    "title": 40,
    "copy_title": 36,
    "source_title": 36,
    "message": 40,
    "matched_text": 24,
    "reason": 44,
    "target": 16,
    "issuer": 26,
    "copy_issuer": 22,
    "source_issuer": 22,
    "unit": 26,
    "doc_number": 22,
    "copy_doc_number": 22,
    "source_doc_number": 22,
    "source_file": 32,
    "evidence": 44,
    "rule_id": 26,
    "counted_rule": 32,
}
_OTHER_WIDTH = 12
_LINE_HEIGHT = 17
_MOST_LINES = 8
"""A row is as high as its longest wrapped cell needs, within reason."""

_TITLE_HEIGHT = 22

_ON_PAIRS_SHEET = frozenset({"passages"})
"""Evidence too long for a cell; the pairs stand on their own sheet."""

_ON_FINDINGS_SHEET = ("examples",)
_ON_QUOTA_SHEET = ("quotas",)
"""Sections whose table stands whole on a sheet of its own; the notes on quotas stay."""

_VERDICTS = {
    "high": Tone.BAD,
    "medium": Tone.DOUBT,
    "missed": Tone.BAD,
    "undetermined": Tone.DOUBT,
    "met": Tone.GOOD,
}


def write_workbook(
    path: Path,
    run: RunView,
    summary: Summary,
    words: Wording,
    tell: Callable[[float], None] = lambda _share: None,
) -> None:
    """Write the workbook to `path`; the same run gives the same bytes.

    Texts are written as texts, so = + - @ at their beginning start no formula; texts longer
    than a cell can hold are cut with …, and a sheet longer than the format allows says so in
    its last row. `tell` hears from time to time which share of the rows is written.
    """
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        # A million findings take more than the two gigabytes of a plain ZIP; smaller books stay so.
        book.use_zip64()
        book.set_properties({"title": words.title, "created": datetime(2000, 1, 1)})
        styles = _Styles(book)
        _write_summary(book.add_worksheet(words.sheets["summary"]), styles, summary, words)
        pages = sheets(run, words)
        rows = sum(sheet.frame.height for sheet in pages) or 1
        done = 0
        for sheet in pages:
            page = book.add_worksheet(words.sheets[sheet.name])
            for written in _write_sheet(page, styles, sheet, words):
                tell((done + written) / rows)
            done += sheet.frame.height


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Untyped) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Untyped] = {}

    def get(self, tone: Tone = Tone.PLAIN, **properties: object) -> Untyped:
        if tone in _COLOURS:
            properties["font_color"] = _COLOURS[tone]
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format({"valign": "top", **properties})
        return self._made[key]

    def heading(self, number: bool) -> Untyped:
        align = "right" if number else "left"
        return self.get(bold=True, bg_color="#E8ECF0", bottom=1, text_wrap=True, align=align)


def _write_summary(page: Untyped, styles: _Styles, summary: Summary, words: Wording) -> None:
    page.set_column(0, 0, 52)
    page.set_column(1, 8, 14)
    _print_setup(page, repeat_heading=False)
    page.set_row(0, 2 * _LINE_HEIGHT)
    page.write_string(0, 0, words.title, styles.get(bold=True, font_size=16))
    page.write_string(1, 0, byline(summary, words), styles.get(Tone.QUIET))
    row = 3
    for section in sections(summary, words):
        if section.name in _ON_FINDINGS_SHEET:
            continue
        page.set_row(row, _TITLE_HEIGHT)
        page.write_string(row, 0, section.title, styles.get(bold=True, font_size=13))
        row += 1
        if section.grid is not None and section.name not in _ON_QUOTA_SHEET:
            row = _write_grid(page, styles, section.grid, row)
        for note in section.notes:
            page.write_string(row, 0, _fitting(note), styles.get(Tone.QUIET))
            row += 1
        row += 1


def _write_grid(page: Untyped, styles: _Styles, grid: Grid, row: int) -> int:
    """Write a grid from `row` on; returns the row after it."""
    for place, column in enumerate(grid.headings):
        page.write_string(row, place, column.text, styles.heading(column.fit is Fit.NUMBER))
    for cells in grid.rows:
        row += 1
        for place, (cell, column) in enumerate(zip(cells, grid.headings, strict=True)):
            _write_cell(page, styles, cell, column.fit, (row, place))
    return row + 1


def _write_cell(
    page: Untyped,
    styles: _Styles,
    cell: Cell,
    fit: Fit,
    place: tuple[int, int],
) -> None:
    if cell.number is not None:
        style = styles.get(cell.tone, num_format=_NUMBER_FORMATS[cell.measure])
        page.write_number(*place, cell.number, style)
        return
    wrap = fit in (Fit.LINE, Fit.PROSE)
    align = "right" if fit is Fit.NUMBER else "left"
    style = styles.get(cell.tone, text_wrap=wrap, align=align)
    page.write_string(*place, _fitting(cell.text), style)


def _write_sheet(page: Untyped, styles: _Styles, sheet: Sheet, words: Wording) -> Iterator[int]:
    """Write a sheet; yields how many of its rows are written."""
    frame = sheet.frame
    written = min(frame.height, MAX_ROWS - 2)
    for place, name in enumerate(frame.columns):
        page.set_column(place, place, _COLUMN_WIDTHS.get(name, _OTHER_WIDTH))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(written, 1), frame.width - 1)
    _print_setup(page, repeat_heading=True)
    page.print_area(0, 0, max(written, 1), sheet.printed - 1)
    for place, (name, dtype) in enumerate(frame.schema.items()):
        page.write_string(0, place, heading(name, words), styles.heading(dtype.is_numeric()))
    row = 0
    for batch in frame.head(written).iter_slices(_BATCH):
        for line in batch.rows():
            row += 1
            _write_row(page, styles, row, _in_words(frame.columns, line, words))
        yield row
    if written < frame.height:
        left = words.more.format(count=f"{frame.height - written:,}")
        page.write_string(row + 1, 0, left, styles.get(Tone.BAD))


def _in_words(
    columns: list[str], line: tuple[Value, ...], words: Wording
) -> list[tuple[str, Value, Tone]]:
    """Column, value as a reader sees it, and tone, for one row of a sheet."""
    return [
        (name, _worded(name, value, words), _VERDICTS.get(str(value), Tone.PLAIN))
        for name, value in zip(columns, line, strict=True)
    ]


def _worded(name: str, value: Value, words: Wording) -> Value:
    if name == "evidence" and isinstance(value, str):
        lines = evidence_lines(value, words, without=_ON_PAIRS_SHEET)
        return words.semicolon.join(label + words.colon + text for label, text in lines)
    return in_words(name, value, words) if isinstance(value, (str, bool)) else value


def _write_row(
    page: Untyped, styles: _Styles, row: int, cells: list[tuple[str, Value, Tone]]
) -> None:
    """Numbers as numbers, everything else as text, null left empty."""
    page.set_row(row, _LINE_HEIGHT * max(_lines(name, value) for name, value, _ in cells))
    for place, (name, value, tone) in enumerate(cells):
        if isinstance(value, str):
            style = styles.get(tone, text_wrap=name in _COLUMN_WIDTHS)
            page.write_string(row, place, _fitting(value), style)
        elif value is not None:
            style = styles.get(num_format=_COLUMN_FORMATS.get(name, "#,##0"))
            page.write_number(row, place, value, style)


def _lines(name: str, value: Value) -> int:
    """Lines that a wrapped text takes in its column."""
    if name not in _COLUMN_WIDTHS or not isinstance(value, str):
        return 1
    room = _COLUMN_WIDTHS[name] - 2
    return min(_MOST_LINES, -(-cell_len(value[: _MOST_LINES * room]) // room) or 1)


def _print_setup(page: Untyped, *, repeat_heading: bool) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    if repeat_heading:
        page.repeat_rows(0)


def _fitting(text: str) -> str:
    return text if len(text) <= MAX_CELL_CHARS else text[: MAX_CELL_CHARS - 1] + "…"
