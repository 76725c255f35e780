"""The mapping file: what the user says about headings and codes, in TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path

from docanalyzer.ingest.headings import heading_key
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.tables import MAPPED_ROWS

FIELDS: tuple[str, ...] = tuple(
    name
    for name in MAPPED_ROWS.names()
    if name not in ("source_file", "source_sheet", "source_row", "urgency_mark", "body_source")
)
"""Canonical fields that a column can stand for."""

CODED_FIELDS = ("urgency", "secrecy")
NOT_USED = ""
"""The field of a column that is to be left out."""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """Headings (by key) to fields, null for a column left out; codes to labels by field."""

    columns: dict[str, str | None] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapping:
    """What holds for every file, and what holds for files whose shown name fits a pattern."""

    general: FileMapping = FileMapping()
    by_file: tuple[tuple[str, FileMapping], ...] = ()

    def for_file(self, name: str) -> FileMapping:
        """What holds for the file shown as `name`; later and more special entries win."""
        fitting = [entry for pattern, entry in self.by_file if fnmatchcase(name, pattern)]
        columns = dict(self.general.columns)
        codes = {coded: dict(labels) for coded, labels in self.general.codes.items()}
        for entry in fitting:
            columns |= entry.columns
            for coded, labels in entry.codes.items():
                codes[coded] = codes.get(coded, {}) | labels
        return FileMapping(columns, codes)


def load_mapping(path: Path) -> Mapping:
    """The mapping of a TOML file as `docanalyzer columns --output` writes it.

    `[columns]` gives a canonical field (or "" for none) by heading, `[codes.urgency]` and
    `[codes.secrecy]` a label by code; `[[file]]` tables with a `match` pattern (of the shown
    file name) hold the same for some files only. Raises `UsageFault` for a file that is not
    TOML, unknown keys and fields.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageFault(
            str(path), error.strerror or "cannot be read", "check --mapping"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        hint = "write one with: docanalyzer columns INPUT --output mapping.toml"
        raise UsageFault(str(path), f"not TOML: {error}", hint) from error
    _check_keys(path, document, {"columns", "codes", "file"}, "the mapping file")
    special = []
    for number, entry in enumerate(_list(path, document.get("file", [])), 1):
        _check_keys(path, entry, {"match", "columns", "codes"}, f"[[file]] {number}")
        pattern = entry.get("match")
        if not isinstance(pattern, str):
            raise UsageFault(str(path), f"[[file]] {number} has no match", 'add match = "*.xlsx"')
        special.append((pattern, _file_mapping(path, entry)))
    return Mapping(_file_mapping(path, document), tuple(special))


def _file_mapping(path: Path, document: dict[str, object]) -> FileMapping:
    columns: dict[str, str | None] = {}
    for heading, name in _table(path, document.get("columns", {}), "columns").items():
        if not isinstance(name, str) or (name and name not in FIELDS):
            raise UsageFault(
                str(path),
                f"columns: {heading}: no such field: {name}",
                f'use "" to leave the column out, or one of {", ".join(FIELDS)}',
            )
        columns[heading_key(heading)] = name or None
    codes: dict[str, dict[str, str]] = {}
    for coded, labels in _table(path, document.get("codes", {}), "codes").items():
        if coded not in CODED_FIELDS:
            hint = f"codes can be given for {' and '.join(CODED_FIELDS)}"
            raise UsageFault(str(path), f"codes: no such field: {coded}", hint)
        table = _table(path, labels, f"codes.{coded}")
        codes[coded] = {str(code): str(label) for code, label in table.items()}
    return FileMapping(columns, codes)


def _check_keys(path: Path, given: dict[str, object], known: set[str], where: str) -> None:
    if unknown := sorted(set(given) - known):
        hint = f"known keys: {', '.join(sorted(known))}"
        raise UsageFault(str(path), f"{where}: unknown key {unknown[0]}", hint)


def _table(path: Path, given: object, name: str) -> dict[str, object]:
    if not isinstance(given, dict):
        raise UsageFault(str(path), f"{name} is not a table", f"write it as [{name}]")
    return given


def _list(path: Path, given: object) -> list[dict[str, object]]:
    if not isinstance(given, list) or not all(isinstance(entry, dict) for entry in given):
        raise UsageFault(str(path), "file is not a list of tables", "write [[file]]")
    return given
