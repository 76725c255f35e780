"""Workbooks: XLSX, XLSM, XLSB, XLS, WPS .et and ODS, by calamine; openpyxl for what it refuses."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time

import polars as pl

from docanalyzer.ingest.readers.parquet import first_line
from docanalyzer.ingest.sheets import RawSheet, Refused, as_sheet_cells, cell_names
from docanalyzer.ingest.sources import Source

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_MAX_COLUMNS = 2_000
_OPEN_SHEET_NAMES = ("xl/workbook.xml", "xl/workbook.bin")


class Workbooks:
    """Reads workbooks by their content, whatever their suffix says."""

    name = "workbook"

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file is a zip package with a workbook, an OLE file or a bare BIFF stream."""
        if head.startswith(_ZIP):
            return _package_kind(source) is not None
        return head.startswith(_OLE) or head[:2] in _BIFF

    def read(self, source: Source) -> list[RawSheet | Refused]:
        """Every sheet, in workbook order; row numbers are those of the sheet."""
        import fastexcel

        try:
            workbook = fastexcel.read_excel(source.path)
            names = workbook.sheet_names
        except (fastexcel.FastExcelError, OSError) as error:
            return self._by_openpyxl(source, None, error)
        sheets: list[RawSheet | Refused] = []
        for name in names:
            try:
                sheet = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
                frame = sheet.to_polars()
            except (fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
                sheets.extend(self._by_openpyxl(source, name, error))
                continue
            sheets.append(RawSheet(name, as_sheet_cells(frame), visible=sheet.visible == "visible"))
        return sheets

    def _by_openpyxl(
        self, source: Source, only: str | None, refusal: Exception
    ) -> list[RawSheet | Refused]:
        """The sheets (or only one) by the reader that minds less; a reason where it fails too."""
        refused = Refused("damaged_file", f"not readable: {first_line(refusal)}", only)
        if _package_kind(source) != "xlsx":
            return [refused]
        import openpyxl

        try:
            workbook = openpyxl.load_workbook(source.path, read_only=True, data_only=True)
            names = [only] if only is not None else workbook.sheetnames
            return [_streamed(workbook[name]) for name in names]
        # openpyxl lets whatever its parser meets through: KeyError, ValueError, BadZipFile, ...
        except Exception:
            return [refused]


def _package_kind(source: Source) -> str | None:
    """xlsx or ods for a zip package with a workbook inside, else null."""
    try:
        with zipfile.ZipFile(source.path) as package:
            members = set(package.namelist())
            if "mimetype" in members and "content.xml" in members:
                kind = package.read("mimetype")[:80]
                return "ods" if b"spreadsheet" in kind else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return None
    if not any(name in members for name in _OPEN_SHEET_NAMES):
        return None
    return "xlsx"


def _streamed(worksheet: object) -> RawSheet:
    rows = worksheet.iter_rows(values_only=True)  # type: ignore[attr-defined]  # openpyxl has no types
    lines = [_trimmed(line) for line in rows]
    width = min(max((len(line) for line in lines), default=0), _MAX_COLUMNS)
    padded = [line[:width] + [None] * (width - len(line)) for line in lines]
    frame = pl.DataFrame(padded, schema=dict.fromkeys(cell_names(width), pl.String), orient="row")
    title = str(worksheet.title)  # type: ignore[attr-defined]  # openpyxl has no types
    return RawSheet(title, as_sheet_cells(frame))


def _trimmed(line: Iterator[object]) -> list[str | None]:
    cells = [_cell(value) for value in line]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _cell(value: object) -> str | None:
    """A cell's value as text, dates as 2021-02-24 00:00:00 like the other reader gives them."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
