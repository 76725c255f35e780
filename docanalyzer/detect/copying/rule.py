"""Kind `copying`: how much of a document must come from above before it is called a copy."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from docanalyzer.detect.kind import Kind, Label
from docanalyzer.model.rule import Example, Examples, Rule, Strict, When
from docanalyzer.model.tables import BODIES, DOCUMENTS
from docanalyzer.model.terms import SEVERITY_RANK, Level, Severity

_LEVELS = [Level.PROVINCE.value, Level.CITY.value]

Share = Annotated[float, Field(gt=0, le=1)]


class ShareBand(Strict):
    """From this copied share on, the finding has this severity."""

    from_share: Share
    severity: Severity


class CopyWhen(When):
    """A pair is a finding when both limits are reached; `bands` raise the rule's severity.

    `verdict` says which pairs are meant: those that are copied from above, or those where that
    cannot be told because the level of an issuer is not known.
    """

    kind: Literal["copying"]
    verdict: Literal["copied", "undetermined"] = "copied"
    min_copied_share: Share
    min_passage_chars: Annotated[int, Field(ge=10)]
    bands: tuple[ShareBand, ...] = ()

    @model_validator(mode="after")
    def _bands_rise(self) -> CopyWhen:
        steps = [(band.from_share, SEVERITY_RANK[band.severity]) for band in self.bands]
        rising = all(low[0] < high[0] and low[1] < high[1] for low, high in pairwise(steps))
        if not rising:
            raise ValueError("bands must rise in share and in severity")
        return self

    def severity_of(self, share: float, otherwise: Severity) -> Severity:
        """Severity of the highest band that `share` reaches, else `otherwise`."""
        reached = [band.severity for band in self.bands if share >= band.from_share]
        return reached[-1] if reached else otherwise


class CopyExample(Example):
    """A source and a later document of a lower organ."""

    source: Annotated[str, Field(min_length=1)]
    copy_title: str | None = None
    copy_body: Annotated[str, Field(min_length=1)]


class CopyRule(Rule):
    """Copying from above."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {
            "source_number",
            "source_title",
            "source_issuer",
            "share",
            "passages",
            "longest",
            "edits",
            "figures_changed",
        }
    )

    when: CopyWhen
    examples: Examples[CopyExample]


def probe_copying(rule: CopyRule, examples: Sequence[CopyExample]) -> list[tuple[str, ...]]:
    """Per example the matched texts of the rule's findings on its copy; empty when silent."""
    return [_matched(rule, example) for example in examples]


def _matched(rule: CopyRule, example: CopyExample) -> tuple[str, ...]:
    from docanalyzer.detect.copying.detection import detect_reuse

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


KIND = Kind(
    name="copying",
    rule=CopyRule,
    probe=probe_copying,
    words={
        "relation": Label("关系", "Relation"),
        "source_doc_id": Label("来源编号", "Source id"),
        "source_doc_number": Label("来源文号", "Source number"),
        "source_title": Label("来源标题", "Source title"),
        "source_issuer": Label("来源单位", "Source issuer"),
        "copied_share": Label("占后文比例", "Share of copy"),
        "source_share": Label("占来源比例", "Share of source"),
        "edits": Label("改动字数", "Characters changed"),
        "figures_changed": Label("改动数字", "Figures changed"),
        "sources_left_out": Label("未比对来源", "Sources not compared"),
        "days_between": Label("相隔天数", "Days between"),
        "direction": Label("先后依据", "Order told by"),
        "passages": Label("相同段落", "Passages"),
        "sources": Label("全部来源", "All sources"),
    },
)
"""A stage of its own looks for copies, because each document is held against all others."""
