"""Where a document's text comes from: all sources above it together, the first and the nearest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.model import tables
from docanalyzer.model.terms import LEVEL_RANK, Relation
from docanalyzer.report.cards import DocumentCard, PairCard, body_of, pair_cards

if TYPE_CHECKING:
    from docanalyzer.report.run_view import RunView

_FROM_ABOVE = (Relation.COPIED.value, Relation.DECLARED_RELAY.value)
_FAR_BELOW = len(LEVEL_RANK)
_DROPPED = r"[\p{P}\p{Z}\p{C}\p{S}\p{M}]"
"""Characters that a share leaves out of account."""


@dataclass(frozen=True, slots=True)
class Parentage:
    """The sources of one document that stand above it."""

    sources: int
    share: float | None
    """Share of the document's own text found in any of them; null where texts are missing."""
    root: DocumentCard
    """The highest of them, the earliest among equals."""
    parent: DocumentCard | None
    """The immediate parent; None where none stands on the document's own division path."""


def parentage(run: RunView, doc_id: str) -> Parentage | None:
    """The sources above a document, copied or passed on; None without any."""
    rows = run.part(
        tables.REUSE_PAIRS,
        (pl.col("copy_doc_id") == doc_id) & pl.col("relation").is_in(_FROM_ABOVE),
    )
    if rows.is_empty():
        return None
    pairs = pair_cards(run, rows)
    parents = [pair.source for pair in pairs if pair.is_immediate_parent]
    return Parentage(
        len(pairs),
        _share_above(run, doc_id, pairs),
        min((pair.source for pair in pairs), key=_age),
        parents[0] if parents else None,
    )


def _age(source: DocumentCard) -> tuple[int, str, str]:
    dated = "9999" if source.issued_on is None else source.issued_on.isoformat()
    return LEVEL_RANK.get(source.level or "", _FAR_BELOW), dated, source.doc_id


def _share_above(run: RunView, doc_id: str, pairs: list[PairCard]) -> float | None:
    """The union of all passages over the own text, whose size the largest share tells."""
    shares = {pair.source.doc_id: pair.copied_share for pair in pairs if pair.copied_share}
    body = body_of(run, doc_id)
    if not shares or body is None:
        return None
    spans = run.part(
        tables.REUSE_PASSAGES,
        (pl.col("copy_doc_id") == doc_id) & pl.col("source_doc_id").is_in(list(shares)),
    )
    best = max(shares, key=lambda source: (shares[source] or 0.0, source))
    whole = _characters(body, spans.filter(source_doc_id=best))
    if not whole:
        return shares[best]
    return min(1.0, (shares[best] or 0.0) * _characters(body, spans) / whole)


def _characters(body: str, spans: pl.DataFrame) -> int:
    """Characters that count, in any of the spans, each once."""
    reached = pl.col("copy_end").cum_max().shift(1, fill_value=0)
    parts = spans.sort("copy_begin", "copy_end").select(
        pl.max_horizontal("copy_begin", reached).alias("begin"), end="copy_end"
    )
    pieces = [body[begin:end] for begin, end in parts.rows()]
    kept = pl.Series(pieces, dtype=pl.String).str.replace_all(_DROPPED, "").str.len_chars().sum()
    return int(kept)
