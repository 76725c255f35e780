"""A new rule needs nothing but its blanks filled in."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from docanalyzer.detect.registry import KINDS
from docanalyzer.model.faults import RuleFaults, UsageFault
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.rule import BLANK
from docanalyzer.model.terms import Family
from docanalyzer.rules.draft import schema_line, write_draft
from docanalyzer.rules.loader import load_pack


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_is_refused_for_its_blanks_alone(kind: str, tmp_path: Path) -> None:
    path = write_draft("a-new-rule", kind, Family.BURDENS, tmp_path)
    text = path.read_text(encoding="utf-8")
    with pytest.raises(RuleFaults) as raised:
        load_pack([tmp_path])
    faults = raised.value.faults
    assert len(faults) == text.count(BLANK) >= 8
    assert all("is still blank" in fault.what for fault in faults)


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_with_what_a_shipped_rule_says_is_a_rule(kind: str, tmp_path: Path) -> None:
    path = write_draft("a-new-rule", kind, Family.BURDENS, tmp_path)
    drafted = yaml.safe_load(path.read_text(encoding="utf-8"))
    shipped = next(rule for rule in load_pack([default_pack()]).rules if rule.when.kind == kind)
    said = shipped.model_dump(mode="json", exclude_defaults=True)
    assert set(drafted) <= {*said, "id"}
    assert set(drafted["when"]) <= set(shipped.when.model_dump())
    filled = {**said, "id": "a-new-rule", "family": "burdens"}
    path.write_text(yaml.safe_dump(filled, allow_unicode=True), encoding="utf-8")
    assert [rule.id for rule in load_pack([tmp_path]).rules] == ["a-new-rule"]


def test_a_phrase_rule_is_written_in_a_few_values(tmp_path: Path) -> None:
    path = write_draft("request-paper-cranes", "phrase", Family.BURDENS, tmp_path)
    wording = ("折纸鹤", "Paper cranes", "要求“{matched}”", "Asks for {matched}")
    ground = ("没有依据的任务（自拟）", "别称")
    values = iter((*wording, *ground, "折纸鹤", "各村折纸鹤并上报", "关于纸鹤展览的通知"))
    text = path.read_text(encoding="utf-8")
    while BLANK in text:
        text = text.replace(BLANK, next(values), 1)
    path.write_text(text, encoding="utf-8")
    assert load_pack([tmp_path]).rules[0].title.zh == "折纸鹤"


def test_no_file_is_written_over(tmp_path: Path) -> None:
    write_draft("a-new-rule", "phrase", Family.BURDENS, tmp_path)
    with pytest.raises(UsageFault, match="stands there already"):
        write_draft("a-new-rule", "mark", Family.BURDENS, tmp_path)


@pytest.mark.parametrize(("rule_id", "kind"), [("Bad Id", "phrase"), ("good-id", "nonsense")])
def test_ids_and_kinds_that_no_rule_has_are_refused(
    rule_id: str, kind: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageFault):
        write_draft(rule_id, kind, Family.BURDENS, tmp_path)


def test_every_rule_file_names_its_schema() -> None:
    pack = load_pack([default_pack()])
    for rule in pack.rules:
        file = pack.source_of(rule.id).file
        first = file.read_text(encoding="utf-8").splitlines()[0]
        assert first == schema_line(file.parent), file
