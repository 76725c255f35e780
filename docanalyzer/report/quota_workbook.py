"""The quota table as a workbook that can be handed in: a sheet per category, then the documents."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from docanalyzer.report.plain_text import shown
from docanalyzer.report.quota_export import COLUMNS, value_in_words
from docanalyzer.report.quota_sections import in_unit_order, told_counted
from docanalyzer.report.quota_words import QuotaWords, counted_rule_in, quota_words
from docanalyzer.report.workbook import MAX_CELL_CHARS, MAX_ROWS

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.report.wording import Wording

Untyped: TypeAlias = Any
"""XlsxWriter publishes no types; its workbook, sheets and formats pass through as they are."""

_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}
_WIDTHS = {
    "unit": 26, "unit_level": 9, "category": 8, "period": 10, "count": 8, "previous_count": 8,
    "change_pct": 10, "target": 15, "status": 11, "reason": 60, "planned": 9, "unplanned": 9,
    "projected": 10, "counted_rule": 34, "year": 8, "doc_number": 24, "title": 60,
    "issued_on": 12, "left_out": 36,
}  # fmt: skip
_DOCUMENT_COLUMNS = (
    "unit", "category", "year", "doc_number", "issued_on", "title", "left_out", "counted_rule",
)  # fmt: skip
_CENTRED = frozenset({"unit_level", "category", "period", "target", "status", "year", "issued_on"})
_COLOURS = {
    "missed": ("#FBE3E1", "#8C1D18"),
    "undetermined": ("#FFF3D6", "#6B4700"),
    "met": ("#E2F3E7", "#14532D"),
}
_TITLE_ROWS = 4
"""Rows above the headings: title, source, notes, counting rules."""


def write_quota_workbook(
    path: Path, status: pl.DataFrame, documents: pl.DataFrame, inputs: str, names: Wording
) -> None:
    """Write the workbook; the same table gives the same bytes.

    `status` conforms to QUOTA_STATUS, `documents` is what `explain_documents` gives, `inputs`
    names the registers. Texts are written as texts, so = + - @ start no formula.
    """
    import xlsxwriter

    words = quota_words(names.lang)
    with xlsxwriter.Workbook(str(path), _OPTIONS) as book:
        book.set_properties({"title": words.title, "created": datetime(2000, 1, 1)})
        styles = _Styles(book)
        parts = in_unit_order(status).partition_by("category", maintain_order=True)
        for part in parts:
            category = part["category"][0]
            name = names.categories.get(category, category)
            page = book.add_worksheet(name)
            _write_category(page, styles, part, inputs, names, words)
        page = book.add_worksheet(words.documents_sheet)
        _write_documents(page, styles, documents, inputs, names, words)


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Untyped) -> None:
        edge = {"border": 1, "border_color": "#B8C0C8", "valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
        self.note = book.add_format({"font_color": "#56606A", "valign": "top"})
        self.heading = book.add_format(
            {**edge, "bold": True, "bg_color": "#E8ECF0", "text_wrap": True, "align": "center"}
        )
        self.text = book.add_format({**edge, "text_wrap": True})
        self.centred = book.add_format({**edge, "align": "center"})
        self.count = book.add_format({**edge, "num_format": "#,##0"})
        self.change = book.add_format({**edge, "num_format": "+0.0;-0.0;0.0"})
        self.day = book.add_format({**edge, "num_format": "yyyy-mm-dd", "align": "center"})
        self.year = book.add_format({**edge, "num_format": "0", "align": "center"})
        self.by_status = {
            status: book.add_format({"bg_color": back, "font_color": front})
            for status, (back, front) in _COLOURS.items()
        }

    def of(self, column: str) -> Untyped:
        """The format of a column's texts and numbers."""
        if column == "change_pct":
            return self.change
        if column == "year":
            return self.year
        if column in ("count", "previous_count", "planned", "unplanned", "projected"):
            return self.count
        return self.centred if column in _CENTRED else self.text


def _write_category(
    page: Untyped,
    styles: _Styles,
    rows: pl.DataFrame,
    inputs: str,
    names: Wording,
    words: QuotaWords,
) -> None:
    rules = sorted({rule for rule in rows["counted_rule"] if rule is not None})
    told = words.rule_note.format(rules=counted_rule_in("; ".join(rules), words.lang))
    category = rows["category"][0]
    title = f"{words.title}{names.colon}{names.categories.get(category, category)}"
    _begin(page, styles, title, (words.subtitle.format(inputs=inputs), told), COLUMNS, words)
    first = _TITLE_ROWS + 1
    for place, row in enumerate(rows.head(MAX_ROWS - first).to_dicts(), start=first):
        for column, name in enumerate(COLUMNS):
            _write(page, place, column, value_in_words(name, row, names, words), styles.of(name))
    last = first + min(rows.height, MAX_ROWS - first) - 1
    page.autofilter(_TITLE_ROWS, 0, last, len(COLUMNS) - 1)
    column = COLUMNS.index("status")
    for status, style in styles.by_status.items():
        value = f'"{names.statuses.get(status, status)}"'
        rule = {"type": "cell", "criteria": "==", "value": value, "format": style}
        page.conditional_format(first, column, last, column, rule)
    column = COLUMNS.index("count")
    bars = {"type": "data_bar", "bar_color": "#9DB7D5"}
    page.conditional_format(first, column, last, column, bars)


def _write_documents(
    page: Untyped,
    styles: _Styles,
    rows: pl.DataFrame,
    inputs: str,
    names: Wording,
    words: QuotaWords,
) -> None:
    notes = (words.subtitle.format(inputs=inputs), words.explain_note)
    _begin(page, styles, words.documents_sheet, notes, _DOCUMENT_COLUMNS, words)
    first = _TITLE_ROWS + 1
    room = MAX_ROWS - first - 1
    place = first
    for part in rows.head(room).iter_slices(10_000):
        for row in part.to_dicts():
            category = row["category"]
            rule = row["counted_rule"]
            told = {
                "unit": shown(row["unit"]),
                "category": names.categories.get(category, category),
                "year": row["year"],
                "doc_number": None if row["doc_number"] is None else shown(row["doc_number"]),
                "issued_on": row["day"],
                "title": None if row["title"] is None else shown(row["title"]),
                "left_out": told_counted(row, words),
                "counted_rule": None if rule is None else counted_rule_in(rule, words.lang),
            }
            for column, name in enumerate(_DOCUMENT_COLUMNS):
                style = styles.day if name == "issued_on" else styles.of(name)
                _write(page, place, column, told[name], style)
            place += 1
    if rows.height > room:
        page.write_string(place, 0, names.more.format(count=f"{rows.height - room:,}"))
    page.autofilter(_TITLE_ROWS, 0, max(place - 1, first), len(_DOCUMENT_COLUMNS) - 1)


def _begin(
    page: Untyped,
    styles: _Styles,
    title: str,
    notes: tuple[str, str],
    columns: tuple[str, ...],
    words: QuotaWords,
) -> None:
    """Title, source and notes above a frozen row of headings; printed on A4 across."""
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    for place, name in enumerate(columns):
        page.set_column(place, place, _WIDTHS[name])
    page.set_row(0, 26)
    page.write_string(0, 0, title, styles.title)
    page.write_string(1, 0, _fitting(notes[0]), styles.note)
    page.write_string(2, 0, _fitting(notes[1]), styles.note)
    page.write_string(3, 0, f"{words.rounding_note}{words.period_note}", styles.note)
    for place, name in enumerate(columns):
        page.write_string(_TITLE_ROWS, place, words.headings[name], styles.heading)
    page.freeze_panes(_TITLE_ROWS + 1, 1)
    page.repeat_rows(_TITLE_ROWS)


def _write(
    page: Untyped, row: int, column: int, value: str | float | date | None, style: Untyped
) -> None:
    if value is None:
        page.write_blank(row, column, None, style)
    elif isinstance(value, date):
        page.write_datetime(row, column, value, style)
    elif isinstance(value, int | float):
        page.write_number(row, column, value, style)
    else:
        page.write_string(row, column, _fitting(value), style)


def _fitting(text: str) -> str:
    return text if len(text) <= MAX_CELL_CHARS else text[: MAX_CELL_CHARS - 1] + "…"
