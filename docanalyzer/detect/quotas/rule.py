"""Kinds `quota` and `counting`: what a unit's counts are held against, and what is counted."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from docanalyzer.model.rule import Bilingual, Example, Examples, Rule, Strict, When, Year
from docanalyzer.model.terms import GENRES, Category, Level, QuotaStatus

Percent = Annotated[float, Field(ge=1, le=100)]
"""A percentage as printed: 30 for 30 %. A value below 1 is taken for a slipped fraction."""
Words = Annotated[str, Field(min_length=1)]


class ReduceBetween(Strict):
    """The count falls by a share inside the band, in percent of the period before.

    A larger cut than `high_pct` meets the target too: the band names a floor for effort.
    """

    kind: Literal["reduce_between"]
    low_pct: Percent
    high_pct: Percent

    @model_validator(mode="after")
    def _ordered(self) -> ReduceBetween:
        if self.low_pct >= self.high_pct:
            raise ValueError("low_pct must be below high_pct")
        return self

    def label(self) -> str:
        """How the target stands in quota_status: `reduce_30_50`."""
        return f"reduce_{self.low_pct:g}_{self.high_pct:g}"


class ReduceAtLeast(Strict):
    """The count falls by at least this percentage of the period before."""

    kind: Literal["reduce_at_least"]
    pct: Percent

    def label(self) -> str:
        """How the target stands in quota_status: `reduce_at_least_50`."""
        return f"reduce_at_least_{self.pct:g}"


class NoIncrease(Strict):
    """The count does not exceed that of the period before (只减不增)."""

    kind: Literal["no_increase"]

    def label(self) -> str:
        """How the target stands in quota_status: `no_increase`."""
        return self.kind


class AtMost(Strict):
    """The count does not exceed `limit`; needs no period before."""

    kind: Literal["at_most"]
    limit: Annotated[int, Field(ge=0)]

    def label(self) -> str:
        """How the target stands in quota_status: `at_most_120`."""
        return f"at_most_{self.limit}"


Target = Annotated[ReduceBetween | ReduceAtLeast | NoIncrease | AtMost, Field(discriminator="kind")]


class QuotaRule(Rule):
    """Base of everything detect/quotas reads: targets and counting rules.

    A counting rule words the findings of targets that come from a targets file.
    """

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"unit", "period", "count", "previous", "change", "target"}
    )


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
    """A unit's counts in a compared year and the year before, and the verdict expected.

    `match` are missed targets, `near_miss` are targets met or not decided.
    """

    year: Year
    previous: Annotated[int, Field(ge=0)] | None
    count: Annotated[int, Field(ge=0)]
    status: QuotaStatus


class TargetRule(QuotaRule):
    """A yearly target."""

    when: QuotaWhen
    examples: Examples[QuotaExample]


class LeftOut(Strict):
    """Documents that do not count, where and when that holds, and why.

    A document is left out when one of its own conditions (`genres`, `organ_codes`,
    `title_words`) applies and both `provinces` and the years admit it; empty admits all.
    """

    genres: tuple[str, ...] = ()
    organ_codes: tuple[Words, ...] = ()
    title_words: tuple[Words, ...] = ()
    provinces: tuple[Words, ...] = ()
    from_year: Year | None = None
    to_year: Year | None = None
    reason: Annotated[str, Field(min_length=2)]

    @model_validator(mode="after")
    def _names_something(self) -> LeftOut:
        if not (self.genres or self.organ_codes or self.title_words):
            raise ValueError("name genres, organ_codes or title_words that do not count")
        strange = [genre for genre in self.genres if genre not in GENRES]
        if strange:
            raise ValueError(f"not one of the fifteen kinds: {strange[0]!r}")
        return self


class CountingWhen(When):
    """What is counted as one document of a category, and in which year.

    `year_by: number` counts by the year of the number, and by the date for a unit of whose
    documents less than `min_numbered_share` carry one. `receiver_levels` keeps only documents
    that an organ of such a level received; empty keeps all. A run of months without a row
    leaves the year undecided once `silence_expected` documents would be expected in it.
    `thin_baseline` holds for targets from a file.
    """

    kind: Literal["counting"]
    category: Category
    year_by: Literal["number", "date"]
    min_numbered_share: Annotated[float, Field(gt=0, le=1)] = 0.5
    receiver_levels: tuple[Level, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    silence_expected: Annotated[float, Field(gt=0)]
    thin_baseline: Annotated[int, Field(ge=1)]


class CountingExample(Example):
    """One document of a unit; `expect` is the year it counts in.

    `match` are documents that count, `near_miss` are left out.
    """

    doc_number: str | None = None
    number_year: Year | None = None
    organ_code: str | None = None
    genre: str | None = None
    title: str | None = None
    province: str | None = None
    issued_on: date | None = None
    received_on: date | None = None
    receiver_level: Level | None = None
    expect: Annotated[str, Field(pattern=r"\d{4}")] | None = None


class CountingRule(QuotaRule):
    """What counts; one per category."""

    when: CountingWhen
    examples: Examples[CountingExample]


class PlanWhen(When):
    """When an issued document counts as a planned one.

    Numbers decide first. Titles are held together by the words that tell what they are about;
    from `match_at` on (0 to 1) they are one piece of work, from `possible_at` on it cannot be
    told, which is no finding.
    """

    kind: Literal["plan"]
    match_at: Annotated[float, Field(gt=0, le=1)]
    possible_at: Annotated[float, Field(gt=0, le=1)]

    @model_validator(mode="after")
    def _ordered(self) -> PlanWhen:
        if self.possible_at > self.match_at:
            raise ValueError("possible_at must not be above match_at")
        return self


class PlanExample(Example):
    """A plan of one title, and the title of an issued document.

    `match` are issued outside the plan, `near_miss` stand in it or may do so.
    """

    planned: Words
    issued: Words


class PlanRule(QuotaRule):
    """A document issued outside the annual plan; one rule per pack."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"unit", "period", "title", "number"})

    when: PlanWhen
    examples: Examples[PlanExample]


class EvasionSeries(Strict):
    """Papers that stand in for formal documents; one of the conditions is enough.

    `number_words` and `title_words` are looked for in the number and the title; `unnumbered`
    takes documents without any number, of units that number most of theirs; `category` takes
    another category, such as meetings.
    """

    name: Bilingual
    number_words: tuple[Words, ...] = ()
    title_words: tuple[Words, ...] = ()
    unnumbered: bool = False
    category: Category | None = None

    @model_validator(mode="after")
    def _names_something(self) -> EvasionSeries:
        if not (self.number_words or self.title_words or self.unnumbered or self.category):
            raise ValueError("name number_words, title_words, unnumbered or a category")
        return self


class EvasionWhen(When):
    """Formal documents fall by `fall_pct` percent or more, and a series rises by at least
    `offset_share` of the documents that fell away. Years before with fewer than `fewest` formal
    documents say nothing. `over_units` also looks at sister units, whose name begins with the
    unit's or the other way round.
    """

    kind: Literal["evasion"]
    fall_pct: Percent
    offset_share: Annotated[float, Field(gt=0)]
    fewest: Annotated[int, Field(ge=1)]
    over_units: bool
    series: Annotated[tuple[EvasionSeries, ...], Field(min_length=1)]


class EvasionExample(Example):
    """Formal documents before and now, and papers of one series before and now.

    `match` give a signal, `near_miss` do not.
    """

    formal: Annotated[tuple[int, int], Field(strict=False)]
    other: Annotated[tuple[int, int], Field(strict=False)]


class EvasionRule(QuotaRule):
    """A signal, not a verdict: what formal documents lost, other papers gained."""

    placeholders: ClassVar[frozenset[str]] = frozenset(
        {"unit", "period", "count", "previous", "series", "other_count", "other_previous"}
    )

    when: EvasionWhen
    examples: Examples[EvasionExample]


class PointsWhen(When):
    """When a month of a monitoring point stands out from the point's own months.

    The normal range ends `deviations` above the median of the point's whole months; a point with
    fewer than `fewest_months` of them has no range. A finding names at most `issuers` of those
    that sent most in the month.
    """

    kind: Literal["points"]
    deviations: Annotated[float, Field(gt=0)]
    fewest_months: Annotated[int, Field(ge=3)]
    issuers: Annotated[int, Field(ge=1)]


class PointsExample(Example):
    """Documents that a point received in whole months one after another; the last is judged.

    `match` stand above the normal range, `near_miss` do not or have none.
    """

    received: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(strict=False, min_length=1)]


class PointsRule(QuotaRule):
    """A month in which a monitoring point received more than usual; one rule per pack."""

    placeholders: ClassVar[frozenset[str]] = frozenset({"unit", "period", "count", "normal_high"})

    when: PointsWhen
    examples: Examples[PointsExample]
