"""Text of PDF files by PDFium; a scan has none."""

from __future__ import annotations

from pathlib import Path

from docanalyzer.ingest.bodies.unreadable import Unreadable

_PAGES_MAX = 5_000
_CHARS_PER_PAGE_MIN = 5


def text(path: Path) -> str:
    """The text of all pages in reading order, a line feed after each page.

    Raises `Unreadable` for encrypted and damaged files, and for scans: less than five visible
    characters a page.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("encrypted_file", "the file is protected by a password") from error
        raise Unreadable("damaged_file", f"not readable as PDF: {error}") from error
    try:
        count = len(document)
        if count > _PAGES_MAX:
            raise Unreadable("body_too_long", f"more than {_PAGES_MAX:,} pages")
        pages = [_page_text(document, number) for number in range(count)]
    except pypdfium2.PdfiumError as error:
        raise Unreadable("damaged_file", f"not readable as PDF: {error}") from error
    finally:
        document.close()
    visible = sum(not char.isspace() for page in pages for char in page)
    if visible < _CHARS_PER_PAGE_MIN * max(count, 1):
        raise Unreadable("body_empty", "the PDF holds no text; it is a scan")
    return "".join(f"{page}\n" for page in pages)


def _page_text(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]  # pypdfium2 publishes no types
    textpage = page.get_textpage()
    found = str(textpage.get_text_bounded())
    textpage.close()
    page.close()
    # PDFium marks a hyphen at a line end with U+FFFE and ends lines in CR LF.
    return found.replace("\r\n", "\n").replace("\ufffe", "")
