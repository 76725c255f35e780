"""Kind `mark`: an urgency mark in the urgency field or set apart in the title."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from docanalyzer.rulepack.kinds.documents import DocumentExamples
from docanalyzer.rulepack.model import Rule, When

Mark = Annotated[str, Field(min_length=2, max_length=8)]


class MarkWhen(When):
    """A document carries one of `marks`.

    `field: urgency` reads the urgency the register understood. `field: title` asks that the mark
    is set apart: in brackets at the start or the end of the title, or in front of it with a
    space, colon or exclamation mark after it; a mark inside a word or a cited title is none.
    """

    kind: Literal["mark"]
    field: Literal["urgency", "title"]
    marks: Annotated[tuple[Mark, ...], Field(min_length=1)]


class MarkRule(Rule):
    """An urgency mark; read by detect/urgency."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"matched"})

    when: MarkWhen
    examples: DocumentExamples
