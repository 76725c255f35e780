"""A loaded pack: overriding, order, and a hash of content alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docanalyzer.detect.phrase import PhraseRule
from docanalyzer.detect.quotas.rule import TargetRule
from docanalyzer.model.pack_data import default_pack
from docanalyzer.model.rule import positional
from docanalyzer.model.terms import Family, Severity
from docanalyzer.rules.loader import load_pack
from docanalyzer.rules.yaml_text import parse_yaml
from tests.rules.broken_pack import GOOD, write_rule


def test_a_later_folder_replaces_rules_by_id(tmp_path: Path) -> None:
    write_rule(tmp_path / "first", GOOD)
    write_rule(tmp_path / "first", GOOD.replace("good-rule", "kept-rule"), name="kept-rule")
    write_rule(tmp_path / "second", GOOD.replace("severity: low", "severity: high"))
    pack = load_pack([tmp_path / "first", tmp_path / "second"])
    assert {rule.id: rule.severity for rule in pack.rules} == {
        "good-rule": Severity.HIGH,
        "kept-rule": Severity.LOW,
    }


def test_the_hash_is_of_content_not_of_layout(tmp_path: Path) -> None:
    write_rule(tmp_path / "a", GOOD)
    write_rule(
        tmp_path / "b" / "elsewhere", "# a comment\n" + GOOD.replace("title: {", "title:   {")
    )
    write_rule(tmp_path / "c", GOOD.replace("特急列车", "特急件"))
    plain, moved, changed = (
        load_pack([tmp_path / part]).sha256 for part in ("a", "b/elsewhere", "c")
    )
    assert plain == moved
    assert plain != changed


def test_of_kind_takes_only_that_kind() -> None:
    pack = load_pack([default_pack()])
    phrases, targets = pack.of_kind(PhraseRule), pack.of_kind(TargetRule)
    assert phrases
    assert targets
    assert all(rule.when.kind == "phrase" for rule in phrases)
    assert [rule.id for rule in pack.rules] == sorted({rule.id for rule in pack.rules})


def test_plain_scalars_stay_what_they_look_like() -> None:
    data = parse_yaml('{a: 17:30, b: yes, c: 2023-05-01, d: 010, e: 7, f: 0.5, g: "1"}', "x").data
    assert data == {
        "a": "17:30", "b": "yes", "c": "2023-05-01", "d": "010", "e": 7, "f": 0.5, "g": "1",
    }  # fmt: skip


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_and_faults_stand_in_the_text(text: str) -> None:
    parsed = parse_yaml(text, "x")
    for fault in parsed.faults:
        name, line, column = fault.where.split(":")
        assert name == "x"
        assert 1 <= int(line) <= len(text) + 1
        assert 1 <= int(column) <= len(text) + 1


@given(st.lists(st.sampled_from(["{a}", "{b}", "字", "%", "\n"]), max_size=8))
def test_positional_templates_format_to_the_same_text(parts: list[str]) -> None:
    text = "".join(parts)
    template, names = positional(text)
    values = {"a": "甲", "b": "乙"}
    filled = template
    for name in names:
        filled = filled.replace("{}", values[name], 1)
    assert filled == text.format(**values)


@pytest.mark.parametrize("text", ["{{", "{a", "a}", "{a!r}", "{a:>3}", "{a.b{c}}"])
def test_messages_use_braces_for_placeholders_alone(text: str) -> None:
    with pytest.raises(ValueError, match=r"brace|'\{'|'\}'"):
        positional(text)


def test_grounds_cite_only_articles_that_were_read_and_quote_nothing() -> None:
    families = {Family.URGENCY, Family.DEADLINES, Family.BURDENS}
    rules = [rule for rule in load_pack([default_pack()]).rules if rule.family in families]
    cited = {
        (rule.id, article)
        for rule in rules
        for article in re.findall("第[一二三四五六七八九十]+条[^，。；]{0,2}项?", rule.rationale)
        if not article.startswith(("第八条", "第二十四条"))
    }
    quoting = {rule.id for rule in rules if re.search("[“”「」]", rule.rationale)}
    assert len(rules) >= 60
    assert (cited, quoting) == (set(), set())
