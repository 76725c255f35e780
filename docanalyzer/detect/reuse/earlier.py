"""New documents beside those of earlier runs: what to compare, and what of it is news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.engine import aside

if TYPE_CHECKING:
    from docanalyzer.detect.reuse.detection import ReuseTables


@dataclass(frozen=True)
class Corpus:
    """Documents and bodies to compare; `new` are the ids that no earlier run knew.

    `runs` are the ids of the bodies of each run, this one last; none without earlier runs.
    """

    documents: pl.DataFrame
    bodies: pl.DataFrame
    new: pl.Series
    runs: tuple[pl.Series, ...] = ()


def beside(
    documents: pl.DataFrame,
    bodies: pl.DataFrame,
    old_documents: pl.DataFrame,
    old_bodies: pl.DataFrame,
    old_runs: Sequence[pl.Series] = (),
) -> Corpus:
    """This run's tables together with earlier ones, all conforming to DOCUMENTS and BODIES.

    A document in both is old, and its row is the earlier one; one whose text comes only now
    counts as new, as it could not be compared before. `old_runs` are the ids of the bodies of
    each earlier run.
    """
    if old_documents.is_empty():
        return Corpus(documents, bodies, documents["doc_id"])
    texts = bodies.join(old_bodies, on="doc_id", how="anti")
    fresh = documents.join(old_documents, on="doc_id", how="anti")
    late = texts.join(old_documents, on="doc_id", how="semi").filter(
        pl.col("body").is_not_null() & (pl.col("body") != "")
    )
    return Corpus(
        pl.concat([old_documents, fresh]),
        # In one piece, which copies no text; polars copies each that it takes from several.
        pl.concat([old_bodies, texts], rechunk=True),
        pl.concat([fresh["doc_id"], late["doc_id"]]).unique().sort(),
        (*old_runs, bodies["doc_id"]),
    )


def news(found: ReuseTables, new: pl.Series) -> ReuseTables:
    """What a comparison of a whole corpus says about new documents.

    Pairs and passages that touch one. Findings on every copy in such a pair: an old copy that
    got a new source is judged by all its sources together. Boilerplate stays that of the whole.
    """
    touched = pl.col("copy_doc_id").is_in(new.implode()) | pl.col("source_doc_id").is_in(
        new.implode()
    )
    pairs = found.pairs.filter(touched)
    return replace(
        found,
        pairs=pairs,
        passages=found.passages.filter(touched),
        promised=aside(lambda: on_copies(found.findings, pairs)),
    )


def on_copies(findings: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Findings on documents that stand as copies in `pairs`."""
    return findings.filter(pl.col("doc_id").is_in(pairs["copy_doc_id"].implode()))
