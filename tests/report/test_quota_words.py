"""Reasons and targets in Chinese: nothing of what the quota stage writes stays English."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.report.grid import change_text
from docanalyzer.report.quota_sections import bar
from docanalyzer.report.quota_words import counted_rule_in, left_out_in, reason_in, target_in
from tests.detect.quotas.registers import UNIT, detect, year_of

REGISTERS: dict[str, Callable[[], list[pl.DataFrame]]] = {
    "whole": lambda: [year_of(year, 40 + year % 7 * 9) for year in range(2016, 2026)],
    "cut": lambda: [year_of(2018, 100), year_of(2019, 30)],
    "in progress": lambda: [
        year_of(2023, 90), year_of(2024, 80, months=(1, 9)), year_of(2024, 30, unit="甲局"),
    ],
    "over already": lambda: [year_of(2023, 60), year_of(2024, 80, months=(1, 9))],
    "begins late": lambda: [year_of(2023, 90, months=(3, 12)), year_of(2024, 80)],
    "silent": lambda: [
        year_of(2023, 90), year_of(2024, 80, months=(1, 5)),
        year_of(2023, 30, unit="甲局"), year_of(2024, 30, unit="甲局"),
    ],
    "gone": lambda: [
        year_of(2023, 90), year_of(2023, 30, unit="甲局"), year_of(2024, 30, unit="甲局"),
    ],
    "undated": lambda: [year_of(year, 50).with_columns(issued_on=None) for year in (2023, 2024)],
    "half dated": lambda: [
        year_of(year, 50).with_columns(
            issued_on=pl.when(pl.int_range(pl.len()) % 3 == 0).then("issued_on")
        )
        for year in (2023, 2024)
    ],
    "repeats": lambda: [
        year_of(2023, 60).with_columns(title=pl.lit(None, pl.String)),
        *[
            year_of(2024, 50).with_columns(
                pl.col("doc_id") + f"-{copy}", title=pl.lit(None, pl.String)
            )
            for copy in range(2)
        ],
    ],
    "without a year": lambda: [
        year_of(2023, 100), year_of(2024, 80),
        year_of(2024, 30, tag="无号").with_columns(
            number_year=pl.lit(None, pl.Int64), doc_number=pl.lit(None, pl.String)
        ),
    ],
    "thin": lambda: [year_of(2023, 6), year_of(2024, 30)],
}  # fmt: skip


@pytest.mark.parametrize("name", REGISTERS)
def test_every_reason_has_chinese(name: str) -> None:
    status = detect(*REGISTERS[name]()).status
    assert status.height
    for reason in status["reason"]:
        assert not re.search(r"[A-Za-z]", reason_in(reason, "zh")), reason
        assert reason_in(reason, "en") == reason


def test_every_target_and_rule_has_chinese() -> None:
    status = detect(*REGISTERS["whole"]()).status
    for target in status["target"].drop_nulls():
        assert not re.search(r"[A-Za-z_]", target_in(target, "zh"))
        assert "_" not in target_in(target, "en")
    assert counted_rule_in("count-documents@1: by date of issue, else of receipt", "zh") == (
        "count-documents@1：按成文日期，没有的按收文日期"
    )
    assert left_out_in("no date", "zh") == "没有日期"
    assert left_out_in("函不计入", "zh") == "函不计入"


@pytest.mark.parametrize(
    ("count", "previous", "text"),
    [
        (115, 188, "-38.8%"),
        (206, 186, "+10.8%"),
        (136, 137, "-0.7%"),
        (1125, 1000, "+12.5%"),
        (80025, 80000, "0.0%"),
        (8010, 8000, "+0.1%"),
        (2001, 2000, "+0.1%"),
        (1999, 2000, "-0.1%"),
        (5, 0, None),
        (5, None, None),
    ],
)
def test_changes_round_halves_away_from_zero(
    count: int, previous: int | None, text: str | None
) -> None:
    from docanalyzer.detect.quotas.counting import verdicts as figures

    assert change_text(count, previous) == text
    frame = pl.DataFrame({"c": [count], "p": [previous]}, schema={"c": pl.Int64, "p": pl.Int64})
    assert frame.select(figures.change_text(pl.col("c"), pl.col("p"))).item() == text


def test_bars_grow_with_the_count() -> None:
    assert [bar(count, 40) for count in (0, 1, 8, 20, 40)] == ["", "▏", "█", "██▌", "█████"]
    assert bar(0, 0) == ""


def test_limits_and_claims_have_chinese(tmp_path: Path) -> None:
    from docanalyzer.detect.quotas.claims import check_claims, load_claims
    from docanalyzer.detect.quotas.targets.file import load_targets

    path = tmp_path / "targets.csv"
    path.write_text(
        f"unit,category,period,target\n{UNIT},document,2024,at_most_40\n"
        f"甲局,document,2024,at_most_60\n{UNIT},document,2024-Q1,at_most_60\n",
        encoding="utf-8",
    )
    status = detect(
        year_of(2023, 90),
        year_of(2024, 45, months=(1, 8)),
        year_of(2023, 90, unit="甲局", tag="甲发"),
        year_of(2024, 50, unit="甲局", tag="甲发", months=(1, 8)),
        targets=load_targets(path),
    ).status
    reasons = [reason for reason in status["reason"] if "limit" in reason or "will pass" in reason]
    assert len(reasons) == 3
    path.write_text(
        "unit,year,category,count,previous,change\n"
        f"{UNIT},2024,文件,45,90,-50\n{UNIT},2023,文件,80,,-3\n甲,2021,文件,9,10,-9\n"
        "甲,2022,文件,8,7,14.28\n甲,2020,文件,1,,-33.21\n甲,2019,文件,,,-5\n甲,2018,文件,5,0,3\n"
        f"甲,2017,文件,,,\n乙,2017,文件,5,4,\n{UNIT},2010,文件,1,,-99\n",
        encoding="utf-8",
    )
    for row in check_claims(load_claims(path), status):
        reasons += [row.reason, row.register_note.partition(", nearest")[0]]
    for reason in reasons:
        assert not re.search(r"[A-Za-z]", reason_in(reason, "zh")), reason


def test_the_counting_rule_stands_beside_every_figure() -> None:
    from docanalyzer.report.quota_sections import quota_sections
    from docanalyzer.report.wording import wording

    status = detect(year_of(2023, 30), year_of(2024, 40)).status
    (plain, _) = quota_sections(status, wording("en"))
    assert plain.notes == ("Counting rules: count-documents@1: by number year",)
    assert plain.grid is not None
    assert [row[1].text for row in plain.grid.rows] == ["2023", "2024"]
    half = status.head(1).with_columns(
        pl.lit("2024-H1").alias("period"),
        pl.lit("count-documents@1: by date of issue").alias("counted_rule"),
    )
    (mixed, _) = quota_sections(pl.concat([status, half]), wording("en"))
    assert mixed.grid is not None
    assert [row[1].text for row in mixed.grid.rows] == ["2023 b", "2024 b", "2024-H1 a"]
    assert mixed.notes == (
        "Counting rules: a count-documents@1: by date of issue; "
        "b count-documents@1: by number year",
    )
