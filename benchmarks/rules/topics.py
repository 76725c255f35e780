"""Which topic a rule belongs to: what the label files and the tables of figures speak of."""

from __future__ import annotations

from docanalyzer.model.rule import Rule
from docanalyzer.model.terms import Family

BY_PREFIX = {
    "inspection": "inspections",
    "assessment": "inspections",
    "request": "requests",
    "meeting": "meetings",
    "responsibility": "responsibility",
    "app": "apps",
    "signboard": "signboards",
    "certificate": "signboards",
    "secondment": "secondment",
    "length": "length",
    "disguise": "disguise",
    "repeat": "repeats",
}


def topic_of(rule: Rule) -> str:
    """The family, and for burdens the kind of burden, which is the first word of the id."""
    if rule.family is not Family.BURDENS:
        return rule.family.value
    return BY_PREFIX[rule.id.partition("-")[0]]
