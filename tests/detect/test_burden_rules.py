"""The rules on deadlines and burdens: their own examples, and what no example can show."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.detect.documents import detect_documents
from docanalyzer.detect.kind import Log
from docanalyzer.detect.repeat import RepeatRule
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, FINDINGS, RECEIPTS
from docanalyzer.model.terms import Family
from docanalyzer.rules.examples import run_examples
from docanalyzer.rules.loader import load_pack
from docanalyzer.rules.pack import RulePack

PACK = load_pack([default_pack()])
RULES = tuple(rule for rule in PACK.rules if rule.family in (Family.DEADLINES, Family.BURDENS))


def test_every_example_of_both_families_holds() -> None:
    count, failures = run_examples(RulePack(RULES))
    assert count >= 2 * len(RULES)
    assert failures == ()


def test_the_default_pack_has_at_least_sixty_document_rules() -> None:
    urgency = [rule for rule in PACK.rules if rule.family is Family.URGENCY]
    assert len(RULES) + len(urgency) >= 60


def deliveries(days: list[int], issuer: str = "青禾县水务局") -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same notice, sent to one township on each of `days`."""
    ids = [f"d{place}" for place in range(len(days))]
    documents = DOCUMENTS.conform(
        pl.DataFrame(
            {
                "doc_id": ids,
                "title": [f"{issuer}关于报送小型水库白蚁防治台账的通知"] * len(days),
                "issuer": [issuer] * len(days),
                "doc_number": [f"青水〔2023〕{place}号" for place in range(len(days))],
            }
        )
    )
    receipts = RECEIPTS.conform(
        pl.DataFrame(
            {
                "receipt_id": ids,
                "doc_id": ids,
                "receiver": ["柳溪镇"] * len(days),
                "received_at": [datetime(2023, 1, 1) + timedelta(days=day) for day in days],
            }
        )
    )
    return documents, receipts


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_repeats_are_those_soon_after_another(days: list[int]) -> None:
    rule = PACK.rule("repeat-same-issuer")
    assert isinstance(rule, RepeatRule)
    documents, receipts = deliveries(days)
    found = detect_documents(Log(documents, BODIES.empty(), receipts), [rule])
    ordered = sorted(days)
    soon = sum(b - a <= rule.when.within_days for a, b in pairwise(ordered))
    assert found.height == soon


def test_one_receipt_in_time_clears_the_issuer() -> None:
    documents, receipts = deliveries([0, 0])
    one = documents.head(1)
    late = receipts.with_columns(
        doc_id=pl.lit("d0"), due_at=pl.Series([datetime(2022, 12, 30), datetime(2023, 1, 9)])
    )
    rule = PACK.rule("due-before-receipt")
    assert rule is not None
    assert detect_documents(Log(one, BODIES.empty(), late), [rule]).height == 0
    assert detect_documents(Log(one, BODIES.empty(), late.head(1)), [rule]).height == 1


def test_a_text_of_one_repeated_phrase_is_one_finding_with_a_count() -> None:
    body = "请报送工作截图。" * 20_000
    documents = DOCUMENTS.conform(pl.DataFrame({"doc_id": ["d"], "title": ["通知"]}))
    bodies = BODIES.conform(pl.DataFrame({"doc_id": ["d"], "body": [body]}))
    found = detect_documents(Log(documents, bodies, RECEIPTS.empty()), RULES)
    row = found.filter(pl.col("rule_id") == "request-screenshots").row(0, named=True)
    assert (row["begin"], row["end"], row["matched_text"]) == (5, 7, "截图")
    assert '"occurrences":20000' in row["evidence"]


@pytest.mark.slow
@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.text(alphabet="请于明日下班前报送截图，。《》“”台账建立每日\n 纳入考核😀", max_size=60),
        min_size=1,
        max_size=5,
    )
)
def test_every_span_is_its_text_in_any_body(texts: list[str]) -> None:
    ids = [f"d{place}" for place in range(len(texts))]
    documents = DOCUMENTS.conform(pl.DataFrame({"doc_id": ids}))
    bodies = BODIES.conform(pl.DataFrame({"doc_id": ids, "body": texts}))
    found = detect_documents(Log(documents, bodies, RECEIPTS.empty()), RULES)
    assert found.schema == pl.Schema(FINDINGS.schema())
    whole = dict(zip(ids, texts, strict=True))
    for row in found.filter(pl.col("begin").is_not_null()).iter_rows(named=True):
        assert whole[row["doc_id"]][row["begin"] : row["end"]] == row["matched_text"]


@pytest.mark.real_data
def test_real_regulations_are_not_called_burdens(real_data: Path) -> None:
    """757 laws and regulations ask much of citizens and firms; one clause concerns villages.

    Provisions that lower governments are assessed are inspections by the readers' rules.
    """
    texts = pl.read_parquet(real_data / "regulations.parquet").unique("正文", maintain_order=True)
    ids = pl.Series("doc_id", [f"d{place:04}" for place in range(texts.height)])
    documents = DOCUMENTS.conform(pl.DataFrame({"doc_id": ids, "title": texts["标题"]}))
    bodies = BODIES.conform(pl.DataFrame({"doc_id": ids, "body": texts["正文"]}))
    found = detect_documents(Log(documents, bodies, RECEIPTS.empty()), RULES)
    in_bodies = found.filter(pl.col("field") == "body")
    laid_down = pl.col("rule_id") == "assessment-laid-down"
    assert in_bodies.filter(~laid_down).height <= texts.height * 0.01
    provisions = in_bodies.filter(laid_down)["matched_text"]
    assert 1 <= len(provisions) <= texts.height * 0.03
    assert provisions.str.contains("政府|部门|单位").all()
    assert provisions.str.contains("考核").all()
