"""The one list of kinds of rules. A new kind is a module of this package and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from docanalyzer.detect import (
    deadline,
    length,
    mark,
    mismatch,
    phrase,
    repeat,
    share,
    village_form,
)
from docanalyzer.detect.copying import rule as copying
from docanalyzer.detect.escalation import rule as escalation
from docanalyzer.detect.kind import Kind
from docanalyzer.detect.quotas import examples as quotas
from docanalyzer.model.rule import Rule

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        mark.KIND,
        mismatch.KIND,
        phrase.KIND,
        deadline.KIND,
        length.KIND,
        share.KIND,
        repeat.KIND,
        village_form.KIND,
        copying.KIND,
        escalation.KIND,
        *quotas.KINDS,
    )
}
"""Value of `when.kind` to the kind."""

_BY_MODEL: Mapping[type[Rule], Kind] = {kind.rule: kind for kind in KINDS.values()}


def kind_of(rule: Rule) -> Kind:
    """The kind of a rule; raises `KeyError` for a model that no kind has."""
    return _BY_MODEL[type(rule)]
