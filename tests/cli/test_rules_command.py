"""`rules list|show|check|test`: results on stdout, faults on stderr, the right exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docanalyzer.cli.app import run
from docanalyzer.detect.kind import unfinished
from docanalyzer.detect.registry import KINDS
from docanalyzer.model.faults import ExitCode
from tests.rules.broken_pack import GOOD, broken, write_rule


def test_list_names_every_rule_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["rules", "list", "--lang", "zh"]) == ExitCode.DONE
    chinese = capsys.readouterr().out.splitlines()
    assert run(["rules", "list", "--lang", "en", "--family", "urgency"]) == ExitCode.DONE
    english = capsys.readouterr().out.splitlines()
    assert len(chinese) >= 60
    assert "urgency-by-relay\turgency\tphrase\tinfo\t转发的文件自称紧急" in chinese
    assert "urgency-by-relay\turgency\tphrase\tinfo\tUrgent by relay" in english
    assert all("\turgency\t" in line for line in english)


@pytest.mark.parametrize(
    ("filters", "column", "value"),
    [
        (["--severity", "medium"], 3, "medium"),
        (["--kind", "length"], 2, "length"),
        (["--family", "deadlines"], 1, "deadlines"),
    ],
)
def test_list_keeps_what_a_filter_names_and_loses_the_rest(
    filters: list[str], column: int, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["rules", "list"]) == ExitCode.DONE
    every = capsys.readouterr().out.splitlines()
    assert run(["rules", "list", *filters]) == ExitCode.DONE
    listed = capsys.readouterr().out.splitlines()
    assert listed == [line for line in every if line.split("\t")[column] == value]
    assert 0 < len(listed) < len(every)


def test_list_by_field_and_by_words_of_either_title(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule(tmp_path, GOOD.replace("zh: 标题, en: title", "zh: 桃花, en: Peach blossom"))
    own = ["rules", "list", "--rules", str(tmp_path), "--lang", "en"]
    line = "good-rule\turgency\tphrase\tlow\tPeach blossom\n"
    for words in (["桃花"], ["PEACH"], ["good-", "peach"], ["桃花", "--field", "title"]):
        assert run([*own, *words]) == ExitCode.DONE
        assert capsys.readouterr().out == line
    for words in (["桃花", "梨花"], ["桃花", "--field", "body"], ["桃花", "--severity", "high"]):
        assert run([*own, *words]) == ExitCode.DONE
        assert capsys.readouterr().out == ""


def test_list_as_json_has_both_titles_and_the_fields(
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = ["rules", "list", "urgency-field-mark", "--json"]
    assert run(command) == ExitCode.DONE
    (rule,) = json.loads(capsys.readouterr().out)
    assert list(rule) == ["id", "family", "kind", "severity", "version", "fields", "title"]
    assert (rule["kind"], rule["fields"]) == ("mark", ["urgency"])
    assert set(rule["title"]) == {"zh", "en"}
    assert run([*command, "nothing has these words"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out) == []


def test_list_refuses_an_unknown_kind(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "list", "--kind", "phrases"]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "--kind" in captured.err
    assert "phrase" in captured.err.splitlines()[1]


def test_show_prints_ground_condition_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "urgency-by-relay", "--lang", "zh"]) == ExitCode.DONE
    shown = capsys.readouterr().out
    for part in ("依据: ", "看不到的: ", "position: relayed", "应当命中: ", "不得命中: "):
        assert part in shown


def test_show_prints_nothing_for_a_run_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["rules", "show", "urgency-by-relay", "--run", str(tmp_path / "none")]
    assert run(command) == ExitCode.INPUT
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "none" in captured.err


def test_show_offers_the_nearest_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "urgency-by-rely"]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "urgency-by-relay" in captured.err


def test_check_prints_every_fault_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rule(tmp_path, broken("one-character").replace("severity: low", "severity: no"))
    assert run(["rules", "check", "--rules", str(tmp_path)]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert f"{path}:4:11: " in captured.err
    assert f"{path}:14:7: " in captured.err
    assert captured.err.count("hint: ") == 2


def test_check_and_scan_refuse_a_contradicting_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_rule(tmp_path / "pack", GOOD.replace("关于防汛的紧急通知", "关于防汛的通告"))
    register = tmp_path / "收文.csv"
    register.write_text("来文单位,来文标题\n云岭市商务局,关于核对名单的通知\n", encoding="utf-8")
    own = ["--rules", str(tmp_path / "pack")]
    out = tmp_path / "run"
    for command in (["rules", "check", *own], ["scan", str(register), "--out", str(out), *own]):
        assert run(command) == ExitCode.USAGE
        captured = capsys.readouterr()
        assert captured.out == ""
        wrong, hint = captured.err.splitlines()
        assert f"{path}:18:7: the example contradicts the rule: expected a finding" in wrong
        assert hint.startswith("hint: ")
    assert not out.exists()


def test_test_tells_what_matched_where_an_example_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule(tmp_path, GOOD.replace("关于防汛的通知", "关于防汛的特急通知"))
    command = ["rules", "test", "--family", "urgency", "--rules", str(tmp_path)]
    assert run(command) == ExitCode.USAGE
    out = capsys.readouterr().out
    place = f"{tmp_path / 'urgency' / 'good-rule.yml'}:20:7"
    wrong = "good-rule: examples.near_miss[1]: expected no finding, found 特急"
    assert f"{place}: {wrong}\n" in out
    write_rule(tmp_path, GOOD)
    assert run(command) == ExitCode.DONE
    assert "0 failed" in capsys.readouterr().out


def test_every_kind_of_rule_has_a_probe_and_words() -> None:
    assert unfinished(KINDS.values()) == ()
