"""Reads packs: folders of YAML files, one rule each, under a folder per family."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from pathlib import Path

from pydantic import ValidationError

from docanalyzer.detect.registry import KINDS
from docanalyzer.model.faults import RuleFaults, UsageFault
from docanalyzer.model.rule import BLANK, Rule
from docanalyzer.rules.complaints import complaints
from docanalyzer.rules.files import read_text, rule_files
from docanalyzer.rules.lint import lint
from docanalyzer.rules.pack import RulePack, RuleSource
from docanalyzer.rules.tuning import Tuning, TuningFile, load_tuning, unknown_names
from docanalyzer.rules.yaml_text import Parsed, Spot, parse_yaml, walk


def load_pack(dirs: Sequence[Path]) -> RulePack:
    """The rules of all `dirs`; a later folder replaces rules of an earlier one by id.

    A tuning.toml in any of them changes weights and limits and allows findings; it may name rules
    of any folder, and the last folder decides.

    Only the folders named after a `Family` hold rules; other folders are data. Raises
    `RuleFaults` with every fault of every file, in order of file and line.
    """
    rules: dict[str, Rule] = {}
    faults: list[UsageFault] = []
    tunings: list[TuningFile] = []
    sources: dict[str, RuleSource] = {}
    for folder in dirs:
        tuning, unreadable = load_tuning(folder)
        found, wrong = _load_dir(folder, or_nothing=tuning.parsed is not None or bool(unreadable))
        rules |= {rule.id: rule for rule, _ in found}
        sources |= {rule.id: source for rule, source in found}
        faults.extend([*wrong, *unreadable])
        tunings.append(tuning)
    if not faults:
        # A rule that could not be read would be missed here for no fault of the tuning.
        faults = [fault for tuning in tunings for fault in unknown_names(tuning, rules)]
    if faults:
        raise RuleFaults(tuple(faults))
    said = reduce(lambda all_, file: all_.then(file.tuning), tunings, Tuning())
    return RulePack(tuple(said.applied_to(rules[key]) for key in sorted(rules)), said, sources)


Sourced = tuple[Rule, RuleSource]
"""A rule and where it was read."""


def _load_dir(folder: Path, *, or_nothing: bool) -> tuple[list[Sourced], list[UsageFault]]:
    """Rules with their sources and every fault; no rule at all is a fault unless `or_nothing`."""
    rules: dict[str, Sourced] = {}
    files, faults = rule_files(folder)
    for path in files:
        rule, wrong, examples = load_rule(path, path.relative_to(folder).parts[0])
        faults.extend(wrong)
        if rule is None:
            continue
        if rule.id in rules:
            faults.append(
                UsageFault(
                    f"{path}:1:1",
                    f"rule {rule.id!r} stands twice, also in {rules[rule.id][1].file}",
                    "rename one of the two; to replace a rule, put yours in a folder of its own",
                )
            )
        rules[rule.id] = rule, RuleSource(folder, path, examples)
    if not files and not faults and not or_nothing:
        hint = "rules are YAML files in folders such as urgency/"
        faults.append(UsageFault(str(folder), "holds no rule", hint))
    return list(rules.values()), faults


def load_rule(
    path: Path, folder: str
) -> tuple[Rule | None, Sequence[UsageFault], Mapping[tuple[str, int], str]]:
    """The rule of one file, or None, and every fault of the file; `folder` is its family's.

    Last, where each example stands, by its role and number from 0.
    """
    try:
        text = read_text(path)
    except UsageFault as fault:
        return None, [fault], {}
    return _read_rule(text, path, folder)


@lru_cache(maxsize=1024)
def _read_rule(
    text: str, path: Path, folder: str
) -> tuple[Rule | None, Sequence[UsageFault], Mapping[tuple[str, int], str]]:
    """`load_rule` for a text; a scan reads its rules to look for them and again to report."""
    parsed = parse_yaml(text, str(path))
    if blanks := _blanks(parsed):
        return None, blanks, {}
    rule, faults = _typed(parsed)
    faults.extend(lint(parsed, path.stem, folder))
    return rule, sorted([*parsed.faults, *faults], key=_by_line), _example_places(parsed)


def _blanks(parsed: Parsed) -> list[UsageFault]:
    """Places that the writer of the rule has not filled in yet; nothing else is said before."""
    hint = "fill it in; the comment beside it says with what"
    return [
        parsed.fault(parsed.spot(path), f"{'.'.join(map(str, path))} is still blank", hint)
        for path, value in walk(parsed.data)
        if value == BLANK
    ]


def _example_places(parsed: Parsed) -> dict[tuple[str, int], str]:
    """`file:line:column` of each example by its role and number."""
    return {
        (str(path[1]), path[2]): f"{parsed.where}:{spot.line}:{spot.column}"
        for path, spot in parsed.values.items()
        if len(path) == 3 and path[0] == "examples" and isinstance(path[2], int)
    }


def _typed(parsed: Parsed) -> tuple[Rule | None, list[UsageFault]]:
    """The data as a rule of its kind; None together with what is wrong."""
    data = parsed.data
    if not isinstance(data, dict):
        if parsed.faults:
            return None, []
        what = "is empty" if data is None else "is not a mapping of keys"
        return None, [parsed.fault(Spot(1, 1), f"the file {what}", "begin with id: and the rest")]
    when = data.get("when")
    kind = when.get("kind") if isinstance(when, dict) else None
    known = ", ".join(KINDS)
    if not isinstance(kind, str) or kind not in KINDS:
        what = "when.kind is missing" if kind is None else f"unknown kind of rule {kind!r}"
        spot = parsed.spot(("when", "kind"))
        return None, [parsed.fault(spot, what, f"use one of {known}")]
    try:
        # JSON mode takes lists for tuples and text for dates, but is strict about all else.
        return KINDS[kind].rule.model_validate_json(json.dumps(data)), []
    except ValidationError as error:
        return None, complaints(error, KINDS[kind].rule, parsed)


def _by_line(fault: UsageFault) -> tuple[int, int]:
    line, column = fault.where.rsplit(":", 2)[1:]
    return int(line), int(column)
