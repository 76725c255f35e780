"""The JSON report says what docs/report-json.md says it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

from docanalyzer.report.as_json import json_report
from docanalyzer.report.summarise import summarise
from tests.report.planted_run import suppressed_run

GUIDE = Path(__file__).parents[2] / "docs" / "report-json.md"


def keys_of(value: object) -> set[str]:
    """Every key at any depth."""
    if isinstance(value, dict):
        return set(value) | {key for part in value.values() for key in keys_of(part)}
    if isinstance(value, list):
        return {key for part in value for key in keys_of(part)}
    return set()


def test_every_key_is_documented_and_every_documented_key_is_there() -> None:
    report = json.loads(json_report(summarise(suppressed_run())))
    table = GUIDE.read_text(encoding="utf-8").partition("|---|---|")[2]
    named = set(re.findall(r"`([a-z_0-9]+)`", table))
    assert keys_of(report) == named
    rows = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]
    assert set(report) == set(re.findall(r"`(\w+)`", " ".join(rows)))
