"""The standing phrases that were left out of account, with how many documents carry them."""

from __future__ import annotations

import polars as pl

from docanalyzer.model.tables import BOILERPLATE


def boilerplate_table(
    spans: pl.DataFrame,
    numbered: pl.DataFrame,
    bodies: pl.Series,
    carried: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Rows of boilerplate.parquet from spans of documents (number, begin, end, carrier).

    `documents` counts the distinct documents in which the text was met and set aside, its
    example included; equal texts are one row, spaces at their ends aside. `carried` are rows for
    the user's own standing texts, and go before what was found.
    """
    texts = spans.with_columns(bodies[spans["number"]].alias("body")).select(
        pl.col("body")
        .str.slice(pl.col("begin"), pl.col("end") - pl.col("begin"))
        .str.strip_chars()
        .alias("text"),
        numbered["doc_id"][spans["number"]].alias("example_doc_id"),
        "carrier",
    )
    counted = texts.group_by("text").agg(
        documents=pl.col("carrier").n_unique().cast(pl.Int64),
        example_doc_id=pl.col("example_doc_id").min(),
    )
    if carried is not None:
        known = counted.join(carried, on="text", how="anti")
        counted = pl.concat([carried.select(known.columns), known])
    return BOILERPLATE.conform(counted)
