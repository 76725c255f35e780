"""The quota stage: count, hold against the target, judge, report what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from docanalyzer.detect.quotas.counting.coverage import (
    Span,
    register_span,
    with_gaps,
    year_coverage,
)
from docanalyzer.detect.quotas.counting.documents import count_documents
from docanalyzer.detect.quotas.counting.periods import Grain, label_of
from docanalyzer.detect.quotas.counting.progress import with_progress
from docanalyzer.detect.quotas.counting.totals import period_counts, with_ends
from docanalyzer.detect.quotas.counting.verdicts import judge
from docanalyzer.detect.quotas.evasion import evasion_signals
from docanalyzer.detect.quotas.findings import (
    evasion_findings,
    missed_findings,
    point_findings,
    unplanned_findings,
)
from docanalyzer.detect.quotas.plan.matching import Plan, check_plan, match_plan, plan_figures
from docanalyzer.detect.quotas.points import Point, watch_points
from docanalyzer.detect.quotas.rule import (
    CountingRule,
    EvasionRule,
    PlanRule,
    PointsRule,
    QuotaRule,
    TargetRule,
)
from docanalyzer.detect.quotas.targets.binding import Targets, with_targets
from docanalyzer.detect.quotas.targets.file import check_targets
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.tables import FINDINGS, QUOTA_STATUS
from docanalyzer.model.terms import Category, QuotaStatus


@dataclass(frozen=True, slots=True)
class QuotaTables:
    """`status` conforms to QUOTA_STATUS, `findings` to FINDINGS (family quotas)."""

    status: pl.DataFrame
    findings: pl.DataFrame


def detect_quotas(
    documents: pl.DataFrame,
    receipts: pl.DataFrame,
    rules: Sequence[QuotaRule],
    targets: Targets | None = None,
    plan: Plan | None = None,
    points: Sequence[Point] | None = None,
) -> QuotaTables:
    """Counts per unit, category and period against their targets, and a finding per missed one.

    `documents` conforms to DOCUMENTS, one row per document; `receipts` to RECEIPTS. `rules` are
    the counting rules (at most one per category; a category without one is not counted) and the
    yearly targets of the pack; `targets` go before them. With `plan`, the units, categories and
    years it names get planned and unplanned, and a finding per document issued outside it by
    the plan rule of the pack. The evasion rules of the pack give signals, findings of severity
    info, where other papers rose as formal ones fell. With `points`, the months in which one of
    them received more than its normal range give findings by the points rule. A unit is an
    issuer; documents without one appear in no figure. change_pct is rounded to four decimals.
    `status` has every year in which a unit's documents count, and other periods where `targets`
    name them.

    A verdict is given only where the register covers both periods, the period before is no thin
    baseline, and possible repeats do not turn it; else `undetermined`, with the reason. Raises
    `UsageFault` for targets that contradict each other, for a unit of `targets` that issues
    nothing in the register, and for a period outside it; the same for `plan`; and for one of
    `points` that receives nothing.
    """
    counting = [rule for rule in rules if isinstance(rule, CountingRule)]
    yearly = [rule for rule in rules if isinstance(rule, TargetRule)]
    ledger = open_ledger(documents, receipts, counting)
    units = ledger.counted["unit"].drop_nulls().unique().to_list()
    if targets is not None:
        check_targets(targets, units, ledger.span)
    if plan is not None:
        check_plan(plan, units, ledger.span)
    grains = {Grain.YEAR} | {row.grain for row in (targets.rows if targets else ())}
    judged = {grain: _judged(ledger, grain, yearly, targets) for grain in sorted(grains)}
    missed = [
        with_ends(rows.filter(pl.col("status") == QuotaStatus.MISSED), ledger.counted, grain)
        for grain, rows in judged.items()
    ]
    status = pl.concat(judged.values())
    findings = [missed_findings(pl.concat(missed), [*counting, *yearly])]
    findings += [
        evasion_findings(
            evasion_signals(ledger.counted, _covered(judged[Grain.YEAR]), rule.when), rule
        )
        for rule in rules
        if isinstance(rule, EvasionRule)
    ]
    if plan is None:
        status = status.with_columns(_NO_PLAN)
    else:
        rule = plan_rule(rules)
        matched = match_plan(plan, ledger.counted, rule.when)
        figures = plan_figures(matched).with_columns(pl.col("index").cast(pl.String))
        on = ["unit", "category", "period"]
        status = status.join(figures.rename({"index": "period"}), on=on, how="left")
        findings.append(unplanned_findings(matched.documents, rule))
    if points is not None:
        busy = points_rule(rules)
        findings.append(point_findings(watch_points(documents, receipts, points, busy.when), busy))
    return QuotaTables(_status(status), FINDINGS.conform(pl.concat(findings)))


def _covered(yearly: pl.DataFrame) -> pl.DataFrame:
    """Units and years that the register covers together with the year before."""
    whole = pl.all_horizontal(pl.col("gap", "previous_gap").is_null())
    of_documents = pl.col("category") == str(Category.DOCUMENT)
    return yearly.filter(whole & of_documents & pl.col("previous").is_not_null())


_NO_PLAN = (pl.lit(None, pl.Int64).alias("planned"), pl.lit(None, pl.Int64).alias("unplanned"))


def plan_rule(rules: Sequence[QuotaRule]) -> PlanRule:
    """The one plan rule; raises `UsageFault` when there is none, or more than one."""
    found = [rule for rule in rules if isinstance(rule, PlanRule)]
    if len(found) != 1:
        what = f"{len(found)} rules of kind plan" if found else "no rule of kind plan"
        raise UsageFault("--plan", what, "keep one rule of kind plan in the packs of --rules")
    return found[0]


def points_rule(rules: Sequence[QuotaRule]) -> PointsRule:
    """The one points rule; raises `UsageFault` when there is none, or more than one."""
    found = [rule for rule in rules if isinstance(rule, PointsRule)]
    if len(found) != 1:
        what = f"{len(found)} rules of kind points" if found else "no rule of kind points"
        raise UsageFault("--points", what, "keep one rule of kind points in the packs of --rules")
    return found[0]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every document with its unit, year and reason, and what the register covers.

    `counted` is what `count_documents` gives, `coverage` what `year_coverage` gives; `limits`
    has per category silence_expected and thin_baseline.
    """

    counted: pl.DataFrame
    coverage: pl.DataFrame
    span: Span
    limits: pl.DataFrame


def open_ledger(
    documents: pl.DataFrame, receipts: pl.DataFrame, rules: Sequence[CountingRule]
) -> Ledger:
    """Count `documents` by `rules` and see what the register covers."""
    counted = count_documents(documents, receipts, rules)
    span = register_span(documents, receipts)
    limits = pl.DataFrame(
        {
            "category": [str(rule.when.category) for rule in rules],
            "silence_expected": [rule.when.silence_expected for rule in rules],
            "thin_baseline": [rule.when.thin_baseline for rule in rules],
        },
        schema={
            "category": pl.String(),
            "silence_expected": pl.Float64(),
            "thin_baseline": pl.Int64(),
        },
    )
    return Ledger(counted, year_coverage(counted, span), span, limits)


def _judged(
    ledger: Ledger, grain: Grain, rules: Sequence[TargetRule], targets: Targets | None
) -> pl.DataFrame:
    counts = period_counts(ledger.counted, grain, ledger.span, ledger.limits)
    bound = with_targets(counts, grain, rules, targets)
    if grain is not Grain.YEAR:
        bound = bound.filter(pl.col("kind").is_not_null())
    bound = bound.with_columns(pl.coalesce("thin", "thin_baseline").alias("thin"))
    covered = with_gaps(bound, ledger.coverage, grain, ledger.span)
    covered = (
        with_progress(covered, ledger.counted, ledger.span)
        if grain is Grain.YEAR
        else covered.with_columns(
            projected=pl.lit(None, pl.Int64), progress=pl.lit(None, pl.String)
        )
    )
    change = (pl.col("count") - pl.col("previous")) * 100 / pl.col("previous")
    return judge(covered).with_columns(
        label_of(grain, pl.col("index")).alias("period"),
        pl.when(pl.col("previous") > 0).then(change.round(4)).alias("change_pct"),
    )


def _status(rows: pl.DataFrame) -> pl.DataFrame:
    same = ("unit", "unit_level", "category", "period", "count", "change_pct", "target")
    return QUOTA_STATUS.conform(
        rows.select(
            *same,
            pl.col("previous").alias("previous_count"),
            "status",
            "reason",
            "planned",
            "unplanned",
            "projected",
            "counted_rule",
        )
    )
