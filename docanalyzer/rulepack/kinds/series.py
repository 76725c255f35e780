"""Kinds `share` and `repeat`: what only several documents together show."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from docanalyzer.model.terms import Level, Urgency
from docanalyzer.rulepack.model import Example, Rule, Strict, When

Word = Annotated[str, Field(min_length=2, max_length=40)]


class ShareWhen(When):
    """A unit marks a larger share of its documents urgent than its peers do.

    The unit has at least `min_documents`, its share is at least `min_share` and at least
    `times_peers` times the middle share of the units of its level; peers are fewer than
    `min_peers`: no verdict.
    """

    kind: Literal["share"]
    marks: Annotated[tuple[Urgency, ...], Field(min_length=1)]
    min_documents: Annotated[int, Field(ge=5)]
    min_share: Annotated[float, Field(gt=0, le=1)]
    times_peers: Annotated[float, Field(ge=1)]
    min_peers: Annotated[int, Field(ge=2)]


class Unit(Strict):
    """A unit of an example: its name, documents, and those marked urgent."""

    name: Annotated[str, Field(min_length=2)]
    documents: Annotated[int, Field(ge=1, le=1000)]
    urgent: Annotated[int, Field(ge=0)]
    level: Level | None = Level.COUNTY


class ShareExample(Example):
    """A register of several units; a finding names the unit."""

    units: Annotated[tuple[Unit, ...], Field(min_length=1)]
    expect: str | None = None


class ShareExamples(Strict):
    """At least one match and one near miss; a `known_miss` fails once it starts matching."""

    match: Annotated[tuple[ShareExample, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[ShareExample, ...], Field(min_length=1)]
    known_miss: tuple[ShareExample, ...] = ()


class ShareRule(Rule):
    """An urgent share out of proportion; read by detect/urgency."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"unit", "urgent", "documents", "share", "peers"}
    )

    when: ShareWhen
    examples: ShareExamples


class RepeatWhen(When):
    """One receiver gets the same subject more than once within `within_days` of receipt.

    `by: several_issuers` counts different issuers of one known level, because what a higher
    organ asked before is passed on, not asked again; `by: same_issuer` counts different documents
    of one issuer. The subject is the title without issuer and kind of document; one shorter than
    `min_subject_chars` is too general to compare.
    """

    kind: Literal["repeat"]
    by: Literal["several_issuers", "same_issuer"]
    within_days: Annotated[int, Field(ge=1, le=366)]
    min_subject_chars: Annotated[int, Field(ge=4)]
    unless_title: tuple[Word, ...] = ()


class Delivery(Strict):
    """A document that one receiver got."""

    title: Annotated[str, Field(min_length=2)]
    issuer: Annotated[str, Field(min_length=2)]
    receiver: Annotated[str, Field(min_length=2)]
    received_at: datetime
    level: Level | None = Level.COUNTY
    doc_number: str | None = None


class RepeatExample(Example):
    """Deliveries in one register."""

    deliveries: Annotated[tuple[Delivery, ...], Field(min_length=1)]
    expect: str | None = None


class RepeatExamples(Strict):
    """At least one match and one near miss; a `known_miss` fails once it starts matching."""

    match: Annotated[tuple[RepeatExample, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[RepeatExample, ...], Field(min_length=1)]
    known_miss: tuple[RepeatExample, ...] = ()


class RepeatRule(Rule):
    """The same asked twice; read by detect/burdens."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"receiver", "subject", "documents", "issuers", "days"}
    )

    when: RepeatWhen
    examples: RepeatExamples
