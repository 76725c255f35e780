"""The registers of several scans as one."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.model.tables import BODIES, DOCUMENTS
from docanalyzer.model.texts import longest_texts
from docanalyzer.register.build import settled_documents


def one_register(
    documents: Sequence[pl.DataFrame], bodies: Sequence[pl.DataFrame]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Documents and bodies of scans, each document once, as one scan of all rows settles it.

    Frames conform to DOCUMENTS and BODIES, and so do the results, but for the order of rows. What
    one scan has of a document counts as much as what another has; their order does not.
    """
    every = pl.concat(documents)
    # In one piece, which copies no text; polars copies each that it takes from several.
    texts = pl.concat(bodies, rechunk=True)
    is_repeated = texts["doc_id"].is_duplicated()
    settled = longest_texts(texts.filter(is_repeated)).select(BODIES.names())
    return _settled(every), pl.concat([texts.filter(~is_repeated), settled], rechunk=True)


def _settled(documents: pl.DataFrame) -> pl.DataFrame:
    """Each document once; its text is the longest, so its characters are the most."""
    is_repeated = documents["doc_id"].is_duplicated()
    repeats = documents.filter(is_repeated)
    chars = repeats.group_by("doc_id").agg(pl.col("body_chars").max())
    settled = settled_documents(repeats.rename({"urgency": "urgency_mark"})).join(
        chars, on="doc_id"
    )
    return pl.concat([documents.filter(~is_repeated), settled.select(DOCUMENTS.names())])
