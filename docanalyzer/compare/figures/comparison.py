"""Figures at the same place of a copy and its source, and what the copy made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import chain

import polars as pl

from docanalyzer.compare.figures.clauses import Stretch, corresponding, corresponding_in, side
from docanalyzer.compare.figures.verdicts import Verdict, verdict
from docanalyzer.engine import by_parts

_WINDOW = ["doc_id", "at", "chars"]
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
    """Compare the figures of every region whose copy may have tightened one.

    Returns the regions with `region` (number) and `differs`, and the figures that correspond:
    region, measure, verdict, bound (the word that says what is asked), spans of both sides in
    the bodies (copy_span_begin …) and, of tighter ones, the folded sentences around them. Every
    tighter figure is among them, with all that corresponds to the same words of the copy; where
    both sides hold the same figures in the same order, none is tighter. Texts that occur often
    are read once.
    """
    # Imported here so that a run without passages loads no compiled code.
    from docanalyzer.compare.figures.screening import screened

    numbered = regions.with_row_index("region").with_columns(pl.col("region").cast(pl.Int64))
    read, stretches = screened(numbered, bodies)
    part = _figures(read.filter(pl.col("region").is_in(list(stretches))), bodies, stretches)
    whole = read.filter("whole")
    tighter = pl.concat([part, _figures(whole, bodies)]).filter(verdict=Verdict.TIGHTER.value)
    beside = _beside(tighter.join(read.select("region", "copy_doc_id"), on="region"), read)
    whole = pl.concat([whole, beside]).unique("region", maintain_order=True)
    part = part.join(whole, on="region", how="anti", maintain_order="left")
    figures = pl.concat([part, _figures(whole, bodies)])
    return read, figures.sort("region", "copy_span_begin", "source_span_begin", maintain_order=True)


def _beside(tighter: pl.DataFrame, read: pl.DataFrame) -> pl.DataFrame:
    """Regions whose window of the copy holds a figure that is tighter than in another region."""
    span = ["copy_span_begin", "copy_span_end"]
    others = read.filter("differs")
    held = (
        tighter.select("copy_doc_id", *span, pl.col("region").alias("of"))
        .join(others, on="copy_doc_id")
        .filter(
            (pl.col("of") != pl.col("region"))
            & (pl.col("copy_at") <= pl.col("copy_span_begin"))
            & (pl.col("copy_span_end") <= pl.col("copy_at") + pl.col("copy_chars"))
        )
    )
    return others.join(held, on="region", how="semi", maintain_order="left")


def _with_texts(regions: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """`regions` with the texts of their windows, copy_text and source_text."""
    rows = bodies.select("doc_id", pl.int_range(pl.len()).alias("row"))
    for role in ("copy", "source"):
        wanted = regions.select(pl.col(f"{role}_{name}").alias(name) for name in _WINDOW)
        wanted = wanted.join(rows, on="doc_id", how="left", maintain_order="left")
        texts = by_parts(wanted, partial(_read, bodies["body"]))
        regions = regions.with_columns(texts.to_series().alias(f"{role}_text"))
    return regions


def _read(bodies: pl.Series, wanted: pl.DataFrame) -> pl.DataFrame:
    """The texts of some windows, null where the row is."""
    from docanalyzer.compare.reading import fetched

    held = wanted.with_columns(fetched(bodies.gather(wanted["row"])).alias("body"))
    return held.select(pl.col("body").str.slice(pl.col("at"), pl.col("chars")))


def _figures(
    regions: pl.DataFrame,
    bodies: pl.DataFrame,
    stretches: Mapping[int, Sequence[Stretch]] | None = None,
) -> pl.DataFrame:
    """Corresponding figures of regions, compared once per pair of texts: all, or those in
    `stretches` by region."""
    if regions.is_empty():
        return _shifted_schema()
    windows = _with_texts(regions, bodies)
    texts = windows.unique(_TEXTS, keep="first", maintain_order=True)
    texts = texts.select("region", *_TEXTS).with_row_index("text")
    rows = []
    for number, region, *values in texts.iter_rows():
        read = None if stretches is None else stretches[region]
        rows += [(number, *row) for row in _compare(read, *values)]
    found = pl.DataFrame(rows, schema={"text": pl.UInt32, **_COMPARED}, orient="row")
    placed = windows.select("region", "copy_at", "source_at", *_TEXTS).join(
        texts.drop("region"), on=_TEXTS, nulls_equal=True
    )
    placed = placed.select("region", "copy_at", "source_at", "text").join(found, on="text")
    return placed.with_columns(
        *(pl.col(f"copy_span_{end}") + pl.col("copy_at") for end in ("begin", "end")),
        *(pl.col(f"source_span_{end}") + pl.col("source_at") for end in ("begin", "end")),
    ).select("region", *_COMPARED)


def _shifted_schema() -> pl.DataFrame:
    return pl.DataFrame(schema={"region": pl.Int64, **_COMPARED})


def _compare(
    stretches: Sequence[Stretch] | None,
    copy_text: str,
    source_text: str,
    copy_year: int | None,
    source_year: int | None,
) -> list[tuple[str | int | None, ...]]:
    copy, source = side(copy_text, 0), side(source_text, 0)
    rows: list[tuple[str | int | None, ...]] = []
    pairs = (
        corresponding(copy, source)
        if stretches is None
        else chain.from_iterable(map(corresponding_in, stretches))
    )
    for ours, theirs in pairs:
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
