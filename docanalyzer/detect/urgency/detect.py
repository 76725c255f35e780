"""Entry of the family: urgency marks, what contradicts them, and urgent words in context."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.urgency.marks import field_marks, title_marks
from docanalyzer.detect.urgency.mismatches import mismatches
from docanalyzer.detect.wording.evidence import to_findings
from docanalyzer.detect.wording.search import phrase_findings
from docanalyzer.rulepack import Rule
from docanalyzer.rulepack.kinds import MarkRule, MismatchRule, PhraseRule


def detect_urgency(
    documents: pl.DataFrame,
    bodies: pl.DataFrame,
    receipts: pl.DataFrame,
    rules: Sequence[Rule],
    cell_notes: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Findings (`FINDINGS`) of the `mark`, `mismatch` and `phrase` rules among `rules`.

    Takes rows of `DOCUMENTS`, `BODIES`, `RECEIPTS` and `CELL_NOTES`; other kinds of rules are
    passed over. At most one finding per rule, document and field: it points to the first
    occurrence, its evidence counts the others. Nulls never fire: a document without title, body
    or urgency is silent in that field. Without `cell_notes` a deadline cell that could not be
    read cannot be told from an empty one. Order of rows changes nothing.
    """
    found: list[tuple[Rule, pl.DataFrame]] = []
    for rule in rules:
        if isinstance(rule, MarkRule) and rule.when.field == "urgency":
            found.append((rule, field_marks(rule, documents, receipts)))
        elif isinstance(rule, MarkRule):
            found.append((rule, title_marks(rule, documents)))
        elif isinstance(rule, MismatchRule):
            found.append((rule, mismatches(rule, documents, bodies, receipts, cell_notes)))
    phrases = [rule for rule in rules if isinstance(rule, PhraseRule)]
    about = documents.select("doc_id", "title", "doc_number")
    texts = {
        "title": about.select("doc_id", "title", text=pl.col("title")),
        "doc_number": about.select("doc_id", "title", text=pl.col("doc_number")),
        "body": bodies.join(about, on="doc_id", how="left").select(
            "doc_id", "title", text=pl.col("body")
        ),
    }
    for field, frame in texts.items():
        found.extend(phrase_findings(phrases, frame, field))
    return to_findings(found, documents)
