"""Signals that papers changed form only."""

from __future__ import annotations

import json

import polars as pl
import pytest

from tests.detect.quotas.registers import UNIT, detect, year_of

RULE = "documents-moved-elsewhere"


def _signals(*parts: pl.DataFrame) -> list[dict[str, object]]:
    findings = detect(*parts).findings.filter(pl.col("rule_id") == RULE)
    return [json.loads(text) for text in findings["evidence"]]


def _bare(year: int, count: int) -> pl.DataFrame:
    return year_of(year, count, tag="无号").with_columns(
        number_year=pl.lit(None, pl.Int64), doc_number=pl.lit(None, pl.String)
    )


@pytest.mark.parametrize(
    ("before", "now", "name"),
    [
        (year_of(2023, 5, tag="政便函"), year_of(2024, 45, tag="政便函"), "informal letters"),
        (_bare(2023, 2), _bare(2024, 40), "papers without a number"),
        (year_of(2023, 1, tag="政明电"), year_of(2024, 44, tag="政明电"), "open telegrams"),
        (
            year_of(2023, 3, tag="会", category="meeting"),
            year_of(2024, 50, tag="会", category="meeting"),
            "meetings",
        ),
        (
            year_of(2023, 1, tag="政合", title="关于印发要点等文件的通知"),
            year_of(2024, 41, tag="政合").with_columns(
                title=pl.format("关于印发第{}项要点等文件的通知", pl.int_range(pl.len()))
            ),
            "documents merged in one",
        ),
    ],
)
def test_papers_that_rise_as_formal_ones_fall(
    before: pl.DataFrame, now: pl.DataFrame, name: str
) -> None:
    (signal,) = _signals(year_of(2023, 100), year_of(2024, 60), before, now)
    assert (signal["previous"], signal["count"], signal["series"]) == (100, 60, name)
    assert (signal["other_previous"], signal["other_count"]) == (before.height, now.height)


def test_documents_that_move_to_a_sister_unit() -> None:
    office = f"{UNIT}办公室"
    (signal,) = _signals(
        year_of(2023, 100),
        year_of(2024, 60),
        year_of(2023, 50, unit=office, tag="政办发"),
        year_of(2024, 88, unit=office, tag="政办发"),
        year_of(2023, 50, unit="别市人民政府", tag="别政发"),
        year_of(2024, 95, unit="别市人民政府", tag="别政发"),
    )
    assert (signal["other_unit"], signal["series"]) == (office, "a sister unit")


def test_a_signal_is_no_verdict() -> None:
    tables = detect(year_of(2023, 100), year_of(2024, 60), _bare(2023, 2), _bare(2024, 40))
    (finding,) = tables.findings.to_dicts()
    assert (finding["severity"], finding["doc_id"], finding["issuer"]) == ("info", None, UNIT)
    assert "由100件降到60件" in finding["message"]
    assert "由2件升到40件" in finding["message"]


def test_a_year_in_progress_gives_no_signal() -> None:
    assert not _signals(
        year_of(2023, 100),
        year_of(2024, 40, months=(1, 7)),
        year_of(2023, 5, tag="政便函"),
        year_of(2024, 60, tag="政便函", months=(1, 7)),
    )


def test_a_real_cut_gives_no_signal() -> None:
    assert not _signals(
        year_of(2023, 100),
        year_of(2024, 60),
        year_of(2023, 30, tag="政便函"),
        year_of(2024, 40, tag="政便函"),
        year_of(2023, 40, tag="会", category="meeting"),
        year_of(2024, 30, tag="会", category="meeting"),
    )
