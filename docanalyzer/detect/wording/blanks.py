"""Titles without the blanks that typists put into them: 通　报 reads 通报.

Offsets found in the folded text are carried back to the text as ingested.
"""

from __future__ import annotations

import polars as pl

_BLANKS = r"[ \t\u00A0\u2000-\u200B\u3000\uFEFF]+"
"""Blanks within a line; a line break ends a sentence and stays."""


def without_blanks(text: pl.Expr) -> pl.Expr:
    """The text with every blank within a line taken out."""
    return text.str.replace_all(_BLANKS, "")


def as_ingested(occurrences: pl.DataFrame, ingested: pl.Series) -> pl.DataFrame:
    """Occurrences (row, begin, end, matched_text) in folded texts, at their place in `ingested`.

    `row` is the place of the text in `ingested`. A span begins and ends at a character that was
    kept, so blanks inside it are part of the matched text and blanks around it are not.
    """
    rows = occurrences["row"].unique().sort()
    texts = pl.DataFrame({"row": rows, "ingested": ingested.gather(rows)}).filter(
        pl.col("ingested").str.contains(_BLANKS)
    )
    if texts.height == 0:
        return occurrences
    chars = texts.select("row", "ingested", char=pl.col("ingested").str.split("")).explode("char")
    place = pl.int_range(pl.len(), dtype=pl.Int64).over("row")
    kept = (
        chars.with_columns(place=place)
        .filter(~pl.col("char").str.contains(_BLANKS))
        .group_by("row", maintain_order=True)
        .agg(pl.col("ingested").first(), pl.col("place"))
    )
    at = occurrences.join(kept, on="row", how="left", maintain_order="left")
    folded = pl.col("place").is_not_null()
    first = pl.when(folded).then(pl.col("place").list.get("begin")).otherwise("begin")
    last = pl.when(folded).then(pl.col("place").list.get(pl.col("end") - 1) + 1).otherwise("end")
    spans = at.with_columns(begin=first, end=last)
    text = pl.col("ingested").str.slice("begin", pl.col("end") - pl.col("begin"))
    return spans.with_columns(matched_text=pl.coalesce(text, "matched_text")).select(
        occurrences.columns
    )
