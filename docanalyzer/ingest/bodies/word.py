"""Text of Word documents (.docx): paragraphs and tables of the main part (ISO/IEC 29500-1 §17)."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.readers.packages import BROKEN_ZIP, read_member
from docanalyzer.ingest.readers.safe_xml import has_document_type, parse_xml

if TYPE_CHECKING:
    from lxml import etree

_PART_MAX = 200 << 20
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Deleted text, and the copy of a text box that older programs read instead of the first.
_SKIPPED = ("delText", "Fallback", "instrText", "moveFrom")


def text(path: Path) -> str:
    """The text with deleted passages left out; a table row is one line, its cells tabbed.

    Raises `Unreadable` for a damaged package and for one that declares entities.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as package:
            data = read_member(package, "word/document.xml", _PART_MAX)
        if has_document_type(data):
            raise Unreadable("unsafe_xml", "the document declares a document type")
        root = parse_xml(data)
    except (*BROKEN_ZIP, etree.XMLSyntaxError, KeyError) as error:
        raise Unreadable("damaged_file", f"not readable as Word: {str(error)[:150]}") from error
    body = root.find("{*}body")
    if body is None:
        return ""
    lines: list[str] = []
    _collect(body, lines)
    return "\n".join(lines) + ("\n" if lines else "")


def _collect(parent: etree._Element, lines: list[str]) -> None:
    for child in parent:
        name = _name(child)
        if name == "p":
            lines.append(_paragraph(child))
        elif name == "tbl":
            lines.extend(_row(row) for row in child.iter("{*}tr"))
        elif name in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            _collect(child, lines)


def _row(row: etree._Element) -> str:
    cells = [
        " ".join(_paragraph(paragraph) for paragraph in cell.iter("{*}p"))
        for cell in row.iter("{*}tc")
    ]
    return "\t".join(cells)


def _paragraph(paragraph: etree._Element) -> str:
    pieces: list[str] = []
    _pieces(paragraph, pieces)
    return "".join(pieces)


def _pieces(element: etree._Element, pieces: list[str]) -> None:
    for child in element:
        name = _name(child)
        if name in _SKIPPED:
            continue
        if name == "t":
            pieces.append(str(child.text or ""))
        elif name in _BREAKS:
            pieces.append(_BREAKS[name])
        else:
            _pieces(child, pieces)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
