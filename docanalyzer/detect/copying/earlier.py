"""New documents beside those of earlier runs: what to compare, and what of it is news."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.engine import aside

if TYPE_CHECKING:
    from docanalyzer.detect.copying.detection import ReuseTables


@dataclass(frozen=True)
class Corpus:
    """Documents and bodies to compare; `new` are the ids that no earlier run knew as they are."""

    documents: pl.DataFrame
    bodies: pl.DataFrame
    new: pl.Series


def beside(
    documents: pl.DataFrame,
    bodies: pl.DataFrame,
    documents_of: Sequence[pl.DataFrame],
    bodies_of: Sequence[pl.DataFrame],
) -> Corpus:
    """This run together with earlier ones, and what of it is new.

    `documents` and `bodies` are those of all runs, each document once; `documents_of` and
    `bodies_of` those of each run, this one last. New is a document of this run that no earlier
    run has, or that no earlier run has with the text that counts now: it could not be compared
    so before.
    """
    own = documents_of[-1]["doc_id"]
    known = pl.concat([table["doc_id"] for table in documents_of[:-1]])
    # In one piece, which copies no text; polars copies each that it takes from several.
    held = pl.concat([table.select("doc_id", "body") for table in bodies_of[:-1]], rechunk=True)
    texts = bodies.filter(pl.col("doc_id").is_in(own.implode()) & (pl.col("body") != ""))
    texts = texts.select("doc_id", "body")
    compared = texts.join(held, on="doc_id").filter(pl.col("body") == pl.col("body_right"))
    late = texts["doc_id"].filter(~texts["doc_id"].is_in(compared["doc_id"].implode()))
    fresh = own.filter(~own.is_in(known.implode()))
    new = pl.concat([fresh, late]).unique().sort()
    return Corpus(documents, bodies, new)


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
