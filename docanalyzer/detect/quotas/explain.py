"""The very documents behind a unit's figures: counted and left out."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.detect.quotas.counting import count_documents
from docanalyzer.detect.quotas.nearest import nearest_names
from docanalyzer.detect.quotas.rule import CountingRule
from docanalyzer.model.faults import UsageFault

EXPLAINED_COLUMNS = (
    "unit", "category", "year", "doc_number", "title", "day", "left_out", "possible_repeat",
    "counted_rule", "doc_id",
)  # fmt: skip


def explain_documents(
    documents: pl.DataFrame,
    receipts: pl.DataFrame,
    rules: Sequence[CountingRule],
    units: Sequence[str],
) -> pl.DataFrame:
    """Every document of `units`, counted or not, with the reason.

    Columns: unit, category, year, doc_number, title, day, left_out (null when it counts),
    possible_repeat (another counted document of the unit and year has the number, and no title
    tells them apart), counted_rule, doc_id. Order: unit, category, counted ones first, year,
    organ code, serial, day, doc_id.
    """
    mine = documents.filter(pl.col("issuer").is_in(list(units)))
    order = mine.select("doc_id", "organ_code", "serial")
    rows = count_documents(mine, receipts, rules).join(order, on="doc_id", how="left")
    cell = ["unit", "category", "year", "doc_number"]
    counts = pl.col("left_out").is_null() & pl.col("doc_number").is_not_null()
    together = counts.sum().over(cell)
    titles = pl.when(counts).then("title").drop_nulls().n_unique().over(cell)
    repeat = counts & (together > 1) & (titles < together)
    by_reason = pl.col("left_out").is_not_null()
    return (
        rows.with_columns(repeat.fill_null(value=False).alias("possible_repeat"))
        .sort(
            "unit", "category", by_reason, "left_out", "year", "organ_code", "serial", "day",
            "doc_id", nulls_last=True,
        )
        .select(EXPLAINED_COLUMNS)
    )  # fmt: skip


def find_unit(name: str, units: Sequence[str]) -> str:
    """The unit of that name, or the only one whose name contains it.

    Raises `UsageFault` with the nearest names when there is none, or more than one.
    """
    if name in units:
        return name
    containing = sorted(unit for unit in units if name in unit)
    if len(containing) == 1:
        return containing[0]
    near = containing[:3] or nearest_names(name, units)
    what = f"{len(containing)} units are called like that" if containing else "no such unit"
    hint = f"did you mean {', '.join(near)}?" if near else "write it as the register does"
    raise UsageFault(f"--explain {name}", what, hint)
