"""Kind `phrase`: words in the title or the body, read in their context."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

import polars as pl
from pydantic import Field, model_validator

from docanalyzer.detect.examples import DocumentExample, probe_by
from docanalyzer.detect.found import nothing_found
from docanalyzer.detect.kind import Kind, Label, Log
from docanalyzer.model.pattern import Pattern
from docanalyzer.model.rule import Examples, Rule, Strict, When, Word

Words = Annotated[tuple[Word, ...], Field(min_length=1)]


class Near(Strict):
    """One of `any` stands within `within` characters of the phrase, in the same sentence."""

    any: Words
    within: Annotated[int, Field(ge=0, le=200)]
    side: Literal["before", "after", "either"] = "either"


class PhraseWhen(When):
    """One of `any` stands in one of `fields`, in a context that makes it count.

    - `all`: each of these words stands in the same sentence.
    - `near`: one of its words stands close by in the same sentence.
    - `not_inside`: the phrase is not part of one of these longer wordings.
    - `unless`: none of these words stands in the same sentence.
    - `unless_title`: the title holds none of these words.
    - `demanding`: the sentence asks for something (请, 须, 务必, 应于 …).
    - `quoted`: phrases inside quotation marks count too; inside 《》 they never do.
    - `pattern`: the sentence also matches this regular expression; the finding shows its match.
    - `word`: the phrase begins and ends at word boundaries of its sentence.
    - `position`, titles only: `end`, at the end, where the title's own kind of document stands;
      `relayed`, at the end of the name of the document that a 转发, 批转 or 印发 passes on, in 《》
      or not; `named`, either of the two; `own`, not part of such a document.
    """

    kind: Literal["phrase"]
    fields: Annotated[tuple[Literal["title", "body", "doc_number"], ...], Field(min_length=1)]
    any: Words
    all: tuple[Word, ...] = ()
    near: Near | None = None
    not_inside: tuple[Word, ...] = ()
    unless: tuple[Word, ...] = ()
    unless_title: tuple[Word, ...] = ()
    demanding: bool = False
    quoted: bool = False
    pattern: Pattern | None = None
    word: bool = False
    position: Literal["anywhere", "end", "relayed", "named", "own"] = "anywhere"

    @model_validator(mode="after")
    def _position_is_for_titles(self) -> PhraseWhen:
        if self.position != "anywhere" and self.fields != ("title",):
            raise ValueError("position is for rules on the title alone")
        return self


class PhraseRule(Rule):
    """Words in context."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"matched"})

    when: PhraseWhen
    examples: Examples[DocumentExample]


def find_phrases(rules: Sequence[PhraseRule], log: Log) -> list[tuple[PhraseRule, pl.DataFrame]]:
    """What each rule finds in titles, numbers and bodies (`FOUND` columns), all searched at once.

    One pass for all rules, because a pass per rule would read every text a hundred times.
    """
    from docanalyzer.detect.wording.search import phrase_findings

    about = log.documents.select("doc_id", "title", "doc_number")
    texts = {
        "title": about.select("doc_id", "title", text=pl.col("title")),
        "doc_number": about.select("doc_id", "title", text=pl.col("doc_number")),
        "body": log.bodies.join(about, on="doc_id", how="left").select(
            "doc_id", "title", text=pl.col("body")
        ),
    }
    return [found for field, read in texts.items() for found in phrase_findings(rules, read, field)]


def _find_alone(rule: PhraseRule, log: Log) -> pl.DataFrame:
    return pl.concat([nothing_found(), *(found for _, found in find_phrases([rule], log))])


KIND = Kind(
    name="phrase",
    rule=PhraseRule,
    probe=probe_by(_find_alone),
    words={
        "occurrences": Label("出现次数", "Occurrences"),
        "others": Label("其他出现处", "Other places"),
        "same_place": Label("同处其他规则", "Further rules here"),
    },
)
"""The rules of this kind are searched together, by detect/documents.py."""
