"""Text of OFD documents (GB/T 33190-2016): the text objects of each page, line by line."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.readers.packages import BROKEN_ZIP, read_member
from docanalyzer.ingest.readers.safe_xml import has_document_type, parse_xml

if TYPE_CHECKING:
    from lxml import etree

_PART_MAX = 64 << 20
_PAGES_MAX = 5_000
_SAME_LINE_MM = 1.5
_SAME_PLACE_MM = 0.6


def text(path: Path) -> str:
    """The text of all pages, lines from top to bottom, a line feed after each.

    Raises `Unreadable` for a damaged package and for one that declares entities.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(path) as package:
            lines = [line for page in _pages(package) for line in _lines(page)]
    except (*BROKEN_ZIP, etree.XMLSyntaxError, KeyError) as error:
        raise Unreadable("damaged_file", f"not readable as OFD: {str(error)[:150]}") from error
    return "".join(f"{line}\n" for line in lines)


def _part(package: zipfile.ZipFile, name: str) -> etree._Element:
    data = read_member(package, name, _PART_MAX)
    if has_document_type(data):
        raise Unreadable("unsafe_xml", "the document declares a document type")
    return parse_xml(data)


def _pages(package: zipfile.ZipFile) -> list[etree._Element]:
    """Page contents in page order, by the document root that OFD.xml names."""
    pages: list[etree._Element] = []
    for root in _part(package, "OFD.xml").iter("{*}DocRoot"):
        document = _inside("", str(root.text or ""))
        for page in _part(package, document).iterfind(".//{*}Pages/{*}Page"):
            if len(pages) >= _PAGES_MAX:
                raise Unreadable("body_too_long", f"more than {_PAGES_MAX:,} pages")
            place = _inside(str(PurePosixPath(document).parent), str(page.get("BaseLoc", "")))
            pages.append(_part(package, place))
    return pages


def _inside(folder: str, location: str) -> str:
    location = location.strip()
    return (
        location.lstrip("/") if location.startswith("/") else str(PurePosixPath(folder, location))
    )


def _lines(page: etree._Element) -> list[str]:
    """Text pieces put into lines: pieces within 1.5 mm of height stand on one line."""
    pieces: list[tuple[float, float, str]] = []
    for thing in page.iter("{*}TextObject"):
        left, top = _numbers(thing.get("Boundary"))[:2] or (0.0, 0.0)
        for code in thing.iter("{*}TextCode"):
            x = (_numbers(code.get("X")) or [0.0])[0]
            y = (_numbers(code.get("Y")) or [0.0])[0]
            x, y = _placed(x, y, _numbers(thing.get("CTM")))
            pieces.append((top + y, left + x, str(code.text or "")))
    pieces.sort(key=lambda piece: piece[:2])
    lines: list[list[tuple[float, str]]] = []
    height = float("-inf")
    for y, x, piece in pieces:
        if y - height > _SAME_LINE_MM:
            lines.append([])
            height = y
        lines[-1].append((x, piece))
    return ["".join(_once(sorted(line))) for line in lines]


def _placed(x: float, y: float, matrix: list[float]) -> tuple[float, float]:
    """A place in a text object, moved by its matrix (GB/T 33190-2016, 8.5: a b c d e f)."""
    if len(matrix) != 6:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _once(line: list[tuple[float, str]]) -> list[str]:
    """The pieces of a line; a piece drawn again over itself, to look bold, is read once."""
    kept: list[tuple[float, str]] = []
    for x, piece in line:
        if not any(piece == other and x - at < _SAME_PLACE_MM for at, other in kept[-8:]):
            kept.append((x, piece))
    return [piece for _, piece in kept]


def _numbers(text: str | bytes | None) -> list[float]:
    try:
        return [float(number) for number in str(text or "").split()]
    except ValueError:
        return []
