"""An exported file is whole or not there, and never replaces another one unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from docanalyzer.model.faults import UsageFault
from docanalyzer.report.output_file import write_output


def _fill(path: Path) -> None:
    path.write_text("new", encoding="utf-8")


def _fail(path: Path) -> None:
    path.write_text("half", encoding="utf-8")
    raise KeyboardInterrupt


def test_writes_and_leaves_nothing_beside(tmp_path: Path) -> None:
    target = tmp_path / "报告.txt"
    write_output(target, _fill, force=False)
    assert target.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_keeps_an_existing_file_unless_forced(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(UsageFault, match="already exists") as fault:
        write_output(target, _fill, force=False)
    assert "--force" in fault.value.hint
    assert target.read_text(encoding="utf-8") == "old"
    write_output(target, _fill, force=True)
    assert target.read_text(encoding="utf-8") == "new"


def test_an_interrupted_write_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("old", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt):
        write_output(target, _fail, force=True)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize("name", ["missing/report.txt", "."])
def test_refuses_what_cannot_be_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageFault):
        write_output(tmp_path / name, _fill, force=True)
