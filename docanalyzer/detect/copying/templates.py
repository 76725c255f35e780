"""The user's own standing texts: taken out of bodies before these are compared, and counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
import polars as pl

from docanalyzer.compare.folds.folding import build_folding
from docanalyzer.compare.passages.standing_texts import (
    Met,
    build_standing_texts,
    without_standing_texts,
)
from docanalyzer.engine import in_order
from docanalyzer.model.tables import BOILERPLATE

_BATCH = 4096


def taken_out(
    bodies: pl.Series, templates: Sequence[str], place_names: Sequence[str]
) -> tuple[pl.Series, list[Met]]:
    """Bodies with the templates blanked out, and where they were met, by batches of 4,096."""
    folding = build_folding(place_names)
    standing = build_standing_texts(templates, folding)
    batches = [bodies[begin : begin + _BATCH] for begin in range(0, len(bodies), _BATCH)]
    done = list(in_order(lambda batch: without_standing_texts(batch, standing, folding), batches))
    return pl.concat([blanked for blanked, _met in done]), [met for _blanked, met in done]


def carriers(templates: Sequence[str], met: Sequence[Met], ids: pl.Series) -> pl.DataFrame:
    """A row of boilerplate.parquet for each template, with 0 documents where none carries it."""
    begins = accumulate([_BATCH] * len(met), initial=0)
    rows = [found.rows + begin for found, begin in zip(met, begins, strict=False)]
    owners = [found.owners for found in met]
    none = np.zeros(0, np.int64)
    carried = pl.DataFrame(
        {"owner": np.concatenate([none, *owners]), "row": np.concatenate([none, *rows])}
    ).unique()
    counted = (
        carried.with_columns(ids[carried["row"]].alias("doc_id"))
        .group_by("owner")
        .agg(documents=pl.len().cast(pl.Int64), example_doc_id=pl.col("doc_id").min())
    )
    listed = pl.DataFrame({"text": list(templates)}, schema={"text": pl.String})
    every = listed.with_row_index("owner").with_columns(pl.col("owner").cast(pl.Int64))
    found = every.join(counted, on="owner", how="left")
    return BOILERPLATE.conform(found.with_columns(pl.col("documents").fill_null(0)).drop("owner"))
