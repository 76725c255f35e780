"""docanalyzer quota: the compliance table of a run, the documents behind it, and its export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docanalyzer.model.faults import UsageFault

if TYPE_CHECKING:
    import polars as pl

    from docanalyzer.detect.quotas.claims import Claim
    from docanalyzer.detect.quotas.plan.matching import Plan
    from docanalyzer.detect.quotas.points import Point
    from docanalyzer.detect.quotas.rule import CountingRule
    from docanalyzer.report.grid import Section
    from docanalyzer.report.wording import Wording
    from docanalyzer.results import FinishedRun
    from docanalyzer.rules.pack import RulePack


def quota_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Run folder.")],
    explain: Annotated[
        str | None,
        typer.Option("--explain", metavar="UNIT", help="List the documents counted and left out."),
    ] = None,
    claims: Annotated[
        Path | None,
        typer.Option(
            "--claims",
            metavar="FILE",
            envvar="DOCANALYZER_CLAIMS",
            help="Recompute published figures (CSV).",
        ),
    ] = None,
    plan: Annotated[
        Path | None,
        typer.Option(
            "--plan",
            metavar="FILE",
            envvar="DOCANALYZER_PLAN",
            help="Hold an annual plan against what was issued (CSV).",
        ),
    ] = None,
    points: Annotated[
        Path | None,
        typer.Option(
            "--points",
            metavar="FILE",
            envvar="DOCANALYZER_POINTS",
            help="Show what monitoring points receive (CSV).",
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            "--export",
            metavar="FILE",
            envvar="DOCANALYZER_EXPORT",
            help="Write the table: .xlsx, .csv, .parquet or .md.",
        ),
    ] = None,
    rules: Annotated[
        list[Path] | None,
        typer.Option(
            "--rules", envvar="DOCANALYZER_RULES", help="The --rules of the scan, for documents."
        ),
    ] = None,
    lang: Annotated[
        str | None, typer.Option("--lang", envvar="DOCANALYZER_LANG", help="zh or en.")
    ] = None,
    show_all: Annotated[
        bool, typer.Option("--all", envvar="DOCANALYZER_ALL", help="Show every row.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", envvar="DOCANALYZER_FORCE", help="Replace the export.")
    ] = False,
) -> None:
    """Show who met and who missed a target, and why where it cannot be told."""
    from docanalyzer.cli.language import resolve_lang
    from docanalyzer.model.tables import QUOTA_STATUS
    from docanalyzer.report.wording import wording
    from docanalyzer.results import read_run

    names = wording(resolve_lang(lang))
    asked = _read_files(claims, plan, points)
    if export is not None:
        _check_export(export, force=force)
    run = read_run(folder)
    status = run.table(QUOTA_STATUS)
    answers = _answers(run, status, asked, rules or [], names, everything=show_all)
    if explain is not None:
        _print(_explained(run, rules or [], explain, names))
    if answers:
        _print(answers)
    if export is not None:
        _export(run, status, rules or [], export, names, force=force)
    if explain is None and export is None and not answers:
        from docanalyzer.report.quota_sections import quota_sections, signal_section

        sections = quota_sections(status, names, everything=show_all)
        signals = signal_section(_signals(run), names)
        _print(sections if signals is None else (*sections, signals))


def _print(sections: tuple[Section, ...]) -> None:
    from docanalyzer.report.terminal import open_console, print_section

    console = open_console()
    with console.capture() as captured:
        for section in sections:
            print_section(section, console)
    lines = captured.get().removeprefix("\n").split("\n")[:-1]
    typer.echo("".join(f"{line.rstrip()}\n" for line in lines), nl=False)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The files given on the command line, read and checked before the run is opened."""

    claims: tuple[Claim, ...] | None
    plan: Plan | None
    points: tuple[Point, ...] | None


def _read_files(claims: Path | None, plan: Path | None, points: Path | None) -> _Asked:
    from docanalyzer.detect.quotas.claims import load_claims
    from docanalyzer.detect.quotas.plan.matching import load_plan
    from docanalyzer.detect.quotas.points import load_points

    return _Asked(
        claims=None if claims is None else load_claims(claims),
        plan=None if plan is None else load_plan(plan),
        points=None if points is None else load_points(points),
    )


def _answers(
    run: FinishedRun,
    status: pl.DataFrame,
    asked: _Asked,
    rules: list[Path],
    names: Wording,
    *,
    everything: bool,
) -> tuple[Section, ...]:
    """What was asked for with a file, in the order claims, plan, points."""
    sections: list[Section] = []
    if asked.claims is not None:
        from docanalyzer.detect.quotas.claims import check_claims, claims_table
        from docanalyzer.report.quota_claims import claims_section

        sections.append(claims_section(claims_table(check_claims(asked.claims, status)), names))
    if asked.plan is not None:
        sections += _planned(run, asked.plan, rules, names)
    if asked.points is not None:
        from docanalyzer.detect.quotas.detection import points_rule
        from docanalyzer.detect.quotas.points import watch_points
        from docanalyzer.detect.quotas.rule import QuotaRule
        from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
        from docanalyzer.report.quota_points import points_sections

        when = points_rule(_pack(rules).of_kind(QuotaRule)).when
        watched = watch_points(run.table(DOCUMENTS), run.table(RECEIPTS), asked.points, when)
        sections += points_sections(watched.months, watched.issuers, names, everything=everything)
    return tuple(sections)


def _planned(
    run: FinishedRun, plan: Plan, rules: list[Path], names: Wording
) -> tuple[Section, ...]:
    from docanalyzer.detect.quotas.detection import open_ledger, plan_rule
    from docanalyzer.detect.quotas.plan.matching import check_plan, match_plan
    from docanalyzer.detect.quotas.rule import CountingRule, QuotaRule
    from docanalyzer.model.tables import DOCUMENTS, RECEIPTS
    from docanalyzer.report.quota_plan import plan_sections

    known = _pack(rules).of_kind(QuotaRule)
    counting = [rule for rule in known if isinstance(rule, CountingRule)]
    ledger = open_ledger(run.table(DOCUMENTS), run.table(RECEIPTS), counting)
    units = ledger.counted["unit"].drop_nulls().unique().to_list()
    check_plan(plan, units, ledger.span)
    matched = match_plan(plan, ledger.counted, plan_rule(known).when)
    return plan_sections(matched.items, matched.documents, names)


def _signals(run: FinishedRun) -> pl.DataFrame:
    """The findings that hold two series against each other."""
    import polars as pl

    from docanalyzer.model.tables import FINDINGS
    from docanalyzer.model.terms import Family

    two_series = pl.col("evidence").str.contains('"other_count":', literal=True)
    findings = run.table(FINDINGS).filter(pl.col("family") == str(Family.QUOTAS), two_series)
    return findings.sort("issuer", "message")


def _explained(
    run: FinishedRun, rules: list[Path], name: str, names: Wording
) -> tuple[Section, ...]:
    from docanalyzer.detect.quotas.counting.documents import find_unit
    from docanalyzer.model.tables import DOCUMENTS
    from docanalyzer.report.quota_sections import explain_sections

    units = run.table(DOCUMENTS)["issuer"].drop_nulls().unique().to_list()
    return explain_sections(_documents(run, rules, [find_unit(name, units)]), names)


def _documents(run: FinishedRun, rules: list[Path], units: list[str]) -> pl.DataFrame:
    """The documents of `units`, counted anew; raises `UsageFault` where the rules differ."""
    from docanalyzer.detect.quotas.counting.documents import explain_documents
    from docanalyzer.model.tables import DOCUMENTS, QUOTA_STATUS, RECEIPTS

    counting = _counting_rules(rules)
    known = {f"{rule.id}@{rule.version}" for rule in counting}
    status = run.table(QUOTA_STATUS)
    used = {text.partition(":")[0] for text in status["counted_rule"].drop_nulls()}
    if not used <= known:
        raise UsageFault(
            "--rules",
            f"the run counted by {sorted(used - known)[0]}, which these rules do not hold",
            "name the folders of --rules with which the run was scanned",
        )
    return explain_documents(run.table(DOCUMENTS), run.table(RECEIPTS), counting, units)


def _counting_rules(rules: list[Path]) -> tuple[CountingRule, ...]:
    from docanalyzer.detect.quotas.rule import CountingRule

    return _pack(rules).of_kind(CountingRule)


def _pack(rules: list[Path]) -> RulePack:
    from docanalyzer.model.pack_data import default_pack
    from docanalyzer.rules.loader import load_pack

    return load_pack([default_pack(), *rules])


def _check_export(path: Path, *, force: bool) -> None:
    from docanalyzer.report.output_file import check_output
    from docanalyzer.report.quota_export import check_suffix

    check_suffix(path)
    if path.is_file() and not force:
        raise UsageFault(
            f"--export {path}", "already exists", "choose another name, or add --force"
        )
    check_output(path, force=force)


def _export(
    run: FinishedRun,
    status: pl.DataFrame,
    rules: list[Path],
    path: Path,
    names: Wording,
    *,
    force: bool,
) -> None:
    from docanalyzer.report import quota_export
    from docanalyzer.report.output_file import write_output

    kind = path.suffix.casefold()
    if kind == ".xlsx":
        from docanalyzer.report.quota_workbook import write_quota_workbook

        units = status["unit"].unique().to_list()
        documents = _documents(run, rules, units)
        inputs = names.comma.join(sorted({source.path for source in run.info.inputs}))
        write_output(
            path,
            lambda part: write_quota_workbook(part, status, documents, inputs, names),
            force=force,
        )
    elif kind == ".csv":
        write_output(
            path, lambda part: quota_export.write_quota_csv(part, status, names), force=force
        )
    elif kind == ".parquet":
        write_output(path, lambda part: quota_export.write_quota_parquet(part, status), force=force)
    else:
        write_output(
            path, lambda part: quota_export.write_quota_markdown(part, status, names), force=force
        )
    typer.echo(str(path))
