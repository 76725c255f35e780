"""Runs the examples of quota rules through the code that counts and judges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

import polars as pl

from docanalyzer.detect.kind import Kind, Label
from docanalyzer.detect.quotas.counting.documents import count_documents
from docanalyzer.detect.quotas.counting.periods import Grain
from docanalyzer.detect.quotas.counting.verdicts import judge
from docanalyzer.detect.quotas.evasion import makes_up
from docanalyzer.detect.quotas.plan.matching import Plan, PlannedItem, Standing, match_plan
from docanalyzer.detect.quotas.points import against_normal
from docanalyzer.detect.quotas.rule import (
    CountingExample,
    CountingRule,
    EvasionExample,
    EvasionRule,
    PlanExample,
    PlanRule,
    PointsExample,
    PointsRule,
    QuotaExample,
    TargetRule,
)
from docanalyzer.detect.quotas.targets.binding import with_targets
from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
from docanalyzer.model.terms import Category, QuotaStatus


def probe_targets(rule: TargetRule, examples: Sequence[QuotaExample]) -> list[tuple[str, ...]]:
    """Per example the verdict, where it is `missed` as the example says or else not as it says.

    So a near miss that comes out as missed fails, and so does one that should be undetermined
    and comes out as met; a match passes only where the verdict is `missed`.
    """
    level = str(rule.when.levels[0]) if rule.when.levels else None
    counts = pl.DataFrame(
        {
            "unit": [f"example-{place}" for place in range(len(examples))],
            "index": [example.year for example in examples],
            "count": [example.count for example in examples],
            "previous": [example.previous for example in examples],
        },
        schema={
            "unit": pl.String(),
            "index": pl.Int32(),
            "count": pl.Int64(),
            "previous": pl.Int64(),
        },
    ).with_columns(
        pl.lit(str(rule.when.category)).alias("category"),
        pl.lit(level, pl.String).alias("unit_level"),
        pl.col("count").alias("distinct"),
        pl.col("previous").alias("previous_distinct"),
        pl.lit(0, pl.Int64).alias("unplaced"),
        pl.when(pl.col("previous").is_not_null()).then(0).alias("previous_unplaced"),
        pl.lit(None, pl.String).alias("gap"),
        pl.lit(None, pl.String).alias("previous_gap"),
        pl.lit(None, pl.String).alias("progress"),
    )
    judged = judge(with_targets(counts, Grain.YEAR, [rule], None))
    return [
        (status,) if _tells(status, example) else ()
        for status, example in zip(judged["status"].to_list(), examples, strict=True)
    ]


def _tells(status: str, example: QuotaExample) -> bool:
    if example.status is QuotaStatus.MISSED:
        return status == QuotaStatus.MISSED
    return status != example.status


def probe_counting(
    rule: CountingRule, examples: Sequence[CountingExample]
) -> list[tuple[str, ...]]:
    """Per example the year in which its document counts, empty where it is left out.

    Each example is the only document of its unit, received once.
    """
    ids = [f"example-{place}" for place in range(len(examples))]
    documents = pl.DataFrame(
        [
            {
                "doc_id": doc_id,
                "issuer": doc_id,
                "category": str(rule.when.category),
                "doc_number": example.doc_number,
                "number_year": example.number_year,
                "organ_code": example.organ_code,
                "genre": example.genre,
                "title": example.title,
                "province": example.province,
                "issued_on": example.issued_on,
            }
            for doc_id, example in zip(ids, examples, strict=True)
        ],
        infer_schema_length=None,
    )
    receipts = pl.DataFrame(
        [
            {
                "receipt_id": doc_id,
                "doc_id": doc_id,
                "receiver_level": example.receiver_level and str(example.receiver_level),
                "received_at": example.received_on
                and datetime.combine(example.received_on, time(9)),
            }
            for doc_id, example in zip(ids, examples, strict=True)
        ],
        infer_schema_length=None,
    )
    counted = count_documents(DOCUMENTS.conform(documents), RECEIPTS.conform(receipts), [rule])
    years = dict(counted.filter(pl.col("left_out").is_null()).select("doc_id", "year").iter_rows())
    return [(str(years[doc_id]),) if doc_id in years else () for doc_id in ids]


def probe_plan(rule: PlanRule, examples: Sequence[PlanExample]) -> list[tuple[str, ...]]:
    """Per example the issued title where it stands outside the plan, else nothing."""
    found: list[tuple[str, ...]] = []
    for example in examples:
        unit, category = "某市人民政府", str(Category.DOCUMENT)
        item = PlannedItem(example.planned, unit, 2024, None, category, None, None, "example")
        issued = pl.DataFrame(
            {"doc_id": ["example"], "title": [example.issued]},
        ).with_columns(
            pl.lit(unit).alias("unit"),
            pl.lit(category).alias("category"),
            pl.lit(2024, pl.Int32).alias("year"),
            pl.lit(None, pl.String).alias("left_out"),
            pl.lit(None, pl.String).alias("unit_level"),
            pl.lit(None, pl.String).alias("doc_number"),
        )
        documents = match_plan(Plan("example", (item,)), issued, rule.when).documents
        outside = documents["standing"][0] == Standing.UNPLANNED
        found.append((example.issued,) if outside else ())
    return found


def probe_evasion(rule: EvasionRule, examples: Sequence[EvasionExample]) -> list[tuple[str, ...]]:
    """Per example the rising count where it gives a signal, else nothing."""
    frame = pl.DataFrame(
        [(*example.formal, *example.other) for example in examples],
        schema=["before", "now", "other_before", "other_now"],
        orient="row",
    )
    columns = [pl.col(name) for name in frame.columns]
    told = frame.select(makes_up(rule.when, *columns).alias("told"), "other_now")
    return [(str(count),) if signal else () for signal, count in told.iter_rows()]


def probe_points(rule: PointsRule, examples: Sequence[PointsExample]) -> list[tuple[str, ...]]:
    """Per example what the last month received where that is above normal, else nothing."""
    found: list[tuple[str, ...]] = []
    for example in examples:
        months = pl.DataFrame({"documents": example.received}, schema={"documents": pl.Int64()})
        months = months.with_columns(unit=pl.lit("example"), whole=pl.lit(value=True))
        above = against_normal(months, rule.when)["above"]
        found.append((str(example.received[-1]),) if above[-1] else ())
    return found


_OF_TARGETS = {
    "category": Label("类别", "Kind"),
    "period": Label("期间", "Period"),
    "count": Label("数量", "Count"),
    "previous": Label("上期数量", "Count before"),
    "change_pct": Label("增减（%）", "Change (%)"),
    "target": Label("指标", "Target"),
    "source": Label("出处", "Taken from"),
    "counted_rule": Label("统计口径", "Counting rule"),
    "first_number": Label("首个文号", "First number"),
    "last_number": Label("末个文号", "Last number"),
    "distinct": Label("不同文号", "Different numbers"),
    "previous_distinct": Label("上期不同文号", "Different numbers before"),
    "reason": Label("理由", "Reason"),
}

KINDS = (
    Kind("quota", TargetRule, probe=probe_targets, words=_OF_TARGETS),
    Kind("counting", CountingRule, probe=probe_counting, words=_OF_TARGETS),
    Kind(
        "plan",
        PlanRule,
        probe=probe_plan,
        words={
            "category": Label("类别", "Kind"),
            "year": Label("年份", "Year"),
            "planned_title": Label("计划中的标题", "Planned title"),
            "likeness": Label("相近程度", "Likeness"),
            "place": Label("计划行", "Line of the plan"),
        },
    ),
    Kind(
        "evasion",
        EvasionRule,
        probe=probe_evasion,
        words={
            "year": Label("年份", "Year"),
            "previous": Label("上期数量", "Count before"),
            "count": Label("数量", "Count"),
            "other_unit": Label("另一单位", "Other unit"),
            "period": Label("期间", "Period"),
            "series": Label("另一类文件", "Other papers"),
            "series_zh": Label("另一类文件", "Other papers in Chinese"),
            "other_previous": Label("另一类上期", "Others before"),
            "other_count": Label("另一类数量", "Others"),
        },
    ),
    Kind(
        "points",
        PointsRule,
        probe=probe_points,
        words={
            "point_kind": Label("监测点类型", "Kind of point"),
            "district": Label("所属区县", "District"),
            "month": Label("月份", "Month"),
            "received": Label("收到", "Received"),
            "normal_high": Label("正常上限", "Upper end of normal"),
            "issuers": Label("来文最多", "Sent most"),
        },
    ),
)
"""The kinds of rules on counts; a stage of its own reads them, after all documents are known."""
