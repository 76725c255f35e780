"""Text of Word documents (.docx): paragraphs and tables of the main part (ISO/IEC 29500-1 §17)."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.classified import is_classified
from docanalyzer.ingest.fates import FATE_REASONS, Fate
from docanalyzer.ingest.readers.packages import BROKEN_ZIP, read_member
from docanalyzer.ingest.readers.safe_xml import has_document_type, parse_xml

if TYPE_CHECKING:
    from lxml import etree

_PART_MAX = 200 << 20
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
# Deleted text, and the copy of a text box that older programs read instead of the first.
_SKIPPED = ("delText", "Fallback", "instrText", "moveFrom")
_WRAPPERS = ("sdt", "sdtContent", "ins", "customXml", "smartTag")
_BESIDE = re.compile(r"word/(?:header\d*|footer\d*|comments)\.xml").fullmatch


def text(path: Path) -> str:
    """The text with deleted passages and rows left out; a table row is one line, its cells tabbed.

    A table inside a cell is read in its cell. Raises `Unreadable` for a damaged package, for one
    that declares entities, and where a header, footer or comment carries a mark of secrecy.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as package:
            data = read_member(package, "word/document.xml", _PART_MAX)
            beside = [_part_text(package, name) for name in package.namelist() if _BESIDE(name)]
        if (
            pl.DataFrame({"text": beside}, {"text": pl.String})
            .select(is_classified(["text"]).any())
            .item()
        ):
            raise Unreadable(Fate.CLASSIFIED.value, FATE_REASONS[Fate.CLASSIFIED])
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
            lines.extend(_rows(child))
        elif name in _WRAPPERS:
            _collect(child, lines)


def _part_text(package: zipfile.ZipFile, name: str) -> str:
    """What stands in a header, footer or among the comments, a line for each paragraph."""
    root = parse_xml(read_member(package, name, _PART_MAX))
    return "\n".join(_paragraph(paragraph) for paragraph in root.iter("{*}p"))


def _rows(table: etree._Element) -> list[str]:
    """The rows of a table that were not deleted."""
    found: list[str] = []
    for child in table:
        name = _name(child)
        if name == "tr" and child.find("{*}trPr/{*}del") is None:
            found.append("\t".join(_cells(child)))
        elif name in _WRAPPERS:
            found.extend(_rows(child))
    return found


def _cells(row: etree._Element) -> list[str]:
    found: list[str] = []
    for child in row:
        name = _name(child)
        if name == "tc":
            lines: list[str] = []
            _collect(child, lines)
            found.append(" ".join(lines))
        elif name in _WRAPPERS:
            found.extend(_cells(child))
    return found


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
