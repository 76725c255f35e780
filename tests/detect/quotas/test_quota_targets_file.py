"""A targets file: what it may say, and every way it goes wrong with its place."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from docanalyzer.detect.quotas.counting.periods import Grain
from docanalyzer.detect.quotas.rule import AtMost, NoIncrease, ReduceAtLeast, ReduceBetween
from docanalyzer.detect.quotas.targets.binding import Targets
from docanalyzer.detect.quotas.targets.file import load_targets
from docanalyzer.model.faults import ExitCode, RuleFaults, UsageFault
from tests.detect.quotas.registers import UNIT, detect, status_of, year_of

HEAD = "unit,level,category,period,target,source\n"


def _csv(tmp_path: Path, rows: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = tmp_path / "targets.csv"
    path.write_text(head + rows, encoding=encoding)
    return path


def _load(tmp_path: Path, rows: str, head: str = HEAD) -> Targets:
    return load_targets(_csv(tmp_path, rows, head))


def test_english_and_chinese_words_mean_the_same(tmp_path: Path) -> None:
    english = _load(
        tmp_path, "甲局,,document,2024,at_most_120,\n,county,meeting,2024..,no_increase,\n"
    )
    chinese = _load(
        tmp_path,
        "甲局,,文件,2024年,不超过120件,\n,县级,会议,2024..,只减不增,\n",
        head="单位,层级,类别,期间,指标,依据\n",
    )
    assert english.rows == chinese.rows
    assert [row.target for row in english.rows] == [
        AtMost(kind="at_most", limit=120),
        NoIncrease(kind="no_increase"),
    ]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("reduce_30_50", ReduceBetween(kind="reduce_between", low_pct=30, high_pct=50)),
        ("减少30%-50%", ReduceBetween(kind="reduce_between", low_pct=30, high_pct=50)),
        ("减少３０％—５０％", ReduceBetween(kind="reduce_between", low_pct=30, high_pct=50)),
        ("reduce_at_least_33.5", ReduceAtLeast(kind="reduce_at_least", pct=33.5)),
        ("减少50%以上", ReduceAtLeast(kind="reduce_at_least", pct=50)),
        ("不超过1,200件", None),
    ],
)
def test_targets_in_words(tmp_path: Path, text: str, target: object) -> None:
    (row,) = _load(tmp_path, f'甲局,,document,2024,"{text}",\n').rows
    assert row.target == (target or AtMost(kind="at_most", limit=1200))


@pytest.mark.parametrize(
    ("text", "grain", "first", "last"),
    [
        ("2024", Grain.YEAR, 2024, 2024),
        ("2024..2026", Grain.YEAR, 2024, 2026),
        ("2024..", Grain.YEAR, 2024, None),
        ("2024-H2", Grain.HALF, 4049, 4049),
        ("2024年下半年", Grain.HALF, 4049, 4049),
        ("2024-Q3", Grain.QUARTER, 8098, 8098),
        ("2024年第三季度", Grain.QUARTER, 8098, 8098),
        ("2024-03", Grain.MONTH, 24290, 24290),
        ("2024年3月", Grain.MONTH, 24290, 24290),
        ("每月", Grain.MONTH, 0, None),
    ],
)
def test_periods_in_words(
    tmp_path: Path, text: str, grain: Grain, first: int, last: int | None
) -> None:
    (row,) = _load(tmp_path, f"甲局,,document,{text},no_increase,\n").rows
    assert (row.grain, row.first, row.last) == (grain, first, last)


def test_toml_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(
        '# 年度指标\n[[target]]\nunit = "甲局"\ncategory = "document"\nperiod = 2024\n'
        'target = "at_most_120"\n',
        encoding="utf-8",
    )
    (row,) = load_targets(path).rows
    assert row.target == AtMost(kind="at_most", limit=120)
    assert row.where.endswith("targets.toml: row 2")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = _csv(tmp_path, "甲局,,文件,2024,只减不增,\n", encoding=encoding)
    assert load_targets(path).rows[0].unit == "甲局"


@pytest.mark.parametrize(
    ("rows", "where", "what"),
    [
        ("甲局,,document,2024,reduce_0.3_0.5,\n", "row 2, column target", "looks like a fraction"),
        ("甲局,,document,2024,at_most_-5,\n", "row 2, column target", "negative count"),
        ("甲局,,document,2024,at_most_12.5,\n", "row 2, column target", "fractional count"),
        ("甲局,,document,2024,reduce_50_30,\n", "row 2, column target", "not a band"),
        ("甲局,,document,2024,reduce_at_least_150,\n", "row 2, column target", "cannot be cut"),
        ("甲局,,document,2024,fewer,\n", "row 2, column target", "not a target"),
        ("甲局,,document,24,no_increase,\n", "row 2, column period", "not a period"),
        ("甲局,,document,2024..2023,no_increase,\n", "row 2, column period", "not a run"),
        ("甲局,,paper,2024,no_increase,\n", "row 2, column category", "not a category"),
        ("甲局,,,2024,no_increase,\n", "row 2, column category", "is empty"),
        (",shire,document,2024,no_increase,\n", "row 2, column level", "not a level"),
        ("甲局,county,document,2024,no_increase,\n", "row 2, column level", "beside a unit"),
        (
            "甲局,,document,2024,at_most_9,\n甲局,,document,2023..,no_increase,\n",
            "row 3, column period",
            "contradicts row 2",
        ),
        (
            ",,document,2024,no_increase,\n,,document,2024,no_increase,\n",
            "row 3, column period",
            "repeats row 2",
        ),
    ],
)
def test_faults_name_their_cell(tmp_path: Path, rows: str, where: str, what: str) -> None:
    with pytest.raises(UsageFault) as caught:
        _load(tmp_path, rows)
    assert caught.value.where.endswith(where)
    assert what in caught.value.what
    assert caught.value.hint
    assert caught.value.exit_code == ExitCode.USAGE


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2024年控制指标表,,,\n单位,类别,期间,指标\n甲局,文件,2024,只减不增\n", "row of headings"),
        ("单位,类别,期间\n甲局,文件,2024\n", "column target is missing"),
        ("单位,单位,类别,期间,指标\n甲局,乙局,文件,2024,只减不增\n", "stands twice"),
        ("单位,类别,期间,指标\n", "no row"),
        ("", "no headings"),
    ],
)
def test_faults_of_the_table(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "targets.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        load_targets(path)
    assert what in caught.value.what


def test_a_title_row_is_named_with_the_row_to_delete(tmp_path: Path) -> None:
    path = tmp_path / "targets.csv"
    path.write_text("控制指标表,,,\n单位,类别,期间,指标\n", encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        load_targets(path)
    assert "headings stand in row 2" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[[target]\n", "not TOML"),
        ('[target]\nunit = "a"\n', "no [[target]] table"),
        ("[[target]]\nquota = 3\n", "not a key"),
        ("[[target]]\nperiod = 2024.5\n", "not text"),
        ("other = 1\n", "unknown key"),
    ],
)
def test_faults_of_toml(tmp_path: Path, text: str, what: str) -> None:
    path = tmp_path / "targets.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageFault) as caught:
        load_targets(path)
    assert what in caught.value.what


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(RuleFaults) as caught:
        _load(tmp_path, "甲局,,paper,2024,no_increase,\n甲局,,document,24,no_increase,\n")
    assert [fault.where.rpartition(": ")[2] for fault in caught.value.faults] == [
        "row 2, column category",
        "row 3, column period",
    ]


def test_a_missing_file_is_a_usage_fault(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="cannot be read"):
        load_targets(tmp_path / "none.csv")


def test_unknown_units_are_offered_the_nearest(tmp_path: Path) -> None:
    targets = _load(tmp_path, "某市人民政符,,document,2024,no_increase,\n")
    with pytest.raises(UsageFault) as caught:
        detect(year_of(2023, 30), year_of(2024, 30), targets=targets)
    assert UNIT in caught.value.hint
    assert caught.value.where.endswith("row 2, column unit")


def test_a_year_outside_the_register_is_a_fault(tmp_path: Path) -> None:
    targets = _load(tmp_path, f"{UNIT},,document,2031,no_increase,\n")
    with pytest.raises(UsageFault, match="2031 lies outside the register"):
        detect(year_of(2023, 30), year_of(2024, 30), targets=targets)


def test_the_file_goes_before_the_rules(tmp_path: Path) -> None:
    targets = _load(
        tmp_path,
        f"{UNIT},,document,2024,at_most_35,市里的通知\n,city,document,2024,at_most_99,\n",
    )
    tables = detect(
        year_of(2023, 30), year_of(2024, 36), year_of(2024, 20, unit="乙局"), targets=targets
    )
    row = status_of(tables, "2024")
    assert (row["target"], row["status"]) == ("at_most_35", "missed")
    assert "36 against a limit of 35" in str(row["reason"])
    assert status_of(tables, "2024", "乙局")["target"] == "at_most_99"
    finding = tables.findings.filter(pl.col("issuer") == UNIT).row(0, named=True)
    assert finding["rule_id"] == "count-documents"
    assert "不超过35" in finding["message"]
    assert "市里的通知" in finding["evidence"]


def test_a_limit_needs_no_year_before(tmp_path: Path) -> None:
    targets = _load(tmp_path, f"{UNIT},,document,2024,at_most_35,\n")
    row = status_of(detect(year_of(2024, 30), targets=targets), "2024")
    assert (row["status"], row["previous_count"]) == ("met", None)


def test_parts_of_a_year_are_counted_by_date(tmp_path: Path) -> None:
    targets = _load(
        tmp_path,
        f"{UNIT},,document,2024-Q1,no_increase,\n{UNIT},,document,2024-H2,reduce_at_least_10,\n",
    )
    tables = detect(year_of(2023, 120), year_of(2024, 132), targets=targets)
    first, second = status_of(tables, "2024-Q1"), status_of(tables, "2024-H2")
    assert first["status"] == "missed"
    assert second["status"] == "missed"
    assert first["counted_rule"] == "count-documents@1: by date of issue"
    assert (first["previous_count"], second["previous_count"]) == (30, 60)
    assert set(tables.status["period"]) == {"2023", "2024", "2024-Q1", "2024-H2"}
