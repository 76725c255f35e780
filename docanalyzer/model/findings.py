"""Turns a detector's evidence into rows of findings.parquet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docanalyzer.model.ids import stable_ids
from docanalyzer.model.tables import FINDINGS

if TYPE_CHECKING:
    import polars as pl


def finish_findings(frame: pl.DataFrame, about: list[str]) -> pl.DataFrame:
    """`frame` as rows of findings.parquet, each with its stable id.

    `about` names the columns of `frame` that say what the finding is about besides its rule
    and document, such as field and matched text, or unit and period; columns of `about` that
    are not part of findings.parquet are dropped after hashing. Rule version, severity and
    wording stay out of the id, so a finding keeps its id when its rule is reworded.
    Rows that come out with one id are one finding; the first in table order is kept.
    """
    ids = stable_ids(frame, ["rule_id", "doc_id", *about], "f")
    named = frame.with_columns(ids.alias("finding_id"))
    kept = named.select([name for name in FINDINGS.names() if name in named.columns])
    return FINDINGS.conform(kept).unique("finding_id", keep="first", maintain_order=True)
