"""A loaded pack: rules in one order, and a hash of what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

from docanalyzer.rulepack.model import Rule
from docanalyzer.rulepack.tuning import Tuning

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True)
class RulePack:
    """Rules ordered by id, each id once, with the weights and limits of `tuning` applied."""

    rules: tuple[Rule, ...]
    tuning: Tuning = field(default_factory=Tuning)

    def of_kind(self, kind: type[R]) -> tuple[R, ...]:
        """The rules of one kind, ordered by id."""
        return tuple(rule for rule in self.rules if isinstance(rule, kind))

    def rule(self, rule_id: str) -> Rule | None:
        """The rule of that id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

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
