"""Figures at the same place of a copy and its source, and what the copy made of them."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.escalation.clauses import corresponding, side
from docanalyzer.detect.escalation.regions import with_windows
from docanalyzer.detect.escalation.verdicts import Verdict, verdict

_BATCH = 20_000
_TEXTS = ["copy_text", "source_text", "copy_year", "source_year"]
_COMPARED: dict[str, type[pl.DataType]] = {
    "measure": pl.String,
    "verdict": pl.String,
    "bound": pl.String,
    "copy_span_begin": pl.Int64,
    "copy_span_end": pl.Int64,
    "source_span_begin": pl.Int64,
    "source_span_end": pl.Int64,
    "copy_sentence": pl.String,
    "source_sentence": pl.String,
}


def compare_figures(
    regions: pl.DataFrame, bodies: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Compare the figures of every region whose figures differ.

    Returns the regions with `region` (number) and `differs`, and the figures that correspond:
    region, measure, verdict, bound (the word that says what is asked), spans of both sides in
    the bodies (copy_span_begin …) and, of tighter ones, the folded sentences around them. Texts
    that occur often are read once.
    """
    numbered = regions.with_row_index("region").with_columns(pl.col("region").cast(pl.Int64))
    windows, figures = [], []
    for batch in numbered.iter_slices(_BATCH):
        read = with_windows(batch, bodies)
        windows.append(read.drop("copy_text", "source_text", "copy_at", "source_at"))
        figures.append(_figures(read.filter("differs")))
    if not windows:
        return numbered.with_columns(differs=pl.lit(False)), _shifted_schema()
    return pl.concat(windows), pl.concat(figures)


def _figures(windows: pl.DataFrame) -> pl.DataFrame:
    """Corresponding figures of windows, compared once per pair of texts."""
    if windows.is_empty():
        return _shifted_schema()
    texts = windows.select(_TEXTS).unique(maintain_order=True).with_row_index("text")
    rows = [(number, *row) for number, *values in texts.iter_rows() for row in _compare(*values)]
    found = pl.DataFrame(rows, schema={"text": pl.UInt32, **_COMPARED}, orient="row")
    placed = windows.select("region", "copy_at", "source_at", *_TEXTS).join(
        texts, on=_TEXTS, nulls_equal=True
    )
    placed = placed.select("region", "copy_at", "source_at", "text").join(found, on="text")
    return placed.with_columns(
        *(pl.col(f"copy_span_{end}") + pl.col("copy_at") for end in ("begin", "end")),
        *(pl.col(f"source_span_{end}") + pl.col("source_at") for end in ("begin", "end")),
    ).select("region", *_COMPARED)


def _shifted_schema() -> pl.DataFrame:
    return pl.DataFrame(schema={"region": pl.Int64, **_COMPARED})


def _compare(
    copy_text: str, source_text: str, copy_year: int | None, source_year: int | None
) -> list[tuple[str | int | None, ...]]:
    copy, source = side(copy_text, 0), side(source_text, 0)
    rows: list[tuple[str | int | None, ...]] = []
    for ours, theirs in corresponding(copy, source):
        made = verdict(ours, theirs, (copy, source), (copy_year, source_year))
        if made is Verdict.UNKNOWN:
            continue
        told = made is Verdict.TIGHTER
        rows.append(
            (
                ours.figure.measure.value,
                made.value,
                ours.figure.bound_word,
                *copy.span(ours),
                *source.span(theirs),
                copy.sentence(ours) if told else None,
                source.sentence(theirs) if told else None,
            )
        )
    return rows
