"""Rules as data: YAML files to frozen, typed rules, with lint and inline examples."""

from __future__ import annotations

from docanalyzer.rulepack.examples import ExampleFailure, Probe, run_examples
from docanalyzer.rulepack.kinds import KINDS
from docanalyzer.rulepack.loader import load_pack
from docanalyzer.rulepack.model import Rule, positional
from docanalyzer.rulepack.pack import RulePack
from docanalyzer.rulepack.tuning import Allowance, Tuning

__all__ = [
    "KINDS",
    "Allowance",
    "ExampleFailure",
    "Probe",
    "Rule",
    "RulePack",
    "Tuning",
    "load_pack",
    "positional",
    "run_examples",
]
