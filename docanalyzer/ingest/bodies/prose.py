"""Text of plain text, HTML and RTF files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docanalyzer.ingest.bodies.unreadable import Unreadable
from docanalyzer.ingest.decoding import NotText, decode

if TYPE_CHECKING:
    from lxml import etree

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "tr",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "section",
        "article",
    ]
)
_SILENT = frozenset(["script", "style", "head", "noscript", "template"])


def plain_text(path: Path) -> str:
    """The file's characters as they are, without the byte order mark."""
    try:
        return decode(path.read_bytes()).text
    except NotText as error:
        raise Unreadable("not_a_document", "the file is not text") from error


def html_text(path: Path) -> str:
    """Text as a browser shows it, a line feed where a block ends; nothing of scripts."""
    from lxml import etree, html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", plain_text(path))
    if not source.strip():
        return ""
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True)
    try:
        root = html.document_fromstring(source.encode("utf-8", errors="replace"), parser=parser)
    except etree.ParserError:
        # Nothing but comments: a page without text.
        return ""
    pieces: list[str] = []
    for event, element in _walk(root):
        if event == "text":
            pieces.append(re.sub(r"[ \t\r\n]+", " ", element))
        elif element in _BLOCKS:
            pieces.append("\n")
        elif element in ("td", "th"):
            pieces.append("\t")
    lines = (line.strip(" \t") for line in "".join(pieces).split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def _walk(root: etree._Element) -> list[tuple[str, str]]:
    """Texts and block ends of a tree in reading order, without recursion."""
    from lxml.etree import iterwalk

    found: list[tuple[str, str]] = []
    silent = 0
    for event, element in iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if event == "start":
            silent += tag in _SILENT
            if tag in _BLOCKS:
                found.append(("block", tag))
            if element.text and not silent:
                found.append(("text", str(element.text)))
        else:
            silent -= tag in _SILENT
            found.append(("block", tag))
            if element.tail and not silent:
                found.append(("text", str(element.tail)))
    return found


def rtf_text(path: Path) -> str:
    """The text of an RTF document; Chinese code pages are taken from its header."""
    from striprtf.striprtf import rtf_to_text

    source = path.read_bytes().decode("latin-1")
    page = re.search(r"\\ansicpg(\d+)", source[:2_000])
    encoding = "gb18030" if page is None or page.group(1) == "936" else f"cp{page.group(1)}"
    try:
        found = rtf_to_text(source, encoding=encoding, errors="replace")  # type: ignore[no-untyped-call]  # the library has no types
        return str(found)
    except (ValueError, LookupError, IndexError, KeyError) as error:
        raise Unreadable("damaged_file", f"not readable as RTF: {error}") from error
