"""Which document each file beside the register is the text of."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.tables import TEXT_MATCHES
from docanalyzer.register.period import OUTSIDE_PERIOD

_PLACE = ["source_file", "source_sheet", "source_row"]


def matches_of_documents(matches: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """`TEXT_MATCHES` of files matched to rows, by the documents of these rows.

    `matches` has path, the place of a row (null without one), matched_by and reason_code;
    `receipts` (`RECEIPTS`) say which document a row registers. A file all of whose rows lie
    outside the period has no document, outside_period.
    """
    if not matches.height:
        return TEXT_MATCHES.empty()
    documents = receipts.select("doc_id", *_PLACE)
    known = matches.join(documents, on=_PLACE, how="left", nulls_equal=True)
    is_outside = pl.col("doc_id").is_null() & pl.col("source_file").is_not_null()
    why = pl.when(is_outside).then(pl.lit(OUTSIDE_PERIOD)).otherwise("reason_code")
    told = known.select(
        "path",
        pl.when(pl.col("source_file").is_not_null()).then("doc_id").alias("doc_id"),
        pl.when(~is_outside).then("matched_by").alias("matched_by"),
        why.alias("reason_code"),
    ).unique()
    found = told.filter(pl.col("doc_id").is_not_null())
    lost = told.filter(pl.col("doc_id").is_null()).join(found, on="path", how="anti")
    return TEXT_MATCHES.conform(pl.concat([found, lost]))
