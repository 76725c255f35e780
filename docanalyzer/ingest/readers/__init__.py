"""One reader per format; the file's content decides which, its suffix only where content cannot."""

from __future__ import annotations

from typing import Protocol

from docanalyzer.ingest.readers.delimited import Delimited
from docanalyzer.ingest.readers.json_tables import JsonTables
from docanalyzer.ingest.readers.parquet import Parquet
from docanalyzer.ingest.readers.workbooks import Workbooks
from docanalyzer.ingest.sheets import RawSheet, Refused
from docanalyzer.ingest.sources import Source


class Reader(Protocol):
    """A format: tells whether a file is of it, and gives its sheets as text."""

    name: str

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the file, of which `head` are the first bytes, is of this format."""

    def read(self, source: Source) -> list[RawSheet | Refused]:
        """Every sheet of the file, in order, and what could not be read with the reason.

        Converts nothing and drops nothing but empty rows and columns at the end of a sheet.
        """


READERS: tuple[Reader, ...] = (Parquet(), Workbooks(), JsonTables(), Delimited())
"""In order of trial; the last takes any text."""

_NOT_DATA_NAMES = (".ds_store", "thumbs.db", "desktop.ini")
_NOT_DATA_BEGINS = ("~$", "._", ".~lock")
_FOREIGN = (
    (b"%PDF", "a PDF document"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"BM", "a picture"), (b"MZ", "a program"), (b"\x7fELF", "a program"),
    (b"{\\rtf", "an RTF document"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"SQLite format 3", "a database"),
)  # fmt: skip


def read_sheets(source: Source) -> list[RawSheet | Refused]:
    """The sheets of a file by the first reader that accepts it.

    Files that are plainly no table (lock files, pictures, programs, documents) are refused
    before any reader opens them: not_a_table, or empty_file.
    """
    refused = _plainly_no_table(source)
    if refused is not None:
        return [refused]
    head = source.head()
    for reader in READERS:
        if reader.accepts(source, head):
            return reader.read(source)
    return [Refused("not_a_table", "no reader knows this kind of file")]


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
    if head.startswith(b"PK\x03\x04") and not Workbooks().accepts(source, head):
        return Refused("not_a_table", "a zip file without a table in it")
    return None
