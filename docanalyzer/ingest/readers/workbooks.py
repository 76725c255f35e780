"""Workbooks: XLSX, XLSM, XLSB, XLS, WPS .et and ODS, by calamine; openpyxl for what it refuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time

import polars as pl

from docanalyzer.ingest.classified import is_classified
from docanalyzer.ingest.fates import FATE_REASONS, Fate
from docanalyzer.ingest.readers.merged_cells import SheetMerges, biff_merges, ods_merges
from docanalyzer.ingest.readers.packages import MAGIC, PackageKind, package_danger, package_kind
from docanalyzer.ingest.readers.worksheet_parts import (
    MergedDown,
    UnsafeXml,
    WorksheetPart,
    worksheet_parts,
)
from docanalyzer.ingest.sheets import (
    ROW,
    Begins,
    RawSheet,
    Refused,
    as_sheet_cells,
    cell_columns,
    cell_names,
)
from docanalyzer.ingest.sources import Source, is_utf8

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_KINDS = (PackageKind.XLSX, PackageKind.XLSB, PackageKind.ODS)
_MAX_COLUMNS = 2_000
FORMULA_ERROR = "#ERROR!"
"""What stands for a cell whose formula failed; no field reads it, so it is noted."""
_LOOK_SHARE = 0.2
_SUFFIXES = {
    PackageKind.XLSX: (".xlsx", ".xlsm"),
    PackageKind.XLSB: (".xlsb",),
    PackageKind.ODS: (".ods",),
    None: (".xls",),
}


class Workbooks:
    """Reads workbooks by their content, whatever their suffix says."""

    name = "workbook"
    isolated = True

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file is a package with a workbook, an OLE file or a bare BIFF stream."""
        if head.startswith(MAGIC):
            return package_kind(source.path) in _KINDS
        return head.startswith(OLE_MAGIC) or head[:2] in _BIFF

    def read(self, source: Source, begins: Begins) -> Iterator[RawSheet | Refused]:
        """Every sheet, in workbook order, one at a time; row numbers are those of the sheet.

        Formulas count as their last value; nothing is calculated or run. A cell merged over
        several rows counts for each of them.
        """
        kind = package_kind(source.path) if source.head(4) == MAGIC else None
        if kind is None:
            begins(0.0, 1.0)
            yield from _by_calamine(source, {}, None, _merges(source, None))
            return
        danger = package_danger(source.path)
        if danger is not None:
            yield danger
            return
        parts: dict[str, WorksheetPart] = {}
        if kind is PackageKind.XLSX:
            begins(0.0, _LOOK_SHARE)
            try:
                parts = worksheet_parts(source.path)
            except UnsafeXml as error:
                yield Refused("unsafe_xml", str(error))
                return
            # Whatever else is wrong with the parts, the readers say it better or do not mind.
            except Exception:
                parts = {}
        merges: Mapping[str, SheetMerges | WorksheetPart] = parts or _merges(source, kind)
        begins(_LOOK_SHARE, 1.0)
        yield from _by_calamine(source, parts, kind, merges)


def _merges(source: Source, kind: PackageKind | None) -> dict[str, SheetMerges]:
    """Merged cells by sheet, as far as they can be told."""
    try:
        if kind is None:
            return biff_merges(source.path.read_bytes())
        return ods_merges(source.path) if kind is PackageKind.ODS else {}
    # A damaged file is for its reader to name; what is only odd costs no more than the merges.
    except Exception:
        return {}


def _by_calamine(
    source: Source,
    parts: dict[str, WorksheetPart],
    kind: PackageKind | None,
    merges: Mapping[str, SheetMerges | WorksheetPart],
) -> Iterator[RawSheet | Refused]:
    import fastexcel

    try:
        # The suffix of a path decides for the reader; where it is wrong, the content must.
        by_path = source.path.suffix.lower() in _SUFFIXES.get(kind, ()) and is_utf8(source.path)
        workbook = fastexcel.read_excel(source.path if by_path else source.path.read_bytes())
        names = workbook.sheet_names
    except (fastexcel.FastExcelError, OSError) as error:
        yield from _by_openpyxl(source, kind, None, parts, error)
        return
    for name in names:
        part = parts.get(name)
        if part is not None and part.is_sparse_trap:
            yield from _by_openpyxl(source, kind, name, parts, ValueError("cells far apart"))
            continue
        try:
            # Eager: texts that cells share are not copied for each of them.
            sheet = workbook.load_sheet(
                name, header_row=None, skip_rows=0, dtypes="string", eager=True
            )
            cells = as_sheet_cells(_as_frame(sheet))
        except (fastexcel.FastExcelError, pl.exceptions.PolarsError) as error:
            yield from _by_openpyxl(source, kind, name, parts, error)
            continue
        if part is not None and part.errors:
            cells = _with_errors(cells, part.errors, part.first_column)
        merged = merges.get(name)
        if merged is not None and merged.merges:
            cells = _filled_down(cells, merged.merges, merged.first_column)
        yield (
            _within_limits(RawSheet(name, cells))
            if part is None
            else _unmarked(RawSheet(name, cells), part)
        )


def _with_errors(
    cells: pl.DataFrame, errors: tuple[tuple[int, int], ...], first_column: int
) -> pl.DataFrame:
    """`cells` with `FORMULA_ERROR` where a formula failed: such a cell is not empty."""
    columns = cell_columns(cells)
    rows: dict[str, list[int]] = {}
    for row, column in errors:
        if 0 <= column - first_column < len(columns):
            rows.setdefault(columns[column - first_column], []).append(row)
    return cells.with_columns(
        pl.when(pl.col(ROW).is_in(failed) & pl.col(name).is_null())
        .then(pl.lit(FORMULA_ERROR))
        .otherwise(pl.col(name))
        .alias(name)
        for name, failed in rows.items()
    )


def _unmarked(sheet: RawSheet, part: WorksheetPart) -> RawSheet | Refused:
    """The sheet; refused where its header or footer carries a mark of secrecy.

    A row with a marked comment says so itself from here on, so that it is hidden like any other.
    """
    if _marked(part.beside).any():
        reason = FATE_REASONS[Fate.CLASSIFIED]
        return Refused(Fate.CLASSIFIED.value, f"the sheet itself is {reason}", sheet.name)
    rows = pl.Series([row for row, _ in part.comments], dtype=pl.Int64)
    marked = rows.filter(_marked([text for _, text in part.comments]))
    columns = cell_columns(sheet.cells)
    if marked.len() and columns:
        first = pl.col(columns[0])
        says_so = pl.when(pl.col(ROW).is_in(marked.implode())).then(pl.lit("★")).otherwise(first)
        sheet = replace(sheet, cells=sheet.cells.with_columns(says_so.alias(columns[0])))
    return _within_limits(sheet)


def _marked(texts: Sequence[str]) -> pl.Series:
    frame = pl.DataFrame({"text": list(texts)}, {"text": pl.String})
    return frame.select(is_classified(["text"]).alias("marked"))["marked"]


def _as_frame(batch: object) -> pl.DataFrame:
    """Columns of a record batch, also one without any."""
    frame = pl.from_arrow(batch)
    return frame if isinstance(frame, pl.DataFrame) else frame.to_frame()


def _within_limits(sheet: RawSheet) -> RawSheet | Refused:
    if len(cell_columns(sheet.cells)) > _MAX_COLUMNS:
        reason = f"the sheet has more than {_MAX_COLUMNS} columns in use"
        return Refused("too_many_columns", reason, sheet.name)
    return sheet


def _by_openpyxl(
    source: Source,
    kind: PackageKind | None,
    only: str | None,
    parts: dict[str, WorksheetPart],
    refusal: Exception,
) -> list[RawSheet | Refused]:
    """The sheets (or only one) by the reader that minds less; a reason where it fails too."""
    refused = Refused("damaged_file", f"not readable as a workbook: {_first_line(refusal)}", only)
    if _mentions_password(refusal):
        refused = Refused("encrypted_file", "the file is protected by a password", only)
    if kind is not PackageKind.XLSX:
        return [refused]
    import openpyxl

    try:
        workbook = openpyxl.load_workbook(source.path, read_only=True, data_only=True)
        names = [only] if only is not None else workbook.sheetnames
        return [_within_limits(_streamed(workbook[name], parts.get(name))) for name in names]
    # openpyxl lets through whatever its parser meets: KeyError, ValueError, BadZipFile, ...
    except Exception:
        return [refused]


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]


def _mentions_password(error: Exception) -> bool:
    return any(word in str(error).lower() for word in ("password", "encrypt"))


def _filled_down(
    cells: pl.DataFrame, merges: tuple[MergedDown, ...], first_column: int
) -> pl.DataFrame:
    """`cells` with the value of each cell merged over rows in all of its rows."""
    columns = cell_columns(cells)
    by_column: dict[str, list[MergedDown]] = {}
    for merge in merges:
        place = merge.column - first_column
        if 0 <= place < len(columns):
            by_column.setdefault(columns[place], []).append(merge)
    filled = []
    for name, merged in by_column.items():
        tops: list[int] = []
        spans: list[int] = []
        for merge in merged:
            span = range(merge.first_row + 1, min(merge.last_row, cells.height) + 1)
            spans.extend(span)
            tops.extend([merge.first_row] * len(span))
        top_of = pl.DataFrame({ROW: spans, "top": tops}, schema={ROW: pl.Int64, "top": pl.Int64})
        values = cells.select(pl.col(ROW).alias("top"), pl.col(name).alias("value"))
        inherited = cells.select(ROW).join(
            top_of.unique(ROW, keep="first", maintain_order=True).join(values, on="top"),
            on=ROW, how="left", maintain_order="left",
        )  # fmt: skip
        filled.append(cells[name].zip_with(cells[name].is_not_null(), inherited["value"]))
    return cells.with_columns(filled)


def _streamed(worksheet: object, part: WorksheetPart | None) -> RawSheet:
    # The size a sheet states may be the whole grid; what it holds tells.
    worksheet.reset_dimensions()  # type: ignore[attr-defined]  # openpyxl has no types
    rows = worksheet.iter_rows(values_only=True)  # type: ignore[attr-defined]  # openpyxl has no types
    lines: list[list[str | None]] = []
    used = 0
    for line in rows:
        lines.append(_trimmed(line) if line else [])
        used = len(lines) if lines[-1] else used
    # A stray format in the last row of the grid makes a million empty rows.
    del lines[used:]
    width = max((len(line) for line in lines), default=0)
    title = str(worksheet.title)  # type: ignore[attr-defined]  # openpyxl has no types
    if width > _MAX_COLUMNS:
        # Wide and long would not fit in memory; the width alone refuses the sheet.
        return RawSheet(title, pl.DataFrame(schema=[ROW, *cell_names(width)]))
    padded = [line + [None] * (width - len(line)) for line in lines]
    frame = pl.DataFrame(padded, schema=dict.fromkeys(cell_names(width), pl.String), orient="row")
    cells = as_sheet_cells(frame)
    # This reader begins at the first column, used or not.
    return RawSheet(title, _filled_down(cells, part.merges, 0) if part is not None else cells)


def _trimmed(line: Iterable[object]) -> list[str | None]:
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
