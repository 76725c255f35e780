"""docanalyzer scan: read registers, detect, write the run folder, print the report."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from docanalyzer.model.faults import ExitCode, UsageFault
from docanalyzer.model.terms import SEVERITY_RANK

if TYPE_CHECKING:
    from docanalyzer.model.reject_limit import RejectLimit
    from docanalyzer.results import FinishedRun

Lang: TypeAlias = Literal["zh", "en"]


class FailOn(StrEnum):
    """Lightest finding that makes the exit code 1."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    NEVER = "never"


def scan_command(
    inputs: Annotated[
        list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, or - (stdin).")
    ],
    out: Annotated[
        Path, typer.Option("--out", envvar="DOCANALYZER_OUT", help="Run folder to write.")
    ],
    rules: Annotated[
        list[Path] | None,
        typer.Option("--rules", envvar="DOCANALYZER_RULES", help="Folder of more rules."),
    ] = None,
    bodies: Annotated[
        Path | None,
        typer.Option("--bodies", envvar="DOCANALYZER_BODIES", help="Folder of document texts."),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", envvar="DOCANALYZER_MAPPING", help="Heading map (TOML)."),
    ] = None,
    targets: Annotated[
        Path | None,
        typer.Option("--targets", envvar="DOCANALYZER_TARGETS", help="Quota targets (TOML, CSV)."),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option("--plan", envvar="DOCANALYZER_PLAN", help="Annual plan of documents (CSV)."),
    ] = None,
    points: Annotated[
        Path | None,
        typer.Option(
            "--points", envvar="DOCANALYZER_POINTS", help="Monitoring points to watch (CSV)."
        ),
    ] = None,
    template: Annotated[
        list[Path] | None,
        typer.Option(
            "--template",
            envvar="DOCANALYZER_TEMPLATE",
            help="Own standing texts, one a line; never copying.",
        ),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(
            "--against",
            envvar="DOCANALYZER_AGAINST",
            help="Earlier run: compare new documents with all of it.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", envvar="DOCANALYZER_SINCE", help="First day, 2024-01-31."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", envvar="DOCANALYZER_UNTIL", help="Last day, 2024-12-31."),
    ] = None,
    max_rejects: Annotated[
        str | None,
        typer.Option(
            "--max-rejects",
            envvar="DOCANALYZER_MAX_REJECTS",
            help="Fail (exit 3) above so many rejected rows of data: 100 or 5%.",
        ),
    ] = None,
    fail_on_unreadable: Annotated[
        bool,
        typer.Option(
            "--fail-on-unreadable",
            envvar="DOCANALYZER_FAIL_ON_UNREADABLE",
            help="Exit 3 where a file cannot be read.",
        ),
    ] = False,
    fail_on: Annotated[
        FailOn,
        typer.Option(
            "--fail-on", envvar="DOCANALYZER_FAIL_ON", help="Exit 1 on such a finding or worse."
        ),
    ] = FailOn.NEVER,
    lang: Annotated[
        str | None, typer.Option("--lang", envvar="DOCANALYZER_LANG", help="zh or en.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", envvar="DOCANALYZER_JSON", help="Print the report as JSON.")
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", envvar="DOCANALYZER_QUIET", help="Print nothing.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", envvar="DOCANALYZER_FORCE", help="Replace an earlier run.")
    ] = False,
) -> None:
    """Read registers, detect, write the run folder and print the report.

    Exit codes: 0 done; 1 findings at or above --fail-on; 2 usage or rule error; 3 input
    unreadable or too many rejects; 4 internal fault; 130 interrupted.
    """
    from docanalyzer.cli.language import resolve_lang
    from docanalyzer.cli.progress import stage_bars
    from docanalyzer.cli.unreadable import tell_unreadable, unreadable_files
    from docanalyzer.pipeline import ScanOptions, scan

    language = resolve_lang(lang)
    options = ScanOptions(
        inputs=tuple(inputs),
        out=out,
        rules=tuple(rules or ()),
        bodies=bodies,
        mapping=mapping,
        targets=targets,
        plan=plan,
        points=points,
        template=tuple(template or ()),
        against=None if against is None else against.absolute(),
        since=_day("--since", since),
        until=_day("--until", until),
        max_rejects=_limit(max_rejects),
        force=force,
    )
    with stage_bars(quiet, language) as progress:
        run = scan(options, progress)
    if not quiet:
        _print_report(run, language, as_json)
    unread = unreadable_files(run)
    fails = fail_on_unreadable and bool(unread)
    if fails or not quiet:
        tell_unreadable(unread, language)
    if fails:
        raise typer.Exit(ExitCode.INPUT)
    if _fails(run, fail_on):
        raise typer.Exit(ExitCode.FINDINGS)


def _day(option: str, text: str | None) -> date | None:
    """A day given on the command line; raises `UsageFault` when it is none."""
    if text is None:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError as error:
        hint = "write it as year-month-day, 2024-01-31"
        raise UsageFault(option, f"{text!r} is not a day", hint) from error


def _limit(text: str | None) -> RejectLimit | None:
    """`100` as a count, `5%` as a share; raises `UsageFault` for anything else."""
    from docanalyzer.model.reject_limit import RejectLimit

    if text is None:
        return None
    number, percent = text.removesuffix("%"), text.endswith("%")
    if not number.isdecimal() or (percent and int(number) > 100):
        hint = "write a count such as 100, or a share such as 5%"
        raise UsageFault("--max-rejects", f"{text!r} is not a limit", hint)
    return RejectLimit(int(number), percent)


def _print_report(run: FinishedRun, language: Lang, as_json: bool) -> None:
    from docanalyzer.cli.report import Format, print_run

    print_run(run, language, Format.JSON if as_json else Format.TERMINAL)


def _fails(run: FinishedRun, fail_on: FailOn) -> bool:
    """Whether the run holds a finding at or above `fail_on`."""
    if fail_on is FailOn.NEVER:
        return False
    from docanalyzer.model.tables import FINDINGS

    least = SEVERITY_RANK[fail_on]
    severities = run.table(FINDINGS)["severity"].unique().to_list()
    return any(SEVERITY_RANK[severity] >= least for severity in severities)
