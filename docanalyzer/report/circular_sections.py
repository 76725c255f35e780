"""The reuse part of the report: copied circulars, and how documents relate."""

from __future__ import annotations

from docanalyzer.report.grid import (
    Cell,
    Fit,
    Grid,
    Section,
    Tone,
    counted,
    headings,
    name_of,
    share,
)
from docanalyzer.report.summary import Summary
from docanalyzer.report.wording import Wording


def circulars(summary: Summary, words: Wording) -> Section:
    """The most copied documents; without texts to compare, the section says that too."""
    bare = summary.unknowns.documents_without_body
    unseen = (words.no_body_note.format(count=f"{bare:,}"),) if bare else ()
    if not summary.circulars:
        return Section("circulars", words.circulars, None, (words.no_circulars, *unseen))
    columns = headings(
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
        name = name_of(line.doc_number, line.title) or line.doc_id
        rows.append(
            (
                Cell(name),
                counted(line.copies),
                Cell(words.comma.join(levels)),
                share(line.median_share, words),
                share(line.max_share, words, Tone.BAD),
            )
        )
    note = words.circulars_note.format(count=f"{summary.circulars_copied:,}")
    return Section("circulars", words.circulars, Grid(columns, tuple(rows)), (note, *unseen))


def relations(summary: Summary, words: Wording) -> Section:
    """Pairs by relation, and what a relation does not say about anybody."""
    relay_note = words.relay_note.format(count=f"{summary.totals.relays:,}")
    if not summary.relations:
        return Section("relations", words.relations, None, (words.no_relations, relay_note))
    columns = headings(words, ("relation", Fit.WORD), ("pairs", Fit.NUMBER), ("later", Fit.NUMBER))
    rows = tuple(
        (
            Cell(words.relation_names.get(line.relation, line.relation)),
            counted(line.pairs),
            counted(line.documents),
        )
        for line in summary.relations
    )
    notes = [relay_note]
    if any(line.relation == "copied" for line in summary.relations):
        notes.append(words.shared_text_note)
    if any(line.relation == "same_subject" for line in summary.relations):
        notes.append(words.same_subject_note)
    return Section("relations", words.relations, Grid(columns, rows), tuple(notes))
