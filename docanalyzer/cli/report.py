"""docanalyzer report: a finished run as a terminal, HTML, Excel, Markdown or JSON report."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docanalyzer.model.faults import UsageFault

if TYPE_CHECKING:
    from docanalyzer.report.summary import Limits, Summary
    from docanalyzer.report.wording import Lang, Wording
    from docanalyzer.results import FinishedRun


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
    from docanalyzer.cli.reading import reading_words
    from docanalyzer.report.output_file import check_output, write_output
    from docanalyzer.report.summarise import summarise
    from docanalyzer.results import read_run

    language = resolve_lang(lang)
    if style is Format.XLSX and output is None:
        raise UsageFault("--format xlsx", "a workbook needs a file", "add --output report.xlsx")
    if output is not None:
        _check_outside(output, folder)
        check_output(output, force=force)
    run = read_run(folder)
    if output is None:
        print_run(run, language, style, show_all=show_all)
        return
    words = reading_words(run, language)
    summary = summarise(run, _limits(style, show_all))
    write = partial(_save, run=run, summary=summary, words=words, style=style)
    write_output(output, write, force=force)


def print_run(run: FinishedRun, language: Lang, style: Format, *, show_all: bool = False) -> None:
    """Print a finished run to stdout in one of the text formats."""
    from docanalyzer.cli.reading import reading_words
    from docanalyzer.report.summarise import summarise

    summary = summarise(run, _limits(style, show_all))
    words = reading_words(run, language)
    if style is Format.TERMINAL:
        from docanalyzer.report.terminal import open_console, print_report

        print_report(summary, words, open_console())
    else:
        typer.echo(_text(summary, words, style), nl=False)


def _limits(style: Format, show_all: bool) -> Limits:
    from docanalyzer.report.summary import EVERYTHING, PAGE, SCREEN

    if show_all:
        return EVERYTHING
    return SCREEN if style is Format.TERMINAL else PAGE


def _check_outside(output: Path, folder: Path) -> None:
    """A run folder holds what a scan wrote and nothing else, or --force could not replace it."""
    if folder.resolve() in output.resolve().parents:
        raise UsageFault(str(output), "lies inside the run folder", "write the report beside it")


def _save(path: Path, run: FinishedRun, summary: Summary, words: Wording, style: Format) -> None:
    if style is Format.XLSX:
        from docanalyzer.cli.progress import workbook_bar
        from docanalyzer.report.workbook import write_workbook

        with workbook_bar(words.lang) as tell:
            write_workbook(path, run, summary, words, tell)
    else:
        path.write_text(_text(summary, words, style), encoding="utf-8", newline="\n")


def _text(summary: Summary, words: Wording, style: Format) -> str:
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
