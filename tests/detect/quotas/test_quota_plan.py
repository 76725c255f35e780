"""The annual plan against what was issued."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.detect.quotas.counting.documents import count_documents
from docanalyzer.detect.quotas.detection import QuotaTables, detect_quotas
from docanalyzer.detect.quotas.plan.matching import (
    Plan,
    PlannedItem,
    PlanTables,
    load_plan,
    match_plan,
    own_places,
)
from docanalyzer.detect.quotas.rule import CountingRule, PlanRule
from docanalyzer.model.faults import RuleFaults, UsageFault
from docanalyzer.model.tables import RECEIPTS
from tests.detect.quotas.plan_corpus import corpus
from tests.detect.quotas.registers import UNIT, default_rules, documents, year_of

HEAD = "title,unit,year,month,number,approval\n"


def _plan(*titles: str, approval: str | None = None) -> Plan:
    return Plan(
        "plan.csv",
        tuple(
            PlannedItem(title, UNIT, 2024, None, "document", None, approval, f"plan.csv: row {row}")
            for row, title in enumerate(titles, start=2)
        ),
    )


def _issued(*titles: str | None) -> pl.DataFrame:
    return documents(
        year_of(2024, len(titles)).with_columns(pl.Series("title", titles, dtype=pl.String))
    )


def _match(plan: Plan, issued: pl.DataFrame) -> PlanTables:
    counting = [rule for rule in default_rules() if isinstance(rule, CountingRule)]
    (rule,) = [rule for rule in default_rules() if isinstance(rule, PlanRule)]
    return match_plan(plan, count_documents(issued, RECEIPTS.empty(), counting), rule.when)


def _detect(plan: Plan, issued: pl.DataFrame) -> QuotaTables:
    return detect_quotas(issued, RECEIPTS.empty(), default_rules(), plan=plan)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_reworded_titles_are_found_and_near_misses_are_not(seed: int) -> None:
    rows = corpus(seed)
    assert sum(row.same for row in rows) == 100
    plan = Plan(
        "plan.csv",
        tuple(
            PlannedItem(
                row.planned, f"某市第{place}局", 2024, None, "document", None, None, f"row {place}"
            )
            for place, row in enumerate(rows)
        ),
    )
    issued = documents(
        *[
            year_of(2024, 1, unit=f"某市第{place}局", title=row.issued)
            for place, row in enumerate(rows)
        ]
    )
    done = [standing == "done" for standing in _match(plan, issued).items["standing"]]
    told = [(found, row.same) for found, row in zip(done, rows, strict=True)]
    right, wrong, lost = (told.count(pair) for pair in ((True, True), (True, False), (False, True)))
    assert 2 * right / (2 * right + wrong + lost) >= 0.97


def test_one_plan_of_many_lines_gives_each_document_its_own_line() -> None:
    rows = corpus(1)
    plan = _plan(*dict.fromkeys(row.planned for row in rows if row.same))
    issued = _issued(*dict.fromkeys(row.issued for row in rows if row.same))
    tables = _match(plan, issued)
    used = tables.items["doc_id"].drop_nulls()
    assert used.n_unique() == used.len()
    assert used.len() >= 0.9 * min(len(plan.items), issued.height)


def test_numbers_decide_before_titles() -> None:
    item = PlannedItem(
        "另一个题目", UNIT, 2024, None, "document", "政发〔2024〕2号", None, "p: row 2"
    )
    tables = _match(Plan("p", (item,)), _issued("安全生产工作要点", "防汛抗旱工作要点"))
    assert tables.items["doc_id"].to_list() == [f"{UNIT}-政发-2024-2"]


def test_planned_and_not_done_is_told() -> None:
    tables = _match(
        _plan("安全生产工作要点", "招商引资工作要点"), _issued("关于印发安全生产工作要点的通知")
    )
    assert tables.items["standing"].to_list() == ["done", "not_done"]


def test_a_document_outside_the_plan_is_a_finding() -> None:
    tables = _detect(
        _plan("安全生产工作要点", "招商引资工作要点"),
        _issued("关于印发安全生产工作要点的通知", "关于印发城市管理办法的通知"),
    )
    row = tables.status.row(0, named=True)
    assert (row["planned"], row["unplanned"]) == (2, 1)
    (finding,) = tables.findings.to_dicts()
    assert finding["rule_id"] == "issued-outside-plan"
    assert finding["doc_id"] == f"{UNIT}-政发-2024-2"
    assert finding["title"][finding["begin"] : finding["end"]] == finding["matched_text"]
    assert json.loads(finding["evidence"])["year"] == 2024


def test_an_approval_on_file_is_no_finding() -> None:
    plan = Plan(
        "p",
        (*_plan("招商引资工作要点").items, *_plan("城市管理办法", approval="办公室3月批").items),
    )
    tables = _detect(plan, _issued("关于印发城市管理办法的通知"))
    row = tables.status.row(0, named=True)
    assert (row["planned"], row["unplanned"]) == (1, 1)
    assert tables.findings.is_empty()


def test_what_cannot_be_told_is_no_finding() -> None:
    tables = _match(_plan("退役军人事务要点"), _issued("关于印发退役军人服务保障要点的通知"))
    assert tables.documents["standing"].to_list() == ["possible"]
    assert _detect(_plan("退役军人事务要点"), _issued("退役军人服务保障要点")).findings.is_empty()


def test_only_planned_units_and_years_are_looked_at() -> None:
    rows = documents(year_of(2023, 3), year_of(2024, 1), year_of(2024, 4, unit="别的局"))
    tables = _detect(_plan("关于第1项工作的通知"), rows)
    assert tables.findings.is_empty()
    planned = tables.status.filter(pl.col("planned").is_not_null())
    assert planned.select("unit", "period").rows() == [(UNIT, "2024")]


def test_no_row_order_changes_a_match() -> None:
    rows = corpus(2)
    plan = _plan(*dict.fromkeys(row.planned for row in rows))
    issued = _issued(*dict.fromkeys(row.issued for row in rows))
    one, two = _match(plan, issued), _match(plan, issued.reverse())
    assert one.items.equals(two.items)
    assert one.documents.sort("doc_id").equals(two.documents.sort("doc_id"))


def test_a_document_without_title_is_told_apart_by_number_only() -> None:
    tables = _match(_plan("安全生产工作要点"), _issued(None))
    assert tables.documents["standing"].to_list() == ["possible"]


def test_own_places_of_a_unit() -> None:
    assert "桃源县" in own_places("桃源县人民政府办公室")
    assert own_places("国务院") == ("国务院",)


def test_a_plan_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(
        f"标题,单位,年度,计划月份,文号,计划外审批\n安全生产工作要点,{UNIT},2024,3月,,\n"
        f"城市管理办法,{UNIT},,2024-05,,办公室批\n",
        encoding="utf-8",
    )
    first, second = load_plan(path).items
    assert (first.year, first.month, first.approval) == (2024, 3, None)
    assert (second.year, second.month, second.approval) == (2024, 5, "办公室批")


@pytest.mark.parametrize(
    ("rows", "where", "what"),
    [
        (f"要点,{UNIT},,3月,,\n", "row 2, column year", "no year"),
        (f"要点,{UNIT},2024,2023-03,,\n", "row 2, column year", "another year"),
        (f"要点,{UNIT},2024,13月,,\n", "row 2, column month", "not a month"),
        (f"要点,{UNIT},24,3月,,\n", "row 2, column year", "not a year"),
        (f",{UNIT},2024,3月,,\n", "row 2, column title", "is empty"),
        (f"要点,{UNIT},2024,,,\n要点,{UNIT},2024,,,\n", "row 3, column title", "repeats row 2"),
    ],
)
def test_faults_name_their_cell(tmp_path: Path, rows: str, where: str, what: str) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        load_plan(path)
    assert caught.value.where.endswith(where)
    assert what in caught.value.what


def test_unknown_units_are_all_told_with_the_nearest(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    path.write_text(HEAD + "甲,某市人民政符,2024,,,\n乙,某市政府,2024,,,\n", encoding="utf-8")
    with pytest.raises(RuleFaults) as caught:
        _detect(load_plan(path), _issued("安全生产工作要点"))
    assert [fault.where.rpartition(": ")[2] for fault in caught.value.faults] == [
        "row 2, column unit",
        "row 3, column unit",
    ]
    assert all(UNIT in fault.hint for fault in caught.value.faults)


def test_a_year_outside_the_register_is_a_fault() -> None:
    item = PlannedItem("安全生产工作要点", UNIT, 2031, None, "document", None, None, "p: row 2")
    with pytest.raises(UsageFault, match="2031 lies outside the register"):
        _detect(Plan("p", (item,)), _issued("安全生产工作要点"))
