"""Kind `mismatch`: an urgency mark that the rest of the register row contradicts."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from docanalyzer.model.terms import Urgency
from docanalyzer.rulepack.kinds.documents import DocumentExamples
from docanalyzer.rulepack.model import Rule, Strict, When


class DueFarOff(Strict):
    """The deadline lies at least `days` calendar days after receipt, for every receipt."""

    kind: Literal["due_far_off"]
    days: Annotated[int, Field(ge=2, le=366)]


class NoDeadline(Strict):
    """No deadline was registered although the same register keeps deadlines.

    A deadline cell that could not be read, or a deadline in the text, is no lack of one. The duty
    is that of the office that handles the document, so the finding names who registered it.
    """

    kind: Literal["no_deadline"]


class NotTelegram(Strict):
    """Nothing says that the document is a telegram: number, register number and title lack 电.

    A document without a number is left alone.
    """

    kind: Literal["not_telegram"]


Breach = Annotated[DueFarOff | NoDeadline | NotTelegram, Field(discriminator="kind")]


class MismatchWhen(When):
    """The urgency field holds one of `marks`, and `breach` holds."""

    kind: Literal["mismatch"]
    marks: Annotated[tuple[Urgency, ...], Field(min_length=1)]
    breach: Breach


class MismatchRule(Rule):
    """A contradicted urgency mark; read by detect/urgency."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"matched", "number", "received", "due", "days", "receiver"}
    )

    when: MismatchWhen
    examples: DocumentExamples
