"""Targets in force for a unit, category and period, from the rules and from a targets file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from docanalyzer.detect.quotas.counting.periods import Grain
from docanalyzer.detect.quotas.rule import (
    AtMost,
    NoIncrease,
    ReduceAtLeast,
    ReduceBetween,
    TargetRule,
)
from docanalyzer.model.faults import UsageFault

TargetKind = ReduceBetween | ReduceAtLeast | NoIncrease | AtMost

SCALE = 10_000
"""Percentages are compared as whole ten-thousandths, so that exactly 30 % is 30 %."""


@dataclass(frozen=True, slots=True)
class UnitTarget:
    """One line of a targets file: whom it binds, when, to what; `where` is file and row.

    `unit` and `level` null binds every unit. `first` and `last` are period indices of `grain`,
    both included; `last` null is open.
    """

    unit: str | None
    level: str | None
    category: str
    grain: Grain
    first: int
    last: int | None
    target: TargetKind
    source: str | None
    where: str


@dataclass(frozen=True, slots=True)
class Targets:
    """A targets file, read and checked for itself; no two of its lines overlap."""

    where: str
    rows: tuple[UnitTarget, ...]


def with_targets(
    counts: pl.DataFrame, grain: Grain, rules: Sequence[TargetRule], targets: Targets | None
) -> pl.DataFrame:
    """`counts` with the target that binds each row; null columns where none does.

    Adds: target (label), kind, least (ten-thousandths of a percent to be cut), most (the same,
    upper end of the band), limit, thin (null: the counting rule's), target_rule_id (null for a
    target from the file), source. The file goes before the rules, and in each the unit before
    its level before everybody. Raises `UsageFault` when two rules bind the same units in the
    same year.
    """
    specs = _file_specs(targets, grain) if targets else []
    if grain is Grain.YEAR:
        specs += _rule_specs(rules)
    if not specs or counts.is_empty():
        return counts.with_columns(**{name: pl.lit(None, kind) for name, kind in _SPEC.items()})
    frame = _spec_frame(specs)
    named = counts.with_row_index("_count")
    keys = named.select("_count", "unit", "category", "index", pl.col("unit_level").alias("level"))
    bound = pl.concat(
        [
            _bound(keys, frame.filter(pl.col("unit").is_not_null()), ["category", "unit"]),
            _bound(keys, frame.filter(pl.col("level").is_not_null()), ["category", "level"]),
            _bound(
                keys,
                frame.filter(pl.all_horizontal(pl.col("unit", "level").is_null())),
                ["category"],
            ),
        ]
    )
    best = bound.sort("_count", "_rank").unique("_count", keep="first", maintain_order=True)
    return named.join(best, on="_count", how="left", maintain_order="left").drop("_count", "_rank")


_SPEC: dict[str, pl.DataType] = {
    "target": pl.String(),
    "kind": pl.String(),
    "least": pl.Int64(),
    "most": pl.Int64(),
    "limit": pl.Int64(),
    "thin": pl.Int64(),
    "target_rule_id": pl.String(),
    "source": pl.String(),
}


@dataclass(frozen=True, slots=True)
class _Spec:
    """A target with the units and periods that it binds; the lowest rank wins."""

    rank: int
    unit: str | None
    levels: tuple[str, ...]
    category: str
    first: int
    last: int | None
    target: TargetKind
    thin: int | None
    rule_id: str | None
    source: str | None


def _file_specs(targets: Targets, grain: Grain) -> list[_Spec]:
    return [
        _Spec(
            rank=0 if row.unit else 1 if row.level else 2,
            unit=row.unit,
            levels=(row.level,) if row.level else (),
            category=row.category,
            first=row.first,
            last=row.last,
            target=row.target,
            thin=None,
            rule_id=None,
            source=row.source or row.where,
        )
        for row in targets.rows
        if row.grain is grain
    ]


def _rule_specs(rules: Sequence[TargetRule]) -> list[_Spec]:
    specs = [
        _Spec(
            rank=3 if rule.when.levels else 4,
            unit=None,
            levels=tuple(str(level) for level in rule.when.levels),
            category=str(rule.when.category),
            first=rule.when.from_year,
            last=rule.when.to_year,
            target=rule.when.target,
            thin=rule.when.thin_baseline,
            rule_id=rule.id,
            source=rule.when.clause,
        )
        for rule in sorted(rules, key=lambda rule: rule.id)
    ]
    for place, one in enumerate(specs):
        for other in specs[place + 1 :]:
            if _clash(one, other):
                raise UsageFault(
                    f"rules {one.rule_id} and {other.rule_id}",
                    f"both set a target for {one.category} in the same year",
                    "narrow their years or levels, or give one the id of the other to replace it",
                )
    return specs


def _clash(one: _Spec, other: _Spec) -> bool:
    if one.rank != other.rank or one.category != other.category:
        return False
    if one.levels and not set(one.levels) & set(other.levels):
        return False
    starts_before_end = other.last is None or one.first <= other.last
    return starts_before_end and (one.last is None or other.first <= one.last)


def _spec_frame(specs: Sequence[_Spec]) -> pl.DataFrame:
    """One row per target and level it binds, with the columns `with_targets` adds."""
    rows = [
        {
            "_rank": spec.rank,
            "unit": spec.unit,
            "level": level,
            "category": spec.category,
            "_first": spec.first,
            "_last": spec.last,
            "target": spec.target.label(),
            "kind": spec.target.kind,
            "least": _scaled(spec.target)[0],
            "most": _scaled(spec.target)[1],
            "limit": spec.target.limit if isinstance(spec.target, AtMost) else None,
            "thin": spec.thin,
            "target_rule_id": spec.rule_id,
            "source": spec.source,
        }
        for spec in specs
        for level in (spec.levels or (None,))
    ]
    scope = {"unit": pl.String(), "level": pl.String(), "category": pl.String()}
    bounds = {"_rank": pl.Int64(), "_first": pl.Int64(), "_last": pl.Int64()}
    return pl.DataFrame(rows, schema={**bounds, **scope, **_SPEC})


def _bound(keys: pl.DataFrame, specs: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    """The rows of `keys` that `specs` bind, by row number, with the columns of the target."""
    until_last = pl.col("_last").is_null() | (pl.col("index") <= pl.col("_last"))
    return (
        keys.join(specs, on=on, how="inner")
        .filter((pl.col("index") >= pl.col("_first")) & until_last)
        .select("_count", "_rank", *_SPEC)
    )


def _scaled(target: TargetKind) -> tuple[int | None, int | None]:
    match target:
        case ReduceBetween():
            return round(target.low_pct * SCALE), round(target.high_pct * SCALE)
        case ReduceAtLeast():
            return round(target.pct * SCALE), None
        case NoIncrease():
            return 0, None
        case AtMost():
            return None, None
