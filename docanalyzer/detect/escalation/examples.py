"""Runs the examples of escalation rules through the real detector."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.escalation.detection import detect_escalation
from docanalyzer.model.tables import BODIES, DOCUMENTS, REUSE_PAIRS, REUSE_PASSAGES
from docanalyzer.model.terms import Level, Relation
from docanalyzer.rulepack.kinds.escalation import EscalationExample, EscalationRule


def probe_escalation(
    rule: EscalationRule, examples: Sequence[EscalationExample]
) -> list[tuple[str, ...]]:
    """Per example the matched texts of the rule's findings on its copy; empty when silent."""
    if not examples:
        return []
    found = detect_escalation(*example_tables(examples), [rule])
    by_copy = dict(
        found.group_by("doc_id").agg(pl.col("matched_text").sort_by("begin")).iter_rows()
    )
    return [tuple(by_copy.get(f"copy {n}", ())) for n in range(len(examples))]


def example_tables(
    examples: Sequence[EscalationExample],
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Documents, bodies, pairs and passages of examples; each is one passage from end to end."""
    count = range(len(examples))
    sources, copies = [f"source {n}" for n in count], [f"copy {n}" for n in count]
    source_texts = [example.source for example in examples]
    copy_texts = [example.copy_body for example in examples]
    documents = pl.DataFrame(
        {
            "doc_id": [*sources, *copies],
            "issuer_level": [Level.PROVINCE.value] * len(count) + [Level.CITY.value] * len(count),
            "issued_on": [example.source_issued_on for example in examples]
            + [example.copy_issued_on for example in examples],
        }
    )
    bodies = pl.DataFrame({"doc_id": [*sources, *copies], "body": [*source_texts, *copy_texts]})
    pairs = pl.DataFrame(
        {
            "copy_doc_id": copies,
            "source_doc_id": sources,
            "relation": [Relation.COPIED.value] * len(count),
        }
    )
    passages = pairs.select("copy_doc_id", "source_doc_id").with_columns(
        copy_begin=0,
        copy_end=pl.Series([len(text) for text in copy_texts]),
        source_begin=0,
        source_end=pl.Series([len(text) for text in source_texts]),
        similarity=0.9,
    )
    return (
        DOCUMENTS.conform(documents),
        BODIES.conform(bodies),
        REUSE_PAIRS.conform(pairs),
        REUSE_PASSAGES.conform(passages),
    )
