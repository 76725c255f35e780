"""Kind `escalation`: a figure taken over from above and made tighter on the way down."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from docanalyzer.rulepack.model import Example, Rule, Strict, When

Word = Annotated[str, Field(min_length=1, max_length=40)]


class Measure(StrEnum):
    """What a figure measures."""

    DEADLINE = "deadline"
    PERCENTAGE = "percentage"
    COUNT = "count"
    AMOUNT = "amount"
    FREQUENCY = "frequency"
    LENGTH = "length"


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


class EscalationExamples(Strict):
    """At least one match and one near miss; a `known_miss` fails once it starts matching."""

    match: Annotated[tuple[EscalationExample, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[EscalationExample, ...], Field(min_length=1)]
    known_miss: tuple[EscalationExample, ...] = ()


class EscalationRule(Rule):
    """A figure made tighter than above; read by detect/escalation."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"matched", "source_text", "source_number", "source_title", "source_issuer"}
    )

    when: EscalationWhen
    examples: EscalationExamples
