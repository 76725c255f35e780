"""Values of the run tables in the words of a language, column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from docanalyzer.report.plain_text import shown, visible
from docanalyzer.report.quota_words import counted_rule_in, reason_in, target_in
from docanalyzer.report.wording import Lang, wording

if TYPE_CHECKING:
    from docanalyzer.report.wording import Wording


_QUOTA_COLUMNS: Mapping[str, Callable[[str, Lang], str]] = {
    "target": target_in,
    "reason": reason_in,
    "counted_rule": counted_rule_in,
}
"""Columns that the quota stage fills with codes and English clauses."""


def heading(column: str, words: Wording) -> str:
    """The heading of a column of a run table; a column without one keeps its name."""
    return words.fields.get(column, column)


def in_words(column: str, value: str | bool, words: Wording) -> str:
    """A text or truth value of a run table as a reader sees it, masked and safe to show."""
    if isinstance(value, bool):
        return words.yes if value else words.no
    if column.endswith("_id"):
        return visible(value)
    if column in _QUOTA_COLUMNS:
        return shown(_QUOTA_COLUMNS[column](value, words.lang))
    vocabulary = _vocabulary(column, words.lang)
    return vocabulary[value] if value in vocabulary else shown(value)


@lru_cache
def _vocabulary(column: str, lang: Lang) -> Mapping[str, str]:
    words = wording(lang)
    vocabularies = {
        "severity": words.severities,
        "family": words.families,
        "issuer_level": words.levels,
        "unit_level": words.levels,
        "relation": words.relation_names,
        "category": words.categories,
        "status": words.statuses,
        "field": words.fields,
        "direction": words.grounds,
        "kind": words.measures,
    }
    return vocabularies.get(column, {})
