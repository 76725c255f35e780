"""层层加码: figures that a lower organ took over from above and made tighter."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from docanalyzer.compare.figures.comparison import compare_figures
from docanalyzer.compare.figures.verdicts import Verdict
from docanalyzer.detect.escalation.findings import escalation_findings
from docanalyzer.detect.escalation.regions import pairs_from_above, regions_of
from docanalyzer.detect.escalation.rule import EscalationRule
from docanalyzer.model.tables import FINDINGS


def detect_escalation(
    documents: pl.DataFrame,
    bodies: pl.DataFrame,
    pairs: pl.DataFrame,
    passages: pl.DataFrame,
    rules: Sequence[EscalationRule],
) -> pl.DataFrame:
    """Findings for figures that are tighter in a copy than in the document above it.

    The frames conform to DOCUMENTS, BODIES, REUSE_PAIRS and REUSE_PASSAGES. Only pairs `copied`
    or `declared_relay` count, whose copy is known to stand lower and to be no older. A figure
    that any document above the copy already had, or had tighter, is not the copy's own doing
    and gives no finding. One finding per rule and place of the copy, on its nearest source, the
    others in the evidence. The result depends on the sets of rows only, not on their order.
    """
    chosen = pairs_from_above(documents, pairs)
    regions = regions_of(passages, chosen)
    if regions.is_empty() or not rules:
        return FINDINGS.empty()
    pair = ["copy_doc_id", "source_doc_id"]
    years = chosen.select(*pair, "copy_year", "source_year")
    regions = regions.join(years, on=pair, maintain_order="left")
    read, figures = compare_figures(regions, bodies)
    figures = figures.join(read.select("region", *pair), on="region")
    return escalation_findings(_own(figures, read), chosen, bodies, rules)


def _own(figures: pl.DataFrame, regions: pl.DataFrame) -> pl.DataFrame:
    """Tightened figures that no document above has as tight at that place."""
    tighter = figures.filter(verdict=Verdict.TIGHTER.value)
    span = ["copy_doc_id", "copy_span_begin", "copy_span_end"]
    kept = figures.filter(
        pl.col("verdict").is_in([Verdict.EQUAL.value, Verdict.LOOSER.value])
    ).select(span)
    same = regions.filter(~pl.col("differs")).select("copy_doc_id", "copy_begin", "copy_end")
    unchanged = (
        tighter.select(span)
        .unique()
        .join(same, on="copy_doc_id")
        .filter(
            (pl.col("copy_begin") <= pl.col("copy_span_begin"))
            & (pl.col("copy_end") >= pl.col("copy_span_end"))
        )
        .select(span)
    )
    return tighter.join(pl.concat([kept, unchanged]), on=span, how="anti")
