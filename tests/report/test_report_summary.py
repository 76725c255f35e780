"""The summary counts what the tables say, worst first, and accuses nobody by accident."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.model import tables
from docanalyzer.model.terms import Family
from docanalyzer.report.summarise import summarise
from docanalyzer.report.summary import EVERYTHING, WEIGHTS, Limits, SuppressedLine
from tests.report.planted_run import planted, small_run, suppressed_run


def test_totals_balance() -> None:
    totals = summarise(small_run()).totals
    assert totals.rows_read == totals.rows_kept + totals.rows_rejected == 12
    assert (totals.receipts, totals.documents, totals.repeats, totals.relays) == (10, 5, 5, 1)


def test_families_are_all_there_even_without_findings() -> None:
    empty = summarise(planted({}))
    assert [line.family for line in empty.families] == [family.value for family in Family]
    assert all(line.counts.total == 0 for line in empty.families)
    assert empty.issuers == ()


def test_rejects_and_cell_notes_are_counted_by_reason() -> None:
    summary = summarise(small_run())
    assert [(line.code, line.reason, line.count) for line in summary.rejects] == [
        ("empty_row", "整行为空", 2)
    ]
    notes = summary.unknowns.cells_not_understood
    assert [(line.field, line.code, line.reason, line.count) for line in notes] == [
        ("issued_on", "date_without_year", "日期没有年份", 1)
    ]


def test_suppressed_findings_are_counted_apart_and_nowhere_else() -> None:
    plain, suppressed = summarise(small_run()), summarise(suppressed_run())
    assert (plain.suppressed_findings, plain.suppressed) == (0, ())
    assert suppressed.suppressed_findings == 1
    assert suppressed.suppressed == (SuppressedLine("经同意", "2024-12-31", 1),)
    for name in ("families", "rules", "examples", "issuers", "circulars", "unknowns"):
        assert getattr(suppressed, name) == getattr(plain, name), name


def test_the_word_suppressed_in_a_text_suppresses_nothing() -> None:
    evidence = json.dumps({"text": '"suppressed":{"reason":"a"}'}, separators=(",", ":"))
    finding = {"finding_id": "f1", "family": "urgency", "severity": "high", "evidence": evidence}
    assert summarise(planted({tables.FINDINGS: [finding]})).suppressed_findings == 0


def test_unknowns_are_counted() -> None:
    unknowns = summarise(small_run()).unknowns
    assert unknowns.documents_without_body == 3
    assert unknowns.documents_without_level == 1
    assert unknowns.pairs_without_share == 1  # the relay has no share to miss
    assert [line.rows for line in unknowns.quota_undetermined] == [1, 1]


def test_issuers_come_by_weight_then_name() -> None:
    rows = [("丙", "medium"), ("甲", "medium"), ("乙", "high"), ("丁", "info"), (None, "high")]
    findings = [
        {"finding_id": f"f{place}", "family": "urgency", "severity": severity, "issuer": issuer}
        for place, (issuer, severity) in enumerate(rows)
    ]
    summary = summarise(planted({tables.FINDINGS: findings}))
    assert [line.issuer for line in summary.issuers] == ["乙", "丙", "甲"]
    assert summary.issuers_with_findings == 3
    assert summary.unknowns.findings_without_issuer == 1


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙丁戊"), st.sampled_from(list(WEIGHTS))), max_size=30)
)
def test_issuer_weights_add_up(marks: list[tuple[str, str]]) -> None:
    findings = [
        {"finding_id": f"f{place}", "family": "reuse", "severity": severity, "issuer": issuer}
        for place, (issuer, severity) in enumerate(marks)
    ]
    summary = summarise(planted({tables.FINDINGS: findings}), EVERYTHING)
    assert sum(line.weight for line in summary.issuers) == sum(WEIGHTS[mark] for _, mark in marks)
    order = [(-line.weight, line.issuer) for line in summary.issuers]
    assert order == sorted(order)
    assert sum(line.counts.total for line in summary.families) == len(marks)


def test_only_copied_pairs_make_a_copied_circular() -> None:
    summary = summarise(small_run())
    (line,) = summary.circulars
    assert (line.doc_id, line.copies, line.levels_reached) == ("d01", 1, ("city",))
    assert line.median_share == line.max_share == pytest.approx(0.85)
    assert {line.relation: line.pairs for line in summary.relations} == {
        "copied": 1,
        "declared_relay": 1,
        "same_subject": 1,
    }


def test_a_shared_sentence_charges_nobody() -> None:
    documents = [{"doc_id": name, "issuer_level": "city"} for name in "abcd"]
    pairs = [
        {"copy_doc_id": copy, "source_doc_id": source, "relation": relation, "copied_share": part}
        for copy, source, relation, part in (
            ("b", "a", "copied", 0.02),
            ("c", "a", "copied", 0.8),
            ("c", "d", "copied", 0.6),
            ("c", "b", "lateral", 0.9),
        )
    ]
    evidence = {"source_doc_id": "a", "sources": [{"doc_id": name} for name in "adb"]}
    findings = [
        {
            "finding_id": "f1",
            "family": "reuse",
            "severity": "low",
            "doc_id": "c",
            "evidence": json.dumps(evidence | {"copied_share": 0.8}),
        },
        {"finding_id": "f2", "family": "urgency", "severity": "low", "doc_id": "b"},
    ]
    summary = summarise(
        planted(
            {
                tables.DOCUMENTS: documents,
                tables.REUSE_PAIRS: pairs,
                tables.FINDINGS: findings,
            }
        )
    )
    assert [(line.doc_id, line.copies) for line in summary.circulars] == [("a", 1), ("d", 1)]
    assert summary.circulars_copied == 2


def test_levels_reached_run_from_the_top_and_unknown_ones_are_counted() -> None:
    documents = [
        {"doc_id": name, "title": name, "issuer_level": level, "issued_on": date(2024, 1, 1)}
        for name, level in (("a", "central"), ("b", "county"), ("c", "province"), ("d", None))
    ]
    pairs = [
        {
            "copy_doc_id": name,
            "source_doc_id": "a",
            "relation": "copied",
            "copied_share": part,
        }
        for name, part in (("b", 0.5), ("c", 0.7), ("d", 1.0))
    ]
    findings = [
        {
            "finding_id": f"f{name}",
            "family": "reuse",
            "severity": "low",
            "doc_id": name,
            "evidence": '{"source_doc_id": "a"}',
        }
        for name in "bcd"
    ]
    summary = summarise(
        planted(
            {
                tables.DOCUMENTS: documents,
                tables.REUSE_PAIRS: pairs,
                tables.FINDINGS: findings,
            }
        )
    )
    (line,) = summary.circulars
    assert line.levels_reached == ("province", "county")
    assert line.copies_of_unknown_level == 1
    assert line.median_share == pytest.approx(0.7)


def test_quota_table_is_missed_first_newest_first_and_says_what_it_leaves_out() -> None:
    rows = [
        {
            "unit": unit,
            "category": "document",
            "period": period,
            "status": status,
            "target": None if period == "2019" else "no_increase",
        }
        for unit, period, status in (
            *((unit, period, "met") for unit in "甲乙" for period in ("2022", "2023", "2023-H1")),
            ("丙", "2021", "missed"),
            ("丙", "2020", "undetermined"),
            ("丙", "2019", "undetermined"),
            ("丙", "2023", "missed"),
        )
    ]
    summary = summarise(planted({tables.QUOTA_STATUS: rows}), Limits(met=2))
    assert [(line.status, line.period, line.unit) for line in summary.quotas] == [
        ("missed", "2023", "丙"),
        ("missed", "2021", "丙"),
        ("undetermined", "2020", "丙"),
        ("met", "2023", "乙"),
        ("met", "2023", "甲"),
    ]
    told = {
        line.status: (line.rows, line.without_target, line.left_out)
        for line in summary.quota_statuses
    }
    assert told == {"missed": (2, 0, 0), "undetermined": (2, 1, 0), "met": (6, 0, 4)}
    assert len(summarise(planted({tables.QUOTA_STATUS: rows}), EVERYTHING).quotas) == 10


def test_undetermined_rows_are_grouped_by_the_clause_that_decided() -> None:
    reasons = [
        "thin baseline: 3 in the period before, fewer than 10; heading for 4 (2 to 6)",
        "thin baseline: 5 in the period before, fewer than 10",
        "no target for this period",
    ]
    rows = [
        {
            "unit": f"{place}",
            "category": "document",
            "period": "2024",
            "status": "undetermined",
            "reason": reason,
        }
        for place, reason in enumerate(reasons)
    ]
    found = summarise(planted({tables.QUOTA_STATUS: rows})).unknowns.quota_undetermined
    assert [(line.reason, line.differ, line.rows) for line in found] == [
        ("thin baseline: 3 in the period before, fewer than 10", True, 2),
        ("no target for this period", False, 1),
    ]


def test_reasons_are_whole_only_where_every_list_is() -> None:
    reason = "the period is not over: the register ends on 2023-10-08; heading for 9 (7 to 11)"
    rows = [
        {
            "unit": "甲",
            "category": "document",
            "period": "2023",
            "status": "undetermined",
            "target": "no_increase",
            "reason": reason,
        }
    ]
    run = planted({tables.QUOTA_STATUS: rows})
    (brief,) = summarise(run).quotas
    assert brief.reason == "the period is not over: the register ends on 2023-10-08"
    (whole,) = summarise(run, EVERYTHING).quotas
    assert whole.reason == reason


def test_order_of_rows_changes_nothing() -> None:
    run = small_run()
    turned = type(run)({name: frame.reverse() for name, frame in run.frames.items()})
    assert summarise(run) == summarise(turned)
