"""Planted truth: wordings that a copy made tighter, and many that only look so."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from docanalyzer.detect.escalation.detection import detect_escalation
from docanalyzer.detect.escalation.rule import EscalationExample, EscalationRule, example_tables
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import FINDINGS
from docanalyzer.rules.loader import load_pack

RULES = load_pack([default_pack()]).of_kind(EscalationRule)
BEFORE = "各地要加强组织领导，压实工作责任，按照分工方案细化任务清单，"
AFTER = "，有关情况及时记入工作台账，确保各项任务落到实处。"
ROWS = list(
    csv.DictReader((Path(__file__).parent / "wordings.tsv").open(encoding="utf-8"), delimiter="\t")
)


def example(row: dict[str, str]) -> EscalationExample:
    return EscalationExample(
        source=BEFORE + row["source"] + AFTER, copy_body=BEFORE + row["copy"] + AFTER
    )


@pytest.fixture(scope="module")
def found() -> dict[int, list[dict[str, object]]]:
    """Findings by row, evidence read."""
    findings = detect_escalation(*example_tables([example(row) for row in ROWS]), RULES)
    by_row: dict[int, list[dict[str, object]]] = {}
    for finding in findings.to_dicts():
        number = int(finding["doc_id"].removeprefix("copy "))
        finding["evidence"] = json.loads(finding["evidence"])
        by_row.setdefault(number, []).append(finding)
    return by_row


def test_truth_is_large_enough() -> None:
    notes = [row["note"] for row in ROWS]
    assert notes.count("tightened") >= 40
    assert len(notes) - notes.count("tightened") >= 40


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_wording(number: int, found: dict[int, list[dict[str, object]]]) -> None:
    row = ROWS[number]
    seen = [
        (finding["evidence"]["source_text"], finding["matched_text"])  # type: ignore[index]  # evidence is JSON
        for finding in found.get(number, [])
    ]
    expected = [(row["source_text"], row["matched"])] if row["matched"] else []
    assert seen == expected, (row["note"], row["source"], row["copy"])


def test_spans_hold_the_wordings_on_both_sides(found: dict[int, list[dict[str, object]]]) -> None:
    for number, findings in found.items():
        texts = example(ROWS[number])
        for finding in findings:
            evidence = finding["evidence"]
            assert isinstance(evidence, dict)
            begin, end = finding["begin"], finding["end"]
            assert isinstance(begin, int)
            assert isinstance(end, int)
            assert texts.copy_body[begin:end] == finding["matched_text"]
            source = texts.source[evidence["source_begin"] : evidence["source_end"]]
            assert source == evidence["source_text"]
    assert len(found) >= 40


def test_order_of_rows_does_not_show() -> None:
    tables = example_tables([example(row) for row in ROWS])
    straight = detect_escalation(*tables, RULES)
    documents, bodies, pairs, passages = (table.reverse() for table in tables)
    turned = detect_escalation(documents, bodies, pairs, passages, RULES)
    documents, bodies, pairs, passages = (
        table.sample(fraction=1, shuffle=True, seed=7) for table in tables
    )
    shuffled = detect_escalation(documents, bodies, pairs, passages, RULES)
    assert straight.equals(turned)
    assert straight.equals(shuffled)
    assert straight.columns == FINDINGS.names()


def planted(**changed: object) -> pl.DataFrame:
    """Findings on one tightened percentage, with columns of pair or copy set otherwise."""
    row = EscalationExample(
        source=BEFORE + "覆盖率达到80%以上" + AFTER, copy_body=BEFORE + "覆盖率达到90%以上" + AFTER
    )
    documents, bodies, pairs, passages = example_tables([row])
    for name, value in changed.items():
        if name in pairs.columns:
            pairs = pairs.with_columns(pl.lit(value).cast(pairs.schema[name]).alias(name))
        else:
            of_copy = pl.col("doc_id") == "copy 0"
            value_of = pl.lit(value).cast(documents.schema[name])
            documents = documents.with_columns(
                pl.when(of_copy).then(value_of).otherwise(name).alias(name)
            )
    return detect_escalation(documents, bodies, pairs, passages, RULES)


def test_only_a_lower_and_no_older_copy_is_charged() -> None:
    assert planted().height == 1
    assert planted(relation="declared_relay").height == 1
    for relation in ("lateral", "reissue", "version", "same_subject"):
        assert planted(relation=relation).is_empty(), relation
    assert planted(issuer_level="province").is_empty()
    assert planted(issuer_level="central").is_empty()
    assert planted(issuer_level=None).is_empty()
    assert planted(issued_on=date(2024, 2, 1)).is_empty()
    assert planted(issued_on=None).is_empty()


def test_years_in_titles_tell_issues_of_a_routine() -> None:
    row = EscalationExample(
        source=BEFORE + "覆盖率达到80%以上" + AFTER,
        copy_body=BEFORE + "覆盖率达到90%以上" + AFTER,
        copy_issued_on=date(2025, 3, 1),
    )
    documents, bodies, pairs, passages = example_tables([row])
    year = pl.when(pl.col("doc_id") == "copy 0").then(2025).otherwise(2024)
    named = documents.with_columns(title=pl.format("关于做好{}年重点工作的通知", year))
    assert detect_escalation(documents, bodies, pairs, passages, RULES).height == 1
    assert detect_escalation(named, bodies, pairs, passages, RULES).is_empty()


def chain(middle: str, copy: str) -> pl.DataFrame:
    """A province, a city and a county with one text each; the county also has the city's."""
    texts = {"p": "覆盖率达到80%以上", "m": middle, "c": copy}
    bodies = pl.DataFrame(
        {"doc_id": list(texts), "body": [BEFORE + text + AFTER for text in texts.values()]}
    )
    documents, _, pairs, passages = example_tables([example({"source": "", "copy": ""})] * 3)
    documents = documents.head(3).with_columns(
        doc_id=pl.Series(list(texts)),
        issuer_level=pl.Series(["province", "city", "county"]),
        issued_on=pl.Series([date(2024, 3, day) for day in (1, 2, 3)]),
    )
    roles = {"copy_doc_id": ["m", "c", "c"], "source_doc_id": ["p", "p", "m"]}
    length = len(BEFORE + "覆盖率达到80%以上" + AFTER)
    pairs = pairs.with_columns(**{name: pl.Series(ids) for name, ids in roles.items()})
    passages = passages.with_columns(
        **{name: pl.Series(ids) for name, ids in roles.items()},
        copy_end=length,
        source_end=length,
    )
    return detect_escalation(documents, bodies, pairs, passages, RULES)


def test_what_the_office_between_tightened_is_not_charged_again() -> None:
    assert chain("覆盖率达到90%以上", "覆盖率达到90%以上")["doc_id"].to_list() == ["m"]
    assert chain("覆盖率达到95%以上", "覆盖率达到90%以上")["doc_id"].to_list() == ["m"]


def test_each_office_is_charged_with_its_own_step_on_its_nearest_source() -> None:
    findings = chain("覆盖率达到85%以上", "覆盖率达到90%以上").sort("doc_id")
    assert findings["doc_id"].to_list() == ["c", "m"]
    evidence = json.loads(findings["evidence"][0])
    assert evidence["source_doc_id"] == "m"
    assert [other["doc_id"] for other in evidence["other_sources"]] == ["p"]
