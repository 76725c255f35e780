"""docanalyzer show on a run folder on disk."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from docanalyzer.cli.show import show_command
from docanalyzer.model.faults import InputFault, UsageFault
from tests.report.planted_run import small_run, written_run

APP = typer.Typer()
APP.command()(show_command)


def show(*arguments: str | Path) -> str:
    result = CliRunner().invoke(APP, [str(part) for part in arguments])
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_shows_a_finding_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    folder = written_run(small_run(), tmp_path / "run")
    text = show(folder, "f0a", "--lang", "en")
    assert "Finding f0a1" in text
    assert "{+15+}" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_unknown_ids_and_folders_are_refused(tmp_path: Path) -> None:
    folder = written_run(small_run(), tmp_path / "run")
    with pytest.raises(UsageFault, match="no such finding"):
        show(folder, "zzz")
    with pytest.raises(InputFault, match="not a run folder"):
        show(tmp_path, "f0a1")
