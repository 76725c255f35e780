"""Turns a summary into titled sections of tables and notes, in words, for every format alike."""

from __future__ import annotations

from docanalyzer.report.circular_sections import circulars, relations
from docanalyzer.report.grid import (
    SEVERITY_TONES,
    Cell,
    Fit,
    Grid,
    Heading,
    Section,
    Tone,
    counted,
    headings,
    name_of,
    reason_words,
    severity_cells,
    whole,
)
from docanalyzer.report.messages import message_of
from docanalyzer.report.standing_sections import quotas, unknowns
from docanalyzer.report.summary import SeverityCounts, Summary
from docanalyzer.report.wording import Wording


def sections(summary: Summary, words: Wording) -> tuple[Section, ...]:
    """The report in reading order; a section without rows says so in a note."""
    return (
        _inputs(summary, words),
        _totals(summary, words),
        _rejects(summary, words),
        _findings(summary, words),
        _rules(summary, words),
        _examples(summary, words),
        _issuers(summary, words),
        circulars(summary, words),
        relations(summary, words),
        quotas(summary, words),
        unknowns(summary, words),
        _files(summary, words),
    )


def byline(summary: Summary, words: Wording) -> str:
    """Version and engine of the run; no time, so equal runs give equal reports."""
    return words.made_by.format(version=summary.version, engine=summary.engine)


def _inputs(summary: Summary, words: Wording) -> Section:
    columns = headings(
        words,
        ("path", Fit.PROSE),
        ("read", Fit.NUMBER),
        ("kept", Fit.NUMBER),
        ("rejected", Fit.NUMBER),
    )
    rows = tuple(
        (
            Cell(line.path),
            counted(line.rows_read),
            counted(line.rows_kept),
            counted(line.rows_rejected, Tone.DOUBT),
        )
        for line in summary.inputs
    )
    left = summary.inputs_read - len(summary.inputs)
    notes = (words.more.format(count=f"{left:,}"),) if left else ()
    return Section("inputs", words.inputs, Grid(columns, rows), notes)


def _totals(summary: Summary, words: Wording) -> Section:
    totals = summary.totals
    figures = {
        "rows_read": totals.rows_read,
        "rows_kept": totals.rows_kept,
        "rows_rejected": totals.rows_rejected,
        "receipts": totals.receipts,
        "documents": totals.documents,
        "repeats": totals.repeats,
        "relays": totals.relays,
    }
    columns = headings(words, ("item", Fit.WORD), ("count", Fit.NUMBER))
    rows = tuple((Cell(words.columns[name]), counted(count)) for name, count in figures.items())
    return Section("totals", words.totals, Grid(columns, rows))


def _rejects(summary: Summary, words: Wording) -> Section:
    if not summary.rejects:
        return Section("rejects", words.rejects, None, (words.no_rejects,))
    columns = headings(words, ("reason", Fit.PROSE), ("rows", Fit.NUMBER))
    rows = tuple(
        (Cell(reason_words(line.code, line.reason, words)), counted(line.count, Tone.DOUBT))
        for line in summary.rejects
    )
    left = summary.totals.rows_rejected - sum(line.count for line in summary.rejects)
    notes = (words.more.format(count=f"{left:,}"),) if left > 0 else ()
    return Section("rejects", words.rejects, Grid(columns, rows), notes)


def _findings(summary: Summary, words: Wording) -> Section:
    if not any(line.counts.total for line in summary.families):
        notes = (words.no_findings, *_suppressed(summary, words))
        return Section("findings", words.findings, None, notes)
    severities = tuple(Heading(words.severities[name], Fit.NUMBER) for name in SEVERITY_TONES)
    columns = (
        *headings(words, ("family", Fit.WORD)),
        *severities,
        *headings(words, ("total", Fit.NUMBER)),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(words.families.get(line.family, line.family)),
            *severity_cells(line.counts),
            counted(line.counts.total),
        )
        for line in summary.families
    ]
    every = SeverityCounts(
        *(sum(getattr(line.counts, name) for line in summary.families) for name in SEVERITY_TONES)
    )
    rows.append((Cell(words.columns["total"]), *severity_cells(every), counted(every.total)))
    grid = Grid(columns, tuple(rows))
    return Section("findings", words.findings, grid, _suppressed(summary, words))


def _suppressed(summary: Summary, words: Wording) -> tuple[str, ...]:
    """How many findings allow-lists cover, and a line for each reason; nothing for none."""
    if not summary.suppressed_findings:
        return ()
    total = words.suppressed_note.format(count=f"{summary.suppressed_findings:,}")
    reasons = (
        words.suppressed_reason.format(
            reason=line.reason, until=line.until, count=f"{line.findings:,}"
        )
        for line in summary.suppressed
    )
    left = summary.suppressed_findings - sum(line.findings for line in summary.suppressed)
    more = (words.more.format(count=f"{left:,}"),) if left else ()
    return (total, *reasons, *more)


def _rules(summary: Summary, words: Wording) -> Section:
    columns = headings(
        words,
        ("rule", Fit.PROSE),
        ("family", Fit.WORD),
        ("severity", Fit.WORD),
        ("findings", Fit.NUMBER),
    )
    rows = tuple(
        (
            Cell(words.rule(line.rule_id)),
            Cell(words.families.get(line.family, line.family)),
            Cell(
                words.severities.get(line.severity, line.severity),
                SEVERITY_TONES.get(line.severity, Tone.PLAIN),
            ),
            counted(line.findings),
        )
        for line in summary.rules
    )
    if not rows:
        return Section("rules", words.rules, None, (words.no_findings,))
    return Section("rules", words.rules, Grid(columns, rows))


def _examples(summary: Summary, words: Wording) -> Section:
    if not summary.examples:
        return Section("examples", words.examples, None, (words.no_findings,))
    columns = headings(
        words,
        ("id", Fit.WORD),
        ("severity", Fit.WORD),
        ("document", Fit.PROSE),
        ("what", Fit.PROSE),
    )
    rows = tuple(
        (
            Cell(line.short_id),
            Cell(
                words.severities.get(line.severity, line.severity),
                SEVERITY_TONES.get(line.severity, Tone.PLAIN),
            ),
            Cell(name_of(line.doc_number, line.title) or line.issuer or words.none),
            Cell(message_of(line, words)),
        )
        for line in summary.examples
    )
    found = sum(line.counts.total for line in summary.families)
    left = found - len(rows)
    notes = [words.more.format(count=f"{left:,}")] if left else []
    notes.append(words.examples_note.format(folder=summary.folder, id=summary.examples[0].short_id))
    return Section("examples", words.examples, Grid(columns, rows), tuple(notes))


def _issuers(summary: Summary, words: Wording) -> Section:
    if not summary.issuers:
        return Section("issuers", words.issuers, None, (words.no_issuers,))
    columns = (
        *headings(words, ("issuer", Fit.LINE), ("level", Fit.WORD), ("issued", Fit.NUMBER)),
        *(Heading(words.severities[name], Fit.NUMBER) for name in SEVERITY_TONES),
        *headings(words, ("weight", Fit.NUMBER)),
    )
    rows = tuple(
        (
            Cell(line.issuer),
            Cell(words.level(line.level)),
            counted(line.documents),
            *severity_cells(line.counts),
            counted(line.weight),
        )
        for line in summary.issuers
    )
    note = words.issuers_note.format(count=f"{summary.issuers_with_findings:,}")
    return Section("issuers", words.issuers, Grid(columns, rows), (note,))


def _files(summary: Summary, words: Wording) -> Section:
    columns = headings(words, ("path", Fit.WORD), ("rows", Fit.NUMBER))
    rows = tuple((Cell(line.name), whole(line.rows, words)) for line in summary.files)
    notes = (
        words.columns["folder"] + words.colon + summary.folder,
        words.columns["rules_sha256"] + words.colon + summary.rules_sha256,
        words.personal_note,
    )
    return Section("files", words.files, Grid(columns, rows), notes)
