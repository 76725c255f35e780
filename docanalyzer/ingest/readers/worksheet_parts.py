"""A look at the XML parts of an XLSX before a reader opens it: extents, merged cells, traps."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from html import unescape
from pathlib import Path, PurePosixPath

from docanalyzer.ingest.readers.packages import member_chunks, read_member
from docanalyzer.ingest.readers.safe_xml import has_document_type, parse_xml

_COLUMN = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})\d{1,7}"(?:[^>]*[^/>])?>')
_ROW = re.compile(rb'<(?:\w+:)?row [^>]*?r="(\d{1,9})"')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ERROR = re.compile(rb'<(?:\w+:)?c r="([A-Z]{1,3})(\d{1,7})"[^>]*? t="e"')
_BESIDE = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>([^<]{1,400})<")
_OVERLAP = 512
_PART_MAX = 64 << 20
_MERGES_MAX = 200_000
_DENSE_MAX, _SPARSE_FACTOR = 60_000_000, 20


@dataclass(frozen=True, slots=True)
class MergedDown:
    """A merged cell over more than one row: 1-based rows, 0-based first column."""

    first_row: int
    last_row: int
    column: int


@dataclass(frozen=True, slots=True)
class WorksheetPart:
    """Extents of a worksheet: `rows` and `columns` up to the last used, `cells` that exist.

    `first_column` is the first used one, 0-based. `beside` are the texts of headers and footers,
    `comments` those of comments with the row that they stand at, `errors` are the cells whose
    formula failed: 1-based row, 0-based column.
    """

    cells: int
    rows: int
    first_column: int
    columns: int
    merges: tuple[MergedDown, ...]
    beside: tuple[str, ...] = ()
    comments: tuple[tuple[int, str], ...] = ()
    errors: tuple[tuple[int, int], ...] = ()

    @property
    def is_sparse_trap(self) -> bool:
        """Whether a reader that fills the whole rectangle would need far more than the cells."""
        area = self.rows * self.columns
        return area > _DENSE_MAX and area > _SPARSE_FACTOR * self.cells


class UnsafeXml(ValueError):
    """A part declares a document type or entities, which no office program writes."""


def worksheet_parts(path: Path) -> dict[str, WorksheetPart]:
    """The worksheets of an XLSX by sheet name.

    Raises `UnsafeXml` for parts with document types or entities, `zipfile.BadZipFile`,
    `ValueError`, `KeyError` or `lxml.etree.XMLSyntaxError` for a damaged package.
    """
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                _check_head(package, name)
        return {
            sheet: _worksheet(package, part)
            for sheet, part in _sheet_parts(package).items()
            if part in package.namelist()
        }


def _check_head(package: zipfile.ZipFile, name: str) -> None:
    with package.open(name) as stream:
        head = stream.read(4096)
    if has_document_type(head):
        raise UnsafeXml(f"{name} declares a document type")


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name to the part that holds it, by the workbook and its relations."""
    relations = parse_xml(read_member(package, "xl/_rels/workbook.xml.rels", _PART_MAX))
    targets = {
        str(relation.get("Id")): str(relation.get("Target", ""))
        for relation in relations.iter("{*}Relationship")
    }
    workbook = parse_xml(read_member(package, "xl/workbook.xml", _PART_MAX))
    parts: dict[str, str] = {}
    for sheet in workbook.iter("{*}sheet"):
        key = next((value for name, value in sheet.attrib.items() if str(name).endswith("}id")), "")
        target = targets.get(str(key), "")
        inside = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl", target))
        parts[str(sheet.get("name"))] = inside
    return parts


def _worksheet(package: zipfile.ZipFile, part: str) -> WorksheetPart:
    letters: set[bytes] = set()
    merges: list[MergedDown] = []
    beside: set[bytes] = set()
    errors: set[tuple[bytes, bytes]] = set()
    cells = rows = 0
    carry = b""
    for chunk in member_chunks(package, part):
        text = carry + chunk
        cells += chunk.count(b"<c ") + chunk.count(b":c ")
        letters.update(_COLUMN.findall(text))
        last = _last_row(text)
        rows = max(rows, last)
        if len(merges) < _MERGES_MAX:
            merges += _merged_down(text)
        beside.update(_BESIDE.findall(text))
        if len(errors) < _MERGES_MAX:
            errors.update(_ERROR.findall(text))
        carry = text[-_OVERLAP:]
    places = sorted(_column_number(name) for name in letters)
    return WorksheetPart(
        cells=cells,
        rows=rows,
        first_column=places[0] if places else 0,
        columns=places[-1] + 1 if places else 0,
        merges=tuple(dict.fromkeys(merges)),
        beside=tuple(sorted(_printed(text) for text in beside)),
        comments=_comments(package, part),
        errors=tuple(sorted((int(row), _column_number(column)) for column, row in errors)),
    )


def _printed(text: bytes) -> str:
    """A header or footer without the codes that place it: &C机密&R&P."""
    said = unescape(text.decode("utf-8", errors="replace"))
    return re.sub(r'&(?:"[^"]*"|\d+|[A-Za-z])', "\n", said)


def _comments(package: zipfile.ZipFile, part: str) -> tuple[tuple[int, str], ...]:
    """Row and text of each comment on a worksheet, by the relations of its part."""
    path = PurePosixPath(part)
    relations = str(path.parent / "_rels" / f"{path.name}.rels")
    names = set(package.namelist())
    if relations not in names:
        return ()
    found: list[tuple[int, str]] = []
    for relation in parse_xml(read_member(package, relations, _PART_MAX)).iter("{*}Relationship"):
        if not str(relation.get("Type", "")).lower().endswith(("/comments", "/threadedcomment")):
            continue
        target = str(relation.get("Target", ""))
        # Targets step up from the folder of the part: ../comments1.xml.
        inside = target.lstrip("/") if target[:1] == "/" else f"xl/{target.removeprefix('../')}"
        if inside not in names:
            continue
        root = parse_xml(read_member(package, inside, _PART_MAX))
        for comment in (*root.iter("{*}comment"), *root.iter("{*}threadedComment")):
            row = re.sub(r"\D", "", str(comment.get("ref", "")))
            text = "".join(str(piece.text or "") for piece in comment.iter("{*}t", "{*}text"))
            found.append((int(row or 0), text))
    return tuple(found)


def _last_row(text: bytes) -> int:
    """The highest row number in a chunk; rows come in order, so its last ones tell."""
    at = text.rfind(b"row ", 0, max(0, len(text) - 8))
    numbers = [int(number) for number in _ROW.findall(text, max(0, at - 2_000))]
    return max(numbers, default=0)


def _merged_down(text: bytes) -> list[MergedDown]:
    merged = []
    for left, top, _right, bottom in _MERGE.findall(text):
        if int(bottom) > int(top):
            merged.append(MergedDown(int(top), int(bottom), _column_number(left)))
    return merged


def _column_number(letters: bytes) -> int:
    """A is 0, Z is 25, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
