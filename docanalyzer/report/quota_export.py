"""The quota table as a file: CSV for spreadsheets, Parquet for programs, Markdown, Excel."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from docanalyzer.model.faults import UsageFault
from docanalyzer.report.plain_text import shown
from docanalyzer.report.quota_sections import Row, in_unit_order, quota_sections
from docanalyzer.report.quota_words import (
    QuotaWords,
    counted_rule_in,
    quota_words,
    reason_in,
    target_in,
)

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.report.wording import Wording

SUFFIXES = (".xlsx", ".csv", ".parquet", ".md")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = (
    "unit", "unit_level", "category", "period", "count", "previous_count", "change_pct",
    "target", "status", "reason", "planned", "unplanned", "projected", "counted_rule",
)  # fmt: skip
"""Columns of the written table, in order; those of QUOTA_STATUS."""


def check_suffix(path: Path) -> None:
    """Raise `UsageFault` for a kind of file that the table is not written as."""
    if path.suffix.casefold() not in SUFFIXES:
        hint = f"end the name with one of {', '.join(SUFFIXES)}"
        raise UsageFault(f"--export {path}", f"cannot write {path.suffix or 'this kind'}", hint)


def write_quota_csv(path: Path, status: pl.DataFrame, names: Wording) -> None:
    """UTF-8 with BOM, so that Excel reads it; texts that would start a formula get a quote."""
    words = quota_words(names.lang)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([words.headings[name] for name in COLUMNS])
        for row in in_unit_order(status).to_dicts():
            writer.writerow([_plain(value_in_words(name, row, names, words)) for name in COLUMNS])


def write_quota_parquet(path: Path, status: pl.DataFrame) -> None:
    """The table as in the run folder."""
    status.write_parquet(path, compression="zstd")


def write_quota_markdown(path: Path, status: pl.DataFrame, names: Wording) -> None:
    """Every row as Markdown with pipe tables."""
    from docanalyzer.report.markdown import escape, table

    words = quota_words(names.lang)
    parts = [f"# {escape(words.title)}"]
    for section in quota_sections(status, names, everything=True):
        parts.append(f"## {escape(section.title)}")
        if section.grid is not None:
            parts.append(table(section.grid))
        parts += [f"- {escape(note)}" for note in section.notes]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def value_in_words(
    column: str, row: Row, names: Wording, words: QuotaWords
) -> str | int | float | None:
    """One value of the quota table as a reader sees it; numbers stay numbers."""
    value = row[column]
    if value is None or isinstance(value, int | float):
        return value
    vocabulary = {
        "unit_level": names.levels,
        "category": names.categories,
        "status": names.statuses,
    }.get(column)
    if vocabulary is not None:
        return vocabulary.get(value, shown(value))
    if column == "target":
        return target_in(value, words.lang)
    if column == "reason":
        return shown(reason_in(value, words.lang))
    if column == "counted_rule":
        return shown(counted_rule_in(value, words.lang))
    return shown(value)


def _plain(value: str | float | None) -> str | int | float | None:
    """A text that no spreadsheet takes for a formula."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
