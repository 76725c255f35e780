"""The quota part of the report, and everything that could not be told."""

from __future__ import annotations

import re

from docanalyzer.report.grid import (
    STATUS_TONES,
    Cell,
    Fit,
    Grid,
    Section,
    Tone,
    change,
    counted,
    headings,
    reason_words,
    whole,
)
from docanalyzer.report.quota_words import reason_in, target_in
from docanalyzer.report.summary import CellNotes, QuotaLine, QuotaReason, Summary
from docanalyzer.report.wording import Wording

_BARE_CHANGE = re.compile(r"change [+-]?[0-9.]+%")
_FIGURES = re.compile(r"[0-9][0-9.:-]*")


def quotas(summary: Summary, words: Wording) -> Section:
    """The quota table in reading order, and how many rows it does not list.

    A table of one category names it in its title instead of in every row.
    """
    if not summary.quotas:
        return Section("quotas", words.quotas, None, (words.no_quotas, *_no_target(summary, words)))
    categories = sorted({line.category for line in summary.quotas})
    names = [words.categories.get(category, category) for category in categories]
    several = len(categories) > 1
    columns = headings(
        words,
        ("unit", Fit.PROSE),
        *((("category", Fit.WORD),) if several else ()),
        ("period", Fit.WORD),
        ("figure", Fit.NUMBER),
        ("previous", Fit.NUMBER),
        ("change", Fit.NUMBER),
        ("status", Fit.WORD),
        ("target_and_reason", Fit.PROSE),
    )
    rows = tuple(_row(line, words, several=several) for line in summary.quotas)
    title = words.quotas if several else words.quotas + words.colon + names[0]
    return Section("quotas", title, Grid(columns, rows), _quota_notes(summary, words))


def _row(line: QuotaLine, words: Wording, *, several: bool) -> tuple[Cell, ...]:
    category = Cell(words.categories.get(line.category, line.category))
    status = words.statuses.get(line.status, line.status)
    return (
        Cell(line.unit),
        *((category,) if several else ()),
        Cell(line.period),
        whole(line.count, words),
        whole(line.previous, words),
        change(line.count, line.previous, words),
        Cell(status, STATUS_TONES.get(line.status, Tone.PLAIN)),
        Cell(_target_and_reason(line, words)),
    )


def _quota_notes(summary: Summary, words: Wording) -> tuple[str, ...]:
    held = {line.status: f"{line.rows - line.without_target:,}" for line in summary.quota_statuses}
    left_out = (
        words.more_of_status.format(count=f"{line.left_out:,}", status=words.statuses[line.status])
        for line in summary.quota_statuses
        if line.left_out
    )
    return (words.quotas_note.format(**held), *left_out, *_no_target(summary, words))


def _no_target(summary: Summary, words: Wording) -> tuple[str, ...]:
    bare = sum(line.without_target for line in summary.quota_statuses)
    if not bare or any(line.target is None for line in summary.quotas):
        return ()
    return (words.no_target_note.format(count=f"{bare:,}"),)


def _target_and_reason(line: QuotaLine, words: Wording) -> str:
    """The target, and the reason where it says more than the change beside it."""
    parts = [] if line.target is None else [target_in(line.target, words.lang)]
    clauses = [clause for clause in (line.reason or "").split("; ") if clause]
    if line.change_pct is not None:
        clauses = [clause for clause in clauses if not _BARE_CHANGE.fullmatch(clause)]
    if clauses:
        parts.append(reason_in("; ".join(clauses), words.lang))
    return words.semicolon.join(parts)


def unknowns(summary: Summary, words: Wording) -> Section:
    """Everything that was left open, counted; none of it counts as a pass."""
    unknowns = summary.unknowns
    figures = {
        "no_body": unknowns.documents_without_body,
        "no_issuer": unknowns.documents_without_issuer,
        "no_level": unknowns.documents_without_level,
        "no_date": unknowns.documents_without_date,
        "no_number": unknowns.documents_without_number,
        "no_share": unknowns.pairs_without_share,
        "no_direction": unknowns.pairs_without_direction,
        "no_finding_issuer": unknowns.findings_without_issuer,
    }
    lines = [(words.columns[name], count) for name, count in figures.items() if count]
    lines += [(_undetermined(line, words), line.rows) for line in unknowns.quota_undetermined]
    lines += [(_not_understood(line, words), line.count) for line in unknowns.cells_not_understood]
    if not lines:
        return Section("unknowns", words.unknowns, None, (words.no_unknowns,))
    columns = headings(words, ("item", Fit.PROSE), ("count", Fit.NUMBER))
    rows = tuple((Cell(label), counted(count, Tone.DOUBT)) for label, count in lines)
    return Section("unknowns", words.unknowns, Grid(columns, rows), (words.unknowns_note,))


def _undetermined(line: QuotaReason, words: Wording) -> str:
    """A reason that stands for rows with different figures shows none of them."""
    reason = reason_in(line.reason, words.lang)
    if line.differ:
        reason = _FIGURES.sub("…", reason)
    return words.columns["quota_undetermined"] + words.colon + reason


def _not_understood(line: CellNotes, words: Wording) -> str:
    name = words.fields.get(line.field, line.field)
    reason = reason_words(line.code, line.reason, words)
    return words.columns["cell_not_understood"] + words.colon + f"{name} {reason}"
