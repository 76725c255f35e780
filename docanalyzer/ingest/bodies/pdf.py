"""Text of PDF files by PDFium; a scan has none."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.sources import is_utf8

_PAGES_MAX = 5_000
_CHARS_PER_PAGE_MIN = 5
_PAGE_NUMBER = re.compile(
    r"[-—–－一·•]\s*\d{1,4}\s*[-—–－一·•]|第?\s*\d{1,4}\s*[页頁](?:\s*[,，/]?\s*共\s*\d{1,4}\s*[页頁])?"
    r"|\d{1,4}\s*/\s*\d{1,4}|\d{1,3}"
).fullmatch


def text(path: Path) -> str:
    """The text of all pages in reading order, a line feed after each page, turned pages too.

    Page numbers and running heads are layout and left out (`without_layout`).
    Raises `Unreadable` for encrypted and damaged files, and for scans: less than five visible
    characters a page.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path if is_utf8(path) else path.read_bytes())
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted_file", "the file is protected by a password") from error
        raise Unreadable("damaged_file", f"not readable as PDF: {error}") from error
    try:
        count = len(document)
        if count > _PAGES_MAX:
            raise Unreadable("body_too_long", f"more than {_PAGES_MAX:,} pages")
        pages = without_layout([_page_text(document, number) for number in range(count)])
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged_file", f"not readable as PDF: {error}") from error
    finally:
        document.close()
    visible = sum(not char.isspace() for page in pages for char in page)
    if visible < _CHARS_PER_PAGE_MIN * max(count, 1):
        raise Unreadable("body_empty", "the PDF holds no text; it is a scan")
    return "".join(f"{page}\n" for page in pages)


def without_layout(pages: list[str]) -> list[str]:
    """The pages without page numbers, and without first and last lines that pages share.

    A first or last line is a running head if it stands on three pages or more, and on half of
    them, but for its digits.
    """
    lines = [page.split("\n") for page in pages]
    edges = Counter(
        key for page in lines for key in {_key(line) for line in _edge_lines(page)} if key
    )
    running = {key for key, count in edges.items() if count >= max(3, len(pages) / 2)}
    return ["\n".join(_inner_lines(page, running)) for page in lines]


def _edge_lines(page: list[str]) -> list[str]:
    filled = [line for line in page if line.strip()]
    return filled[:1] + filled[-1:] if len(filled) > 2 else []


def _inner_lines(page: list[str], running: set[str]) -> list[str]:
    filled = [number for number, line in enumerate(page) if line.strip()]
    edges = {*filled[:2], *filled[-2:]}
    dropped = {number for number in edges if _PAGE_NUMBER(page[number].strip())}
    inner = [number for number in filled if number not in dropped]
    if len(inner) > 2:
        dropped.update(n for n in (inner[0], inner[-1]) if _key(page[n]) in running)
    return [line for number, line in enumerate(page) if number not in dropped]


def _key(line: str) -> str:
    """A line as running heads are compared: no blanks, digits alike."""
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", line))


def _page_text(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]  # pypdfium2 publishes no types
    textpage = page.get_textpage()
    # Not by the bounds of the page: those of a turned page are not the ones of its text.
    found = str(textpage.get_text_range())
    textpage.close()
    page.close()
    # PDFium marks a hyphen at a line end with U+FFFE and ends lines in CR LF.
    return found.replace("\r\n", "\n").replace("\ufffe", "")
