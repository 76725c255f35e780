"""How each column of a table is understood: by its heading, by a close heading, by its values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from docanalyzer.ingest.headings import (
    AmbiguousHeading,
    KnownHeading,
    heading_key,
    heading_map,
    written_heading,
)
from docanalyzer.ingest.mapping import FileMapping
from docanalyzer.ingest.sheets import cell_columns
from docanalyzer.ingest.values.kinds import ValueKinds, value_kinds


class How(StrEnum):
    """What decided a column."""

    MAPPING = "mapping"
    EXACT = "exact"
    VALUES = "values"
    FUZZY = "fuzzy"
    NONE = "none"


class Use(StrEnum):
    """What becomes of a column: its field's first choice, a filler of empty cells, or left out."""

    FIRST = "first"
    FILL = "fill"
    OUT = "out"


HIGH_CONFIDENCE = 0.8


@dataclass(frozen=True, slots=True)
class ColumnDecision:
    """One column: its heading, the canonical field (null = none), what decided, how surely.

    `confidence` is 0 to 1; from 0.8 the decision may be relied on. `candidates` names fields
    the column could stand for when it was not decided: the user must say. `use` tells whether
    the column is its field's first choice.
    """

    index: int
    heading: str
    field: str | None
    how: How
    confidence: float
    use: Use = Use.OUT
    candidates: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    rank: int = 0


_DATE_FIELDS = ("issued_on", "received_at", "due_at", "finished_at")
_ORGAN_FIELDS = ("issuer", "receiver", "cc")
# One character turns these into another field: 收文日期 and 发文日期, 来文单位 and 收文单位.
_DELICATE = frozenset({*_DATE_FIELDS, *_ORGAN_FIELDS, "register_no"})
_FUZZY_CUTOFF, _DELICATE_CUTOFF = 74.0, 86.0
_FUZZY_MARGIN = 6.0
_FUZZY_RANK = 900
_KIND_OF_FIELD = {
    **dict.fromkeys(_DATE_FIELDS, "date"),
    "doc_number": "doc_number",
    "urgency": "urgency",
    "secrecy": "secrecy",
    "url": "url",
}
# Kinds of value that stand for one field only, and the share of values that must be of it.
_TELLING = (
    ("secrecy", "secrecy", 0.8), ("urgency", "urgency", 0.8), ("doc_number", "doc_number", 0.6),
    ("url", "url", 0.9), ("title", "title", 0.6), ("long_text", "body", 0.8),
)  # fmt: skip
# Long texts under such headings are about the document, not the document.
_NO_BODY = re.compile(
    "批示|指示|意见|摘要|备注|依据|要求|说明|理由|情况|结果|建议|领导|拟办|批办|办理"
)
_DIRECTION_SENT = "发"
_BARE_DATES = frozenset(heading_key(h) for h in ("月/日", "日期", "时间"))


def decide_columns(
    headings: Sequence[str],
    cells: pl.DataFrame,
    mapping: FileMapping | None = None,
    label: str | None = None,
) -> tuple[ColumnDecision, ...]:
    """The decision on every column of a table, left to right.

    `headings` are the distinct names of the cell columns of `cells`; `label` is what stands
    above a block of columns (收文, 发文) and decides what a bare 日期 means. Exact synonyms come
    first, then headings close to one, then the values; of several columns for one field the one
    preferred by the heading map is the first choice.
    """
    mapping = mapping or FileMapping()
    kinds = [value_kinds(cells[name]) for name in cell_columns(cells)]
    decisions = [
        replace(_by_heading(index, heading, kind, mapping, label), sample=kind.sample)
        for index, (heading, kind) in enumerate(zip(headings, kinds, strict=True))
    ]
    decisions = _by_values(decisions, kinds)
    return tuple(_with_use(decisions))


def _by_heading(
    index: int, name: str, kind: ValueKinds, mapping: FileMapping, label: str | None
) -> ColumnDecision:
    heading = written_heading(name)
    key = heading_key(heading)
    if key in mapping.columns:
        return ColumnDecision(index, name, mapping.columns[key], How.MAPPING, 1.0)
    if label and _DIRECTION_SENT in label and key in _BARE_DATES:
        return ColumnDecision(index, name, "issued_on", How.EXACT, 0.8)
    known = heading_map().find(heading)
    if known is None:
        return _by_close_heading(index, name, key, kind)
    ambiguous = heading_map().ambiguous.get(known.key)
    if ambiguous is not None:
        return _by_ambiguous(index, name, ambiguous, known, kind)
    confidence = 1.0 if _fits(known.field, kind) else 0.6
    return ColumnDecision(index, name, known.field, How.EXACT, confidence, rank=known.rank)


def _by_ambiguous(
    index: int, name: str, heading: AmbiguousHeading, known: KnownHeading, kind: ValueKinds
) -> ColumnDecision:
    if not kind.seen:
        return ColumnDecision(index, name, heading.unseen, How.EXACT, 0.7, rank=known.rank)
    for wanted, field in heading.by_kind:
        if kind.is_mostly(wanted):
            return ColumnDecision(index, name, field, How.VALUES, 0.9, rank=known.rank)
    return ColumnDecision(index, name, heading.otherwise, How.VALUES, 0.6, rank=known.rank)


def _fits(field: str | None, kind: ValueKinds) -> bool:
    """Whether the values do not speak against the field: half of a date column reads as dates."""
    if field in _DATE_FIELDS:
        return not kind.seen or kind.share("date") >= 0.3 or kind.seen < 3
    return True


def _by_close_heading(index: int, name: str, key: str, kind: ValueKinds) -> ColumnDecision:
    close = [entry for entry in _close_fields(key) if not kind.seen or _supports(entry[0], kind)]
    best = max((score for _, score, _ in close), default=0.0)
    near = [entry for entry in close if entry[1] >= best - _FUZZY_MARGIN]
    if len(near) != 1 or not near[0][2]:
        doubtful = tuple(sorted(field for field, _, _ in near if field))
        return ColumnDecision(index, name, None, How.NONE, 0.0, candidates=doubtful)
    field, score, _ = near[0]
    sure = round(min(0.79, score / 100 * 0.85), 2)
    return ColumnDecision(index, name, field or None, How.FUZZY, sure, rank=_FUZZY_RANK)


def _close_fields(key: str) -> list[tuple[str, float, bool]]:
    """Field, best likeness (0 to 100) and whether that is near enough to be taken.

    The empty field stands for headings that are not carried. A field that is not near enough
    still makes the others doubtful.
    """
    from rapidfuzz import fuzz, process

    if not 2 < len(key) <= 20:
        return []
    known = heading_map().known
    choices = [close for close in known if len(close) > 2]
    matches = process.extract(
        key, choices, scorer=fuzz.ratio, score_cutoff=_FUZZY_CUTOFF, limit=None
    )
    scores: dict[str, float] = {}
    for close, score, _ in matches:
        field = known[close].field or ""
        scores[field] = max(scores.get(field, 0.0), score)
    return [
        (field, score, field not in _DELICATE or score >= _DELICATE_CUTOFF)
        for field, score in scores.items()
    ]


def _supports(field: str, kind: ValueKinds) -> bool:
    wanted = _KIND_OF_FIELD.get(field)
    if wanted is not None:
        return kind.is_mostly(wanted, 0.5)
    if field == "title":
        return not kind.is_mostly("date", 0.5) and not kind.is_mostly("sequence", 0.5)
    if field in _ORGAN_FIELDS:
        return not kind.is_mostly("date", 0.3) and not kind.is_mostly("doc_number", 0.3)
    return True


def _by_values(decisions: list[ColumnDecision], kinds: list[ValueKinds]) -> list[ColumnDecision]:
    """Columns that no heading explains, decided where their values stand for one field only."""
    taken = {decision.field for decision in decisions if decision.field}
    unknown = [d for d in decisions if d.how is How.NONE]
    for kind_name, field, share in _TELLING:
        fitting = [
            d
            for d in unknown
            if kinds[d.index].is_mostly(kind_name, share)
            and not (field == "body" and _NO_BODY.search(d.heading))
        ]
        if field in taken or not fitting:
            continue
        if len(fitting) == 1 or field == "secrecy":
            chosen = fitting[0]
            confidence = round(0.5 + 0.25 * kinds[chosen.index].share(kind_name), 2)
            decided = replace(
                chosen, field=field, how=How.VALUES, confidence=confidence, candidates=()
            )
            decisions[chosen.index] = decided
            unknown = [d for d in unknown if d.index != chosen.index]
            taken.add(field)
        else:
            for d in fitting:
                decisions[d.index] = replace(d, candidates=(field,))
    return [
        replace(d, candidates=d.candidates or _could_be(kinds[d.index], taken))
        if d.how is How.NONE
        else d
        for d in decisions
    ]


def _could_be(kind: ValueKinds, taken: set[str]) -> tuple[str, ...]:
    if kind.is_mostly("date"):
        return tuple(field for field in _DATE_FIELDS if field not in taken)
    if kind.is_mostly("organ"):
        return tuple(field for field in ("issuer", "receiver") if field not in taken)
    return ()


_HOW_RANK = {How.MAPPING: 0, How.EXACT: 1, How.VALUES: 1, How.FUZZY: 2, How.NONE: 3}


def _with_use(decisions: list[ColumnDecision]) -> list[ColumnDecision]:
    """First choices and fillers: by what decided, then by the heading map's preference."""
    order = sorted(decisions, key=lambda d: (_HOW_RANK[d.how], d.rank, d.index))
    first: set[str] = set()
    uses: dict[int, Use] = {}
    for decision in order:
        if decision.field is None:
            uses[decision.index] = Use.OUT
        elif decision.field not in first:
            first.add(decision.field)
            uses[decision.index] = Use.FIRST
        else:
            # A bare 日期 beside 收文日期 may be any date: it fills nothing.
            bare = heading_key(written_heading(decision.heading)) in _BARE_DATES
            fills = decision.field in heading_map().filled and not bare
            uses[decision.index] = Use.FILL if fills else Use.OUT
    return [replace(decision, use=uses[decision.index]) for decision in decisions]


def columns_of(decisions: Sequence[ColumnDecision], field: str) -> list[ColumnDecision]:
    """The columns used for `field`, first choice first."""
    used = [d for d in decisions if d.field == field and d.use is not Use.OUT]
    return sorted(used, key=lambda d: (d.use is Use.FILL, _HOW_RANK[d.how], d.rank, d.index))
