"""docanalyzer rules: list, show, check and test the rules of packs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from docanalyzer.model.faults import ExitCode, RuleFaults, UsageFault
from docanalyzer.model.terms import Family, Severity

if TYPE_CHECKING:
    from docanalyzer.model.rule import Rule
    from docanalyzer.report.wording import Lang
    from docanalyzer.rules.examples import ExampleFailure
    from docanalyzer.rules.pack import RulePack

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


class TextField(StrEnum):
    """What a rule looks at, for those that look at one text or cell of a document."""

    TITLE = "title"
    BODY = "body"
    DOC_NUMBER = "doc_number"
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class _Filter:
    """Which rules `list` shows; None and no words let every rule pass."""

    family: Family | None
    severity: Severity | None
    kind: str | None
    field: TextField | None
    words: tuple[str, ...]

    def admits(self, rule: Rule) -> bool:
        """Every filter given holds; each word stands in the id or in a title, in any case."""
        named = " ".join((rule.id, rule.title.zh, rule.title.en)).lower()
        return (
            (self.family is None or rule.family is self.family)
            and (self.severity is None or rule.severity is self.severity)
            and (self.kind is None or rule.when.kind == self.kind)
            and (self.field is None or self.field.value in rule.fields)
            and all(word.lower() in named for word in self.words)
        )


@rules_app.command("list")
def list_command(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[WORD]...", help="Only rules with each word in id or title."),
    ] = None,
    rules: RulesOption = None,
    family: FamilyOption = None,
    severity: Annotated[
        Severity | None,
        typer.Option(
            "--severity", envvar="DOCANALYZER_SEVERITY", help="Only rules of this severity."
        ),
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--kind",
            metavar="KIND",
            envvar="DOCANALYZER_KIND",
            help="Only rules of this kind, such as phrase.",
        ),
    ] = None,
    field: Annotated[
        TextField | None,
        typer.Option("--field", envvar="DOCANALYZER_FIELD", help="Only rules that read this."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", envvar="DOCANALYZER_JSON", help="Print a JSON list.")
    ] = False,
    lang: LangOption = None,
) -> None:
    """List rules: id, family, kind, severity, title."""
    from docanalyzer.cli.language import resolve_lang

    language = resolve_lang(lang)
    wanted = _Filter(family, severity, _known_kind(kind), field, tuple(words or ()))
    listed = [rule for rule in _load(rules).rules if wanted.admits(rule)]
    if as_json:
        typer.echo(_as_json(listed))
        return
    for rule in listed:
        typer.echo(_line(rule, language))


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
    fired = None if run is None else _fired(rule, run)
    typer.echo(rule_text(rule, language), nl=False)
    if fired is not None:
        typer.echo(fired)


@rules_app.command("new")
def new_command(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the rule to write.")],
    kind: Annotated[
        str, typer.Option("--kind", envvar="DOCANALYZER_KIND", help="Kind of rule, such as phrase.")
    ],
    family: FamilyOption = Family.BURDENS,
    into: Annotated[
        Path, typer.Option("--into", metavar="DIR", help="Folder of rules to write it into.")
    ] = Path("rules"),
) -> None:
    """Write a rule with blanks to fill in; rules check names those that are left."""
    from docanalyzer.rules.draft import write_draft

    typer.echo(write_draft(rule_id, kind, family or Family.BURDENS, into))


@rules_app.command("check")
def check_command(rules: RulesOption = None) -> None:
    """Read every rule and report all faults with file, line and column.

    Examples of the rules in --rules are run too.
    """
    from docanalyzer.detect.kind import unfinished
    from docanalyzer.detect.registry import KINDS
    from docanalyzer.rules.examples import refuse_contradictions

    if lacking := unfinished(KINDS.values()):
        raise RuleFaults(lacking)
    pack = _load(rules)
    refuse_contradictions(pack, rules or ())
    typer.echo(f"{len(pack.rules)} rules, no fault")


@rules_app.command("test")
def test_command(rules: RulesOption = None, family: FamilyOption = None) -> None:
    """Run the examples of every rule through the detectors; exit 2 if one fails."""
    from docanalyzer.rules.examples import run_examples
    from docanalyzer.rules.pack import RulePack

    loaded = _load(rules)
    pack = RulePack(tuple(rule for rule in loaded.rules if family in (None, rule.family)))
    count, failures = run_examples(pack)
    for failure in failures:
        typer.echo(_failure_text(failure, loaded))
    typer.echo(f"{len(pack.rules)} rules, {count} examples, {len(failures)} failed")
    if failures:
        raise typer.Exit(ExitCode.USAGE)


def _load(rules: list[Path] | None) -> RulePack:
    from docanalyzer.model.pack_data import default_pack
    from docanalyzer.rules.loader import load_pack

    return load_pack([default_pack(), *(rules or ())])


def _known_kind(kind: str | None) -> str | None:
    """The kind itself; raises `UsageFault` for one that no rule can have."""
    from docanalyzer.detect.registry import KINDS

    if kind is not None and kind not in KINDS:
        raise UsageFault("--kind", f"no kind of rule {kind!r}", f"use one of {', '.join(KINDS)}")
    return kind


def _line(rule: Rule, language: Lang) -> str:
    fields = (rule.id, rule.family, rule.when.kind, rule.severity, rule.title.of(language))
    return "\t".join(fields)


def _as_json(listed: list[Rule]) -> str:
    """The rules as a JSON list, both titles with each."""
    entries = [
        {
            "id": rule.id,
            "family": rule.family,
            "kind": rule.when.kind,
            "severity": rule.severity,
            "version": rule.version,
            "fields": rule.fields,
            "title": {"zh": rule.title.zh, "en": rule.title.en},
        }
        for rule in listed
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2)


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


def _failure_text(failure: ExampleFailure, pack: RulePack) -> str:
    """What failed, what matched, and where the example stands."""
    found = "、".join(failure.matched) or "-"
    example = f"{failure.rule_id}: examples.{failure.role}[{failure.index + 1}]"
    place = pack.source_of(failure.rule_id).place_of(failure.role, failure.index)
    return f"{place}: {example}: expected {failure.expected}, found {found}"
