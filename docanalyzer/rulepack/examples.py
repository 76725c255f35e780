"""Runs the examples that rules carry through the detectors that read those rules.

This package knows no detector: whoever composes the program hands in one probe per kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from docanalyzer.rulepack.model import Example, Rule
from docanalyzer.rulepack.pack import RulePack

Role = Literal["match", "near_miss", "known_miss"]

Probe = Callable[[Any, Sequence[Any]], Sequence[tuple[str, ...]]]
"""What a detector offers for `rules test`: for one rule and its examples, per example the texts
of the findings of that rule (empty when it stays silent). It must run the detector's real code."""


@dataclass(frozen=True, slots=True)
class ExampleFailure:
    """An example that contradicts its rule; `matched` is what the rule found in it."""

    rule_id: str
    role: Role
    index: int
    matched: tuple[str, ...]
    expected: str


def run_examples(
    pack: RulePack, probes: Mapping[type[Rule], Probe]
) -> tuple[int, tuple[ExampleFailure, ...]]:
    """Number of examples run, and those that failed, in order of rule id, role and place.

    Raises `LookupError` for a rule of a kind without a probe: an example that nothing runs
    would be a test that cannot fail.
    """
    failures: list[ExampleFailure] = []
    count = 0
    for rule in pack.rules:
        probe = probes.get(type(rule))
        if probe is None:
            raise LookupError(f"no probe for rules of {type(rule).__name__}")
        examples = _examples_of(rule)
        found = probe(rule, [example for _, _, example in examples])
        count += len(examples)
        for (role, index, example), matched in zip(examples, found, strict=True):
            expected = _contradiction(role, example, matched)
            if expected is not None:
                failures.append(ExampleFailure(rule.id, role, index, tuple(matched), expected))
    return count, tuple(failures)


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
