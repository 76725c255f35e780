"""The words of every report, as data: one `Wording` per language, no wording anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule of the pack says about itself in one language."""

    title: str
    ground: str
    """The clause or public case it rests on."""
    message: str
    """What it says of a finding; names in braces stand for the finding's values."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Every text of a report in one language; `{name}` marks what is filled in."""

    lang: Lang
    title: str
    made_by: str
    none: str
    """Stands where a value is not known."""
    yes: str
    no: str
    colon: str
    comma: str
    semicolon: str
    bracketed: str
    more: str
    more_of_status: str

    inputs: str
    totals: str
    rejects: str
    findings: str
    rules: str
    examples: str
    issuers: str
    circulars: str
    relations: str
    quotas: str
    unknowns: str
    files: str

    no_rejects: str
    no_findings: str
    no_issuers: str
    no_circulars: str
    no_relations: str
    no_quotas: str
    no_unknowns: str

    suppressed_note: str
    suppressed_reason: str
    examples_note: str
    issuers_note: str
    circulars_note: str
    no_body_note: str
    same_subject_note: str
    relay_note: str
    shared_text_note: str
    quotas_note: str
    no_target_note: str
    unknowns_note: str
    personal_note: str

    sheets: Mapping[str, str]
    """Names of the sheets of a workbook."""
    columns: Mapping[str, str]
    """Headings of the report's own tables and labels of its figures."""
    fields: Mapping[str, str]
    """Columns of the run folder and keys of evidence in words; others are shown as they are."""
    levels: Mapping[str, str]
    severities: Mapping[str, str]
    families: Mapping[str, str]
    relation_names: Mapping[str, str]
    categories: Mapping[str, str]
    statuses: Mapping[str, str]
    measures: Mapping[str, str]
    """What a tightened figure measures."""
    grounds: Mapping[str, str]
    """What told which of two documents came first."""
    show: Mapping[str, str]
    """Words of `docanalyzer show`."""
    reasons: Mapping[str, str]
    """Reasons for rows and cells by code; a code that is not here keeps the stored reason."""
    rule_words: Mapping[str, RuleWords] = field(default_factory=dict)
    """Rules by id, where the pack of the run is at hand."""

    def with_rules(self, rules: Mapping[str, RuleWords]) -> Wording:
        """This wording with the rules' own words."""
        return replace(self, rule_words=rules)

    def rule(self, rule_id: str) -> str:
        """A rule's title and id; the id alone where the rule is not at hand."""
        known = self.rule_words.get(rule_id)
        return rule_id if known is None else f"{known.title}{self.bracketed.format(text=rule_id)}"

    def level(self, name: str | None) -> str:
        """An administrative level in words, or the sign for unknown."""
        return self.none if name is None else self.levels.get(name, name)


def wording(lang: Lang) -> Wording:
    """The words of one language."""
    if lang == "zh":
        from docanalyzer.report.wording_zh import ZH

        return ZH
    from docanalyzer.report.wording_en import EN

    return EN
