"""Every fault of a pack is named with file, line, column and a hint, all in one run."""

from __future__ import annotations

from pathlib import Path

import pytest

from docanalyzer.model.faults import ExitCode, RuleFaults, UsageFault
from docanalyzer.rules.loader import load_pack
from tests.rules.broken_pack import FAULTS, GOOD, broken, write_rule


def faults_of(*packs: Path) -> tuple[UsageFault, ...]:
    with pytest.raises(RuleFaults) as raised:
        load_pack(packs)
    assert raised.value.exit_code is ExitCode.USAGE
    return raised.value.faults


def test_the_rule_they_start_from_is_good(tmp_path: Path) -> None:
    write_rule(tmp_path, GOOD)
    assert [rule.id for rule in load_pack([tmp_path]).rules] == ["good-rule"]


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_named_where_it_stands(tmp_path: Path, name: str) -> None:
    path = write_rule(tmp_path, broken(name))
    _, _, spot, wording = FAULTS[name]
    found = faults_of(tmp_path)
    assert [fault for fault in found if wording in fault.what], found
    first = next(fault for fault in found if wording in fault.what)
    assert first.where == f"{path}:{spot}"
    assert first.hint


def test_all_faults_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    for number, name in enumerate(FAULTS):
        text = broken(name)
        renamed = text.replace("id: good-rule", f"id: rule-{number}")
        write_rule(tmp_path, renamed, name=f"rule-{number}" if renamed != text else "good-rule")
    wordings = [fault.what for fault in faults_of(tmp_path)]
    expected = {wording for _, _, _, wording in FAULTS.values()}
    assert len(expected) >= 20
    missing = {word for word in expected if not any(word in what for what in wordings)}
    # Files that keep the id good-rule overwrite each other; only the last of them is left.
    assert missing <= {"id is malformed"}


def test_two_faults_of_one_file_are_both_told(tmp_path: Path) -> None:
    text = broken("one-character").replace("severity: low", "severity: urgent")
    write_rule(tmp_path, text.replace("id: good-rule", "id: other"))
    assert len(faults_of(tmp_path)) == 3


def test_two_rules_of_one_id(tmp_path: Path) -> None:
    first = write_rule(tmp_path, GOOD)
    second = tmp_path / "urgency" / "more" / "good-rule.yml"
    second.parent.mkdir()
    second.write_text(GOOD, encoding="utf-8")
    (fault,) = faults_of(tmp_path)
    assert "stands twice" in fault.what
    assert {str(first), str(second)} == {fault.where.removesuffix(":1:1"), fault.what.split()[-1]}


def test_a_file_in_gb18030_is_named_with_its_line(tmp_path: Path) -> None:
    path = write_rule(tmp_path, GOOD)
    path.write_bytes(GOOD.encode("gb18030"))
    (fault,) = faults_of(tmp_path)
    assert fault.where == f"{path}:5:13"
    assert "GB18030" in fault.what


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    write_rule(tmp_path, "\ufeff" + GOOD)
    assert len(load_pack([tmp_path]).rules) == 1


@pytest.mark.parametrize(
    ("text", "wording"), [("", "is empty"), ("- a\n", "not a mapping"), ("\x00", "not readable")]
)
def test_files_that_are_no_rule(tmp_path: Path, text: str, wording: str) -> None:
    path = write_rule(tmp_path, text)
    (fault,) = faults_of(tmp_path)
    assert wording in fault.what
    assert fault.where == f"{path}:1:1"


def test_deep_nesting_is_refused_not_followed(tmp_path: Path) -> None:
    write_rule(tmp_path, "a: " + "[" * 100_000)
    assert any("nested" in fault.what for fault in faults_of(tmp_path))


def test_a_loop_of_folders_is_named_and_not_followed(tmp_path: Path) -> None:
    write_rule(tmp_path, GOOD)
    (tmp_path / "urgency" / "again").symlink_to(tmp_path, target_is_directory=True)
    (fault,) = faults_of(tmp_path)
    assert "leads back" in fault.what
    assert fault.where == f"{tmp_path / 'urgency' / 'again'}:1:1"


def test_a_hundred_thousand_phrases_are_refused(tmp_path: Path) -> None:
    phrases = "".join(f"    - 词语{number:06}\n" for number in range(100_000))
    path = write_rule(tmp_path, GOOD.replace("    - 特急\n", phrases).replace("[特急列车]", "[]"))
    (fault,) = faults_of(tmp_path)
    assert fault.where == f"{path}:13:5"
    assert "100001 phrases" in fault.what


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    write_rule(tmp_path, GOOD + "#" * (5 << 20))
    (fault,) = faults_of(tmp_path)
    assert "MB" in fault.what


def test_a_rule_outside_the_families_is_not_silently_left_out(tmp_path: Path) -> None:
    write_rule(tmp_path, GOOD)
    write_rule(tmp_path, GOOD, family="urgancy")
    (fault,) = faults_of(tmp_path)
    assert "outside the folder of a family" in fault.what
    assert "urgency" in fault.hint


@pytest.mark.parametrize("missing", [True, False])
def test_a_folder_without_rules_is_a_fault(tmp_path: Path, missing: bool) -> None:
    (fault,) = faults_of(tmp_path / "none" if missing else tmp_path)
    assert "rule" in fault.what
