"""Runs the examples that rules carry through the real search of their kinds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from docanalyzer.detect.registry import kind_of
from docanalyzer.model.faults import RuleFaults, UsageFault
from docanalyzer.model.rule import Example, Rule
from docanalyzer.rules.pack import RulePack

Role = Literal["match", "near_miss", "known_miss"]


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that contradicts its rule; `matched` is what the rule found in it."""

    rule_id: str
    role: Role
    index: int
    matched: tuple[str, ...]
    expected: str


def run_examples(pack: RulePack) -> tuple[int, tuple[ExampleFailure, ...]]:
    """Number of examples run, and those that failed, in order of rule id, role and place.

    Raises `LookupError` for a rule of a kind without a probe: an example that nothing runs
    would be a test that cannot fail.
    """
    failures: list[ExampleFailure] = []
    count = 0
    for rule in pack.rules:
        probe = kind_of(rule).probe
        if probe is None:
            raise LookupError(f"no probe for rules of kind {rule.when.kind}")
        examples = _examples_of(rule)
        found = probe(rule, [example for _, _, example in examples])
        count += len(examples)
        for (role, index, example), matched in zip(examples, found, strict=True):
            expected = _contradiction(role, example, matched)
            if expected is not None:
                failures.append(ExampleFailure(rule.id, role, index, tuple(matched), expected))
    return count, tuple(failures)


def refuse_contradictions(pack: RulePack, folders: Collection[Path]) -> None:
    """Run the examples of the rules that came from `folders`.

    Raises `RuleFaults` with every example that contradicts its rule, at its file, line and
    column. Rules of other folders are taken on trust, such as those of the default pack.
    """
    own = tuple(rule for rule in pack.rules if pack.source_of(rule.id).folder in folders)
    if not own:
        return
    _, failures = run_examples(RulePack(own, pack.tuning, pack.sources))
    if failures:
        raise RuleFaults(tuple(_fault(pack, failure) for failure in failures))


def _fault(pack: RulePack, failure: ExampleFailure) -> UsageFault:
    found = "、".join(failure.matched) or "nothing"
    return UsageFault(
        pack.source_of(failure.rule_id).place_of(failure.role, failure.index),
        f"the example contradicts the rule: expected {failure.expected}, found {found}",
        "correct the example or the rule; rules test runs all examples",
    )


def _examples_of(rule: Rule) -> list[tuple[Role, int, Example]]:
    groups = cast(Any, rule).examples
    roles: tuple[Role, ...] = ("match", "near_miss", "known_miss")
    return [
        (role, index, example)
        for role in roles
        for index, example in enumerate(getattr(groups, role))
    ]


def _contradiction(role: Role, example: Example, matched: Sequence[str]) -> str | None:
    """What was expected instead, or None when the example holds."""
    wanted: str | None = getattr(example, "expect", None)
    if role == "match" and not matched:
        return "a finding"
    if role == "match" and wanted is not None and wanted not in matched:
        return f"a finding on {wanted!r}"
    if role == "near_miss" and matched:
        return "no finding"
    if role == "known_miss" and matched:
        return "no finding yet; move the example to match"
    return None
