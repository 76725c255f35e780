"""Tuning acts on every finding alike: weights, allowances and their last day."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from docanalyzer.cli.app import app
from docanalyzer.detect.documents import detect_documents
from docanalyzer.detect.kind import Log
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.tables import BODIES, DOCUMENTS, FINDINGS, RECEIPTS
from docanalyzer.model.terms import Severity
from docanalyzer.rules.loader import load_pack
from docanalyzer.rules.tuned import tuned
from docanalyzer.rules.tuning import Allowance, Tuning

UNTIL = date(2024, 6, 30)


def allow(**fields: str) -> Tuning:
    entry = {"rule": "urgency", "until": UNTIL, "reason": "经同意", **fields}
    return Tuning(allow=(Allowance.model_validate(entry),))


def findings(**fields: str | None) -> pl.DataFrame:
    """One finding on document d1."""
    row = {
        "finding_id": "f1",
        "family": "urgency",
        "rule_id": "urgency-title-genre",
        "severity": "medium",
        "doc_id": "d1",
        "doc_number": "青政办发〔2024〕3号",
        "title": "关于防汛的紧急通知",
        "issuer": "青禾市人民政府办公室",
        "evidence": '{"occurrences":1}',
        **fields,
    }
    return FINDINGS.conform(pl.DataFrame([row], infer_schema_length=None))


def documents(issued_on: date | None) -> pl.DataFrame:
    return DOCUMENTS.conform(pl.DataFrame({"doc_id": ["d1"], "issued_on": [issued_on]}))


def receipts(*received: datetime) -> pl.DataFrame:
    rows = {
        "receipt_id": [f"r{place}" for place in range(len(received))],
        "doc_id": ["d1"] * len(received),
        "received_at": list(received),
    }
    return RECEIPTS.conform(pl.DataFrame(rows, schema_overrides={"doc_id": pl.String}))


def is_suppressed(tuning: Tuning, day: date | None, *received: datetime) -> bool:
    found = tuned(findings(), documents(day), receipts(*received), tuning)
    evidence = json.loads(found["evidence"].item())
    assert ("suppressed" in evidence) == (found["severity"].item() == "info")
    return "suppressed" in evidence


def test_an_allowance_holds_on_its_last_day_and_not_the_day_after() -> None:
    tuning = allow(title="防汛")
    assert is_suppressed(tuning, date(2024, 6, 30))
    assert not is_suppressed(tuning, date(2024, 7, 1))


def test_without_a_date_the_earliest_receipt_counts() -> None:
    tuning = allow(title="防汛")
    late, early = datetime(2024, 7, 9, 9), datetime(2024, 6, 30, 23, 59)
    assert is_suppressed(tuning, None, late, early)
    assert not is_suppressed(tuning, None, late)
    assert not is_suppressed(tuning, date(2024, 7, 1), early)  # the date of the document decides


def test_an_undated_document_is_not_covered() -> None:
    assert not is_suppressed(allow(title="防汛"), None)


@pytest.mark.parametrize(
    ("fields", "covered"),
    [
        ({"rule": "urgency-title-genre", "title": "防汛"}, True),
        ({"rule": "urgency-title-mark", "title": "防汛"}, False),
        ({"rule": "burdens", "title": "防汛"}, False),
        ({"issuer": "青禾市人民政府办公室"}, True),
        ({"issuer": "青禾市人民政府"}, False),
        ({"doc_number": "青政办发[2024] 3 号"}, True),
        ({"doc_number": "青政办发〔2024〕31号"}, False),
        ({"doc_number": "青政办发〔2024〕3号", "title": "抗旱"}, False),
    ],
)
def test_everything_an_allowance_names_must_fit(fields: dict[str, str], covered: bool) -> None:
    assert is_suppressed(allow(**fields), date(2024, 1, 5)) == covered


def test_a_finding_about_a_unit_is_not_covered() -> None:
    about_unit = findings(doc_id=None, title=None)
    tuning = allow(issuer="青禾市人民政府办公室")
    assert tuned(about_unit, documents(UNTIL), receipts(), tuning).equals(about_unit)


@pytest.mark.parametrize("evidence", [None, "{}", '{"occurrences":1}'])
def test_evidence_is_kept_and_says_why(evidence: str | None) -> None:
    reason = Allowance(rule="urgency", title="防汛", until=UNTIL, reason='经"办公室"同意\\口头')
    tuning = Tuning(severity={"urgency-title-genre": Severity.HIGH}, allow=(reason,))
    found = tuned(findings(evidence=evidence), documents(UNTIL), receipts(), tuning)
    told = json.loads(found["evidence"].item())
    assert told.pop("suppressed") == {
        "reason": reason.reason,
        "until": "2024-06-30",
        "severity": "high",
    }
    assert told == json.loads(evidence or "{}")


def test_the_first_allowance_that_fits_gives_the_reason() -> None:
    first = Allowance(rule="burdens", title="防汛", until=UNTIL, reason="不相干")
    second = Allowance(rule="urgency", title="防汛", until=UNTIL, reason="第二条")
    third = Allowance(rule="urgency", title="通知", until=UNTIL, reason="第三条")
    tuning = Tuning(allow=(first, second, third))
    found = tuned(findings(), documents(UNTIL), receipts(), tuning)
    assert json.loads(found["evidence"].item())["suppressed"]["reason"] == "第二条"


def test_weights_reach_findings_of_their_rule_alone() -> None:
    both = pl.concat([findings(), findings(finding_id="f2", rule_id="due-on-day-off")])
    tuning = Tuning(severity={"urgency-title-genre": Severity.HIGH})
    found = tuned(both, documents(None), receipts(), tuning)
    assert found["severity"].to_list() == ["high", "medium"]


LIMITS = """\
[[limit]]
rule = "length-over-5000"
chars = 3000
region = "天津市"
since = 2019-01-01
until = 2019-12-31

[[limit]]
rule = "length-over-5000"
chars = 2000
level = "county"
region = "丰县"
"""


def length_findings(tmp_path: Path, chars: int, **fields: str | int | date | None) -> int:
    (tmp_path / "tuning.toml").write_text(LIMITS, encoding="utf-8")
    pack = load_pack([default_pack(), tmp_path])
    rule = pack.rule("length-over-5000")
    assert rule is not None
    row = {"doc_id": "d1", "title": "关于清淤的通知", "is_relay": False, **fields}
    bodies = BODIES.conform(pl.DataFrame({"doc_id": ["d1"], "body": ["字" * chars]}))
    about = DOCUMENTS.conform(pl.DataFrame([row]))
    return detect_documents(Log(about, bodies, receipts()), [rule]).height


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"province": "天津市", "issued_on": date(2019, 12, 31)}, 3000),
        ({"province": "天津市", "number_year": 2019}, 3000),
        ({"province": "天津市", "issued_on": date(2020, 1, 1)}, None),
        ({"province": "天津市"}, None),
        ({"province": "江苏省", "number_year": 2019}, None),
        ({"province": "天津市", "number_year": 2024}, 5000),
        ({"county": "丰县", "issuer_level": "county"}, 2000),
        ({"county": "丰县", "issuer_level": "township", "number_year": 2024}, 5000),
    ],
)
def test_limits_by_level_region_and_period(
    tmp_path: Path, fields: dict[str, str | int | date | None], limit: int | None
) -> None:
    if limit is None:
        assert length_findings(tmp_path, 9000, **fields) == 0
    else:
        assert length_findings(tmp_path, limit, **fields) == 0
        assert length_findings(tmp_path, limit + 1, **fields) == 1


SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "planted"


def test_a_scan_keeps_counts_and_excuses_what_is_allowed(tmp_path: Path) -> None:
    plain = CliRunner().invoke(
        app, ["scan", str(SAMPLE), "--out", str(tmp_path / "plain"), "--json", "--lang", "zh"]
    )
    assert plain.exit_code == 0
    before = json.loads(plain.stdout)
    families = [line["family"] for line in before["families"]]
    rules = tmp_path / "rules"
    rules.mkdir()
    titled = {line["title"][:2] for line in before["examples"] if line["title"]}
    entries = [
        f'[[allow]]\nrule = "{family}"\ntitle = "关于"\nuntil = 2099-01-01\nreason = "已核实"\n'
        for family in families
    ]
    (rules / "tuning.toml").write_text("\n".join(entries), encoding="utf-8")
    assert titled
    out = tmp_path / "tuned"
    options = ["--rules", str(rules), "--json", "--lang", "zh"]
    after = json.loads(
        CliRunner().invoke(app, ["scan", str(SAMPLE), "--out", str(out), *options]).stdout
    )

    def total(report: dict[str, list[dict[str, dict[str, int]]]]) -> int:
        return sum(sum(line["counts"].values()) for line in report["families"])

    assert after["suppressed_findings"] > 0
    assert total(after) + after["suppressed_findings"] == total(before)
    assert after["suppressed"] == [
        {"reason": "已核实", "until": "2099-01-01", "findings": after["suppressed_findings"]}
    ]
    assert after["rules_sha256"] != before["rules_sha256"]
    weight = sum(line["weight"] for line in after["issuers"])
    assert weight < sum(line["weight"] for line in before["issuers"])
    shown = CliRunner().invoke(app, ["report", str(out), "--lang", "zh"]).stdout
    assert "按豁免清单不计" in shown and "已核实" in shown
