"""docanalyzer.toml gives defaults; what it cannot mean is a fault with a hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from docanalyzer.cli.app import run

REGISTER = (
    "发文字号,标题,成文日期\n云商发〔2024〕9号,云岭市商务局关于核对名单的紧急通知,2024-06-03\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text(REGISTER, encoding="utf-8")
    return tmp_path


def test_options_come_from_the_file_and_the_command_line_wins(folder: Path) -> None:
    (folder / "docanalyzer.toml").write_text(
        '[scan]\nout = "audit"\nfail-on = "low"\nquiet = true\n', encoding="utf-8"
    )
    assert run(["scan", "a.csv"]) == 1
    assert (folder / "audit" / "run.json").is_file()
    assert run(["scan", "a.csv", "--out", "other", "--fail-on", "never"]) == 0
    assert (folder / "other" / "run.json").is_file()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[scan\n", "cannot be read"),
        ("[skan]\n", "skan"),
        ("[scan]\nfail_off = 1\n", "fail_off"),
        ("scan = 3\n", "scan"),
        ("[rules.list]\nlanguage = 1\n", "language"),
    ],
)
def test_what_is_wrong_is_named(
    folder: Path, text: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "docanalyzer.toml").write_text(text, encoding="utf-8")
    assert run(["scan", "a.csv", "--out", "audit"]) == 2
    wrong, hint = capsys.readouterr().err.splitlines()
    assert "docanalyzer.toml" in wrong
    assert named in wrong
    assert hint.startswith("hint: ")
    assert not (folder / "audit").exists()
