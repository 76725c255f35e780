"""Runs the examples of copying rules through the real detector."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.reuse.detection import detect_reuse
from docanalyzer.model.tables import BODIES, DOCUMENTS
from docanalyzer.model.terms import Level
from docanalyzer.rulepack.kinds.copying import CopyExample, CopyRule

_LEVELS = [Level.PROVINCE.value, Level.CITY.value]


def probe_copying(rule: CopyRule, examples: Sequence[CopyExample]) -> list[tuple[str, ...]]:
    """Per example the matched texts of the rule's findings on its copy; empty when silent."""
    return [_matched(rule, example) for example in examples]


def _matched(rule: CopyRule, example: CopyExample) -> tuple[str, ...]:
    documents = pl.DataFrame(
        {
            "doc_id": ["source", "copy"],
            "title": [None, example.copy_title],
            "issuer_level": _LEVELS if rule.when.verdict == "copied" else [None, None],
        },
        schema_overrides={"title": pl.String, "issuer_level": pl.String},
    )
    bodies = pl.DataFrame(
        {"doc_id": ["source", "copy"], "body": [example.source, example.copy_body]}
    )
    found = detect_reuse(DOCUMENTS.conform(documents), BODIES.conform(bodies), [rule])
    return tuple(found.findings["matched_text"].to_list())
