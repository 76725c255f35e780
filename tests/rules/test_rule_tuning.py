"""Tuning files: what they change, and every fault in them by file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from docanalyzer.detect.length import LengthRule
from docanalyzer.model.faults import ExitCode, RuleFaults
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.terms import Level, Severity
from docanalyzer.rules.loader import load_pack
from docanalyzer.rules.pack import RulePack
from docanalyzer.rules.tuning import FILE
from tests.rules.broken_pack import GOOD, write_rule

WHOLE = """\
# 本单位的调整
[severity]
urgency-title-genre = "low"

[[limit]]
rule = "length-over-5000"
chars = 3000
level = "county"
region = "天津市"
since = 2019-01-01
until = 2030-12-31

[[allow]]
rule = "urgency"
issuer = "青禾市应急管理局"
until = 2025-06-30
reason = "汛期文件经市委办同意"

[[allow]]
rule = "urgency-title-genre"
doc_number = "青政办发[2024] 3号"
title = "防汛"
until = "2025-12-31"
reason = "已说明情况"
"""


def tuned_pack(folder: Path, text: str = WHOLE) -> RulePack:
    (folder / FILE).write_text(text, encoding="utf-8")
    return load_pack([default_pack(), folder])


def test_a_folder_may_hold_nothing_but_its_tuning(tmp_path: Path) -> None:
    pack = tuned_pack(tmp_path)
    weighed = pack.rule("urgency-title-genre")
    assert weighed is not None and weighed.severity is Severity.LOW
    limited = pack.rule("length-over-5000")
    assert isinstance(limited, LengthRule)
    (exception,) = limited.when.exceptions
    assert (exception.limit, exception.level, exception.region) == (3000, Level.COUNTY, "天津市")
    first, second = pack.tuning.allow
    assert (first.rule, first.reason) == ("urgency", "汛期文件经市委办同意")
    assert second.doc_number == "青政办发〔2024〕3号"


def test_the_hash_of_a_pack_covers_its_tuning(tmp_path: Path) -> None:
    plain = load_pack([default_pack()]).sha256
    first = tuned_pack(tmp_path).sha256
    longer = tuned_pack(tmp_path, WHOLE.replace("2025-06-30", "2025-07-31")).sha256
    commented = tuned_pack(tmp_path, "# another comment\n" + WHOLE).sha256
    assert len({plain, first, longer}) == 3
    assert commented == first


def test_the_later_folder_decides(tmp_path: Path) -> None:
    later = tmp_path / "later"
    later.mkdir()
    (tmp_path / FILE).write_text(WHOLE, encoding="utf-8")
    (later / FILE).write_text('[severity]\nurgency-title-genre = "high"\n', encoding="utf-8")
    rule = load_pack([default_pack(), tmp_path, later]).rule("urgency-title-genre")
    assert rule is not None and rule.severity is Severity.HIGH


FAULTS: dict[str, tuple[str, str, int, str, str]] = {
    "unknown-table": ("[severity]", "[severities]", 2, "unknown key 'severities'", "severity"),
    "unknown-key": ("region = ", "regoin = ", 9, "unknown key 'regoin'", "'region'"),
    "unknown-severity": ('"low"', '"urgent"', 3, "is 'urgent'", "high"),
    "unknown-rule": (
        "urgency-title-genre =",
        "urgency-title-gerne =",
        3,
        "no rule 'urgency-title-gerne'",
        "'urgency-title-genre'",
    ),
    "unknown-allowed": ('"urgency"', '"urgencies"', 14, "no rule or family", "'urgency'"),
    "not-a-length-rule": (
        '"length-over-5000"',
        '"urgency-title-genre"',
        6,
        "no rule of kind length",
        "rules list",
    ),
    "text-for-chars": ("chars = 3000", 'chars = "3000"', 7, "is not a whole number", "digits"),
    "too-few-chars": ("chars = 3000", "chars = 3", 7, "chars is 3", "equal to 100"),
    "unknown-level": ('"county"', '"district"', 8, "is 'district'", "county"),
    "days-exchanged": ("until = 2030", "until = 2018", 5, "until is before since", "exchange"),
    "no-last-day": (
        "until = 2025-06-30\n",
        "",
        13,
        "'until' is missing",
        "needed are rule, until, reason",
    ),
    "no-reason": (
        'reason = "已说明情况"\n',
        "",
        19,
        "'reason' is missing",
        "needed are rule, until, reason",
    ),
    "not-a-day": ("2025-06-30", '"soon"', 16, "is not a date", "2023-05-01"),
    "allows-all": ('issuer = "青禾市应急管理局"\n', "", 13, "allows every document", "[severity]"),
    "limits-all": (
        'level = "county"\nregion = "天津市"\nsince = 2019-01-01\nuntil = 2030-12-31\n',
        "",
        5,
        "nothing says where the limit holds",
        "level",
    ),
    "syntax": ("chars = 3000", "chars = ", 7, "not readable as TOML", "quote"),
    "twice": ("chars = 3000", "chars = 3000\nchars = 4000", 8, "not readable as TOML", "twice"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_at_its_line(tmp_path: Path, name: str) -> None:
    old, new, line, wording, hint = FAULTS[name]
    assert WHOLE.count(old) >= 1
    with pytest.raises(RuleFaults) as raised:
        tuned_pack(tmp_path, WHOLE.replace(old, new, 1))
    assert raised.value.exit_code is ExitCode.USAGE
    (fault,) = raised.value.faults
    assert wording in fault.what
    assert hint in fault.hint
    file, found_line, column = fault.where.rsplit(":", 2)
    assert (file, int(found_line)) == (str(tmp_path / FILE), line)
    assert int(column) >= 1


def test_all_faults_of_a_file_come_in_one_run(tmp_path: Path) -> None:
    text = WHOLE.replace('"low"', '"urgent"').replace("regoin", "region")
    text = text.replace("chars = 3000", "chars = 3").replace('reason = "已说明情况"\n', "")
    with pytest.raises(RuleFaults) as raised:
        tuned_pack(tmp_path, text)
    assert len(raised.value.faults) == 3


def test_a_file_in_gb18030_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(WHOLE.encode("gb18030"))
    with pytest.raises(RuleFaults, match="GB18030"):
        load_pack([default_pack(), tmp_path])


@pytest.mark.parametrize("name", ["tunning.toml", "urgency/tuning.toml"])
def test_a_file_that_would_not_apply_is_a_fault(tmp_path: Path, name: str) -> None:
    write_rule(tmp_path, GOOD)
    (tmp_path / name).write_text(WHOLE, encoding="utf-8")
    with pytest.raises(RuleFaults, match="is not read") as raised:
        load_pack([default_pack(), tmp_path])
    assert raised.value.faults[0].where == f"{tmp_path / name}:1:1"
