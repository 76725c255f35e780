"""docanalyzer report: formats, files and refusals."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
import typer
from typer.testing import CliRunner

from docanalyzer.cli.report import report_command
from docanalyzer.model.faults import InputFault, UsageFault
from tests.report.planted_run import small_run, written_run

APP = typer.Typer()
APP.command()(report_command)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written_run(small_run(), tmp_path / "run")


def report(*arguments: str | Path) -> str:
    result = CliRunner().invoke(APP, [str(part) for part in arguments])
    if result.exception is not None:
        raise result.exception
    return result.stdout


def test_terminal_report_goes_to_stdout_in_the_language_asked_for(folder: Path) -> None:
    assert "公文登记检查报告" in report(folder, "--lang", "zh")
    assert "Document register audit" in report(folder, "--lang", "en")


@pytest.mark.parametrize("style", ["json", "md", "html"])
def test_text_formats_go_to_stdout_or_to_a_file_alike(folder: Path, style: str) -> None:
    shown = report(folder, "--format", style, "--lang", "zh")
    target = folder.parent / f"report.{style}"
    assert report(folder, "--format", style, "--lang", "zh", "--output", target) == ""
    assert target.read_text(encoding="utf-8") == shown
    if style == "json":
        assert json.loads(shown)["totals"]["rows_read"] == 12


def test_workbook_needs_a_file(folder: Path) -> None:
    with pytest.raises(UsageFault) as fault:
        report(folder, "--format", "xlsx")
    assert "--output" in fault.value.hint
    target = folder.parent / "report.xlsx"
    report(folder, "--format", "xlsx", "--output", target, "--lang", "en")
    assert "Findings" in openpyxl.load_workbook(target).sheetnames


def test_an_existing_file_is_kept_unless_forced(folder: Path) -> None:
    target = folder.parent / "report.md"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageFault, match="already exists"):
        report(folder, "--format", "md", "--output", target)
    assert target.read_text(encoding="utf-8") == "mine"
    report(folder, "--format", "md", "--output", target, "--force")
    assert target.read_text(encoding="utf-8").startswith("# ")


def test_nothing_is_written_into_the_run_folder(folder: Path) -> None:
    with pytest.raises(UsageFault, match="inside the run folder"):
        report(folder, "--format", "md", "--output", folder / "report.md")


def test_a_folder_that_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="not a run folder"):
        report(tmp_path)


def test_all_cuts_no_list_short(folder: Path) -> None:
    assert len(report(folder, "--all").splitlines()) >= len(report(folder).splitlines())
