"""How inputs are understood, without reading their rows: for `docanalyzer columns`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from docanalyzer.ingest.columns import ColumnDecision, How, columns_of
from docanalyzer.ingest.headings import written_heading
from docanalyzer.ingest.ingesting import UnderstoodBlock, understand
from docanalyzer.ingest.mapping import CODED_FIELDS, FileMapping, Mapping
from docanalyzer.ingest.rows import final_fates
from docanalyzer.ingest.sheets import Refused, cell_columns
from docanalyzer.ingest.sources import opened
from docanalyzer.ingest.values.kinds import value_kinds
from docanalyzer.ingest.values.labels import LabelNote, secrecy_labels, urgency_marks


@dataclass(frozen=True, slots=True)
class TableOverview:
    """A table found: where it stands, its data rows, its columns, and codes that no mapping
    explains, by field."""

    file: str
    sheet: str | None
    header_row: int | None
    rows: int
    columns: tuple[ColumnDecision, ...]
    open_codes: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class RefusedPart:
    """A file or sheet that is not read, with the reason."""

    file: str
    sheet: str | None
    reason_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The tables of the inputs and what is refused, in order of files."""

    tables: tuple[TableOverview, ...]
    refused: tuple[RefusedPart, ...]


def overview(inputs: Sequence[str], mapping: Mapping | None = None) -> Overview:
    """How each table of `inputs` is understood. Raises `InputFault` like `ingest` for an input
    that does not exist."""
    mapping = mapping or Mapping()
    tables: list[TableOverview] = []
    refused: list[RefusedPart] = []
    with opened(inputs) as sources:
        for source in sources:
            rules = mapping.for_file(source.name)
            for part in understand(source, rules):
                if isinstance(part, Refused):
                    name = part.file or source.name
                    refused.append(RefusedPart(name, part.sheet, part.reason_code, part.reason))
                else:
                    tables.append(_table(part, rules))
    return Overview(tuple(tables), tuple(refused))


def _table(part: UnderstoodBlock, rules: FileMapping) -> TableOverview:
    # Only what a scan would keep may be shown: classified rows give no sample.
    data = part.block.cells.filter(final_fates(part.block, part.decisions, rules).is_null())
    names, codes = cell_columns(data), rules.codes
    open_codes: dict[str, tuple[str, ...]] = {}
    for field in CODED_FIELDS:
        for column in columns_of(part.decisions, field)[:1]:
            read = urgency_marks if field == "urgency" else secrecy_labels
            cells = data[names[column.index]]
            needs = read(cells, codes.get(field, {}))["note"].eq(LabelNote.NEEDS_MAPPING.value)
            found = cells.filter(needs.fill_null(value=False)).str.strip_chars().unique().sort()
            if found.len():
                open_codes[field] = tuple(found.head(20))
    return TableOverview(
        file=part.place.file,
        sheet=part.place.sheet,
        header_row=part.block.header_row,
        rows=data.height,
        columns=tuple(
            replace(column, sample=value_kinds(data[names[column.index]]).sample)
            for column in part.decisions
        ),
        open_codes=open_codes,
    )


def mapping_text(tables: Sequence[TableOverview]) -> str:
    """A mapping file for `tables`, to be edited and given to `--mapping`.

    Headings that mean the same in every table stand under [columns]; others under a [[file]]
    of their own. Columns that were not decided are comments that name what they could be.
    """
    shared = _shared(tables)
    lines = [
        '# Heading = field of docanalyzer; "" leaves the column out.',
        "# Lines behind a # are open: remove the # once you know what the column means.",
        "",
        "[columns]",
        *(f"{_quoted(heading)} = {_quoted(field)}" for heading, field in shared.items()),
        *_open_columns(tables),
        "",
        *_codes(tables),
    ]
    for table in tables:
        own = {heading: field for heading, field in _decided(table) if shared.get(heading) != field}
        if own:
            pattern = "".join(f"[{char}]" if char in "[*?" else char for char in table.file)
            lines += ["[[file]]", f"match = {_quoted(pattern)}", "[file.columns]"]
            lines += [f"{_quoted(heading)} = {_quoted(field)}" for heading, field in own.items()]
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _decided(table: TableOverview) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for column in table.columns:
        heading = written_heading(column.heading)
        if column.how is not How.NONE and heading not in seen:
            seen.add(heading)
            yield heading, column.field or ""


def _shared(tables: Sequence[TableOverview]) -> dict[str, str]:
    """Headings whose meaning is the same wherever they stand, in order of appearance."""
    meanings: dict[str, set[str]] = {}
    for table in tables:
        for heading, field in _decided(table):
            meanings.setdefault(heading, set()).add(field)
    return {heading: min(fields) for heading, fields in meanings.items() if len(fields) == 1}


def _open_columns(tables: Sequence[TableOverview]) -> Iterator[str]:
    seen: set[str] = set()
    for table in tables:
        for column in table.columns:
            heading = written_heading(column.heading)
            if column.how is How.NONE and heading not in seen:
                seen.add(heading)
                could_be = (
                    f"  # could be {', '.join(column.candidates)}" if column.candidates else ""
                )
                yield f'# {_quoted(heading)} = ""{could_be}'


def _codes(tables: Sequence[TableOverview]) -> Iterator[str]:
    for field in CODED_FIELDS:
        codes = sorted({code for table in tables for code in table.open_codes.get(field, ())})
        if codes:
            yield f"[codes.{field}]"
            yield from (f'# {_quoted(code)} = ""' for code in codes)
            yield ""


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
