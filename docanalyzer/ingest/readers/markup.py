"""Tables in HTML, in web archives (MHTML) and in the XML of older spreadsheet programs.

Office systems write these under the name of .xls.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.ingest.decoding import NotText, decode
from docanalyzer.ingest.readers.safe_xml import has_document_type, stream_xml, text_of
from docanalyzer.ingest.sheets import Begins, RawSheet, Refused, as_sheet_cells, cell_names
from docanalyzer.ingest.sources import Source

if TYPE_CHECKING:
    from lxml import etree

_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|table|meta|head|body|div|style)\b", re.IGNORECASE)
_SPAN_MAX = 1_000
_CELLS_MAX = 20_000_000
_MAX_COLUMNS = 2_000
_Line = dict[int, str]


class HtmlTables:
    """Reads every table of an HTML page or web archive; one sheet per table."""

    name = "html"
    isolated = True

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file begins like HTML or a web archive."""
        text = _loose_text(head)
        begin = text.lstrip()[:2_000]
        if _is_web_archive(begin):
            return True
        if begin.startswith("<?xml") and _SPREADSHEET not in text:
            begin = begin.split("?>", 1)[-1].lstrip()
        del source
        return bool(_HTML.match(begin)) or (begin.startswith("<!--") and bool(_HTML.search(begin)))

    def read(self, source: Source, begins: Begins) -> list[RawSheet | Refused]:
        """The tables, outermost ones only; row numbers count the rows of a table from 1."""
        del begins
        data = source.path.read_bytes()
        if _is_web_archive(_loose_text(data[:2_000])):
            data = _html_part(data)
        try:
            text = decode(data).text
        except NotText:
            return [Refused("not_a_table", "the file is not text")]
        tables = _tables(text)
        sheets = [_sheet(f"表{number}", table) for number, table in enumerate(tables, 1)]
        if not sheets:
            return [Refused("not_a_table", "the page holds no table")]
        return sheets if len(sheets) > 1 else [_renamed(sheets[0])]


class SpreadsheetXml:
    """Reads the XML format of Excel 2003."""

    name = "spreadsheet-xml"
    isolated = True

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the beginning names the spreadsheet namespace."""
        del source
        text = _loose_text(head)
        return text.lstrip().startswith("<") and _SPREADSHEET in text and "Workbook" in text

    def read(self, source: Source, begins: Begins) -> list[RawSheet | Refused]:
        """Every worksheet; row numbers are those of the sheet."""
        del begins
        from lxml import etree

        data = source.path.read_bytes()
        if has_document_type(data):
            return [Refused("unsafe_xml", "the file declares a document type or entities")]
        sheets: list[RawSheet | Refused] = []
        try:
            for worksheet in stream_xml(BytesIO(data), (f"{{{_SPREADSHEET}}}Worksheet",)):
                name = worksheet.get(f"{{{_SPREADSHEET}}}Name")
                sheets.append(_sheet(name, _worksheet_lines(worksheet)))
        except etree.XMLSyntaxError as error:
            return [*sheets, Refused("damaged_file", f"the XML breaks off: {str(error)[:150]}")]
        return sheets or [Refused("empty_file", "the workbook has no sheet")]


def _loose_text(head: bytes) -> str:
    """The ASCII of some first bytes, whatever their encoding."""
    return head.replace(b"\x00", b"").decode("utf-8-sig", errors="ignore").lstrip("\ufffe\ufeff")


def _is_web_archive(begin: str) -> bool:
    """Whether the headers of a mail message of several parts come first."""
    headers = begin.lstrip().lower().partition("\n\n")[0]
    return "mime-version:" in headers and "content-type: multipart/" in headers


def _html_part(data: bytes) -> bytes:
    message = message_from_bytes(data, policy=policy.compat32)
    parts = [
        part.get_payload(decode=True)
        for part in message.walk()
        if part.get_content_type() == "text/html"
    ]
    with_table = [part for part in parts if isinstance(part, bytes) and b"<table" in part.lower()]
    return with_table[0] if with_table else b""


def _tables(text: str) -> list[list[_Line]]:
    from lxml import html

    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    if not text.strip():
        return []
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    root = html.document_fromstring(text.encode("utf-8", errors="replace"), parser=parser)
    outermost = [
        table for table in root.iter("table") if not any(True for _ in table.iterancestors("table"))
    ]
    return [_table_lines(table) for table in outermost]


def _table_lines(table: etree._Element) -> list[_Line]:
    """Rows of a table; a cell over several rows counts for each, over several columns once."""
    lines: list[_Line] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        line: _Line = {}
        place = 0
        for cell in row.iterchildren("td", "th"):
            place = _after_hanging(place, hanging, line)
            text = _cell_text(cell)
            line[place] = text
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if down > 1:
                for column in range(place, min(place + across, _MAX_COLUMNS)):
                    hanging[column] = (down, text if column == place else "")
            place += across
        _after_hanging(_MAX_COLUMNS, hanging, line)
        hanging = {c: (left - 1, text) for c, (left, text) in hanging.items() if left > 1}
        lines.append(line)
    return lines


def _after_hanging(place: int, hanging: dict[int, tuple[int, str]], line: _Line) -> int:
    """The next free column; cells that hang down from rows above are put in on the way."""
    for column in sorted(hanging):
        if column not in line and column <= place:
            line[column] = hanging[column][1]
            place = column + 1 if column == place else place
        elif column in line and column == place:
            place += 1
    return place


def _span(cell: etree._Element, name: str) -> int:
    text = str(cell.get(name, "1")).strip()
    return max(1, min(int(text), _SPAN_MAX)) if text.isascii() and text.isdecimal() else 1


def _cell_text(cell: etree._Element) -> str:
    """Text of a cell: line breaks where the page breaks the line, else as a browser shows it."""
    pieces: list[str] = []
    for element in cell.iter():
        if element.tag in ("br", "p", "div") and element is not cell:
            pieces.append("\n")
        if element.tag not in ("script", "style") and element.text:
            pieces.append(_unbroken(str(element.text)))
        if element is not cell and element.tail:
            pieces.append(_unbroken(str(element.tail)))
    return "\n".join(line.strip(" ") for line in "".join(pieces).split("\n")).strip("\n ")


def _unbroken(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text)


def _worksheet_lines(worksheet: etree._Element) -> list[_Line]:
    lines: list[_Line] = []
    hanging: dict[int, tuple[int, str]] = {}
    for row in worksheet.iter(f"{{{_SPREADSHEET}}}Row"):
        index = str(row.get(f"{{{_SPREADSHEET}}}Index", ""))
        if index.isdecimal():
            # Rows that the file skips are empty rows.
            missing = min(int(index) - 1, 1_048_576) - len(lines)
            lines.extend({} for _ in range(missing))
        line: _Line = {}
        place = 0
        for cell in row.iterchildren(f"{{{_SPREADSHEET}}}Cell"):
            at = str(cell.get(f"{{{_SPREADSHEET}}}Index", ""))
            place = int(at) - 1 if at.isdecimal() else place
            data = cell.find(f"{{{_SPREADSHEET}}}Data")
            text = "" if data is None else text_of(data)
            line[place] = text
            down = str(cell.get(f"{{{_SPREADSHEET}}}MergeDown", ""))
            across = str(cell.get(f"{{{_SPREADSHEET}}}MergeAcross", ""))
            if down.isdecimal():
                hanging[place] = (int(down) + 1, text)
            place += 1 + (int(across) if across.isdecimal() else 0)
        for column, (_, text) in hanging.items():
            line.setdefault(column, text)
        hanging = {c: (left - 1, text) for c, (left, text) in hanging.items() if left > 1}
        lines.append(line)
    return lines


def _sheet(name: str | None, lines: list[_Line]) -> RawSheet | Refused:
    width = max((max(line) + 1 for line in lines if line), default=0)
    if width > _MAX_COLUMNS or width * len(lines) > _CELLS_MAX:
        return Refused("too_many_columns", "the table is too large for its cells", name)
    columns = {
        cell: pl.Series([line.get(place) for line in lines], dtype=pl.String)
        for place, cell in enumerate(cell_names(width))
    }
    return RawSheet(name, as_sheet_cells(pl.DataFrame(columns)))


def _renamed(sheet: RawSheet | Refused) -> RawSheet | Refused:
    """A page with one table has no sheets to tell apart."""
    return RawSheet(None, sheet.cells) if isinstance(sheet, RawSheet) else sheet
