"""Kind `phrase`: words in the title or the body, read in their context."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from docanalyzer.rulepack.kinds.documents import DocumentExamples
from docanalyzer.rulepack.model import Rule, When

Phrase = Annotated[str, Field(min_length=2, max_length=40)]


class PhraseWhen(When):
    """One of `any` stands in one of `fields`, and not inside one of `not_inside`."""

    kind: Literal["phrase"]
    fields: Annotated[tuple[Literal["title", "body"], ...], Field(min_length=1)]
    any: Annotated[tuple[Phrase, ...], Field(min_length=1)]
    not_inside: tuple[Phrase, ...] = ()


class PhraseRule(Rule):
    """Words in context; read by detect/urgency."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"matched"})

    when: PhraseWhen
    examples: DocumentExamples
