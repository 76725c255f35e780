"""Finds what an id given by a user names: a finding, a document or a pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.model import tables
from docanalyzer.model.faults import UsageFault

if TYPE_CHECKING:
    from docanalyzer.report.run_view import RunView

_NEAREST = 3


@dataclass(frozen=True, slots=True)
class FindingId:
    """The id of one finding."""

    finding_id: str


@dataclass(frozen=True, slots=True)
class DocumentId:
    """The id of one document."""

    doc_id: str


@dataclass(frozen=True, slots=True)
class PairId:
    """The ids of a copy and its source."""

    copy_doc_id: str
    source_doc_id: str


def look_up(run: RunView, wanted: str) -> FindingId | DocumentId | PairId:
    """What `wanted` names in this run.

    A finding id, a document id, `copy:source` of a pair, or a document number; the beginning
    of an id is enough where only one begins so. Raises `UsageFault` where nothing or more than
    one thing is named; the hint then lists the candidates.
    """
    wanted = wanted.strip()
    if ":" in wanted:
        return _pair(run, wanted)
    findings = run.part(tables.FINDINGS, columns=["finding_id"])["finding_id"]
    documents = run.part(tables.DOCUMENTS, columns=["doc_id", "doc_number"])
    numbered = documents.filter(pl.col("doc_number") == wanted)["doc_id"]
    matches: list[FindingId | DocumentId] = [FindingId(name) for name in _named(findings, wanted)]
    matches += [DocumentId(name) for name in _named(documents["doc_id"], wanted) or [*numbered]]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise _ambiguous(wanted, [_text(match) for match in matches])
    if not wanted.isascii():
        raise _unknown(wanted, documents["doc_number"].drop_nulls().unique())
    raise _unknown(wanted, pl.concat([findings, documents["doc_id"]]))


def _pair(run: RunView, wanted: str) -> PairId:
    copy, _, source = wanted.partition(":")
    pairs = run.part(tables.REUSE_PAIRS, columns=["copy_doc_id", "source_doc_id"])
    found = pairs.filter(
        pl.col("copy_doc_id").str.starts_with(copy)
        & pl.col("source_doc_id").str.starts_with(source)
    )
    names = [f"{one}:{other}" for one, other in found.rows()]
    if wanted in names:
        return PairId(copy, source)
    if len(names) == 1:
        return PairId(*found.row(0))
    if names:
        raise _ambiguous(wanted, names)
    every = pairs.select(pl.format("{}:{}", "copy_doc_id", "source_doc_id")).to_series()
    raise _unknown(wanted, every)


def _named(ids: pl.Series, wanted: str) -> list[str]:
    """The id itself, else every id that begins with `wanted`."""
    if not wanted:
        return []
    if (ids == wanted).any():
        return [wanted]
    return ids.filter(ids.str.starts_with(wanted)).sort().to_list()


def _text(match: FindingId | DocumentId) -> str:
    return match.finding_id if isinstance(match, FindingId) else match.doc_id


def _ambiguous(wanted: str, names: list[str]) -> UsageFault:
    shown = ", ".join(names[:_NEAREST])
    more = f" and {len(names) - _NEAREST} more" if len(names) > _NEAREST else ""
    return UsageFault(wanted, f"{len(names)} ids fit", f"write more of it: {shown}{more}")


def _unknown(wanted: str, ids: pl.Series) -> UsageFault:
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    nearest = process.extract(
        wanted, ids.to_list(), scorer=Indel.normalized_similarity, limit=_NEAREST
    )
    names = ", ".join(name for name, _, _ in nearest)
    hint = f"nearest: {names}" if names else "the run has no findings, documents or pairs"
    return UsageFault(wanted or "ID", "no such finding, document or pair in this run", hint)
