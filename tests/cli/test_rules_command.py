"""`rules list|show|check|test`: results on stdout, faults on stderr, the right exit code."""

from __future__ import annotations

from pathlib import Path

import pytest

from docanalyzer.cli.app import run
from docanalyzer.cli.rules import probes
from docanalyzer.model.faults import ExitCode
from docanalyzer.rulepack.kinds import KINDS
from tests.rulepack.broken_pack import GOOD, broken, write_rule


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


def test_show_prints_ground_condition_and_examples(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "show", "urgency-by-relay", "--lang", "zh"]) == ExitCode.DONE
    shown = capsys.readouterr().out
    for part in ("依据: ", "看不到的: ", "position: relayed", "应当命中: ", "不得命中: "):
        assert part in shown


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


def test_test_tells_what_matched_where_an_example_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_rule(tmp_path, GOOD.replace("关于防汛的通知", "关于防汛的特急通知"))
    command = ["rules", "test", "--family", "urgency", "--rules", str(tmp_path)]
    assert run(command) == ExitCode.USAGE
    out = capsys.readouterr().out
    assert "good-rule: examples.near_miss[1]: expected no finding, found 特急" in out
    write_rule(tmp_path, GOOD)
    assert run(command) == ExitCode.DONE
    assert "0 failed" in capsys.readouterr().out


def test_every_kind_of_rule_has_something_that_runs_its_examples() -> None:
    assert set(probes()) == set(KINDS.values())
