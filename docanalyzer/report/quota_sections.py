"""The quota table and its document lists as titled sections, for terminal and Markdown alike."""

from __future__ import annotations

import json
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import polars as pl

from docanalyzer.report.grid import Cell, Fit, Grid, Heading, Section, Tone, change
from docanalyzer.report.plain_text import shown
from docanalyzer.report.quota_words import (
    QuotaWords,
    counted_rule_in,
    left_out_in,
    quota_words,
    reason_in,
    target_in,
)

if TYPE_CHECKING:
    from docanalyzer.report.wording import Wording

Row = dict[str, Any]
"""One row of a run table as polars hands it out."""

TONES = {"missed": Tone.BAD, "undetermined": Tone.DOUBT, "met": Tone.GOOD}
_GRAVITY = {"missed": 0, "undetermined": 1, "met": 2}
_PARTIAL = "▏▎▍▌▋▊▉█"
_BAR_CELLS = 5
_MARKS = ascii_lowercase
MAX_ROWS = 60
"""Rows shown unless everything is asked for."""


def quota_sections(
    status: pl.DataFrame, names: Wording, *, everything: bool = False
) -> tuple[Section, ...]:
    """The compliance table, one section per category, and the reasons of what needs one.

    `status` conforms to QUOTA_STATUS. Units with a missed target come first. Unless
    `everything` is asked for, only rows with a target are shown, and no more than `MAX_ROWS`;
    what is left out is told.
    """
    words = quota_words(names.lang)
    wanted = status if everything else status.filter(pl.col("target").is_not_null())
    ordered = in_unit_order(wanted)
    kept = ordered if everything else ordered.head(MAX_ROWS)
    sections = [
        _category(part, names, words, repeat_unit=everything)
        for part in kept.partition_by("category", maintain_order=True)
    ]
    if not sections:
        return (Section("quota", words.title, None, (words.no_rows,)),)
    notes = _reasons(kept, words)
    if kept.height < status.height:
        notes.append(words.hidden.format(count=f"{status.height - kept.height:,}"))
    notes.append(words.rounding_note)
    return (*sections, Section("reasons", words.reasons_title, None, tuple(notes)))


def signal_section(signals: pl.DataFrame, names: Wording) -> Section | None:
    """Signals of evasion, each with both series; None without any.

    `signals` are rows of findings.parquet; each one's evidence holds the other series.
    """
    if signals.is_empty():
        return None
    words = quota_words(names.lang)
    notes = []
    for message, unit, evidence in signals.select("message", "issuer", "evidence").iter_rows():
        told = json.loads(evidence)
        formal = f"{told['previous']} → {told['count']}"
        other = f"{told['series']} {told['other_unit'] or ''}".strip()
        rising = f"{other} {told['other_previous']} → {told['other_count']}"
        english = f"{unit} {told['period']}: {formal}; {rising}"
        notes.append(shown(message if words.lang == "zh" else english))
    return Section("signals", words.signals_title, None, (*notes, words.signals_note))


def in_unit_order(status: pl.DataFrame) -> pl.DataFrame:
    """By category, then units with the gravest status first, then unit and period."""
    gravity = pl.col("status").replace_strict(_GRAVITY, default=1, return_dtype=pl.Int64)
    target = pl.col("target").is_not_null()
    worst = pl.when(target).then(gravity).min().over("unit", "category").fill_null(3)
    return status.sort("category", worst, "unit", pl.col("period").str.len_chars(), "period")


def _category(
    rows: pl.DataFrame, names: Wording, words: QuotaWords, *, repeat_unit: bool
) -> Section:
    """One category; where its rows were counted in several ways, a letter behind the period
    says which, and the notes say what the letters mean."""
    most = dict(rows.group_by("unit").agg(pl.col("count").max()).iter_rows())
    rules = sorted({rule for rule in rows["counted_rule"] if rule is not None})
    marks = dict(zip(rules, _MARKS, strict=False)) if len(rules) > 1 else {}
    told = [f"{marks.get(rule, '')} {counted_rule_in(rule, words.lang)}".strip() for rule in rules]
    notes = (words.rule_note.format(rules=names.semicolon.join(told)),) if told else ()
    headings = (
        Heading(words.headings["unit"], Fit.PROSE),
        Heading(words.headings["period"], Fit.WORD),
        Heading(words.headings["bar"], Fit.WORD),
        Heading(words.headings["count"], Fit.NUMBER),
        Heading(words.headings["previous_count"], Fit.NUMBER),
        Heading(words.headings["change_pct"].removesuffix("%").strip(), Fit.NUMBER),
        Heading(words.headings["target"], Fit.WORD),
        Heading(words.headings["status"], Fit.WORD),
    )
    table, before = [], None
    for row in rows.to_dicts():
        table.append(
            (
                Cell("" if row["unit"] == before and not repeat_unit else shown(row["unit"])),
                Cell(f"{row['period']} {marks.get(row['counted_rule'], '')}".rstrip()),
                Cell(bar(row["count"], most[row["unit"]])),
                _number(row["count"], words),
                _number(row["previous_count"], words),
                change(row["count"], row["previous_count"], names),
                Cell(words.none if row["target"] is None else target_in(row["target"], words.lang)),
                Cell(names.statuses.get(row["status"], row["status"]), TONES[row["status"]]),
            )
        )
        before = row["unit"]
    category = rows["category"][0]
    title = f"{words.title}{names.colon}{names.categories.get(category, category)}"
    return Section(f"quota-{category}", title, Grid(headings, tuple(table)), notes)


def bar(count: int, most: int) -> str:
    """`count` as a bar of at most five cells, in eighths, against the unit's largest count."""
    if most <= 0 or count <= 0:
        return ""
    eighths = max(1, round(count * _BAR_CELLS * 8 / most))
    whole, part = divmod(eighths, 8)
    return "█" * whole + (_PARTIAL[part - 1] if part else "")


def _number(number: int | None, words: QuotaWords) -> Cell:
    return Cell(words.none) if number is None else Cell(f"{number:,}", number=number)


def _reasons(rows: pl.DataFrame, words: QuotaWords) -> list[str]:
    """A note per row whose reason says more than the change that stands in the table."""
    telling = rows.filter(
        (pl.col("status") == "undetermined")
        | pl.col("reason").str.contains("; |limit|larger cut|can only add")
    ).filter(pl.col("target").is_not_null())
    lang = words.lang
    colon = "：" if lang == "zh" else ": "
    return [
        f"{shown(row['unit'])} {row['period']}{colon}{shown(reason_in(row['reason'], lang))}"
        for row in telling.to_dicts()
    ]


def explain_sections(rows: pl.DataFrame, names: Wording) -> tuple[Section, ...]:
    """The documents of one unit: per category those that count, then those that do not by reason.

    `rows` is what `explain_documents` gives for the unit.
    """
    words = quota_words(names.lang)
    return tuple(
        _explained(part, names, words)
        for part in rows.partition_by("category", "left_out", maintain_order=True)
    )


def _explained(rows: pl.DataFrame, names: Wording, words: QuotaWords) -> Section:
    """Documents of one category that share a reason, or that count."""
    headings = (
        Heading(words.headings["year"], Fit.WORD),
        Heading(words.headings["doc_number"], Fit.PROSE),
        Heading(words.headings["issued_on"], Fit.WORD),
        Heading(words.headings["title"], Fit.PROSE),
    )
    table = tuple(
        (
            _text(row["year"], words),
            _text(row["doc_number"], words, Tone.DOUBT if row["possible_repeat"] else Tone.PLAIN),
            _text(row["day"], words),
            _text(row["title"], words),
        )
        for row in rows.to_dicts()
    )
    first = rows.row(0, named=True)
    category, reason = first["category"], first["left_out"]
    named = names.categories.get(category, category) if category else words.none
    told = words.counted
    if reason is not None:
        told = words.left_out.format(reason=shown(left_out_in(reason, words.lang)))
    title = names.comma.join([f"{shown(first['unit'])} {named}", told, f"{rows.height:,}"])
    notes = []
    if reason is None:
        rules = sorted({rule for rule in rows["counted_rule"] if rule is not None})
        told_rules = counted_rule_in(names.semicolon.join(rules), words.lang)
        notes = [words.rule_note.format(rules=told_rules), words.explain_note]
        repeats = rows["possible_repeat"].sum()
        if repeats:
            notes.append(f"{words.repeats_note}{names.colon}{repeats:,}")
    return Section(f"explain-{category}", title, Grid(headings, table), tuple(notes))


def _text(value: object, words: QuotaWords, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(words.none if value is None else shown(str(value)), tone)


def told_counted(row: Row, words: QuotaWords) -> str:
    """Whether a document counts, the reason if not, and whether it may be a repeat."""
    if row["left_out"] is not None:
        return words.left_out.format(reason=shown(left_out_in(row["left_out"], words.lang)))
    if row["possible_repeat"]:
        return f"{words.counted}（{words.repeats_note}）"
    return words.counted
