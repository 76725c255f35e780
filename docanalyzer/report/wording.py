"""The words of every report, as data: one `Wording` per language, no wording anywhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Lang: TypeAlias = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Wording:
    """Every text of a report in one language; `{name}` marks what is filled in."""

    lang: str
    title: str
    made_by: str
    none: str
    """Stands where a value is not known."""
    yes: str
    no: str
    colon: str
    comma: str
    semicolon: str
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

    examples_note: str
    issuers_note: str
    circulars_note: str
    same_subject_note: str
    relay_note: str
    quotas_note: str
    unknowns_note: str
    personal_note: str

    sheets: Mapping[str, str]
    """Names of the sheets of a workbook."""
    columns: Mapping[str, str]
    """Headings of the report's own tables and labels of its figures."""
    fields: Mapping[str, str]
    """Columns of the run folder in words."""
    levels: Mapping[str, str]
    severities: Mapping[str, str]
    families: Mapping[str, str]
    relation_names: Mapping[str, str]
    categories: Mapping[str, str]
    statuses: Mapping[str, str]
    evidence: Mapping[str, str]
    """Keys of the evidence JSON in words; a key that is not here is shown as it is."""
    show: Mapping[str, str]
    """Words of `docanalyzer show`."""

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
