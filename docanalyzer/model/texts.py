"""Which of several texts of one document counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl


def longest_texts(texts: pl.DataFrame) -> pl.DataFrame:
    """One row per document that has a text: the longest, the smallest of equally long ones.

    Columns doc_id, body and body_source (the smallest that has this text), and body_chars, the
    characters of the body; ordered by doc_id, whatever the order of `texts`. Null is no text.
    """
    import polars as pl

    return (
        texts.filter(pl.col("body").is_not_null())
        .select(
            "doc_id",
            "body",
            "body_source",
            pl.col("body").str.len_chars().cast(pl.Int64).alias("body_chars"),
        )
        .sort("doc_id", "body_chars", "body", "body_source", descending=[False, True, False, False])
        .unique("doc_id", keep="first", maintain_order=True)
    )
