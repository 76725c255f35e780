"""A year in progress: same months of the year before, projection, the month a limit is passed."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.detect.quotas.counting.progress import projection
from docanalyzer.detect.quotas.targets.file import load_targets
from tests.detect.quotas.registers import UNIT, detect, status_of, year_of


def _reason(*parts: pl.DataFrame, targets: Path | None = None) -> dict[str, object]:
    return status_of(detect(*parts, targets=load_targets(targets) if targets else None), "2024")


def test_the_same_months_of_the_year_before_stand_beside() -> None:
    row = _reason(year_of(2023, 120), year_of(2024, 60, months=(1, 6)))
    assert "by 06-30 60, by the same day of the year before 60 (0.0%)" in str(row["reason"])
    assert row["projected"] == 120


def test_the_projection_follows_the_shape_of_past_years() -> None:
    early = [
        pl.concat(
            [year_of(year, 90, months=(1, 6)), year_of(year, 30, months=(7, 12), tag="下半年发")]
        )
        for year in (2021, 2022, 2023)
    ]
    row = _reason(*early, year_of(2024, 60, months=(1, 6)))
    assert row["projected"] == 80
    low, high = map(int, re.findall(r"heading for 80 \((\d+) to (\d+)\)", str(row["reason"]))[0])
    assert 60 <= low < 80 < high


def test_a_limit_that_will_be_passed_is_told_with_its_month(tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text(f"unit,category,period,target\n{UNIT},document,2024,at_most_100\n")
    row = _reason(year_of(2023, 120), year_of(2024, 60, months=(1, 6)), targets=path)
    assert row["status"] == "undetermined"
    assert "will pass 100 in month 11" in str(row["reason"])
    rising = _reason(year_of(2023, 120), year_of(2024, 90, months=(1, 6)))
    assert "will pass 120 in month 9" in str(rising["reason"])


def test_no_warning_where_the_limit_holds() -> None:
    row = _reason(year_of(2023, 120), year_of(2024, 50, months=(1, 6)))
    assert "heading for 100" in str(row["reason"])
    assert "will pass" not in str(row["reason"])


def test_a_whole_year_is_not_projected() -> None:
    row = _reason(year_of(2023, 120), year_of(2024, 60))
    assert row["projected"] is None
    assert "heading" not in str(row["reason"])


def test_nothing_is_projected_from_a_thin_past() -> None:
    row = _reason(year_of(2023, 12), year_of(2024, 60, months=(1, 6)))
    assert row["projected"] is None


def test_a_number_of_last_year_issued_late_belongs_to_its_end() -> None:
    late = year_of(2023, 20, tag="迟发").with_columns(issued_on=pl.date(2024, 2, 1))
    row = _reason(year_of(2023, 100), late, year_of(2024, 60, months=(1, 6)))
    assert "by the same day of the year before 50 (" in str(row["reason"])


def test_the_interval_widens_with_what_is_still_to_come() -> None:
    frame = pl.DataFrame({"count": [50, 50, 500], "past": [100, 100, 1000], "then": [50, 90, 500]})
    remaining, half = projection(pl.col("count"), pl.col("past"), pl.col("then"))
    told = frame.select(remaining.alias("remaining"), half.alias("half"))
    assert told["remaining"].to_list() == pytest.approx([50, 5.5556, 500], abs=1e-3)
    assert told["half"][0] > told["half"][1]
    assert told["half"][2] / 500 < told["half"][0] / 50
