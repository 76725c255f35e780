"""docanalyzer columns: how each heading is understood; writes a mapping file to edit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docanalyzer.model.faults import InputFault, UsageFault

if TYPE_CHECKING:
    from rich.console import Console

    from docanalyzer.ingest.columns import ColumnDecision
    from docanalyzer.ingest.overview import Overview, TableOverview

_WORDS = {
    "zh": {
        "heading": "表头", "field": "字段", "how": "依据", "confidence": "把握", "sample": "示例",
        "rows": "行", "mapping": "映射文件", "exact": "表头", "values": "取值",
        "fuzzy": "近似", "none": "待定", "fill": "（补空）", "out": "（不用）",
        "could be": "可能是",
        "not carried": "（不取）", "codes": "代码含义不明，请在映射文件中说明", "refused": "未读",
        "written": "映射文件已写入",
    },
    "en": {
        "heading": "heading", "field": "field", "how": "how", "confidence": "sure",
        "sample": "sample", "rows": "rows", "mapping": "mapping",
        "exact": "exact", "values": "values", "fuzzy": "fuzzy", "none": "open",
        "fill": " (fills)", "out": " (unused)", "could be": "could be",
        "not carried": "(not used)", "codes": "codes with no meaning yet, say it in the mapping",
        "refused": "not read", "written": "mapping written to",
    },
}  # fmt: skip


def columns_command(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - (stdin).")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", envvar="DOCANALYZER_OUTPUT", help="Mapping file (TOML) to write."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", envvar="DOCANALYZER_MAPPING", help="Heading map (TOML)."),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", envvar="DOCANALYZER_LANG", help="zh or en.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", envvar="DOCANALYZER_FORCE", help="Replace the file.")
    ] = False,
) -> None:
    """Show how each heading is understood; --output writes a mapping file to edit."""
    from docanalyzer.cli.language import resolve_lang
    from docanalyzer.ingest.mapping import load_mapping
    from docanalyzer.ingest.overview import mapping_text, overview

    said = _WORDS[resolve_lang(lang)]
    if output is not None and output.exists() and not force:
        raise UsageFault(str(output), "exists already", "choose another name, or add --force")
    found = overview(inputs, load_mapping(mapping) if mapping else None)
    if not found.tables:
        reasons = "; ".join(sorted({part.reason for part in found.refused}))
        raise InputFault(" ".join(inputs), reasons, "give a file with a table in it")
    _print(found, said)
    if output is not None:
        try:
            output.write_text(mapping_text(found.tables), encoding="utf-8")
        except OSError as error:
            reason = error.strerror or "cannot be written"
            raise UsageFault(str(output), reason, "choose another --output") from error
        typer.echo(f"{said['written']} {output}", err=True)


def _print(found: Overview, said: dict[str, str]) -> None:
    from rich.console import Console

    from docanalyzer.report.plain_text import shown

    console = Console(highlight=False, emoji=False, markup=False)
    for table in found.tables:
        _print_table(console, table, said)
    for part in found.refused:
        place = _place(part.file, part.sheet)
        console.print(f"{said['refused']}: {place}: {shown(part.reason)}")


def _place(file: str, sheet: str | None) -> str:
    from docanalyzer.report.plain_text import shown

    return shown(f"{file} [{sheet}]" if sheet else file)


def _print_table(console: Console, table: TableOverview, said: dict[str, str]) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from docanalyzer.report.plain_text import shown

    console.print(f"{_place(table.file, table.sheet)}  {table.rows:,} {said['rows']}")
    grid = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    grid.add_column(said["heading"], min_width=8, max_width=16)
    grid.add_column(said["field"], min_width=10, max_width=20)
    grid.add_column(said["how"], no_wrap=True)
    grid.add_column(said["confidence"], justify="right", no_wrap=True)
    grid.add_column(said["sample"], no_wrap=True, overflow="ellipsis", max_width=26)
    for column in table.columns:
        sample = " | ".join(" ".join(value.split()) for value in column.sample)
        cells = (
            " ".join(column.heading.split()),
            _field(column, said),
            said[column.how.value],
            f"{column.confidence:.0%}" if column.confidence else "",
            sample,
        )
        grid.add_row(*(Text(shown(cell)) for cell in cells))
    console.print(grid)
    for field, codes in table.open_codes.items():
        console.print(f"{field}: {shown(', '.join(codes))}: {said['codes']}")


def _field(column: ColumnDecision, said: dict[str, str]) -> str:
    if column.field is not None:
        return column.field + ("" if column.use.value == "first" else said[column.use.value])
    if column.candidates:
        return f"{said['could be']} {', '.join(column.candidates)}?"
    return said["not carried"] if column.confidence else ""
