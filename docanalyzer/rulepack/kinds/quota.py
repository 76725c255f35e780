"""Kind `quota`: what a unit's yearly counts are held against."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from docanalyzer.model.terms import Category, Level, QuotaStatus
from docanalyzer.rulepack.model import Example, Rule, Strict, When

Percent = Annotated[float, Field(gt=0, le=100)]
Year = Annotated[int, Field(ge=1949, le=2100)]


class ReduceBetween(Strict):
    """The count falls by a share inside the band, in percent of the period before."""

    kind: Literal["reduce_between"]
    low_pct: Percent
    high_pct: Percent

    @model_validator(mode="after")
    def _ordered(self) -> ReduceBetween:
        if self.low_pct >= self.high_pct:
            raise ValueError("low_pct must be below high_pct")
        return self


class ReduceAtLeast(Strict):
    """The count falls by at least this percentage of the period before."""

    kind: Literal["reduce_at_least"]
    pct: Percent


class NoIncrease(Strict):
    """The count does not exceed that of the period before (只减不增)."""

    kind: Literal["no_increase"]


Target = Annotated[ReduceBetween | ReduceAtLeast | NoIncrease, Field(discriminator="kind")]


class QuotaWhen(When):
    """Which counts are held against which target.

    `from_year` and `to_year` are the compared years, both included; an open end is left out.
    `levels` are those of the unit; empty means every level. A period before with fewer than
    `thin_baseline` documents gives no verdict. `clause` quotes where the target stands.
    """

    kind: Literal["quota"]
    category: Category
    from_year: Year
    to_year: Year | None = None
    levels: tuple[Level, ...] = ()
    target: Target
    clause: Annotated[str, Field(min_length=4)]
    thin_baseline: Annotated[int, Field(ge=1)]

    @model_validator(mode="after")
    def _years_ordered(self) -> QuotaWhen:
        if self.to_year is not None and self.to_year < self.from_year:
            raise ValueError("to_year must not be before from_year")
        return self


class QuotaExample(Example):
    """A unit's counts in a compared year and the year before, and the verdict expected."""

    year: Year
    previous: Annotated[int, Field(ge=0)] | None
    count: Annotated[int, Field(ge=0)]
    status: QuotaStatus


class QuotaExamples(Strict):
    """`match` are missed targets, `near_miss` are targets met or not decided."""

    match: Annotated[tuple[QuotaExample, ...], Field(min_length=1)]
    near_miss: Annotated[tuple[QuotaExample, ...], Field(min_length=1)]
    known_miss: tuple[QuotaExample, ...] = ()


class QuotaRule(Rule):
    """A yearly target; read by detect/quotas."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"unit", "period", "count", "previous", "change", "target"}
    )

    when: QuotaWhen
    examples: QuotaExamples
