"""Kind `escalation`: a figure taken over from above and made tighter on the way down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field

from docanalyzer.detect.kind import Kind, Label
from docanalyzer.model.rule import Example, Examples, Rule, When
from docanalyzer.model.tables import BODIES, DOCUMENTS, REUSE_PAIRS, REUSE_PASSAGES
from docanalyzer.model.terms import Level, Measure, Relation

Word = Annotated[str, Field(min_length=1, max_length=40)]


class EscalationWhen(When):
    """A figure of one of `measures` is tighter in the copy than at the same place of its source.

    `unless`: the sentence of the copy or of the source holds one of these words.
    `unless_at_most`: the same, for figures that may not be exceeded.
    """

    kind: Literal["escalation"]
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]
    unless: tuple[Word, ...] = ()
    unless_at_most: tuple[Word, ...] = ()


class EscalationExample(Example):
    """A source of a province and a later document of a city in it that takes its text over.

    Both are dated in one year unless said otherwise. `expect` narrows a match: one finding must
    carry exactly this text.
    """

    source: Annotated[str, Field(min_length=1)]
    copy_body: Annotated[str, Field(min_length=1)]
    source_issued_on: date = date(2024, 3, 1)
    copy_issued_on: date = date(2024, 3, 20)
    expect: Annotated[str, Field(min_length=1)] | None = None


class EscalationRule(Rule):
    """A figure made tighter than above."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"matched", "source_text", "source_number", "source_title", "source_issuer"}
    )

    when: EscalationWhen
    examples: Examples[EscalationExample]


def probe_escalation(
    rule: EscalationRule, examples: Sequence[EscalationExample]
) -> list[tuple[str, ...]]:
    """Per example the matched texts of the rule's findings on its copy; empty when silent."""
    from docanalyzer.detect.escalation.detection import detect_escalation

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


KIND = Kind(
    name="escalation",
    rule=EscalationRule,
    probe=probe_escalation,
    words={
        "relation": Label("关系", "Relation"),
        "source_doc_id": Label("来源编号", "Source id"),
        "source_doc_number": Label("来源文号", "Source number"),
        "source_title": Label("来源标题", "Source title"),
        "source_issuer": Label("来源单位", "Source issuer"),
        "source_begin": Label("来源写法起点", "Wording begins"),
        "source_end": Label("来源写法终点", "Wording ends"),
        "source_text": Label("来源写法", "Wording in source"),
        "kind": Label("指标类别", "Kind of figure"),
        "bound": Label("界限词", "Bound word"),
        "source_sentence": Label("来源原句", "Sentence in source"),
        "copy_sentence": Label("后文原句", "Sentence in copy"),
        "other_sources": Label("其他来源", "Other sources"),
    },
)
"""A stage of its own holds the figures of copies against those of their sources."""
