"""What is known of one finding, document or pair, as labelled lines."""

from __future__ import annotations

from collections.abc import Iterable

from docanalyzer.model.terms import LEVEL_RANK
from docanalyzer.report.cards import DocumentCard, FindingCard, PairCard
from docanalyzer.report.evidence import evidence_lines
from docanalyzer.report.grid import Cell, Fit, Grid, Heading, Section
from docanalyzer.report.in_words import heading, in_words
from docanalyzer.report.messages import message_of
from docanalyzer.report.parentage import Parentage
from docanalyzer.report.plain_text import shown, visible
from docanalyzer.report.wording import Wording

Fact = tuple[str, str | None]
"""A label and what stands beside it; None leaves the line out."""

_BARE = (Heading("", Fit.WORD), Heading("", Fit.PROSE))


def finding_facts(card: FindingCard, document: DocumentCard | None, words: Wording) -> Section:
    """What was found, by which rule, on whom and where."""
    rule = words.rule(card.rule_id)
    if card.rule_version is not None:
        version = words.show["version"].format(version=card.rule_version)
        rule += words.semicolon + version
    known = words.rule_words.get(card.rule_id)
    facts: list[Fact] = [
        (words.show["what"], message_of(card, words)),
        (heading("severity", words), words.severities.get(card.severity, card.severity)),
        (heading("family", words), words.families.get(card.family, card.family)),
        (words.show["rule"], rule),
        (words.show["ground"], None if known is None else known.ground),
    ]
    if document is None:
        facts.append((words.columns["unit"], _with_level(card.issuer, card.level, words)))
    else:
        facts += _document_lines(document, words)
    facts.append((words.show["where"], _span(card, words)))
    return _section("finding", words.show["finding"], card.finding_id, facts)


def evidence_facts(
    card: FindingCard, words: Wording, *, without: frozenset[str] = frozenset()
) -> Section | None:
    """What else proves it, entries named in `without` left out; None where nothing is left."""
    lines = evidence_lines(card.evidence, words, without=without)
    if not lines:
        return None
    return Section("evidence", words.show["evidence"], _grid(lines))


def document_facts(card: DocumentCard, words: Wording) -> Section:
    """Number, title, issuer, date and where it was read."""
    return _section("document", words.show["document"], card.doc_id, _document_lines(card, words))


def pair_facts(pair: PairCard, words: Wording) -> Section:
    """Both sides, how they relate and how much they share."""
    parent = pair.is_immediate_parent
    days = pair.days_between
    facts: list[Fact] = [
        (heading("relation", words), _relation(pair, words)),
        (words.show["copy"], _document_line(pair.copy, words)),
        (words.show["source"], _document_line(pair.source, words)),
        (heading("direction", words), _direction(pair, words)),
        (heading("copied_share", words), _percent(pair.copied_share, words)),
        (heading("source_share", words), _percent(pair.source_share, words)),
        (heading("days_between", words), words.none if days is None else str(days)),
        (
            heading("is_immediate_parent", words),
            words.none if parent is None else in_words("is_immediate_parent", parent, words),
        ),
    ]
    name = f"{pair.copy.doc_id}:{pair.source.doc_id}"
    return _section("pair", words.show["pair"], name, facts)


def _relation(pair: PairCard, words: Wording) -> str:
    name = words.relation_names.get(pair.relation, pair.relation)
    if not direction_untold(pair):
        return name
    return name + words.bracketed.format(text=words.show["order_untold"])


def direction_untold(pair: PairCard) -> bool:
    """Whether the texts were compared and nothing told which of them came first."""
    return bool(pair.passages) and pair.is_immediate_parent is None


def _direction(pair: PairCard, words: Wording) -> str | None:
    """What told which document came first, or why nothing did; None where only titles agree."""
    if not pair.passages:
        return None
    ranks = [LEVEL_RANK.get(side.level or "") for side in (pair.copy, pair.source)]
    days = [side.issued_on for side in (pair.copy, pair.source)]
    if direction_untold(pair):
        reasons = [
            words.show["level_unknown" if None in ranks else "level_same"],
            words.show["date_unknown" if None in days else "date_same"],
            words.show["not_cited"],
        ]
        return words.show["untold"].format(reasons=words.comma.join(reasons))
    lower, upper = ranks
    in_order = pair.days_between is None or pair.days_between >= 0
    if lower is not None and upper is not None and lower > upper and in_order:
        return words.grounds["level"]
    return words.grounds["date" if pair.days_between else "citation"]


def parentage_facts(found: Parentage, words: Wording) -> Section:
    """All sources above a document together, the first of them and the nearest."""
    parent = words.none if found.parent is None else _document_line(found.parent, words)
    lines = [
        (words.show["sources_above"], str(found.sources)),
        (words.show["share_above"], _percent(found.share, words)),
        (words.show["root"], _document_line(found.root, words)),
        (heading("is_immediate_parent", words), parent),
    ]
    grid = _grid([(label, shown(value)) for label, value in lines])
    return Section("parentage", words.show["parentage"], grid)


def findings_list(cards: list[FindingCard], words: Wording) -> Section | None:
    """The findings on one document; None without any."""
    if not cards:
        return None
    headings = (
        Heading(words.columns["id"], Fit.LINE),
        Heading(words.columns["severity"], Fit.WORD),
        Heading(words.columns["what"], Fit.PROSE),
    )
    rows = tuple(
        (
            Cell(visible(card.finding_id)),
            Cell(words.severities.get(card.severity, card.severity)),
            Cell(message_of(card, words)),
        )
        for card in cards
    )
    return Section("findings", words.show["findings_on"], Grid(headings, rows))


def pairs_list(pairs: list[PairCard], words: Wording) -> Section | None:
    """The pairs a document stands in; None without any."""
    if not pairs:
        return None
    headings = (
        Heading(words.columns["relation"], Fit.WORD),
        Heading(heading("copied_share", words), Fit.NUMBER),
        Heading(words.show["copy"], Fit.PROSE),
        Heading(words.show["source"], Fit.PROSE),
    )
    rows = tuple(
        (
            Cell(_relation(pair, words)),
            Cell(_percent(pair.copied_share, words)),
            Cell(f"{pair.copy.doc_id} {_name(pair.copy)}"),
            Cell(f"{pair.source.doc_id} {_name(pair.source)}"),
        )
        for pair in pairs
    )
    return Section("pairs", words.show["pairs_of"], Grid(headings, rows))


def pairs_in_lines(pairs: list[PairCard], words: Wording) -> Section | None:
    """The same for a screen too narrow for four columns: one pair below the other."""
    if not pairs:
        return None
    rows = tuple(
        (
            Cell(
                f"{_relation(pair, words)} {_percent(pair.copied_share, words)}{words.colon}"
                f"{pair.copy.doc_id} {_name(pair.copy)} ← {pair.source.doc_id} {_name(pair.source)}"
            ),
        )
        for pair in pairs
    )
    return Section("pairs", words.show["pairs_of"], Grid((Heading("", Fit.PROSE),), rows))


def _document_lines(card: DocumentCard, words: Wording) -> list[Fact]:
    issued = None if card.issued_on is None else card.issued_on.isoformat()
    return [
        (heading("doc_number", words), card.doc_number),
        (heading("title", words), card.title),
        (heading("issuer", words), _with_level(card.issuer, card.level, words)),
        (words.show["dated"], issued),
        (words.show["read_from"], _read_from(card, words)),
    ]


def _document_line(card: DocumentCard, words: Wording) -> str:
    issued = None if card.issued_on is None else card.issued_on.isoformat()
    parts = [_name(card), _with_level(card.issuer, card.level, words), issued]
    return words.semicolon.join(part for part in parts if part)


def _name(card: DocumentCard) -> str:
    return shown(" ".join(part for part in (card.doc_number, card.title) if part)) or card.doc_id


def _with_level(issuer: str | None, level: str | None, words: Wording) -> str | None:
    if issuer is None:
        return words.none
    return issuer if level is None else issuer + words.bracketed.format(text=words.level(level))


def _read_from(card: DocumentCard, words: Wording) -> str | None:
    parts = [card.source_file, card.source_sheet]
    if card.source_row is not None:
        parts.append(words.show["row"].format(row=card.source_row))
    return words.comma.join(part for part in parts if part) or None


def _span(card: FindingCard, words: Wording) -> str | None:
    """The place of the match as people count: the first character is 1, the last is included."""
    if card.field is None:
        return None
    field = heading(card.field, words)
    if card.begin is None or card.end is None:
        return field
    return words.show["span"].format(field=field, begin=card.begin + 1, end=card.end)


def _percent(fraction: float | None, words: Wording) -> str:
    return words.none if fraction is None else f"{fraction:.0%}"


def _section(name: str, title: str, about: str, facts: Iterable[Fact]) -> Section:
    lines = [(label, shown(value)) for label, value in facts if value is not None]
    return Section(name, f"{title} {visible(about)}", _grid(lines))


def _grid(lines: list[tuple[str, str]]) -> Grid:
    return Grid(_BARE, tuple((Cell(label), Cell(value)) for label, value in lines))
