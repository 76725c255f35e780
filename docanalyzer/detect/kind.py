"""What a kind of rule brings: its model, its search, a probe for examples, words for evidence."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from docanalyzer.model.faults import UsageFault
from docanalyzer.model.rule import Rule

if TYPE_CHECKING:
    import polars as pl

Probe = Callable[[Any, Sequence[Any]], Sequence[tuple[str, ...]]]
"""For one rule and its examples: per example the texts of the findings, empty when silent.

A probe runs the detector's real code, else an example would prove nothing."""


class Label(NamedTuple):
    """The name of an entry of the evidence, in Chinese and in English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Log:
    """What the rules read: rows of `DOCUMENTS`, `BODIES`, `RECEIPTS` and `CELL_NOTES`.

    `cell_notes` is None where nothing is known of cells that could not be read.
    """

    documents: pl.DataFrame
    bodies: pl.DataFrame
    receipts: pl.DataFrame
    cell_notes: pl.DataFrame | None = None


Search = Callable[[Any, Log], "pl.DataFrame"]
"""For one rule and a log: the columns `FOUND` of detect/found.py, one row per finding."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rule, complete once it has a probe and words.

    `name` is the value of `when.kind`, `rule` the model that reads the file. `find` is None for a
    kind whose rules are searched together by a stage of its own. `words` name every entry of the
    evidence and may be left empty only by a kind without evidence of its own.
    """

    name: str
    rule: type[Rule]
    find: Search | None = None
    probe: Probe | None = None
    words: Mapping[str, Label] = field(default_factory=dict)


def unfinished(kinds: Iterable[Kind]) -> tuple[UsageFault, ...]:
    """What each kind still lacks, with the file and line of its model; empty when all are whole.

    A kind without a probe has examples that nothing runs, and one without words would show the
    reader a name of the code.
    """
    return tuple(fault for kind in kinds for fault in _missing(kind))


def _missing(kind: Kind) -> list[UsageFault]:
    where = _place(kind.rule)
    faults = []
    if kind.probe is None:
        hint = "give the kind probe=, such as probe_documents of detect/examples.py"
        faults.append(UsageFault(where, f"kind {kind.name!r} has no probe", hint))
    if not kind.words:
        hint = "give the kind words=, a Label in Chinese and English per entry of its evidence"
        faults.append(UsageFault(where, f"kind {kind.name!r} has no words", hint))
    unworded = [name for name, label in kind.words.items() if not (label.zh and label.en)]
    if unworded:
        what = f"kind {kind.name!r} has no word for {', '.join(unworded)}"
        faults.append(UsageFault(where, what, "fill in both languages of the Label"))
    return faults


def _place(model: type[Rule]) -> str:
    """`file:line:1` of a model."""
    file = inspect.getsourcefile(model) or model.__module__
    return f"{file}:{inspect.getsourcelines(model)[1]}:1"
