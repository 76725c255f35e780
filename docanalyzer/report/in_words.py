"""Values of the run tables in the words of a language, column by column."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from docanalyzer.report.plain_text import shown, visible

if TYPE_CHECKING:
    from docanalyzer.report.wording import Wording


def heading(column: str, words: Wording) -> str:
    """The heading of a column of a run table; a column without one keeps its name."""
    return words.fields.get(column, column)


def in_words(column: str, value: str | bool, words: Wording) -> str:
    """A text or truth value of a run table as a reader sees it, masked and safe to show."""
    if isinstance(value, bool):
        return words.yes if value else words.no
    if column.endswith("_id"):
        return visible(value)
    vocabulary = _vocabulary(column, words)
    return vocabulary[value] if value in vocabulary else shown(value)


def _vocabulary(column: str, words: Wording) -> Mapping[str, str]:
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
    }
    return vocabularies.get(column, {})
