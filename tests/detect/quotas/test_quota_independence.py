"""Order of rows and repeated receipts change no figure."""

from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.detect.quotas.detection import detect_quotas
from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
from tests.detect.quotas.registers import default_rules, documents, year_of

pytestmark = pytest.mark.slow

YEARS = st.dictionaries(st.integers(2017, 2025), st.integers(0, 60), min_size=1, max_size=5)


def _register(units: list[dict[int, int]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    parts = [
        year_of(year, count, unit=f"第{place}局", tag=f"局{place}发")
        for place, years in enumerate(units)
        for year, count in years.items()
    ]
    rows = documents(*parts)
    receipts = RECEIPTS.conform(
        rows.select(
            pl.concat_str(pl.lit("r"), "doc_id").alias("receipt_id"),
            "doc_id",
            pl.col("issued_on").dt.offset_by("3d").cast(pl.Datetime("us")).alias("received_at"),
        )
    )
    return rows, receipts


@settings(deadline=None, max_examples=25)
@given(units=st.lists(YEARS, min_size=1, max_size=3), seed=st.integers(0, 2**16))
def test_row_order_changes_nothing(units: list[dict[int, int]], seed: int) -> None:
    rows, receipts = _register(units)
    plain = detect_quotas(rows, receipts, default_rules())
    order = list(range(rows.height))
    random.Random(seed).shuffle(order)
    rules = list(default_rules())
    random.Random(seed).shuffle(rules)
    shuffled = detect_quotas(rows[order], receipts[order], rules)
    assert plain.status.equals(shuffled.status)
    assert plain.findings.equals(shuffled.findings)


@settings(deadline=None, max_examples=25)
@given(units=st.lists(YEARS, min_size=1, max_size=3), times=st.integers(2, 4))
def test_more_receipts_change_nothing(units: list[dict[int, int]], times: int) -> None:
    rows, receipts = _register(units)
    plain = detect_quotas(rows, receipts, default_rules())
    repeated = pl.concat(
        receipts.with_columns(pl.col("receipt_id") + f"-{copy}") for copy in range(times)
    )
    again = detect_quotas(rows, repeated, default_rules())
    assert plain.status.equals(again.status)
    assert plain.findings.equals(again.findings)


def test_units_do_not_see_each_other() -> None:
    alone, receipts = _register([{2023: 40, 2024: 60}])
    both, more = _register([{2023: 40, 2024: 60}, {2023: 50, 2024: 20}])
    first = detect_quotas(alone, receipts, default_rules()).status
    second = detect_quotas(both, more, default_rules()).status
    assert first.equals(second.filter(pl.col("unit") == "第0局"))
    assert DOCUMENTS.conform(both).height == both.height
