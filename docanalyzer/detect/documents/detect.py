"""Findings of every rule that reads documents and their receipts, whatever its family."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.burdens import repeated, too_long
from docanalyzer.detect.deadlines import short_deadlines
from docanalyzer.detect.urgency import field_marks, mismatches, title_marks, urgent_shares
from docanalyzer.detect.wording.evidence import to_findings
from docanalyzer.detect.wording.search import phrase_findings
from docanalyzer.engine import aside
from docanalyzer.rulepack import Rule
from docanalyzer.rulepack.kinds import (
    DeadlineRule,
    LengthRule,
    MarkRule,
    MismatchRule,
    PhraseRule,
    RepeatRule,
    ShareRule,
)


def detect_documents(
    documents: pl.DataFrame,
    bodies: pl.DataFrame,
    receipts: pl.DataFrame,
    rules: Sequence[Rule],
    cell_notes: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Findings (`FINDINGS`) of the rules of these families; rules of other kinds are passed over.

    Takes rows of `DOCUMENTS`, `BODIES`, `RECEIPTS` and `CELL_NOTES`. At most one finding per
    rule, document and field: it points to the first occurrence, its evidence counts the others.
    Nulls never fire: a document without title, body, urgency or deadline is silent there. Without
    `cell_notes` a deadline cell that could not be read cannot be told from an empty one. Order
    of rows changes nothing.
    """
    # Rules on the register are judged while texts are searched, to keep every processor busy.
    of_register = aside(
        lambda: [
            (rule, _of_register(rule, documents, bodies, receipts, cell_notes)) for rule in rules
        ]
    )
    phrases = [rule for rule in rules if isinstance(rule, PhraseRule)]
    of_texts = [
        found
        for field, texts in _texts(documents, bodies).items()
        for found in phrase_findings(phrases, texts, field)
    ]
    whole = [(rule, frame) for rule, frame in of_register.result() if frame is not None]
    return to_findings([*whole, *of_texts], documents)


def _of_register(
    rule: Rule,
    documents: pl.DataFrame,
    bodies: pl.DataFrame,
    receipts: pl.DataFrame,
    cell_notes: pl.DataFrame | None,
) -> pl.DataFrame | None:
    """What a rule finds that reads the register row by row; None for every other kind."""
    found: pl.DataFrame | None = None
    if isinstance(rule, MarkRule) and rule.when.field == "urgency":
        found = field_marks(rule, documents, receipts)
    elif isinstance(rule, MarkRule):
        found = title_marks(rule, documents)
    elif isinstance(rule, MismatchRule):
        found = mismatches(rule, documents, bodies, receipts, cell_notes)
    elif isinstance(rule, ShareRule):
        found = urgent_shares(rule, documents)
    elif isinstance(rule, DeadlineRule):
        found = short_deadlines(rule, documents, receipts)
    elif isinstance(rule, LengthRule):
        found = too_long(rule, documents, bodies)
    elif isinstance(rule, RepeatRule):
        found = repeated(rule, documents, receipts)
    return found


def _texts(documents: pl.DataFrame, bodies: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """The texts that phrase rules read, by the name of their field."""
    about = documents.select("doc_id", "title", "doc_number")
    return {
        "title": about.select("doc_id", "title", text=pl.col("title")),
        "doc_number": about.select("doc_id", "title", text=pl.col("doc_number")),
        "body": bodies.join(about, on="doc_id", how="left").select(
            "doc_id", "title", text=pl.col("body")
        ),
    }
