"""Published figures beside what they come to, as a titled section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docanalyzer.report.grid import Cell, Fit, Grid, Heading, Section, Tone
from docanalyzer.report.plain_text import shown
from docanalyzer.report.quota_words import quota_words, reason_in, target_in

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.report.quota_sections import Row
    from docanalyzer.report.wording import Wording

_TONES = {"agrees": Tone.GOOD, "contradicts": Tone.BAD, "undetermined": Tone.DOUBT}


def claims_section(rows: pl.DataFrame, names: Wording) -> Section:
    """Every claim with its check; the reasons stand below, contradictions first.

    `rows` has the columns of `claims_table` of the quota stage.
    """
    words = quota_words(names.lang)
    columns = (
        ("unit", Fit.PROSE), ("year", Fit.WORD), ("category", Fit.WORD), ("count", Fit.NUMBER),
        ("previous_count", Fit.NUMBER), ("claimed", Fit.NUMBER), ("recomputed", Fit.NUMBER),
        ("check", Fit.WORD),
    )  # fmt: skip
    headings = tuple(Heading(words.headings[name], fit) for name, fit in columns)
    lines = rows.to_dicts()
    table = tuple(
        (
            Cell(shown(row["unit"])),
            Cell(str(row["year"])),
            Cell(names.categories.get(row["category"], shown(row["category"]))),
            _count(row["count"], words.none),
            _count(row["previous_count"], words.none),
            Cell(row["claimed"] or words.none),
            Cell(row["recomputed"] or words.none),
            Cell(words.checks[row["check"]], _TONES[row["check"]]),
        )
        for row in lines
    )
    tally = {check: sum(row["check"] == check for row in lines) for check in words.checks}
    gravest = sorted(lines, key=lambda row: row["check"] != "contradicts")
    notes = (*(_note(row, names) for row in gravest), words.claims_note.format(**tally))
    return Section("claims", words.claims_title, Grid(headings, table), notes)


def _note(row: Row, names: Wording) -> str:
    words = quota_words(names.lang)
    told = [reason_in(row["reason"], words.lang)]
    if row["target"] is not None:
        status = names.statuses.get(row["target_status"], row["target_status"])
        told.append(f"{target_in(row['target'], words.lang)} {status}")
    told.append(reason_in(row["register_note"], words.lang))
    category = names.categories.get(row["category"], row["category"])
    name = f"{row['unit']} {row['year']} {category}"
    return shown(f"{name}{names.colon}{names.semicolon.join(told)}")


def _count(number: int | None, none: str) -> Cell:
    return Cell(none) if number is None else Cell(f"{number:,}", number=number)
