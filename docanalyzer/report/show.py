"""One finding, document or pair on a screen, with its evidence marked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from rich.text import Text

from docanalyzer.model import tables
from docanalyzer.model.terms import Family
from docanalyzer.report.cards import (
    FindingCard,
    PairCard,
    Passage,
    body_of,
    document_cards,
    field_text,
    finding_cards,
    pair_cards,
    passages_of,
)
from docanalyzer.report.evidence import excerpt, shortened_middle
from docanalyzer.report.facts import (
    document_facts,
    evidence_facts,
    finding_facts,
    findings_list,
    pair_facts,
    pairs_in_lines,
    pairs_list,
    parentage_facts,
)
from docanalyzer.report.lookup import DocumentId, FindingId, look_up
from docanalyzer.report.marked import print_excerpt, print_passage, shows_colour
from docanalyzer.report.masking import masked_text
from docanalyzer.report.messages import evidence_object
from docanalyzer.report.parentage import parentage
from docanalyzer.report.plain_text import shown
from docanalyzer.report.terminal import Folded, print_section, trimmed

if TYPE_CHECKING:
    from rich.console import Console

    from docanalyzer.report.grid import Section
    from docanalyzer.report.run_view import RunView
    from docanalyzer.report.wording import Wording

PASSAGES = 10
"""Passages of a pair that are shown unless all are asked for."""

TABLE_FROM = 60
"""Cells a screen needs for a table of pairs; on a narrower one each pair is a paragraph."""

PAIRS = 20
"""Pairs of a document that are listed unless all are asked for."""


_SHOWN_WITH_PAIR = frozenset(
    {
        "relation",
        "source_doc_id",
        "source_doc_number",
        "source_title",
        "source_issuer",
        "copied_share",
        "source_share",
        "days_between",
        "passages",
    }
)
"""Entries of a reuse finding's evidence that its pair shows."""


@dataclass(frozen=True, slots=True)
class Showing:
    """Where to show what, and how much of it."""

    run: RunView
    words: Wording
    console: Console
    everything: bool = False


def show(showing: Showing, wanted: str) -> None:
    """Print what `wanted` names: a finding, a document or a pair (see `lookup.look_up`).

    A finding that names a source is followed by the pair; a document by its findings and, where
    it copies one source only, by that pair. Raises `UsageFault` for an id that names nothing or
    too much.
    """
    with trimmed(showing.console):
        _show(showing, wanted)


def _show(showing: Showing, wanted: str) -> None:
    found = look_up(showing.run, wanted)
    if isinstance(found, FindingId):
        _show_finding(showing, found)
    elif isinstance(found, DocumentId):
        _show_document(showing, found)
    else:
        both = (pl.col("copy_doc_id") == found.copy_doc_id) & (
            pl.col("source_doc_id") == found.source_doc_id
        )
        _show_pair(showing, _pairs(showing, both)[0])


def _show_finding(showing: Showing, found: FindingId) -> None:
    rows = showing.run.part(tables.FINDINGS, pl.col("finding_id") == found.finding_id)
    card = finding_cards(rows)[0]
    document = None
    if card.doc_id is not None:
        document = document_cards(showing.run, [card.doc_id])[card.doc_id]
    print_section(finding_facts(card, document, showing.words), showing.console)
    pairs = _pairs_behind(showing, card)
    if not pairs:
        _print_span(showing, card)
    _print_some(showing, evidence_facts(card, showing.words, without=_said_anyway(card, pairs)))
    for pair in pairs:
        _show_pair(showing, pair)


def _said_anyway(card: FindingCard, pairs: list[PairCard]) -> frozenset[str]:
    """Entries of the evidence that the pair below says; a single source is that of the pair."""
    if not pairs:
        return frozenset()
    sources = evidence_object(card.evidence).get("sources")
    single = isinstance(sources, list) and len(sources) <= 1
    return _SHOWN_WITH_PAIR | {"sources"} if single else _SHOWN_WITH_PAIR


def _print_span(showing: Showing, card: FindingCard) -> None:
    """The matched text in its context; without the field, the matched text alone."""
    words, console = showing.words, showing.console
    text = field_text(showing.run, card)
    if text is None or card.begin is None or card.end is None:
        if card.matched_text is not None and card.doc_id is not None:
            console.print()
            console.print(Folded(shortened_middle(shown(card.matched_text))))
        return
    part = excerpt(text, card.begin, card.end, card.matched_text)
    console.print()
    print_excerpt(part, console)
    if not part.agrees:
        console.print(Folded(words.show["differs"], style="yellow"))


def _pairs_behind(showing: Showing, card: FindingCard) -> list[PairCard]:
    """The pairs a reuse finding rests on: with the source it names, else all of the copy's."""
    if card.family != Family.REUSE or card.doc_id is None:
        return []
    ours = pl.col("copy_doc_id") == card.doc_id
    source = evidence_object(card.evidence).get("source_doc_id")
    if isinstance(source, str):
        ours &= pl.col("source_doc_id") == source
    return _pairs(showing, ours)


def _show_document(showing: Showing, found: DocumentId) -> None:
    words = showing.words
    card = document_cards(showing.run, [found.doc_id])[found.doc_id]
    print_section(document_facts(card, words), showing.console)
    findings = showing.run.part(tables.FINDINGS, pl.col("doc_id") == found.doc_id)
    _print_some(showing, findings_list(finding_cards(findings), words))
    copied = _pairs(showing, pl.col("copy_doc_id") == found.doc_id)
    pairs = copied + _pairs(showing, pl.col("source_doc_id") == found.doc_id)
    listed = pairs if showing.everything else pairs[:PAIRS]
    narrow = showing.console.width < TABLE_FROM
    _print_some(showing, (pairs_in_lines if narrow else pairs_list)(listed, words))
    _print_left_out(showing, len(pairs) - len(listed))
    if len(copied) != 1:
        _show_parentage(showing, found.doc_id)
    if len(copied) == 1:
        _show_pair(showing, copied[0])


def _pairs(showing: Showing, condition: pl.Expr) -> list[PairCard]:
    """Pairs that fulfil a condition, largest share first."""
    pairs = showing.run.part(tables.REUSE_PAIRS, condition)
    order = ["copied_share", "copy_doc_id", "source_doc_id"]
    ordered = pairs.sort(order, descending=[True, False, False], nulls_last=True)
    return pair_cards(showing.run, ordered)


def _show_pair(showing: Showing, pair: PairCard) -> None:
    words, console = showing.words, showing.console
    print_section(pair_facts(pair, words), console)
    _show_parentage(showing, pair.copy.doc_id)
    passages = passages_of(showing.run, pair)
    copy, source = body_of(showing.run, pair.copy.doc_id), body_of(showing.run, pair.source.doc_id)
    console.print()
    if copy is None or source is None or not passages:
        console.print(Folded(words.show["no_passages"], style="dim"))
        _print_legend(showing)
        copied, original = pair.copy.title or "", pair.source.title or ""
        print_passage(masked_text(copied), masked_text(original), words, console)
        return
    _print_legend(showing)
    ours, theirs = masked_text(copy), masked_text(source)
    listed = passages if showing.everything else passages[:PASSAGES]
    for number, passage in enumerate(listed, start=1):
        console.print()
        console.print(Folded(_passage_line(passage, number, len(passages), words), style="dim"))
        print_passage(
            ours.part(passage.copy_begin, passage.copy_end),
            theirs.part(passage.source_begin, passage.source_end),
            words,
            console,
        )
    _print_left_out(showing, len(passages) - len(listed))


def _show_parentage(showing: Showing, doc_id: str) -> None:
    """Where all of the text came from; with a single source the pair says it."""
    found = parentage(showing.run, doc_id)
    if found is not None and found.sources > 1:
        print_section(parentage_facts(found, showing.words), showing.console)


def _passage_line(passage: Passage, number: int, count: int, words: Wording) -> str:
    parts = [
        words.show["passage"].format(number=number, count=count),
        words.show["spans"].format(
            copy_begin=passage.copy_begin + 1,
            copy_end=passage.copy_end,
            source_begin=passage.source_begin + 1,
            source_end=passage.source_end,
        ),
    ]
    if passage.similarity is not None:
        parts.append(words.show["similarity"].format(similarity=f"{passage.similarity:.2f}"))
    return words.semicolon.join(parts)


def _print_legend(showing: Showing) -> None:
    key = "legend" if shows_colour(showing.console) else "marks"
    showing.console.print(Folded(showing.words.show[key], style="dim"))


def _print_some(showing: Showing, section: Section | None) -> None:
    if section is not None:
        print_section(section, showing.console)


def _print_left_out(showing: Showing, count: int) -> None:
    if count > 0:
        line = showing.words.show["left_out"].format(count=f"{count:,}")
        showing.console.print(Text(line, style="dim"))
