"""The annual plan against what was issued, as titled sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.report.grid import Cell, Fit, Grid, Heading, Section
from docanalyzer.report.plain_text import shown
from docanalyzer.report.quota_words import QuotaWords, quota_words

if TYPE_CHECKING:
    from docanalyzer.report.wording import Wording

_DOCUMENT_LISTS = ("unplanned", "approved", "possible")


def plan_sections(
    items: pl.DataFrame, documents: pl.DataFrame, names: Wording
) -> tuple[Section, ...]:
    """How many lines were done; then what was not done, what stands outside the plan, what was
    approved outside it, and what cannot be told.

    `items` and `documents` are the tables of `match_plan`.
    """
    words = quota_words(names.lang)
    tally = {
        "done": items.filter(pl.col("standing") == "done").height,
        "not_done": items.filter(pl.col("standing") == "not_done").height,
        **{name: documents.filter(pl.col("standing") == name).height for name in _DOCUMENT_LISTS},
    }
    summary = Section("plan", words.plan_title, None, (words.plan_note.format(**tally),))
    lists = [_not_done(items, words)] if tally["not_done"] else []
    lists += [_documents(documents, name, words) for name in _DOCUMENT_LISTS if tally[name]]
    return (summary, *lists)


def _not_done(items: pl.DataFrame, words: QuotaWords) -> Section:
    columns = (("unit", Fit.PROSE), ("year", Fit.WORD), ("month", Fit.WORD), ("title", Fit.PROSE))
    headings = tuple(Heading(words.headings[name], fit) for name, fit in columns)
    rows = tuple(
        (
            Cell(shown(row["unit"])),
            Cell(str(row["year"])),
            Cell(words.none if row["month"] is None else str(row["month"])),
            Cell(shown(row["title"])),
        )
        for row in items.filter(pl.col("standing") == "not_done").to_dicts()
    )
    return Section("plan-not_done", words.standings["not_done"], Grid(headings, rows))


def _documents(documents: pl.DataFrame, standing: str, words: QuotaWords) -> Section:
    columns = (
        ("unit", Fit.PROSE), ("doc_number", Fit.PROSE), ("title", Fit.PROSE),
        ("planned_title", Fit.PROSE),
    )  # fmt: skip
    headings = tuple(Heading(words.headings[name], fit) for name, fit in columns)
    rows = tuple(
        (
            Cell(shown(row["unit"])),
            Cell(words.none if row["doc_number"] is None else shown(row["doc_number"])),
            Cell(words.none if row["title"] is None else shown(row["title"])),
            Cell(words.none if row["planned_title"] is None else shown(row["planned_title"])),
        )
        for row in documents.filter(pl.col("standing") == standing).to_dicts()
    )
    return Section(f"plan-{standing}", words.standings[standing], Grid(headings, rows))
