"""Cells merged over rows in OpenDocument sheets and in workbooks of the 1997 format.

The reader of workbooks gives the value to the first row only; a mark of state secrecy written
once over several rows must hold for each of them.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from docanalyzer.ingest.readers.packages import member_chunks
from docanalyzer.ingest.readers.safe_xml import has_document_type
from docanalyzer.ingest.readers.worksheet_parts import MergedDown

_MERGES_MAX = 200_000
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_SPANNED = b"number-rows-spanned"

_END_OF_CHAIN = 0xFFFFFFFE
_BOUNDSHEET, _MERGED, _MULRK, _EOF, _BOF = 0x0085, 0x00E5, 0x00BD, 0x000A, 0x0809
_CELLS = frozenset({0x00FD, 0x0203, 0x027E, 0x0204, 0x0006, 0x0205, 0x00D6, _MULRK})
_WORKBOOKS = ("Workbook", "Book")


@dataclass(frozen=True, slots=True)
class SheetMerges:
    """The merged cells of a sheet, and its first used column, 0-based, where its reader begins."""

    first_column: int
    merges: tuple[MergedDown, ...]


def ods_merges(path: Path) -> dict[str, SheetMerges]:
    """Merged cells by sheet of an OpenDocument spreadsheet; empty where it has none.

    Raises what zipfile and lxml raise for a damaged file.
    """
    with zipfile.ZipFile(path) as package:
        before = b""
        for chunk in member_chunks(package, "content.xml"):
            if _SPANNED in before + chunk:
                break
            before = chunk[-len(_SPANNED) :]
        else:
            return {}
        with package.open("content.xml") as stream:
            if has_document_type(stream.read(4096)):
                return {}
        return dict(_tables(package))


def _tables(package: zipfile.ZipFile) -> Iterator[tuple[str, SheetMerges]]:
    from lxml import etree

    tags = {name: f"{{{_TABLE}}}{name}" for name in ("table", "table-row", "table-cell")}
    covered = f"{{{_TABLE}}}covered-table-cell"
    merges: list[MergedDown] = []
    row = column = 0
    first: int | None = None
    with package.open("content.xml") as stream:
        events = etree.iterparse(
            stream, events=("start", "end"), tag=(*tags.values(), covered), huge_tree=False,
            resolve_entities=False, no_network=True, load_dtd=False,
        )  # fmt: skip
        for event, element in events:
            if event == "start":
                if element.tag == tags["table"]:
                    row, first, merges = 0, None, []
                elif element.tag == tags["table-row"]:
                    column = 0
            elif element.tag == tags["table"]:
                found = SheetMerges(first or 0, tuple(merges))
                yield str(element.get(f"{{{_TABLE}}}name")), found
                element.clear()
            elif element.tag == tags["table-row"]:
                row += _number(element.get(f"{{{_TABLE}}}number-rows-repeated"))
                element.clear()
            else:
                spanned = _number(element.get(f"{{{_TABLE}}}number-rows-spanned"))
                if spanned > 1 and len(merges) < _MERGES_MAX:
                    merges.append(MergedDown(row + 1, row + spanned, column))
                if element.get(f"{{{_OFFICE}}}value-type") is not None:
                    first = column if first is None else min(first, column)
                column += _number(element.get(f"{{{_TABLE}}}number-columns-repeated"))


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() else 1


def biff_merges(content: bytes) -> dict[str, SheetMerges]:
    """Merged cells by sheet of a workbook of the 1997 format (MS-XLS 2.4.168, in MS-CFB).

    Raises `struct.error`, `ValueError`, `KeyError` or `IndexError` for a damaged file.
    """
    stream = _workbook_stream(content)
    sheets: dict[str, SheetMerges] = {}
    for kind, data in _records(stream, 0):
        if kind == _BOUNDSHEET:
            (offset,) = struct.unpack_from("<I", data)
            count, wide = data[6], data[7] & 1
            name = data[8 : 8 + count * (2 if wide else 1)]
            sheets[name.decode("utf-16-le" if wide else "latin-1")] = _sheet(stream, offset)
    return sheets


def _sheet(stream: bytes, offset: int) -> SheetMerges:
    merges: list[MergedDown] = []
    first: int | None = None
    for kind, data in _records(stream, offset):
        if kind in _CELLS:
            (column,) = struct.unpack_from("<H", data, 2)
            first = column if first is None else min(first, column)
        elif kind == _MERGED:
            (count,) = struct.unpack_from("<H", data)
            for top, bottom, left, _right in struct.iter_unpack("<4H", data[2 : 2 + 8 * count]):
                if bottom > top and len(merges) < _MERGES_MAX:
                    merges.append(MergedDown(top + 1, bottom + 1, left))
    return SheetMerges(first or 0, tuple(merges))


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of the substream that begins at `at`, those of charts within it left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, at)
        at += 4
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 1:
            yield kind, stream[at : at + size]
        at += size
        if depth <= 0:
            return


def _workbook_stream(content: bytes) -> bytes:
    """The workbook inside a compound file; a bare one is itself."""
    if not content.startswith(b"\xd0\xcf\x11\xe0"):
        return content
    size = 1 << struct.unpack_from("<H", content, 30)[0]
    directory_at, cutoff = struct.unpack_from("<I", content, 48)[0], 4096
    mini_at, difat_at = (struct.unpack_from("<I", content, place)[0] for place in (60, 68))
    table = list(struct.unpack_from("<109I", content, 76))
    seen = 0
    while difat_at < _END_OF_CHAIN - 1 and seen * size < len(content):
        more = struct.unpack_from(f"<{size // 4}I", content, (difat_at + 1) * size)
        table += more[:-1]
        difat_at, seen = more[-1], seen + 1
    fat = b"".join(_sector(content, place, size) for place in table if place < _END_OF_CHAIN - 1)
    entries = _chain(content, fat, directory_at, size)
    streams: dict[str, tuple[int, int]] = {}
    for at in range(0, len(entries) - 127, 128):
        length = struct.unpack_from("<H", entries, at + 64)[0]
        name = entries[at : at + max(length - 2, 0)].decode("utf-16-le", errors="replace")
        streams[name] = struct.unpack_from("<2I", entries, at + 116)
    found = [streams[name] for name in _WORKBOOKS if name in streams]
    if not found:
        raise ValueError("no workbook in the compound file")
    start, length = found[0]
    if length >= cutoff:
        return _chain(content, fat, start, size)[:length]
    small = _chain(content, fat, streams["Root Entry"][0], size)
    mini_fat = _chain(content, fat, mini_at, size)
    # Mini sectors are counted from the start of their stream, sectors from behind the header.
    return _chain(bytes(64) + small, mini_fat, start, 64)[:length]


def _sector(content: bytes, number: int, size: int) -> bytes:
    return content[(number + 1) * size : (number + 2) * size]


def _chain(content: bytes, fat: bytes, start: int, size: int) -> bytes:
    pieces: list[bytes] = []
    most = len(content) // size + 1
    while start < _END_OF_CHAIN - 1 and len(pieces) <= most:
        pieces.append(_sector(content, start, size))
        (start,) = struct.unpack_from("<I", fat, start * 4)
    return b"".join(pieces)
