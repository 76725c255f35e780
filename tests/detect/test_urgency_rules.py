"""The default urgency rules: their own examples, and real titles read in context."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docanalyzer.detect.documents import detect_documents
from docanalyzer.detect.kind import Log
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, CELL_NOTES, DOCUMENTS, FINDINGS, RECEIPTS
from docanalyzer.model.terms import Family
from docanalyzer.rules.examples import run_examples
from docanalyzer.rules.loader import load_pack
from docanalyzer.rules.pack import RulePack

PACK = load_pack([default_pack()])
RULES = tuple(rule for rule in PACK.rules if rule.family is Family.URGENCY)


def detect(
    titles: list[str | None],
    *,
    urgency: str | None = None,
    receipts: pl.DataFrame | None = None,
    notes: pl.DataFrame | None = None,
) -> pl.DataFrame:
    documents = DOCUMENTS.conform(
        pl.DataFrame(
            {
                "doc_id": [f"d{number:04}" for number in range(len(titles))],
                "title": titles,
                "urgency": pl.Series([urgency] * len(titles), dtype=pl.String),
            }
        )
    )
    return detect_documents(
        Log(documents, BODIES.empty(), RECEIPTS.empty() if receipts is None else receipts, notes),
        RULES,
    )


def test_every_example_of_the_family_holds() -> None:
    count, failures = run_examples(RulePack(RULES))
    assert count >= 2 * len(RULES)
    assert failures == ()


@pytest.mark.parametrize(
    "title",
    [
        "青禾市紧急医学救援能力建设规划",
        "关于印发灾害事故紧急处置总体预案的通知",
        "关于公布“马上办、网上办、一次办”事项目录的通知",
        "关于迅速圆满完成紧急支援灾区物资工作的情况通报",
        "关于贯彻《关于加强药品管理工作的紧急通知》有关问题的复函",
        "关于设置应急管理办公室的通知",
        "关于紧急重大情况报告工作的通知",
        "特急列车停运公告",
    ],
)
def test_names_and_cited_titles_are_not_urgent(title: str) -> None:
    assert detect([title]).height == 0


def test_evidence_points_into_the_title_as_ingested() -> None:
    titles = [
        "  【特急】 关于防汛的通知",
        "市政府关于防汛的紧急通知（修订）。",
        "关于防汛的通知 [加急] ",
    ]
    findings = detect([*titles, None])
    by_title = {row["title"]: row for row in findings.iter_rows(named=True)}
    assert set(by_title) == set(titles)
    for title, row in by_title.items():
        assert title[row["begin"] : row["end"]] == row["matched_text"]
        assert json.loads(row["evidence"]) is not None
        assert row["matched_text"] in row["message"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(alphabet="转发关于紧急通知的特（）《》【】\n 😀a", max_size=25),
        min_size=1,
        max_size=8,
    )
)
def test_offsets_and_order_hold_for_any_titles(titles: list[str]) -> None:
    findings = detect(list(titles))
    assert findings.schema == pl.Schema(FINDINGS.schema())
    for row in findings.iter_rows(named=True):
        assert row["title"][row["begin"] : row["end"]] == row["matched_text"]


def test_order_of_rows_changes_nothing() -> None:
    documents = DOCUMENTS.conform(
        pl.DataFrame(
            {
                "doc_id": [f"d{number:04}" for number in range(50)],
                "title": [f"关于第{number}件事的紧急通知" for number in range(50)],
                "urgency": ["特急", "加急", None, "平急", "急件"] * 10,
            }
        )
    )
    plain = detect_documents(Log(documents, BODIES.empty(), RECEIPTS.empty()), RULES)
    mixed = detect_documents(
        Log(documents.sample(fraction=1, shuffle=True, seed=7), BODIES.empty(), RECEIPTS.empty()),
        RULES,
    )
    assert plain.equals(mixed)
    assert plain.height > 80


def receipt(**values: object) -> pl.DataFrame:
    row = {"receipt_id": "r1", "doc_id": "d0000", "source_file": "a.csv", "source_row": 2}
    return pl.DataFrame([row | values], infer_schema_length=None)


KEEPER = receipt(receipt_id="r2", doc_id="other", source_row=3, due_at=datetime(2023, 1, 1))


def test_a_deadline_that_could_not_be_read_is_no_lack_of_one() -> None:
    receipts = RECEIPTS.conform(pl.concat([receipt(), KEEPER], how="diagonal_relaxed"))
    note = pl.DataFrame({"source_file": ["a.csv"], "source_row": [2], "column": ["due_at"]})
    without = detect(["关于核对名单的通知"], urgency="特急", receipts=receipts)
    unread = detect(
        ["关于核对名单的通知"], urgency="特急", receipts=receipts, notes=CELL_NOTES.conform(note)
    )
    assert "urgent-without-deadline" in without["rule_id"].to_list()
    assert "urgent-without-deadline" not in unread["rule_id"].to_list()


def missing_deadline(*receivers: str | None) -> dict[str, str | None]:
    """Message and evidence for a document that these offices registered without a deadline."""
    rows = [
        receipt(receipt_id=f"r{place:02}", receiver=receiver, due_at=None)
        for place, receiver in enumerate(receivers)
    ]
    keeper = KEEPER.with_columns(receipt_id=pl.lit("keeper"))
    receipts = RECEIPTS.conform(pl.concat([*rows, keeper], how="diagonal_relaxed"))
    found = detect(["关于核对名单的通知"], urgency="特急", receipts=receipts)
    row = found.filter(pl.col("rule_id") == "urgent-without-deadline").row(0, named=True)
    return {"message": row["message"], **json.loads(row["evidence"])}


def test_a_missing_deadline_is_put_to_who_registered_the_document() -> None:
    one = missing_deadline("柳溪镇", "柳溪镇", None)
    assert one["receiver"] == "柳溪镇"
    assert "标注“特急”，柳溪镇登记时未写办理时限" in str(one["message"])
    assert missing_deadline("青石镇", "柳溪镇")["receiver"] == "柳溪镇、青石镇"
    many = missing_deadline(*(f"{number}号站" for number in range(7)))
    assert many["receiver"] == "0号站、1号站、2号站、3号站、4号站等7个单位"
    nobody = missing_deadline(None)
    assert nobody["receiver"] is None
    assert "登记单位登记时未写办理时限" in str(nobody["message"])


def test_the_cell_as_registered_is_the_evidence() -> None:
    receipts = RECEIPTS.conform(receipt(raw_urgency="紧急程度：特急"))
    findings = detect(["关于核对名单的通知"], urgency="特急", receipts=receipts)
    row = findings.filter(pl.col("rule_id") == "urgency-field-mark").row(0, named=True)
    assert (row["field"], row["begin"], row["end"], row["matched_text"]) == (
        "urgency",
        5,
        7,
        "特急",
    )
    coded = RECEIPTS.conform(receipt(raw_urgency="2"))
    findings = detect(["关于核对名单的通知"], urgency="特急", receipts=coded)
    row = findings.filter(pl.col("rule_id") == "urgency-field-mark").row(0, named=True)
    assert (row["begin"], row["end"], row["matched_text"]) == (0, 1, "2")


def test_one_short_deadline_is_enough_to_stay_silent() -> None:
    received = datetime(2023, 3, 1)
    far = receipt(received_at=received, due_at=datetime(2023, 5, 1))
    near = receipt(receipt_id="r3", received_at=received, due_at=datetime(2023, 3, 2))
    alone = detect(["关于报送的通知"], urgency="特急", receipts=RECEIPTS.conform(far))
    both = detect(
        ["关于报送的通知"], urgency="特急", receipts=RECEIPTS.conform(pl.concat([far, near]))
    )
    assert "urgent-due-far-off" in alone["rule_id"].to_list()
    assert "urgent-due-far-off" not in both["rule_id"].to_list()


@pytest.mark.real_data
def test_every_real_title_with_an_urgent_word_is_read_right(real_data: Path) -> None:
    """24 of the 27 real titles that say 紧急 are urgent, four of these by relay."""
    titles = (
        pl.read_csv(real_data / "register.csv", infer_schema=False)["标题"].drop_nulls().unique()
    )
    findings = detect(titles.sort().to_list())
    assert titles.str.contains("紧急").sum() == 27
    assert findings.group_by("rule_id").len().sort("rule_id").rows() == [
        ("urgency-by-relay", 4),
        ("urgency-title-genre", 20),
    ]


@pytest.mark.parametrize("unit", ["紧急通知", "《紧急通知》", "转发关于紧急通知", "（"])
def test_a_long_title_made_of_one_phrase_is_read_like_any_other(unit: str) -> None:
    """A cost per hit that grows with the title would exhaust memory here."""
    title = unit * (400_000 // len(unit))
    findings = detect([title])
    assert findings.height <= 1
    for row in findings.iter_rows(named=True):
        assert title[row["begin"] : row["end"]] == row["matched_text"]
