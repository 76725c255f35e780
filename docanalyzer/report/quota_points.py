"""Monitoring points: what they receive by month, and who sends it, as titled sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.report.grid import Cell, Fit, Grid, Heading, Section, Tone
from docanalyzer.report.plain_text import shown
from docanalyzer.report.quota_sections import Row, bar
from docanalyzer.report.quota_words import QuotaWords, quota_words

if TYPE_CHECKING:
    from docanalyzer.report.wording import Wording

SENDERS = 5
"""Issuers named per point."""


def points_sections(
    months: pl.DataFrame, issuers: pl.DataFrame, names: Wording, *, everything: bool = False
) -> tuple[Section, ...]:
    """A section per point: its months with change and normal range, and who sends it most.

    `months` and `issuers` are the tables of `watch_points`. With `everything` a second section
    per point lists every issuer by month.
    """
    words = quota_words(names.lang)
    sections: list[Section] = []
    for part in months.partition_by("unit", maintain_order=True):
        sent = issuers.filter(pl.col("unit") == part["unit"][0])
        sections.append(_point(part, sent, names, words))
        if everything:
            sections.append(_by_issuer(part["unit"][0], sent, names, words))
    return tuple(sections)


def _point(
    months: pl.DataFrame, issuers: pl.DataFrame, names: Wording, words: QuotaWords
) -> Section:
    columns = (
        ("month", Fit.WORD), ("bar", Fit.WORD), ("documents", Fit.NUMBER),
        ("month_on_month", Fit.NUMBER), ("year_on_year", Fit.NUMBER), ("normal_high", Fit.NUMBER),
        ("note", Fit.WORD),
    )  # fmt: skip
    headings = tuple(Heading(words.headings[name], fit) for name, fit in columns)
    rows = months.to_dicts()
    most = max((row["documents"] for row in rows), default=0)
    table = tuple(_month(row, most, words) for row in rows)
    first = rows[0]
    told = [shown(text) for text in (first["unit"], first["kind"], first["district"]) if text]
    notes = [words.points_note]
    if sent := _senders(issuers, names, words):
        notes.insert(0, sent)
    for month in months.filter("above")["month"]:
        there = _senders(issuers.filter(pl.col("month") == month), names, words)
        notes.append(f"{month} {words.above}{names.comma}{there}")
    return Section("point", names.comma.join(told), Grid(headings, table), tuple(notes))


def _by_issuer(unit: str, issuers: pl.DataFrame, names: Wording, words: QuotaWords) -> Section:
    columns = (
        ("month", Fit.WORD), ("issuer", Fit.PROSE), ("documents", Fit.NUMBER),
        ("month_on_month", Fit.NUMBER), ("year_on_year", Fit.NUMBER),
    )  # fmt: skip
    headings = tuple(Heading(words.headings[name], fit) for name, fit in columns)
    table = tuple(
        (
            Cell(row["month"]),
            Cell(words.none if row["issuer"] is None else shown(row["issuer"])),
            Cell(f"{row['documents']:,}", number=row["documents"]),
            _percent(row["month_on_month"], words),
            _percent(row["year_on_year"], words),
        )
        for row in issuers.to_dicts()
    )
    title = names.comma.join([shown(unit), words.headings["issuer"]])
    return Section("point-issuers", title, Grid(headings, table))


def _month(row: Row, most: int, words: QuotaWords) -> tuple[Cell, ...]:
    note, tone = ("", Tone.PLAIN) if row["whole"] else (words.not_whole, Tone.QUIET)
    if row["above"]:
        note, tone = words.above, Tone.BAD
    high = row["normal_high"]
    return (
        Cell(row["month"]),
        Cell(bar(row["documents"], most)),
        Cell(f"{row['documents']:,}", tone, number=row["documents"]),
        _percent(row["month_on_month"], words),
        _percent(row["year_on_year"], words),
        Cell(words.none if high is None else f"{high:.0f}"),
        Cell(note, tone),
    )


def _percent(change: float | None, words: QuotaWords) -> Cell:
    return Cell(words.none if change is None else f"{change:+.1f}%")


def _senders(issuers: pl.DataFrame, names: Wording, words: QuotaWords) -> str | None:
    """The issuers that send most over all months."""
    counts = (
        issuers.group_by("issuer")
        .agg(pl.col("documents").sum())
        .sort("documents", "issuer", descending=[True, False])
        .head(SENDERS)
    )
    told = [
        f"{shown(issuer) if issuer else words.none} {documents:,}"
        for issuer, documents in counts.iter_rows()
    ]
    return f"{words.senders}{names.colon}{names.comma.join(told)}" if told else None
