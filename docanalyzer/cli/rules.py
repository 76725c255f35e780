"""docanalyzer rules: list, show, check and test the rules of packs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docanalyzer.model.faults import ExitCode, UsageFault
from docanalyzer.model.terms import Family

if TYPE_CHECKING:
    from docanalyzer.rulepack import ExampleFailure, Probe, Rule, RulePack

rules_app = typer.Typer(
    name="rules",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="List, show, check and test rules.",
)

RulesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        envvar="DOCANALYZER_RULES",
        help="Folder of more rules; replaces rules of the default pack by id. Repeatable.",
    ),
]
FamilyOption = Annotated[
    Family | None,
    typer.Option("--family", envvar="DOCANALYZER_FAMILY", help="Only rules of this family."),
]
LangOption = Annotated[
    str | None, typer.Option("--lang", envvar="DOCANALYZER_LANG", help="zh or en.")
]


@rules_app.command("list")
def list_command(
    rules: RulesOption = None, family: FamilyOption = None, lang: LangOption = None
) -> None:
    """List rules: id, family, kind, severity, title."""
    from docanalyzer.cli.language import resolve_lang

    language = resolve_lang(lang)
    for rule in _of_family(_load(rules), family):
        line = f"{rule.id}\t{rule.family.value}\t{rule.when.kind}\t{rule.severity.value}"
        typer.echo(f"{line}\t{rule.title.of(language)}")


@rules_app.command("show")
def show_command(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the rule.")],
    rules: RulesOption = None,
    run: Annotated[
        Path | None,
        typer.Option(
            "--run", metavar="DIR", envvar="DOCANALYZER_RUN", help="Count its findings in this run."
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Print one rule with its ground, blind spots and examples."""
    from docanalyzer.cli.language import resolve_lang
    from docanalyzer.cli.rule_text import rule_text

    language = resolve_lang(lang)
    rule = _find(_load(rules), rule_id)
    typer.echo(rule_text(rule, language), nl=False)
    if run is not None:
        typer.echo(_fired(rule, run))


@rules_app.command("check")
def check_command(rules: RulesOption = None) -> None:
    """Read every rule and report all faults with file, line and column."""
    pack = _load(rules)
    typer.echo(f"{len(pack.rules)} rules, no fault")


@rules_app.command("test")
def test_command(rules: RulesOption = None, family: FamilyOption = None) -> None:
    """Run the examples of every rule through the detectors; exit 2 if one fails."""
    from docanalyzer.rulepack import RulePack, run_examples

    pack = RulePack(_of_family(_load(rules), family))
    count, failures = run_examples(pack, probes())
    for failure in failures:
        typer.echo(_failure_text(failure))
    typer.echo(f"{len(pack.rules)} rules, {count} examples, {len(failures)} failed")
    if failures:
        raise typer.Exit(ExitCode.USAGE)


def probes() -> Mapping[type[Rule], Probe]:
    """The detector that answers for the examples of each kind of rule."""
    from docanalyzer.detect.documents import PROBES
    from docanalyzer.detect.escalation import probe_escalation
    from docanalyzer.detect.quotas.examples import (
        probe_counting,
        probe_evasion,
        probe_plan,
        probe_points,
        probe_targets,
    )
    from docanalyzer.detect.reuse import probe_copying
    from docanalyzer.rulepack.kinds import (
        CopyRule,
        CountingRule,
        EscalationRule,
        EvasionRule,
        PlanRule,
        PointsRule,
        TargetRule,
    )

    return {
        **PROBES,
        CopyRule: probe_copying,
        CountingRule: probe_counting,
        EscalationRule: probe_escalation,
        EvasionRule: probe_evasion,
        PlanRule: probe_plan,
        PointsRule: probe_points,
        TargetRule: probe_targets,
    }


def _load(rules: list[Path] | None) -> RulePack:
    from docanalyzer.model.pack_data import default_pack
    from docanalyzer.rulepack import load_pack

    return load_pack([default_pack(), *(rules or ())])


def _of_family(pack: RulePack, family: Family | None) -> tuple[Rule, ...]:
    return tuple(rule for rule in pack.rules if family is None or rule.family is family)


def _find(pack: RulePack, rule_id: str) -> Rule:
    rule = pack.rule(rule_id)
    if rule is None:
        from difflib import get_close_matches

        near = get_close_matches(rule_id, [known.id for known in pack.rules], n=3, cutoff=0.4)
        hint = f"did you mean {', '.join(near)}?" if near else "rules list names them all"
        raise UsageFault("ID", f"no rule {rule_id!r}", hint)
    return rule


def _fired(rule: Rule, run: Path) -> str:
    """How often the rule fired in a finished run."""
    from docanalyzer.model.tables import FINDINGS
    from docanalyzer.results import read_run

    findings = read_run(run).table(FINDINGS)
    count = findings.filter(findings["rule_id"] == rule.id).height
    return f"{run}: {count} findings"


def _failure_text(failure: ExampleFailure) -> str:
    found = "、".join(failure.matched) or "-"
    place = f"{failure.rule_id}: examples.{failure.role}[{failure.index + 1}]"
    return f"{place}: expected {failure.expected}, found {found}"
