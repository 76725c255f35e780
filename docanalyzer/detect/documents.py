"""Findings of every rule that reads documents and their receipts, whatever its family."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.found import to_findings
from docanalyzer.detect.kind import Log
from docanalyzer.detect.phrase import PhraseRule, find_phrases
from docanalyzer.detect.registry import kind_of
from docanalyzer.engine import aside
from docanalyzer.model.rule import Rule


def detect_documents(log: Log, rules: Sequence[Rule]) -> pl.DataFrame:
    """Findings (`FINDINGS`) of the rules that read documents; the other kinds are passed over.

    At most one finding per rule, document and field: it points to the first occurrence, its
    evidence counts the others. Nulls never fire: a document without title, body, urgency or
    deadline is silent there. Without cell notes a deadline cell that could not be read cannot be
    told from an empty one. Order of rows changes nothing.
    """
    # Rules on the register are judged while texts are searched, to keep every processor busy.
    of_register = aside(lambda: [(rule, _found(rule, log)) for rule in rules])
    of_texts = find_phrases([rule for rule in rules if isinstance(rule, PhraseRule)], log)
    whole = [(rule, frame) for rule, frame in of_register.result() if frame is not None]
    return to_findings([*whole, *of_texts], log.documents)


def _found(rule: Rule, log: Log) -> pl.DataFrame | None:
    """What a rule finds by the search of its kind; None for kinds that a stage reads together."""
    find = kind_of(rule).find
    return None if find is None else find(rule, log)
