"""Kind `mark`: the urgency a document was registered with."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from docanalyzer.model.terms import Urgency
from docanalyzer.rulepack.kinds.documents import DocumentExamples
from docanalyzer.rulepack.model import Rule, When


class MarkWhen(When):
    """The urgency field holds one of `marks`."""

    kind: Literal["mark"]
    marks: Annotated[tuple[Urgency, ...], Field(min_length=1)]


class MarkRule(Rule):
    """An urgency mark; read by detect/urgency."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"matched"})

    when: MarkWhen
    examples: DocumentExamples
