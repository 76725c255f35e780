"""Word boundaries by jieba, on the sentence around a hit and nothing else."""

from __future__ import annotations

from functools import lru_cache
from logging import WARNING
from typing import Any

import polars as pl

_CONTEXT = 40
"""Characters kept on each side; jieba's choices do not reach further."""


def at_word_boundaries(sentences: pl.Series, begin: pl.Series, end: pl.Series) -> pl.Series:
    """Whether each span of its sentence begins and ends where a word does.

    Loads jieba on first use, which takes about a second; distinct contexts are cut once.
    """
    left = pl.min_horizontal("begin", pl.lit(_CONTEXT))
    length = pl.col("end") - pl.col("begin")
    around = pl.DataFrame({"sentence": sentences, "begin": begin, "end": end}).select(
        context=pl.col("sentence").str.slice(
            pl.col("begin") - left, left + length + pl.lit(_CONTEXT)
        ),
        first=left,
        last=left + length,
    )
    distinct = around.unique(maintain_order=True)
    verdict = [_fits(context, first, last) for context, first, last in distinct.iter_rows()]
    judged = distinct.with_columns(pl.Series("fits", verdict, dtype=pl.Boolean))
    return around.join(judged, on=around.columns, how="left", maintain_order="left")["fits"]


def _fits(context: str, first: int, last: int) -> bool:
    edges = {edge for _, start, end in _jieba().tokenize(context) for edge in (start, end)}
    return first in edges and last in edges


@lru_cache
def _jieba() -> Any:  # noqa: ANN401  # jieba publishes no types
    """jieba, silent: its notes on loading have no place among the messages of a scan."""
    import jieba

    jieba.setLogLevel(WARNING)
    return jieba
