"""A loaded pack: rules in one order, and a hash of what they say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from docanalyzer.model.rule import Rule
from docanalyzer.rules.tuning import Tuning

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Where a rule was read: the pack's folder, the file, and `file:line:column` per example."""

    folder: Path
    file: Path
    examples: Mapping[tuple[str, int], str]

    def place_of(self, role: str, index: int) -> str:
        """Place of an example; the file's beginning where the example's own is not known."""
        return self.examples.get((role, index), f"{self.file}:1:1")


@dataclass(frozen=True)
class RulePack:
    """Rules ordered by id, each id once, with the weights and limits of `tuning` applied.

    `sources` tells where each was read; a pack made of rules alone has none.
    """

    rules: tuple[Rule, ...]
    tuning: Tuning = field(default_factory=Tuning)
    sources: Mapping[str, RuleSource] = field(default_factory=dict, compare=False)

    def of_kind(self, kind: type[R]) -> tuple[R, ...]:
        """The rules of one kind, ordered by id."""
        return tuple(rule for rule in self.rules if isinstance(rule, kind))

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def source_of(self, rule_id: str) -> RuleSource:
        """Where a rule of a loaded pack was read; raises `KeyError` for any other."""
        return self.sources[rule_id]

    @cached_property
    def sha256(self) -> str:
        """Hash of what the rules say: paths, file order, comments and layout do not count."""
        digest = sha256()
        for rule in self.rules:
            digest.update(rule.model_dump_json().encode())
            digest.update(b"\n")
        if self.tuning.says_something:
            digest.update(self.tuning.model_dump_json().encode())
        return digest.hexdigest()
