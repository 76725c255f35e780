"""The text of one document file, whatever program wrote it; a reason where there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from docanalyzer.ingest.bodies import ofd, office, pdf, prose, word
from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.readers.packages import MAGIC, PackageKind, package_danger, package_kind
from docanalyzer.ingest.readers.workbooks import OLE_MAGIC

SUFFIXES = (
    ".docx", ".docm", ".pdf", ".ofd", ".txt", ".html", ".htm", ".rtf", ".doc", ".wps", ".dot",
)  # fmt: skip
"""File names that can be documents."""

_CHARS_MAX = 5_000_000
_BYTES_MAX = 200 << 20


@dataclass(frozen=True, slots=True)
class BodyText:
    """Text of a document, or the reason why it has none; exactly one of the two is null."""

    text: str | None
    reason_code: str | None = None
    reason: str | None = None


def body_text(path: Path, name: str) -> BodyText:
    """The text of the document at `path`, shown as `name`; what it is, its content tells.

    Paragraphs end in a line feed; nothing is calculated, run or fetched. Reasons: body_empty (a
    scan without text, or nothing at all), encrypted_file, damaged_file, zip_bomb, unsafe_xml,
    needs_libreoffice, body_too_long, not_a_document.
    """
    try:
        if path.stat().st_size > _BYTES_MAX:
            raise Unreadable("body_too_long", "the file is larger than 200 MiB")
        text = _reader(path, name)(path)
    except Unreadable as error:
        return BodyText(None, error.code, error.reason)
    if not text.strip():
        return BodyText(None, "body_empty", "the file holds no text; it may be a scan")
    if len(text) > _CHARS_MAX:
        return BodyText(None, "body_too_long", f"more than {_CHARS_MAX:,} characters")
    return BodyText(text)


_HTML_BEGINS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<p", b"<div", b"<meta")


def _reader(path: Path, name: str) -> Callable[[Path], str]:
    with path.open("rb") as stream:
        head = stream.read(1024)
    if head.startswith(MAGIC):
        return _package_reader(path)
    by_magic: tuple[tuple[bytes, Callable[[Path], str]], ...] = (
        (b"%PDF", pdf.text),
        (OLE_MAGIC, office.text),
        (b"{\\rtf", prose.rtf_text),
    )
    for magic, reader in by_magic:
        if head.startswith(magic):
            return reader
    begin = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").lower()
    is_page = begin.startswith(_HTML_BEGINS) or Path(name).suffix.lower() in (".html", ".htm")
    return prose.html_text if is_page else prose.plain_text


def _package_reader(path: Path) -> Callable[[Path], str]:
    kind = package_kind(path)
    danger = package_danger(path) if kind is not None else None
    if danger is not None:
        raise Unreadable(danger.reason_code, danger.reason)
    if kind is PackageKind.DOCX:
        return word.text
    if kind is PackageKind.OFD:
        return ofd.text
    raise Unreadable("not_a_document", "a zip file, but no Word or OFD document")
