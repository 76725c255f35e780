"""Kind `deadline`: a registered deadline that leaves too little time."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from docanalyzer.model.terms import Urgency
from docanalyzer.rulepack.kinds.documents import DocumentExamples
from docanalyzer.rulepack.model import Rule, Strict, When

Word = Annotated[str, Field(min_length=2, max_length=40)]


class BeforeReceipt(Strict):
    """The deadline lies before the day of receipt."""

    kind: Literal["before_receipt"]


class FewerHours(Strict):
    """Fewer than `hours` lie between receipt and deadline.

    A time that was not registered counts in favour of the deadline: receipt at the beginning of
    its day, deadline at the end of its day.
    """

    kind: Literal["fewer_hours"]
    hours: Annotated[int, Field(ge=1, le=240)]


class FewerWorkingDays(Strict):
    """Fewer than `days` working days from the day of receipt to the deadline, both included."""

    kind: Literal["fewer_working_days"]
    days: Annotated[int, Field(ge=1, le=60)]


class OnDayOff(Strict):
    """The deadline falls on a weekend or holiday of the Chinese working calendar."""

    kind: Literal["on_day_off"]


Breach = Annotated[
    BeforeReceipt | FewerHours | FewerWorkingDays | OnDayOff, Field(discriminator="kind")
]


class DeadlineWhen(When):
    """Every receipt of the document that has both times breaks `breach`.

    `unless_title`: the title holds none of these words. `unless_marked`: the document is not
    registered with one of these marks, for which haste is the point. Days outside the calendar
    never break anything.
    """

    kind: Literal["deadline"]
    breach: Breach
    unless_title: tuple[Word, ...] = ()
    unless_marked: tuple[Urgency, ...] = ()


class DeadlineRule(Rule):
    """A deadline of the register; read by detect/deadlines."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"received", "due", "hours", "days"})

    when: DeadlineWhen
    examples: DocumentExamples
