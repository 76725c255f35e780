"""docanalyzer report: a finished run as a terminal, HTML, Excel, Markdown or JSON report."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docanalyzer.model.faults import UsageFault

if TYPE_CHECKING:
    from docanalyzer.report.run_view import RunView
    from docanalyzer.report.summary import Summary
    from docanalyzer.report.wording import Lang


class Format(StrEnum):
    """What a report can be written as."""

    TERMINAL = "terminal"
    HTML = "html"
    XLSX = "xlsx"
    MD = "md"
    JSON = "json"


def report_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Run folder.")],
    style: Annotated[
        Format, typer.Option("--format", envvar="DOCANALYZER_FORMAT", help="How to show it.")
    ] = Format.TERMINAL,
    output: Annotated[
        Path | None,
        typer.Option("--output", envvar="DOCANALYZER_OUTPUT", help="File to write."),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", envvar="DOCANALYZER_LANG", help="zh or en.")
    ] = None,
    show_all: Annotated[
        bool, typer.Option("--all", envvar="DOCANALYZER_ALL", help="Cut no list short.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", envvar="DOCANALYZER_FORCE", help="Replace the file.")
    ] = False,
) -> None:
    """Show a finished run, or write it to a file."""
    from docanalyzer.cli.language import resolve_lang
    from docanalyzer.report.output_file import check_output, write_output
    from docanalyzer.report.summarise import summarise
    from docanalyzer.report.summary import EVERYTHING, PAGE, SCREEN
    from docanalyzer.results import read_run

    language = resolve_lang(lang)
    if style is Format.XLSX and output is None:
        raise UsageFault("--format xlsx", "a workbook needs a file", "add --output report.xlsx")
    if output is not None:
        _check_outside(output, folder)
        check_output(output, force=force)
    run = read_run(folder)
    limits = SCREEN if style is Format.TERMINAL else PAGE
    summary = summarise(run, EVERYTHING if show_all else limits)
    if output is None:
        print_summary(summary, language, style)
    else:
        write = partial(_save, run=run, summary=summary, language=language, style=style)
        write_output(output, write, force=force)


def print_summary(summary: Summary, language: Lang, style: Format) -> None:
    """Print a summary to stdout in one of the text formats."""
    if style is Format.TERMINAL:
        from docanalyzer.report.terminal import open_console, print_report
        from docanalyzer.report.wording import wording

        print_report(summary, wording(language), open_console())
    else:
        typer.echo(_text(summary, language, style), nl=False)


def _check_outside(output: Path, folder: Path) -> None:
    """A run folder holds what a scan wrote and nothing else, or --force could not replace it."""
    if folder.resolve() in output.resolve().parents:
        raise UsageFault(str(output), "lies inside the run folder", "write the report beside it")


def _save(path: Path, run: RunView, summary: Summary, language: Lang, style: Format) -> None:
    if style is Format.XLSX:
        from docanalyzer.report.wording import wording
        from docanalyzer.report.workbook import write_workbook

        write_workbook(path, run, summary, wording(language))
    else:
        path.write_text(_text(summary, language, style), encoding="utf-8", newline="\n")


def _text(summary: Summary, language: Lang, style: Format) -> str:
    from docanalyzer.report.wording import wording

    words = wording(language)
    if style is Format.JSON:
        from docanalyzer.report.as_json import json_report

        return json_report(summary)
    if style is Format.HTML:
        from docanalyzer.report.html import html_report

        return html_report(summary, words)
    if style is Format.MD:
        from docanalyzer.report.markdown import markdown_report

        return markdown_report(summary, words)
    from docanalyzer.report.terminal import plain_report

    return plain_report(summary, words)
