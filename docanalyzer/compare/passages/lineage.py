"""The order in which documents can be sources, and the divisions whose path they stand on."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.model.terms import LEVEL_RANK

UNKNOWN_RANK = len(LEVEL_RANK)
"""Rank of a document whose level is not known; below every known level."""

PATH = 4
"""Divisions of a path: the country, its province, city and county."""

_COUNTRY = "\x00"


class Lineage(NamedTuple):
    """For documents in source order: level rank, own division, and the divisions above.

    `node` is -1 where level or division is unknown. `path[i]` holds the divisions of document i
    from the country down to its own, -1 where there is none; equal numbers are one division.
    """

    rank: npt.NDArray[np.int8]
    node: npt.NDArray[np.int32]
    path: npt.NDArray[np.int32]
    nodes: int

    def on_path(
        self, copies: npt.NDArray[np.int64], sources: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Whether each copy's division is known to lie in, or to be, its source's division."""
        node = self.node[sources]
        met = (self.path[copies] == node[:, None]) & (node >= 0)[:, None]
        return np.asarray(met.any(axis=1))

    def off_path(
        self, copies: npt.NDArray[np.int64], sources: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.bool_]:
        """Whether each source is known to stand in another division than its copy."""
        below, above = self.path[copies], self.path[sources]
        apart = (below >= 0) & (above >= 0) & (below != above)
        return np.asarray(apart.any(axis=1))


def in_source_order(documents: pl.DataFrame) -> pl.DataFrame:
    """Documents by level (highest first, unknown last), then date (unknown last), then id."""
    rank = pl.col("issuer_level").replace_strict(
        LEVEL_RANK, default=UNKNOWN_RANK, return_dtype=pl.Int8
    )
    return documents.with_columns(rank.alias("rank")).sort(
        "rank", "issued_on", "doc_id", nulls_last=True
    )


def lineage(ordered: pl.DataFrame) -> Lineage:
    """Divisions of documents that `in_source_order` returned."""
    names = ordered.select(
        pl.lit(_COUNTRY).alias("0"),
        pl.col("province").alias("1"),
        (pl.col("province").fill_null("") + "/" + pl.col("city")).alias("2"),
        pl.concat_str(
            pl.col("province").fill_null(""),
            pl.col("city").fill_null(""),
            pl.col("county"),
            separator="/",
        ).alias("3"),
    )
    path = np.full((ordered.height, PATH), -1, np.int32)
    known = 0
    rank = ordered["rank"].to_numpy()
    for step in range(PATH):
        codes = names[str(step)].rank("dense").cast(pl.Int64).fill_null(0).to_numpy()
        belongs = (codes > 0) & (rank >= step) & (rank < UNKNOWN_RANK)
        path[belongs, step] = codes[belongs] - 1 + known
        known += int(codes.max(initial=0))
    node = np.full(ordered.height, -1, np.int32)
    for step in range(PATH):
        at_step = (rank == step) | ((rank > step) & (step == PATH - 1) & (rank < UNKNOWN_RANK))
        node[at_step] = path[at_step, step]
    return Lineage(rank.astype(np.int8), node, path, known)
