"""Verdicts, and every reason to give none."""

from __future__ import annotations

import json
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.model.tables import FINDINGS, QUOTA_STATUS, RECEIPTS
from tests.detect.quotas.registers import detect, documents, status_of, year_of


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        (100, 70, "met"),
        (100, 71, "missed"),
        (100, 62, "met"),
        (100, 20, "met"),
        (100, 130, "missed"),
    ],
)
def test_2019_asks_for_a_cut_of_thirty_percent(before: int, after: int, status: str) -> None:
    row = status_of(detect(year_of(2018, before), year_of(2019, after)), "2019")
    assert (row["count"], row["previous_count"], row["status"]) == (after, before, status)
    assert row["target"] == "reduce_30_50"
    assert row["change_pct"] == pytest.approx((after - before) * 100 / before, abs=1e-4)


def test_a_cut_beyond_the_band_says_so() -> None:
    row = status_of(detect(year_of(2018, 100), year_of(2019, 45)), "2019")
    assert row["status"] == "met"
    assert "larger cut than the band" in str(row["reason"])


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(before=st.integers(20, 400), after=st.integers(0, 400))
def test_no_increase_is_decided_on_whole_numbers(before: int, after: int) -> None:
    whole = [year_of(year, 24, unit="另一个局") for year in (2023, 2024)]
    tables = detect(year_of(2023, before), year_of(2024, after), *whole)
    row = status_of(tables, "2024")
    assert row["count"] == after
    assert (row["status"] == "missed") == (after > before)
    assert tables.findings.height == int(after > before)
    if after <= before:
        silent = "row from" in str(row["reason"]) or "not one row" in str(row["reason"])
        assert row["status"] == ("undetermined" if silent else "met")
        assert not silent or after < 24


def test_years_without_a_target_are_undetermined() -> None:
    row = status_of(detect(year_of(2015, 50), year_of(2016, 90)), "2016")
    assert (row["status"], row["reason"]) == ("undetermined", "no target for this period")
    assert row["target"] is None


def test_the_first_year_has_nothing_before_it() -> None:
    row = status_of(detect(year_of(2019, 50), year_of(2020, 50)), "2019")
    assert (row["status"], row["previous_count"]) == ("undetermined", None)
    assert "outside the register" in str(row["reason"])


def test_a_thin_baseline_gives_no_verdict() -> None:
    row = status_of(detect(year_of(2023, 19), year_of(2024, 60)), "2024")
    assert row["status"] == "undetermined"
    assert "thin baseline: 19" in str(row["reason"])


def test_a_register_that_starts_in_march_is_no_baseline() -> None:
    row = status_of(detect(year_of(2023, 30, months=(3, 12)), year_of(2024, 40)), "2024")
    assert row["status"] == "undetermined"
    assert "the register begins on 2023-03-01" in str(row["reason"])


def test_a_year_in_progress_is_not_judged_met() -> None:
    row = status_of(detect(year_of(2023, 120), year_of(2024, 60, months=(1, 8))), "2024")
    assert row["status"] == "undetermined"
    assert "the register ends on 2024-08-31" in str(row["reason"])


def test_a_year_in_progress_that_is_over_already_has_missed() -> None:
    row = status_of(detect(year_of(2023, 60), year_of(2024, 61, months=(1, 8))), "2024")
    assert row["status"] == "missed"
    assert "can only add" in str(row["reason"])


def test_sudden_silence_gives_no_verdict() -> None:
    other = [year_of(year, 60, unit="另一个局") for year in (2023, 2024)]
    tables = detect(year_of(2023, 120), year_of(2024, 50, months=(1, 5)), *other)
    row = status_of(tables, "2024")
    assert row["status"] == "undetermined"
    assert "no row from 2024-06 to 2024-12" in str(row["reason"])
    assert status_of(tables, "2024", "另一个局")["status"] == "met"


def test_a_silent_year_stays_visible() -> None:
    other = [year_of(year, 60, unit="另一个局") for year in (2023, 2024)]
    row = status_of(detect(year_of(2023, 120), *other), "2024")
    assert (row["count"], row["status"]) == (0, "undetermined")
    assert "not one row dated in the whole year" in str(row["reason"])


def test_without_dates_coverage_cannot_be_shown() -> None:
    undated = [year_of(year, 60).with_columns(issued_on=None) for year in (2023, 2024)]
    row = status_of(detect(*undated), "2024")
    assert row["status"] == "undetermined"
    assert "no date" in str(row["reason"])


def test_repeats_that_turn_the_verdict_leave_it_open() -> None:
    again = year_of(2024, 10).with_columns(pl.col("doc_id") + "-again", title=None)
    whole = year_of(2024, 95).with_columns(title=pl.lit(None, pl.String))
    row = status_of(detect(year_of(2023, 100), whole, again), "2024")
    assert (row["count"], row["status"]) == (105, "undetermined")
    assert "counting each number once gives 95 after 100, another verdict" in str(row["reason"])


def test_repeats_that_do_not_turn_the_verdict_are_told() -> None:
    again = year_of(2024, 10).with_columns(pl.col("doc_id") + "-again", title=None)
    whole = year_of(2024, 105).with_columns(title=pl.lit(None, pl.String))
    row = status_of(detect(year_of(2023, 100), whole, again), "2024")
    assert (row["count"], row["status"]) == (115, "missed")
    assert "105 after 100, the same verdict" in str(row["reason"])


def test_titles_tell_documents_of_one_number_apart() -> None:
    second = year_of(2024, 10).with_columns(
        pl.col("doc_id") + "-b", title=pl.col("title") + "（附件）"
    )
    row = status_of(detect(year_of(2023, 100), year_of(2024, 95), second), "2024")
    assert (row["count"], row["status"]) == (105, "missed")
    assert "repeats" not in str(row["reason"])


def test_a_unit_without_numbers_is_counted_by_date() -> None:
    bare = [
        year_of(year, count).with_columns(
            number_year=pl.lit(None, pl.Int64), doc_number=pl.lit(None, pl.String)
        )
        for year, count in ((2023, 50), (2024, 60))
    ]
    row = status_of(detect(*bare), "2024")
    assert (row["count"], row["status"]) == (60, "missed")
    assert row["counted_rule"] == "count-documents@1: by date of issue"


def test_the_receipt_dates_what_has_no_issue_date() -> None:
    bare = [
        year_of(year, count).with_columns(
            number_year=pl.lit(None, pl.Int64), issued_on=pl.lit(None, pl.Date)
        )
        for year, count in ((2023, 50), (2024, 60))
    ]
    dated = documents(year_of(2023, 50), year_of(2024, 60)).select(
        "doc_id", pl.col("issued_on").cast(pl.Datetime("us")).alias("received_at")
    )
    receipts = RECEIPTS.conform(dated.with_columns(receipt_id=pl.col("doc_id")))
    row = status_of(detect(*bare, receipts=receipts), "2024")
    assert (row["count"], row["status"]) == (60, "missed")
    assert row["counted_rule"] == "count-documents@1: by date of issue, else of receipt"


def test_meetings_are_counted_by_date_apart_from_documents() -> None:
    parts = [
        year_of(2018, 100),
        year_of(2019, 60),
        year_of(2018, 40, tag="会", category="meeting"),
        year_of(2019, 39, tag="会", category="meeting"),
    ]
    rows = detect(*parts).status.filter(pl.col("period") == "2019")
    assert rows.select("category", "count", "status").rows() == [
        ("document", 60, "met"),
        ("meeting", 39, "missed"),
    ]
    assert rows["counted_rule"][1] == "count-meetings@1: by date of issue"


def test_a_mistyped_far_year_does_not_end_the_present_one() -> None:
    typo = year_of(2024, 1, tag="错").with_columns(issued_on=pl.lit(date(2091, 1, 1)))
    parts = [year_of(2023, 300), year_of(2024, 150, months=(1, 6)), typo]
    assert status_of(detect(*parts), "2024")["status"] == "undetermined"


def test_every_miss_is_one_finding_with_its_figures() -> None:
    tables = detect(year_of(2023, 80), year_of(2024, 100), year_of(2025, 110))
    assert tables.status.schema == pl.Schema(QUOTA_STATUS.schema())
    assert tables.findings.schema == pl.Schema(FINDINGS.schema())
    missed = tables.status.filter(pl.col("status") == "missed")
    assert missed["period"].to_list() == ["2024", "2025"]
    assert tables.findings.height == 2
    told = {json.loads(text)["period"]: json.loads(text) for text in tables.findings["evidence"]}
    assert told["2024"]["count"] == 100
    assert told["2024"]["previous"] == 80
    assert told["2024"]["first_number"] == "政发〔2024〕1号"
    assert told["2024"]["last_number"] == "政发〔2024〕100号"
    assert told["2024"]["counted_rule"] == "count-documents@1: by number year"
    row = tables.findings.row(0, named=True)
    assert (row["family"], row["field"], row["doc_id"]) == ("quotas", "count", None)
    assert "+25.0%" in "".join(tables.findings["message"])


def test_a_finding_keeps_its_id_when_the_count_grows() -> None:
    one = detect(year_of(2023, 80), year_of(2024, 100)).findings
    two = detect(year_of(2023, 80), year_of(2024, 101)).findings
    assert one["finding_id"].to_list() == two["finding_id"].to_list()


def test_receipts_only_widen_what_is_known() -> None:
    again = documents(year_of(2023, 80), year_of(2024, 100))
    receipts = RECEIPTS.conform(
        pl.concat([again, again, again]).select(
            pl.concat_str(pl.col("doc_id"), pl.int_range(pl.len())).alias("receipt_id"),
            "doc_id",
            pl.lit(datetime(2024, 12, 30)).alias("received_at"),
        )
    )
    parts = (year_of(2023, 80), year_of(2024, 100))
    plain = status_of(detect(*parts), "2024")
    assert status_of(detect(*parts, receipts=receipts), "2024")["count"] == plain["count"]


def test_an_empty_register_gives_empty_tables() -> None:
    tables = detect(year_of(2024, 0))
    assert tables.status.height == 0
    assert tables.findings.height == 0


def test_periods_in_words() -> None:
    from docanalyzer.detect.quotas.findings import period_words

    labels = pl.Series("p", ["2019", "2019-H1", "2019-H2", "2019-Q3", "2019-03", "2019-12"])
    assert labels.to_frame().select(period_words(pl.col("p")))["p"].to_list() == [
        "2019年",
        "2019年上半年",
        "2019年下半年",
        "2019年第3季度",
        "2019年3月",
        "2019年12月",
    ]


def _without_number(year: int, count: int) -> pl.DataFrame:
    return year_of(year, count, tag="无号").with_columns(
        number_year=pl.lit(None, pl.Int64), doc_number=pl.lit(None, pl.String)
    )


def test_documents_without_a_year_that_would_turn_the_verdict_leave_it_open() -> None:
    row = status_of(
        detect(year_of(2023, 100), year_of(2024, 80), _without_number(2024, 30)), "2024"
    )
    assert (row["count"], row["status"]) == (80, "undetermined")
    assert "want of a year in the number: 30 after 0, with them another verdict" in str(
        row["reason"]
    )


def test_documents_without_a_year_that_change_nothing_stay_out() -> None:
    parts = (year_of(2023, 100), year_of(2024, 80), _without_number(2024, 20))
    row = status_of(detect(*parts), "2024")
    assert (row["count"], row["status"], row["reason"]) == (80, "met", "change -20.0%")


def test_no_reason_ends_in_the_air() -> None:
    for parts in (
        [year_of(2023, 1)],
        [year_of(2023, 90), year_of(2024, 30, months=(1, 3))],
        [year_of(2019, 30, months=(5, 12)), year_of(2020, 9), year_of(2021, 50, months=(1, 2))],
    ):
        for reason in detect(*parts).status["reason"]:
            assert reason
            assert not reason.endswith("; ")
            assert "; ;" not in reason
