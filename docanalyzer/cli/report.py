"""docanalyzer report: a finished run as a terminal, HTML, Excel, Markdown or JSON report."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from docanalyzer.report.summary import Summary


class Format(StrEnum):
    """What a report can be written as."""

    TERMINAL = "terminal"
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
    from docanalyzer.report.output_file import check_output
    from docanalyzer.report.summarise import summarise
    from docanalyzer.report.summary import EVERYTHING, Limits
    from docanalyzer.results import read_run

    language = resolve_lang(lang)
    if output is not None:
        check_output(output, force=force)
    run = read_run(folder)
    summary = summarise(run, EVERYTHING if show_all else Limits())
    if output is None:
        print_summary(summary, language, style)
    else:
        _write(summary, language, style, output, force=force)


def print_summary(summary: Summary, language: Literal["zh", "en"], style: Format) -> None:
    """Print a summary to stdout in one of the text formats."""
    if style is Format.TERMINAL:
        from docanalyzer.report.terminal import open_console, print_report
        from docanalyzer.report.wording import wording

        print_report(summary, wording(language), open_console())
    else:
        typer.echo(_text(summary, language, style), nl=False)


def _write(
    summary: Summary,
    language: Literal["zh", "en"],
    style: Format,
    output: Path,
    *,
    force: bool,
) -> None:
    from docanalyzer.report.output_file import write_output

    text = _text(summary, language, style)
    write_output(output, lambda path: _save(path, text), force=force)


def _save(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _text(summary: Summary, language: Literal["zh", "en"], style: Format) -> str:
    from docanalyzer.report.wording import wording

    words = wording(language)
    if style is Format.JSON:
        from docanalyzer.report.as_json import json_report

        return json_report(summary)
    if style is Format.MD:
        from docanalyzer.report.markdown import markdown_report

        return markdown_report(summary, words)
    from docanalyzer.report.terminal import plain_report

    return plain_report(summary, words)
