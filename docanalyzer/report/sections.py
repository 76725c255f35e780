"""Turns a summary into titled sections of tables and notes, in words, for every format alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from docanalyzer.report.summary import FindingLine, SeverityCounts, Summary
from docanalyzer.report.wording import Wording


class Fit(StrEnum):
    """How a column behaves where space is short."""

    NUMBER = "number"
    """Right-aligned, never cut."""
    WORD = "word"
    """Short, never cut while anything else can give way."""
    LINE = "line"
    """One line, cut with … at the end."""
    PROSE = "prose"
    """Wrapped over several lines."""


class Tone(StrEnum):
    """What a cell says; colours and styles follow from it."""

    PLAIN = "plain"
    BAD = "bad"
    DOUBT = "doubt"
    GOOD = "good"
    QUIET = "quiet"


class Measure(StrEnum):
    """What the number of a cell counts."""

    COUNT = "count"
    SHARE = "share"
    """0 to 1."""
    CHANGE = "change"
    """Signed, 0.2 for a rise by a fifth."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, safe to show, its tone, and the number it stands for if it is one."""

    text: str
    tone: Tone = Tone.PLAIN
    number: float | None = None
    measure: Measure = Measure.COUNT


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: heading and fit."""

    text: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading row."""

    headings: tuple[Heading, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of the report: notes above, a table, notes below."""

    name: str
    title: str
    grid: Grid | None
    notes: tuple[str, ...] = ()


_SEVERITY_TONE = {"high": Tone.BAD, "medium": Tone.DOUBT, "low": Tone.PLAIN, "info": Tone.QUIET}
_STATUS_TONE = {"missed": Tone.BAD, "undetermined": Tone.DOUBT, "met": Tone.GOOD}


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
        _circulars(summary, words),
        _relations(summary, words),
        _quotas(summary, words),
        _unknowns(summary, words),
        _files(summary, words),
    )


def byline(summary: Summary, words: Wording) -> str:
    """Version, engine and time of the run, in one line."""
    return words.made_by.format(
        version=summary.version, engine=summary.engine, seconds=f"{summary.seconds:.1f}"
    )


def _whole(number: int | None, words: Wording) -> Cell:
    """A count, or the sign for unknown."""
    return Cell(words.none) if number is None else Cell(f"{number:,}", number=number)


def _share(fraction: float | None, words: Wording, tone: Tone = Tone.PLAIN) -> Cell:
    """A share of 0 to 1 in whole percent, or the sign for unknown."""
    if fraction is None:
        return Cell(words.none)
    return Cell(f"{fraction:.0%}", tone, fraction, Measure.SHARE)


def _change(percent: float | None, words: Wording) -> Cell:
    """A change in percent with its sign and one decimal, or the sign for unknown."""
    if percent is None:
        return Cell(words.none)
    return Cell(f"{percent:+.1f}%", number=percent / 100, measure=Measure.CHANGE)


def _headings(words: Wording, *columns: tuple[str, Fit]) -> tuple[Heading, ...]:
    return tuple(Heading(words.columns[name], fit) for name, fit in columns)


def _counted(number: int, tone: Tone = Tone.PLAIN) -> Cell:
    return Cell(f"{number:,}", tone if number else Tone.QUIET, number)


def _severity_cells(counts: SeverityCounts) -> tuple[Cell, ...]:
    return tuple(_counted(getattr(counts, name), tone) for name, tone in _SEVERITY_TONE.items())


def _inputs(summary: Summary, words: Wording) -> Section:
    headings = _headings(
        words,
        ("path", Fit.PROSE),
        ("read", Fit.NUMBER),
        ("kept", Fit.NUMBER),
        ("rejected", Fit.NUMBER),
    )
    rows = tuple(
        (
            Cell(line.path),
            _counted(line.rows_read),
            _counted(line.rows_kept),
            _counted(line.rows_rejected, Tone.DOUBT),
        )
        for line in summary.inputs
    )
    left = summary.inputs_read - len(summary.inputs)
    notes = (words.more.format(count=f"{left:,}"),) if left else ()
    return Section("inputs", words.inputs, Grid(headings, rows), notes)


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
    headings = _headings(words, ("item", Fit.WORD), ("count", Fit.NUMBER))
    rows = tuple((Cell(words.columns[name]), _counted(count)) for name, count in figures.items())
    return Section("totals", words.totals, Grid(headings, rows))


def _rejects(summary: Summary, words: Wording) -> Section:
    if not summary.rejects:
        return Section("rejects", words.rejects, None, (words.no_rejects,))
    headings = _headings(words, ("reason", Fit.PROSE), ("rows", Fit.NUMBER))
    rows = tuple(
        (Cell(line.reason or line.code), _counted(line.count, Tone.DOUBT))
        for line in summary.rejects
    )
    left = summary.totals.rows_rejected - sum(line.count for line in summary.rejects)
    notes = (words.more.format(count=f"{left:,}"),) if left > 0 else ()
    return Section("rejects", words.rejects, Grid(headings, rows), notes)


def _findings(summary: Summary, words: Wording) -> Section:
    if not any(line.counts.total for line in summary.families):
        return Section("findings", words.findings, None, (words.no_findings,))
    severities = tuple(Heading(words.severities[name], Fit.NUMBER) for name in _SEVERITY_TONE)
    headings = (
        *_headings(words, ("family", Fit.WORD)),
        *severities,
        *_headings(words, ("total", Fit.NUMBER)),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Cell(words.families.get(line.family, line.family)),
            *_severity_cells(line.counts),
            _counted(line.counts.total),
        )
        for line in summary.families
    ]
    every = SeverityCounts(
        *(sum(getattr(line.counts, name) for line in summary.families) for name in _SEVERITY_TONE)
    )
    rows.append((Cell(words.columns["total"]), *_severity_cells(every), _counted(every.total)))
    return Section("findings", words.findings, Grid(headings, tuple(rows)))


def _rules(summary: Summary, words: Wording) -> Section:
    headings = _headings(
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
                _SEVERITY_TONE.get(line.severity, Tone.PLAIN),
            ),
            _counted(line.findings),
        )
        for line in summary.rules
    )
    if not rows:
        return Section("rules", words.rules, None, (words.no_findings,))
    return Section("rules", words.rules, Grid(headings, rows))


def _examples(summary: Summary, words: Wording) -> Section:
    if not summary.examples:
        return Section("examples", words.examples, None, (words.no_findings,))
    headings = _headings(
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
                _SEVERITY_TONE.get(line.severity, Tone.PLAIN),
            ),
            Cell(_name(line.doc_number, line.title) or line.issuer or words.none),
            Cell(_what(line, words)),
        )
        for line in summary.examples
    )
    found = sum(line.counts.total for line in summary.families)
    left = found - len(rows)
    notes = [words.more.format(count=f"{left:,}")] if left else []
    notes.append(words.examples_note.format(folder=summary.folder, id=summary.examples[0].short_id))
    return Section("examples", words.examples, Grid(headings, rows), tuple(notes))


def _what(line: FindingLine, words: Wording) -> str:
    """The finding in words; its message is Chinese, so other languages name rule and match."""
    known = words.rule_words.get(line.rule_id)
    if known is None or (words.lang == "zh" and line.message):
        return line.message or line.rule_id
    return words.colon.join(part for part in (known.title, line.matched_text) if part)


def _name(doc_number: str | None, title: str | None) -> str:
    return " ".join(part for part in (doc_number, title) if part)


def _issuers(summary: Summary, words: Wording) -> Section:
    if not summary.issuers:
        return Section("issuers", words.issuers, None, (words.no_issuers,))
    headings = (
        *_headings(words, ("issuer", Fit.LINE), ("level", Fit.WORD), ("issued", Fit.NUMBER)),
        *(Heading(words.severities[name], Fit.NUMBER) for name in _SEVERITY_TONE),
        *_headings(words, ("weight", Fit.NUMBER)),
    )
    rows = tuple(
        (
            Cell(line.issuer),
            Cell(words.level(line.level)),
            _counted(line.documents),
            *_severity_cells(line.counts),
            _counted(line.weight),
        )
        for line in summary.issuers
    )
    note = words.issuers_note.format(count=f"{summary.issuers_with_findings:,}")
    return Section("issuers", words.issuers, Grid(headings, rows), (note,))


def _circulars(summary: Summary, words: Wording) -> Section:
    if not summary.circulars:
        return Section("circulars", words.circulars, None, (words.no_circulars,))
    headings = _headings(
        words,
        ("source", Fit.PROSE),
        ("copies", Fit.NUMBER),
        ("levels_reached", Fit.PROSE),
        ("median_share", Fit.NUMBER),
        ("max_share", Fit.NUMBER),
    )
    rows = []
    for line in summary.circulars:
        levels = [words.level(name) for name in line.levels_reached]
        if line.copies_of_unknown_level:
            levels.append(words.none)
        name = _name(line.doc_number, line.title) or line.doc_id
        rows.append(
            (
                Cell(name),
                _counted(line.copies),
                Cell(words.comma.join(levels)),
                _share(line.median_share, words),
                _share(line.max_share, words, Tone.BAD),
            )
        )
    note = words.circulars_note.format(count=f"{summary.circulars_copied:,}")
    return Section("circulars", words.circulars, Grid(headings, tuple(rows)), (note,))


def _relations(summary: Summary, words: Wording) -> Section:
    relay_note = words.relay_note.format(count=f"{summary.totals.relays:,}")
    if not summary.relations:
        return Section("relations", words.relations, None, (words.no_relations, relay_note))
    headings = _headings(
        words, ("relation", Fit.WORD), ("pairs", Fit.NUMBER), ("later", Fit.NUMBER)
    )
    rows = tuple(
        (
            Cell(words.relation_names.get(line.relation, line.relation)),
            _counted(line.pairs),
            _counted(line.documents),
        )
        for line in summary.relations
    )
    notes = [relay_note]
    if any(line.relation == "same_subject" for line in summary.relations):
        notes.append(words.same_subject_note)
    return Section("relations", words.relations, Grid(headings, rows), tuple(notes))


def _quotas(summary: Summary, words: Wording) -> Section:
    if not summary.quotas:
        return Section("quotas", words.quotas, None, (words.no_quotas,))
    headings = _headings(
        words,
        ("unit", Fit.PROSE),
        ("category", Fit.WORD),
        ("period", Fit.WORD),
        ("figure", Fit.NUMBER),
        ("previous", Fit.NUMBER),
        ("change", Fit.NUMBER),
        ("status", Fit.WORD),
        ("target_and_reason", Fit.PROSE),
    )
    rows = tuple(
        (
            Cell(line.unit),
            Cell(words.categories.get(line.category, line.category)),
            Cell(line.period),
            _whole(line.count, words),
            _whole(line.previous, words),
            _change(line.change_pct, words),
            Cell(
                words.statuses.get(line.status, line.status),
                _STATUS_TONE.get(line.status, Tone.PLAIN),
            ),
            Cell(words.semicolon.join(part for part in (line.target, line.reason) if part)),
        )
        for line in summary.quotas
    )
    rows_of = {line.status: f"{line.rows:,}" for line in summary.quota_statuses}
    notes = [words.quotas_note.format(**rows_of)] + [
        words.more_of_status.format(count=f"{line.left_out:,}", status=words.statuses[line.status])
        for line in summary.quota_statuses
        if line.left_out
    ]
    return Section("quotas", words.quotas, Grid(headings, rows), tuple(notes))


def _unknowns(summary: Summary, words: Wording) -> Section:
    unknowns = summary.unknowns
    figures = {
        "no_body": unknowns.documents_without_body,
        "no_issuer": unknowns.documents_without_issuer,
        "no_level": unknowns.documents_without_level,
        "no_date": unknowns.documents_without_date,
        "no_number": unknowns.documents_without_number,
        "no_share": unknowns.pairs_without_share,
        "no_finding_issuer": unknowns.findings_without_issuer,
    }
    lines = [(words.columns[name], count) for name, count in figures.items() if count]
    for label, counted in (
        ("quota_undetermined", unknowns.quota_undetermined),
        ("cell_not_understood", unknowns.cells_not_understood),
    ):
        lines += [
            (words.columns[label] + words.colon + (line.reason or line.code), line.count)
            for line in counted
        ]
    if not lines:
        return Section("unknowns", words.unknowns, None, (words.no_unknowns,))
    headings = _headings(words, ("item", Fit.PROSE), ("count", Fit.NUMBER))
    rows = tuple((Cell(label), _counted(count, Tone.DOUBT)) for label, count in lines)
    return Section("unknowns", words.unknowns, Grid(headings, rows), (words.unknowns_note,))


def _files(summary: Summary, words: Wording) -> Section:
    headings = _headings(words, ("path", Fit.WORD), ("rows", Fit.NUMBER))
    rows = tuple((Cell(line.name), _whole(line.rows, words)) for line in summary.files)
    notes = (
        words.columns["folder"] + words.colon + summary.folder,
        words.columns["rules_sha256"] + words.colon + summary.rules_sha256,
        words.personal_note,
    )
    return Section("files", words.files, Grid(headings, rows), notes)
