"""JSON lines, JSON lists of records, and JSON objects that hold such a list."""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl

from docanalyzer.ingest.decoding import NotText, decode
from docanalyzer.ingest.sheets import Begins, RawSheet, Refused, as_sheet_cells
from docanalyzer.ingest.sources import Source

_MAX_COLUMNS = 2_000
_Record = dict[str, object]


class JsonTables:
    """Reads JSON and JSON lines; a row's number is its line, or its place in the list."""

    name = "json"
    isolated = False

    def accepts(self, source: Source, head: bytes) -> bool:
        """Whether the text begins with a bracket, or its name says JSON."""
        begin = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1]
        return begin in (b"{", b"[") or source.suffix in (".json", ".jsonl", ".ndjson")

    def read(self, source: Source, begins: Begins) -> list[RawSheet | Refused]:
        """The one table of the file; lines that are no record are refused one by one."""
        begins(0.0, 0.2)
        try:
            text = decode(source.path.read_bytes()).text
        except NotText:
            return [Refused("not_a_table", "the file is not text")]
        if not text.strip():
            return [Refused("empty_file", "the file holds no text")]
        begins(0.2, 1.0)
        try:
            whole = _records_of(json.loads(text))
        except (ValueError, RecursionError):
            whole = None
        if whole is not None:
            return _sheet(list(enumerate(whole, 1)), [])
        return _lines(text)


def _records_of(document: object) -> list[object] | None:
    """The list of records in a document: itself, or the one list of records it holds."""
    if isinstance(document, list):
        return document if any(isinstance(entry, dict) for entry in document) else None
    if not isinstance(document, dict):
        return None
    lists = [
        value
        for value in document.values()
        if isinstance(value, list) and value and all(isinstance(entry, dict) for entry in value)
    ]
    if len(lists) == 1:
        return list(lists[0])
    return [document] if not lists and document else None


def _lines(text: str) -> list[RawSheet | Refused]:
    records: list[tuple[int, object]] = []
    broken: list[int] = []
    for number, line in _numbered(text):
        try:
            records.append((number, json.loads(line)))
        except (ValueError, RecursionError):
            broken.append(number)
    if not any(isinstance(record, dict) for _, record in records):
        return [Refused("not_a_table", "the file holds no JSON records")]
    return _sheet(records, broken)


def _numbered(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line


def _sheet(numbered: list[tuple[int, object]], broken: list[int]) -> list[RawSheet | Refused]:
    headings: dict[str, None] = {}
    records: list[tuple[int, _Record]] = []
    for number, entry in numbered:
        if isinstance(entry, dict):
            headings.update(dict.fromkeys(map(str, entry)))
            records.append((number, entry))
        else:
            broken.append(number)
    if len(headings) > _MAX_COLUMNS:
        return [Refused("too_many_columns", f"more than {_MAX_COLUMNS} different keys")]
    names = list(headings)
    data = {name: [_cell(record.get(name)) for _, record in records] for name in names}
    frame = pl.DataFrame(data, schema=dict.fromkeys(names, pl.String))
    rows = pl.Series([number for number, _ in records], dtype=pl.Int64)
    refused = [
        Refused("damaged_record", "the line is no JSON record", row=number) for number in broken
    ]
    return [RawSheet(None, as_sheet_cells(frame, rows, keep_width=True), tuple(names)), *refused]


def _cell(value: object) -> str | None:
    """A JSON value as a cell: text as it is, lists of text joined, the rest as JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(entry, str) for entry in value):
        return "、".join(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return json.dumps(value, ensure_ascii=False)
