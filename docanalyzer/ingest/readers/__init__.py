"""One reader per format; the file's content decides which, its suffix only where content cannot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from docanalyzer.ingest.isolation import Tell, read_isolated
from docanalyzer.ingest.readers.archives import Archives
from docanalyzer.ingest.readers.delimited import Delimited
from docanalyzer.ingest.readers.json_tables import JsonTables
from docanalyzer.ingest.readers.markup import HtmlTables, SpreadsheetXml
from docanalyzer.ingest.readers.packages import MAGIC as ZIP_MAGIC
from docanalyzer.ingest.readers.packages import PackageKind, package_kind
from docanalyzer.ingest.readers.parquet import Parquet
from docanalyzer.ingest.readers.workbooks import OLE_MAGIC, Workbooks
from docanalyzer.ingest.sheets import Begins, RawSheet, Refused
from docanalyzer.ingest.sources import Source


class Reader(Protocol):
    """A format: tells whether a file is of it, and gives its sheets as text.

    `isolated` readers run in the reading process, for their formats can hang, crash or unpack
    without end.
    """

    name: str
    isolated: bool

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file, of which `head` are the first bytes, is of this format."""

    def read(self, source: Source, begins: Begins) -> Iterable[RawSheet | Refused]:
        """Every sheet of the file, in order, and what could not be read with the reason.

        Converts nothing and drops nothing but empty rows and columns at the end of a sheet.
        Readers of formats that may be large say which part of the work `begins`.
        """


def read_sheets(source: Source, tell: Tell | None = None) -> list[RawSheet | Refused]:
    """The sheets of a file by the first reader that accepts it; `tell` hears how far it is.

    Files that are plainly no table (lock files, pictures, programs, documents) are refused
    before any reader opens them: not_a_table, or empty_file. A file that its reader stumbles
    over is refused too, reader_failed: one bad file must not end the reading of a folder.
    """
    try:
        return _read(source, tell or (lambda _share: None))
    except OSError as error:
        return [Refused("unreadable_file", error.strerror or "the file cannot be read")]
    except Exception as error:
        reason = f"its reader fails: {type(error).__name__}: {str(error)[:150]}"
        return [Refused("reader_failed", reason)]


def _read(source: Source, tell: Tell) -> list[RawSheet | Refused]:
    refused = _plainly_no_table(source)
    if refused is not None:
        return [refused]
    head = source.head()
    for reader in READERS:
        if reader.accepts(source, head):
            if reader.isolated:
                return read_isolated(reader.name, source, tell)
            return list(reader.read(source, lambda begin, _end: tell(begin)))
    return [Refused("not_a_table", "no reader knows this kind of file")]


READERS: tuple[Reader, ...] = (
    Parquet(), Workbooks(), Archives(read_sheets), SpreadsheetXml(), HtmlTables(), JsonTables(),
    Delimited(),
)  # fmt: skip
"""In order of trial; the last takes any text."""


def isolated_reader(name: str) -> Reader:
    """The reader of that name, for the reading process."""
    return next(reader for reader in READERS if reader.name == name)


_NOT_DATA_NAMES = (".ds_store", "thumbs.db", "desktop.ini")
_NOT_DATA_BEGINS = ("~$", "._", ".~lock")
_FOREIGN = (
    (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"BM", "a picture"), (b"MZ", "a program"), (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a database"),
)  # fmt: skip
_WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_DOCUMENTS = {PackageKind.DOCX: "a Word document", PackageKind.OFD: "an OFD document"}


def _plainly_no_table(source: Source) -> Refused | None:
    name = source.name.rsplit("/", 1)[-1].lower()
    if name in _NOT_DATA_NAMES or name.startswith(_NOT_DATA_BEGINS):
        return Refused("not_a_table", "a file of the system or a lock file")
    head = source.head(64)
    if not head:
        return Refused("empty_file", "the file is empty")
    for magic, what in _FOREIGN:
        # Two letters alone may well begin a heading.
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head):
            return Refused("not_a_table", f"{what}, not a table")
    if head.startswith(ZIP_MAGIC):
        return _no_table_in_zip(source)
    if head.startswith(OLE_MAGIC):
        content = source.path.read_bytes()
        if not any(stream in content for stream in _WORKBOOK_STREAMS):
            return Refused("not_a_table", "an older document, not a workbook")
    return None


def _no_table_in_zip(source: Source) -> Refused | None:
    kind = package_kind(source.path)
    if kind is None:
        return Refused("damaged_file", "the zip file is damaged or not of a kind that is read")
    if kind in _DOCUMENTS:
        return Refused("not_a_table", f"{_DOCUMENTS[kind]}, not a table; give it with --bodies")
    return None
