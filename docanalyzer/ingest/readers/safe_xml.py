"""XML and HTML parsing that fetches nothing, expands no entity and keeps to limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree


_DOCUMENT_TYPE = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def has_document_type(data: bytes) -> bool:
    """Whether XML declares a document type or an entity, in whatever encoding; office programs
    write neither, and entities can expand without end."""
    head = data[:65_536].replace(b"\x00", b"").decode("ascii", errors="ignore")
    return _DOCUMENT_TYPE.search(head) is not None


def parse_xml(data: bytes) -> etree._Element:
    """The root of a small XML document. Raises `lxml.etree.XMLSyntaxError` when it is none."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    return etree.fromstring(data, parser)


def stream_xml(stream: IO[bytes], tags: tuple[str, ...]) -> Iterator[etree._Element]:
    """Elements named `tags` of a large XML document as they end; each is emptied afterwards.

    Raises `lxml.etree.XMLSyntaxError` where the document breaks off or breaks a limit.
    """
    from lxml import etree

    events = etree.iterparse(
        stream, events=("end",), tag=tags, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False,
    )  # fmt: skip
    for _event, element in events:
        yield element
        element.clear(keep_tail=True)
        while element.getprevious() is not None:
            parent = element.getparent()
            if parent is None:
                break
            del parent[0]


def text_of(element: etree._Element) -> str:
    """All text inside an element, in order."""
    return "".join(str(piece) for piece in element.itertext())
