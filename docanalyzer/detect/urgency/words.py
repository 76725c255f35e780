"""Word boundaries by jieba, on the line around a hit and nothing else."""

from __future__ import annotations

import polars as pl

_CONTEXT = 40
"""Characters kept on each side; jieba's choices do not reach further."""


def at_word_boundaries(occurrences: pl.DataFrame, texts: pl.DataFrame) -> pl.Series:
    """Whether each occurrence (row, begin, end) begins and ends where a word does.

    Loads jieba on first use, which takes about a second; distinct contexts are cut once.
    """
    left = pl.min_horizontal(pl.col("begin"), pl.lit(_CONTEXT))
    begin = pl.col("begin") - left
    around = occurrences.join(
        texts.select("row", "text"), on="row", how="left", maintain_order="left"
    ).select(
        context=pl.col("text").str.slice(begin, left + pl.col("end") - pl.col("begin") + _CONTEXT),
        first=left,
        last=left + pl.col("end") - pl.col("begin"),
    )
    distinct = around.unique(maintain_order=True)
    verdict = pl.Series(
        "fits",
        [_fits(context, first, last) for context, first, last in distinct.iter_rows()],
        dtype=pl.Boolean,
    )
    judged = distinct.with_columns(verdict)
    return around.join(judged, on=around.columns, how="left", maintain_order="left")["fits"]


def _fits(context: str, first: int, last: int) -> bool:
    import jieba

    edges = {edge for _, start, end in jieba.tokenize(context) for edge in (start, end)}
    return first in edges and last in edges
