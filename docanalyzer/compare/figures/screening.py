"""Which regions need an exact reading, found in compiled loops over the bodies.

Most texts differ nowhere near a figure, or at figures that were not made tighter. Nothing is
tighter where both sides hold the same figures in the same order, however clauses were cut. Of
other regions screening may ask for a reading in vain; it never leaves out one that holds a
tightened figure.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.compare.figures.clause_table import Clauses, clause_characters, clauses_of
from docanalyzer.compare.figures.clauses import Stretch
from docanalyzer.compare.figures.masks import masks_of
from docanalyzer.compare.figures.suspects import (
    EQUAL,
    OUR_BEGIN,
    OUR_END,
    THEIR_BEGIN,
    THEIR_END,
    Suspects,
    suspects_of,
)
from docanalyzer.compare.figures.verdicts import may_tighten
from docanalyzer.compare.figures.windows import Spans, figure_classes, windows_of
from docanalyzer.compare.reading import text_batch
from docanalyzer.engine.local import in_order

_BATCH = 4_096
_SPAN = ["copy_begin", "copy_end", "source_begin", "source_end"]
_WINDOW_NAMES = ["copy_at", "copy_chars", "source_at", "source_chars"]


def screened(
    regions: pl.DataFrame, bodies: pl.DataFrame
) -> tuple[pl.DataFrame, dict[int, list[Stretch]]]:
    """`regions` in their order with their windows, `differs` and `whole`, and by the number of
    a region what must be read of it.

    Adds copy_at, copy_chars, source_at and source_chars (window in characters of the bodies),
    differs (its figures are not the same on both sides) and whole (all of it must be read).
    """
    placed = _with_bodies(regions, bodies)
    batches = list(placed.iter_slices(_BATCH))
    windows = [_schema()]
    stretches: dict[int, list[Stretch]] = {}
    # Gathering from one piece is several times as fast as from two.
    texts = bodies["body"].rechunk()
    for found, suspects in in_order(partial(_screened, texts=texts), batches):
        windows.append(found)
        stretches.update(suspects)
    read = regions.join(pl.concat(windows), on="region", how="left", maintain_order="left")
    return read.with_columns(pl.col("differs", "whole").fill_null(False)), stretches


def _schema() -> pl.DataFrame:
    names = dict.fromkeys(["region", *_WINDOW_NAMES], pl.Int64)
    return pl.DataFrame(schema={**names, "differs": pl.Boolean, "whole": pl.Boolean})


def _with_bodies(regions: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """Spans of regions whose documents have bodies, with the rows of these."""
    rows = bodies.select("doc_id", pl.int_range(pl.len()).alias("row"), "body")
    rows = rows.filter(pl.col("body").is_not_null()).select("doc_id", "row")
    for role in ("copy", "source"):
        named = rows.rename({"doc_id": f"{role}_doc_id", "row": f"{role}_row"})
        regions = regions.join(named, on=f"{role}_doc_id", maintain_order="left")
    return regions.select("region", "copy_row", "source_row", "exact", pl.col(_SPAN).cast(pl.Int64))


def _screened(
    batch: pl.DataFrame, texts: pl.Series
) -> tuple[pl.DataFrame, dict[int, list[Stretch]]]:
    """Windows of one batch, in its order, and what must be read."""
    pairs = batch.select("copy_row", "source_row").to_numpy()
    rows, numbers = np.unique(pairs, return_inverse=True)
    held = text_batch(texts.gather(rows))
    copies, sources = np.ascontiguousarray(numbers.reshape(-1, 2).T.astype(np.int64))
    spans = Spans(
        copies, sources,
        batch["copy_begin"].to_numpy(), batch["copy_end"].to_numpy(),
        batch["source_begin"].to_numpy(), batch["source_end"].to_numpy(),
        batch["exact"].to_numpy(),
    )  # fmt: skip
    windows = windows_of(held, spans, figure_classes())
    table = clauses_of(held, windows, clause_characters())
    found = suspects_of(table, masks_of(table))
    places = np.flatnonzero(windows.differs)
    whole = np.zeros(len(windows.differs), np.bool_)
    whole[places] = found.whole
    columns = {name: windows.places[:, n] for n, name in enumerate(_WINDOW_NAMES)}
    return (
        pl.DataFrame(
            {"region": batch["region"], **columns, "differs": windows.differs, "whole": whole}
        ),
        _stretches(table, found, batch["region"].to_numpy()[places]),
    )


def _stretches(
    table: Clauses, found: Suspects, names: npt.NDArray[np.int64]
) -> dict[int, list[Stretch]]:
    """Stretches with a clause that may be tighter, by region, in the order of the copy."""
    rows = zip(
        found.region.tolist(), found.ours.tolist(), found.theirs.tolist(),
        map(tuple, found.stretches.tolist()), strict=True,
    )  # fmt: skip
    kept = {
        (region, stretch)
        for region, ours, theirs, stretch in rows
        if may_tighten(table.text(ours), table.text(theirs))
    }
    stretches: dict[int, list[Stretch]] = {}
    for region, stretch in sorted(kept):
        read = Stretch(
            bool(stretch[EQUAL]),
            _words(table, stretch[OUR_BEGIN], stretch[OUR_END]),
            _words(table, stretch[THEIR_BEGIN], stretch[THEIR_END]),
        )
        stretches.setdefault(int(names[region]), []).append(read)
    return stretches


def _words(table: Clauses, begin: int, end: int) -> tuple[tuple[int, str], ...]:
    """Clauses that can hold figures, each with its begin in the folded window."""
    return tuple(
        (int(table.begins[row]), table.text(int(table.numbers[row])))
        for row in range(begin, end)
        if table.numbers[row] >= 0
    )
