"""Published figures recomputed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.detect.quotas.claims import Check, CheckedClaim, Claim, check_claims, load_claims
from docanalyzer.model.faults import UsageFault
from docanalyzer.model.tables import QUOTA_STATUS
from docanalyzer.model.terms import QuotaStatus
from tests.detect.quotas.registers import UNIT, detect, year_of

HEAD = "unit,year,category,count,previous,change,target\n"


def _load(tmp_path: Path, rows: str, head: str = HEAD) -> tuple[Claim, ...]:
    path = tmp_path / "claims.csv"
    path.write_text(head + rows, encoding="utf-8")
    return load_claims(path)


def _check(tmp_path: Path, rows: str) -> tuple[CheckedClaim, ...]:
    return check_claims(_load(tmp_path, rows), QUOTA_STATUS.empty())


@pytest.mark.real_data
def test_one_published_figure_contradicts_itself(real_data: Path) -> None:
    checked = check_claims(
        load_claims(real_data / "published_reductions.csv"), QUOTA_STATUS.empty()
    )
    assert len(checked) == 12
    (wrong,) = [row for row in checked if row.check is Check.CONTRADICTS]
    assert (wrong.claim.year, wrong.claim.category, wrong.claim.count) == (2021, "document", 2031)
    assert "2482 to 2031 is -18.2%" in wrong.reason
    assert sum(row.check is Check.UNDETERMINED for row in checked) == 2
    told = [row for row in checked if row.claim.target is not None]
    assert {row.target_status for row in told} == {QuotaStatus.MET}


@pytest.mark.parametrize(
    ("row", "check"),
    [
        ("甲,2021,文件,137,136,+0.7%,", Check.AGREES),
        ("甲,2021,文件,136,137,-0.7,", Check.AGREES),
        ("甲,2021,文件,2031,2482,-16,", Check.CONTRADICTS),
        ("甲,2021,文件,2031,2482,-18,", Check.AGREES),
        ("甲,2021,文件,2031,2482,下降18.1%,", Check.AGREES),
        ("甲,2021,文件,2031,2482,下降18.2%,", Check.AGREES),
        ("甲,2021,文件,2031,2482,18.2,", Check.CONTRADICTS),
        ("甲,2021,文件,2031,2482,上升18.2%,", Check.CONTRADICTS),
        ("甲,2021,平台,12,46,-74,", Check.AGREES),
        ("甲,2021,平台,12,,-74,", Check.AGREES),
        ("甲,2021,文件,1,,-33.21,", Check.CONTRADICTS),
        ("甲,2021,文件,5,0,+100,", Check.UNDETERMINED),
        ("甲,2021,文件,5,4,,", Check.UNDETERMINED),
        ("甲,2021,表格,,,-44.1,", Check.UNDETERMINED),
    ],
)
def test_printed_precision_is_the_tolerance(tmp_path: Path, row: str, check: Check) -> None:
    (checked,) = _check(tmp_path, row + "\n")
    assert checked.check is check, checked.reason


def test_a_cut_off_figure_says_so(tmp_path: Path) -> None:
    (checked,) = _check(tmp_path, "甲,2021,文件,2031,2482,-18.1,\n")
    assert checked.reason == "the counts give it, cut off instead of rounded"
    assert checked.recomputed == Decimal("-18.171")


def test_the_count_before_must_be_the_count_claimed_then(tmp_path: Path) -> None:
    first, second = _check(tmp_path, "甲,2020,文件,100,,-20,\n甲,2021,文件,90,120,-25,\n")
    assert first.check is Check.AGREES
    assert second.check is Check.CONTRADICTS
    assert second.reason == "2020 is claimed as 100, here as 120"


@pytest.mark.parametrize(
    ("row", "status"),
    [
        ("甲,2019,文件,60,100,-40,reduce_30_50", QuotaStatus.MET),
        ("甲,2019,文件,71,100,-29,reduce_30_50", QuotaStatus.MISSED),
        ("甲,2019,文件,60,,-30,reduce_30_50", QuotaStatus.UNDETERMINED),
        ("甲,2019,文件,60,,-31.5,reduce_30_50", QuotaStatus.MET),
        ("甲,2019,督查,60,,-40,reduce_at_least_50", QuotaStatus.MISSED),
        ("甲,2020,文件,60,60,0,只减不增", QuotaStatus.MET),
        ("甲,2020,文件,61,60,1.7,只减不增", QuotaStatus.MISSED),
        ("甲,2020,文件,61,60,1.7,不超过60", QuotaStatus.MISSED),
        ("甲,2020,文件,,,-3,不超过60", QuotaStatus.UNDETERMINED),
        ("甲,2020,文件,61,60,1.7,", None),
    ],
)
def test_claims_are_held_against_their_own_target(
    tmp_path: Path, row: str, status: QuotaStatus | None
) -> None:
    (checked,) = _check(tmp_path, row + "\n")
    assert checked.target_status is status


def test_the_register_is_told_beside_the_claim(tmp_path: Path) -> None:
    status = detect(year_of(2018, 100), year_of(2019, 80)).status
    rows = (
        f"{UNIT},2019,文件,60,100,-40,\n{UNIT},2031,文件,5,,-3,\n某市人民政府办,2019,文件,6,,-3,\n"
    )
    known, late, strange = check_claims(_load(tmp_path, rows), status)
    assert (known.register_count, known.register_previous) == (80, 100)
    assert known.register_note == "the register counts 80, not 60"
    assert known.check is Check.AGREES
    assert late.register_note == "the register holds no count for it"
    assert UNIT in strange.register_note


@settings(deadline=None, max_examples=200)
@given(count=st.integers(1, 5000), previous=st.integers(1, 5000), digits=st.integers(0, 2))
def test_a_rightly_printed_figure_never_contradicts(count: int, previous: int, digits: int) -> None:
    exact = Decimal((count - previous) * 100) / Decimal(previous)
    printed = Decimal(f"{exact:.{digits}f}")
    known = Claim("甲", 2021, "document", count, previous, printed, None, None, "x: row 2")
    alone = Claim("乙", 2021, "document", count, None, printed, None, None, "x: row 3")
    checked = check_claims([known, alone], QUOTA_STATUS.empty())
    if exact.quantize(Decimal(1).scaleb(-digits), rounding="ROUND_HALF_UP") == printed:
        assert checked[0].check is Check.AGREES
        assert checked[1].check is Check.AGREES, checked[1].reason
    wrong = Claim("甲", 2021, "document", count, previous, printed + 2, None, None, "x: row 2")
    assert check_claims([wrong], QUOTA_STATUS.empty())[0].check is Check.CONTRADICTS


@pytest.mark.parametrize(
    ("rows", "where", "what"),
    [
        ("甲,2021,文件,-5,9,-3,\n", "row 2, column count", "negative"),
        ("甲,2021,文件,5.5,9,-3,\n", "row 2, column count", "fractional"),
        ("甲,2021,文件,60,100,-0.4,\n", "row 2, column change", "fraction"),
        ("甲,2021,文件,60,,-0.4,\n", "row 2, column change", "fraction"),
        ("甲,21,文件,60,100,-4,\n", "row 2, column year", "not a year"),
        (",2021,文件,60,100,-4,\n", "row 2, column unit", "is empty"),
        ("甲,2021,文件,6,9,much,\n", "row 2, column change", "not a percentage"),
        ("甲,2021,文件,6,9,-33,\n甲,2021,文件,6,9,-33,\n", "row 3, column year", "repeats row 2"),
    ],
)
def test_faults_name_their_cell(tmp_path: Path, rows: str, where: str, what: str) -> None:
    with pytest.raises(UsageFault) as caught:
        _load(tmp_path, rows)
    assert caught.value.where.endswith(where)
    assert what in caught.value.what
