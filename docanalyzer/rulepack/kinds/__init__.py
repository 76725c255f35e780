"""The closed set of rule kinds, one module each.

A new kind is a module here with a `When`, its examples and a `Rule`, one line in `KINDS`, and a
detector that answers for its examples.
"""

from __future__ import annotations

from docanalyzer.rulepack.kinds.copying import CopyRule
from docanalyzer.rulepack.kinds.deadline import DeadlineRule
from docanalyzer.rulepack.kinds.escalation import EscalationRule
from docanalyzer.rulepack.kinds.length import LengthRule
from docanalyzer.rulepack.kinds.mark import MarkRule
from docanalyzer.rulepack.kinds.mismatch import MismatchRule
from docanalyzer.rulepack.kinds.phrase import PhraseRule
from docanalyzer.rulepack.kinds.quota import (
    CountingRule,
    EvasionRule,
    PlanRule,
    PointsRule,
    QuotaRule,
    TargetRule,
)
from docanalyzer.rulepack.kinds.series import RepeatRule, ShareRule
from docanalyzer.rulepack.model import Rule

KINDS: dict[str, type[Rule]] = {
    "mark": MarkRule,
    "mismatch": MismatchRule,
    "phrase": PhraseRule,
    "deadline": DeadlineRule,
    "length": LengthRule,
    "share": ShareRule,
    "repeat": RepeatRule,
    "copying": CopyRule,
    "escalation": EscalationRule,
    "quota": TargetRule,
    "counting": CountingRule,
    "plan": PlanRule,
    "evasion": EvasionRule,
    "points": PointsRule,
}
"""Value of `when.kind` to the model that reads the rule."""

__all__ = [
    "KINDS",
    "CopyRule",
    "CountingRule",
    "DeadlineRule",
    "EscalationRule",
    "EvasionRule",
    "LengthRule",
    "MarkRule",
    "MismatchRule",
    "PhraseRule",
    "PlanRule",
    "PointsRule",
    "QuotaRule",
    "RepeatRule",
    "ShareRule",
    "TargetRule",
]
