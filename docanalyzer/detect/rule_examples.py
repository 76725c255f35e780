"""The detectors that answer for the examples of rules, and rules whose examples contradict them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docanalyzer.model.faults import RuleFaults, UsageFault

if TYPE_CHECKING:
    from docanalyzer.rulepack import ExampleFailure, Probe, Rule, RulePack


def probes() -> Mapping[type[Rule], Probe]:
    """What runs the examples of each kind of rule: the detector's real code."""
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


def refuse_contradictions(pack: RulePack, folders: Collection[Path]) -> None:
    """Run the examples of the rules that came from `folders`.

    Raises `RuleFaults` with every example that contradicts its rule, at its file, line and
    column. Rules of other folders are taken on trust, such as those of the default pack.
    """
    from docanalyzer.rulepack import RulePack, run_examples

    own = tuple(rule for rule in pack.rules if pack.source_of(rule.id).folder in folders)
    if not own:
        return
    _, failures = run_examples(RulePack(own, pack.tuning, pack.sources), probes())
    if failures:
        raise RuleFaults(tuple(_fault(pack, failure) for failure in failures))


def _fault(pack: RulePack, failure: ExampleFailure) -> UsageFault:
    found = "、".join(failure.matched) or "nothing"
    return UsageFault(
        pack.source_of(failure.rule_id).place_of(failure.role, failure.index),
        f"the example contradicts the rule: expected {failure.expected}, found {found}",
        "correct the example or the rule; rules test runs all examples",
    )
