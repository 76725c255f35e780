"""Monitoring points: what they receive, month by month, and what stands out."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.detect.quotas.detection import detect_quotas, points_rule
from docanalyzer.detect.quotas.points import Point, PointTables, load_points, watch_points
from docanalyzer.detect.quotas.rule import PointsRule
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
from tests.detect.quotas.registers import default_rules

TOWN, VILLAGE = "灯塔镇人民政府", "河口村"
WHEN = points_rule(default_rules()).when


def _register(*received: tuple[str, str, str, int]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of (receiver, issuer, first day of the run, documents), one document a row."""
    rows = [
        (f"{receiver}-{issuer}-{day}-{place}", receiver, issuer, datetime.fromisoformat(day))
        for receiver, issuer, day, count in received
        for place in range(count)
    ]
    frame = pl.DataFrame(rows, schema=["doc_id", "receiver", "issuer", "received_at"], orient="row")
    documents = DOCUMENTS.conform(frame.select("doc_id", "issuer"))
    receipts = frame.select(
        pl.format("r{}", pl.int_range(pl.len())).alias("receipt_id"),
        "doc_id",
        "receiver",
        pl.col("received_at").cast(pl.Datetime("us")),
    )
    return documents, RECEIPTS.conform(receipts)


def _watch(*received: tuple[str, str, str, int], points: tuple[str, ...] = (TOWN,)) -> PointTables:
    documents, receipts = _register(*received)
    named = [Point(unit, "乡镇", "东区", f"p.csv: row {row}") for row, unit in enumerate(points, 2)]
    return watch_points(documents, receipts, named, WHEN)


def _year(counts: list[int], year: int = 2024) -> list[tuple[str, str, str, int]]:
    last = f"{year}-{len(counts):02d}-28"
    runs = [(TOWN, "县教育局", f"{year}-{month:02d}-03", n) for month, n in enumerate(counts, 1)]
    return [*runs, ("别的镇", "县教育局", last, 1)]


def test_documents_are_counted_once_per_point_and_month() -> None:
    documents, receipts = _register(
        (TOWN, "县教育局", "2024-03-02", 3), (TOWN, "县民政局", "2024-03-30", 2)
    )
    twice = pl.concat([receipts, receipts.with_columns(pl.col("receipt_id") + "-again")])
    tables = watch_points(documents, twice, [Point(TOWN, None, None, "p.csv: row 2")], WHEN)
    assert tables.months.select("month", "documents").rows() == [("2024-03", 5)]
    assert tables.issuers.select("issuer", "documents").rows() == [("县教育局", 3), ("县民政局", 2)]


def test_change_from_month_to_month_and_year_to_year() -> None:
    months = _watch(*_year([10] * 12, 2023), *_year([12, 6, 0, 9], 2024)).months
    now = months.filter(pl.col("month") >= "2024")
    assert now["month_on_month"].to_list() == [20.0, -50.0, -100.0, None]
    assert now["year_on_year"].to_list() == [20.0, -40.0, -100.0, -10.0]


def test_change_of_each_issuer() -> None:
    last = (TOWN, "县民政局", "2024-03-28", 3)
    issuers = _watch(*_year([10, 15, 6]), (TOWN, "县民政局", "2024-02-03", 4), last).issuers
    changes = issuers.select("month", "issuer", "documents", "month_on_month").rows()
    assert changes == [
        ("2024-01", "县教育局", 10, None),
        ("2024-02", "县教育局", 15, 50.0),
        ("2024-02", "县民政局", 4, None),
        ("2024-03", "县教育局", 6, -60.0),
        ("2024-03", "县民政局", 3, -25.0),
    ]


def test_a_month_that_the_register_breaks_off_in_is_not_compared() -> None:
    months = _watch(
        (TOWN, "局", "2024-01-20", 5), (TOWN, "局", "2024-02-03", 9), (TOWN, "局", "2024-03-10", 2)
    ).months
    assert months["whole"].to_list() == [False, True, False]
    assert months["month_on_month"].to_list() == [None, None, None]


def test_a_month_above_the_points_own_range_stands_out() -> None:
    months = _watch(*_year([20, 22, 19, 21, 20, 60, 18, 21, 20, 22, 19, 20])).months
    assert months.filter("above")["month"].to_list() == ["2024-06"]


def test_years_before_a_point_kept_a_log_say_nothing_of_its_normal_range() -> None:
    elsewhere = [("别的镇", "县教育局", f"{year}-06-05", 9) for year in (2021, 2022, 2023)]
    months = _watch(*elsewhere, *_year([20, 22, 19, 21, 20, 60, 18, 21, 20, 22, 19, 20])).months
    assert months["month"][0] == "2021-06"
    assert not months.filter(pl.col("month") < "2024")["whole"].any()
    assert months.filter("above")["month"].to_list() == ["2024-06"]


def test_a_quiet_point_does_not_stand_out_by_chance() -> None:
    months = _watch(*_year([1, 0, 2, 1, 1, 4, 0, 1, 1, 2, 1, 0])).months
    assert not months["above"].any()


def test_a_month_above_normal_is_a_finding_with_its_senders() -> None:
    usual = _year([20, 22, 19, 21, 20, 5, 18, 21, 20, 22, 19, 20])
    documents, receipts = _register(
        *usual,
        (TOWN, "县应急局", "2024-06-11", 40),
        (TOWN, "县水利局", "2024-06-12", 9),
        (TOWN, "县民政局", "2024-06-13", 1),
    )
    receipts = receipts.with_columns(pl.lit("township").alias("receiver_level"))
    point = Point(TOWN, "乡镇", "东区", "p.csv: row 2")
    tables = detect_quotas(documents, receipts, default_rules(), points=[point])
    (finding,) = tables.findings.to_dicts()
    assert (finding["family"], finding["rule_id"]) == ("quotas", "receipts-above-normal")
    assert (finding["severity"], finding["doc_id"]) == ("info", None)
    assert (finding["issuer"], finding["issuer_level"]) == (TOWN, "township")
    assert (finding["field"], finding["matched_text"]) == ("count", "55")
    assert f"{TOWN}2024年6月收到文件55件" in finding["message"]
    assert json.loads(finding["evidence"]) == {
        "point_kind": "乡镇",
        "district": "东区",
        "month": "2024-06",
        "received": 55,
        "normal_high": 33.4,
        "issuers": [
            {"issuer": "县应急局", "documents": 40},
            {"issuer": "县水利局", "documents": 9},
            {"issuer": "县教育局", "documents": 5},
        ],
    }
    without = detect_quotas(documents, receipts, default_rules())
    assert without.findings.is_empty()
    assert without.status.equals(tables.status)


def test_a_points_file_needs_one_points_rule() -> None:
    rules = default_rules()
    (rule,) = [rule for rule in rules if isinstance(rule, PointsRule)]
    bare = [other for other in rules if other is not rule]
    twice = [*rules, rule.model_copy(update={"id": "receipts-again"})]
    for pack, what in ((bare, "no rule of kind points"), (twice, "2 rules of kind points")):
        with pytest.raises(UsageFault, match=what):
            points_rule(pack)


def test_few_months_give_no_range() -> None:
    months = _watch(*_year([2, 2, 90])).months
    assert months["normal_high"].null_count() == 3
    assert not months["above"].any()


def test_unknown_points_are_offered_the_nearest() -> None:
    with pytest.raises(UsageFault) as caught:
        _watch((TOWN, "局", "2024-01-20", 5), points=("灯塔镇政府",))
    assert TOWN in caught.value.hint
    assert caught.value.where == "p.csv: row 2, column unit"


def test_row_order_changes_nothing() -> None:
    documents, receipts = _register(*_year([3, 5, 2]), (TOWN, "县民政局", "2024-02-10", 5))
    points = [Point(TOWN, None, None, "p")]
    one = watch_points(documents, receipts, points, WHEN)
    two = watch_points(documents.reverse(), receipts.reverse(), points, WHEN)
    assert one.months.equals(two.months)
    assert one.issuers.equals(two.issuers)


def test_a_points_file(tmp_path: Path) -> None:
    path = tmp_path / "points.csv"
    path.write_text(f"监测点,类型,所属区县\n{TOWN},乡镇,东区\n{VILLAGE},村,\n", encoding="utf-8")
    first, second = load_points(path)
    assert (first.unit, first.kind, first.district) == (TOWN, "乡镇", "东区")
    assert second.district is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (f"监测点,类型\n{TOWN},乡镇\n{TOWN},村\n", "repeats row 2"),
        ("监测点,类型\n,乡镇\n", "is empty"),
        (f"类型,区县\n{TOWN},东区\n", "column unit is missing"),
        ("监测点一览表,\n监测点,类型\n", "not a row of headings"),
    ],
)
def test_faults_of_a_points_file(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "points.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        load_points(path)
    assert what in caught.value.what
