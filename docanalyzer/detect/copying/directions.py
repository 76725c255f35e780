"""Who took from whom: level, then date, then citation; otherwise it cannot be told."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from docanalyzer.compare.passages.lineage import UNKNOWN_RANK
from docanalyzer.engine import by_parts


class Ground(StrEnum):
    """What the direction of a pair rests on."""

    LEVEL = "level"
    DATE = "date"
    CITATION = "citation"
    UNDETERMINED = "undetermined"


_MONTHS_APART = 3
"""A document numbered in a year may be dated so far into the next."""

_SIDES = (("copy", "source"), ("source", "copy"))


def with_direction(pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series) -> pl.DataFrame:
    """`pairs` turned so that copy took from source, with the column `ground`.

    Pairs carry copy, source (numbers in source order), copy_share, source_share and columns that
    start with `copy_` or `source_`, which change sides with them. A document
    dated before the higher-level one it resembles cannot have copied it, so there the dates
    decide; where one of them contradicts the year of its document's number, nothing does.
    `documents` and `bodies` stand in source order.
    """
    facts = documents.select("number", "rank", "issued_on", _doubtful().alias("doubtful"))
    known = pairs.join(facts.rename(_named("copy")), on="copy", how="left", maintain_order="left")
    known = known.join(
        facts.rename(_named("source")), on="source", how="left", maintain_order="left"
    )
    lower, upper = pl.col("copy_rank"), pl.col("source_rank")
    taken, given = pl.col("copy_issued_on"), pl.col("source_issued_on")
    levels = (lower != upper) & (lower < UNKNOWN_RANK) & (upper < UNKNOWN_RANK)
    doubtful = pl.col("copy_doubtful") | pl.col("source_doubtful")
    reversed_dates = (taken < given).fill_null(False)
    dates = (taken != given).fill_null(False) & ~doubtful
    known = known.with_columns(
        pl.when(levels & ~reversed_dates).then(pl.lit(Ground.LEVEL.value))
        .when(dates).then(pl.lit(Ground.DATE.value))
        .alias("ground"),
        (dates & reversed_dates).alias("turn"),
    )  # fmt: skip
    known = _by_citation(known.drop("copy_doubtful", "source_doubtful"), documents, bodies)
    # Where nothing tells, the side that shares more of itself stands as the copy.
    fuller = (pl.col("source_share") > pl.col("copy_share")).fill_null(False) & ~levels
    known = known.with_columns(
        pl.when(pl.col("ground").is_null()).then(fuller).otherwise("turn").alias("turn"),
        pl.col("ground").fill_null(Ground.UNDETERMINED.value),
    )
    return _turned(known)


def _doubtful() -> pl.Expr:
    """Whether the date contradicts the number; they may part by a month around New Year."""
    year, month = pl.col("issued_on").dt.year(), pl.col("issued_on").dt.month()
    later = year - pl.col("number_year")
    early, late = (later == 1) & (month <= _MONTHS_APART), (later == -1) & (month == 12)
    return ~((later == 0) | early | late).fill_null(True)


def _named(side: str) -> dict[str, str]:
    names = ("rank", "issued_on", "doubtful")
    return {"number": side, **{name: f"{side}_{name}" for name in names}}


def _by_citation(pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series) -> pl.DataFrame:
    """Settle open pairs where one text names the other's number or 《title》."""
    open_pairs = pairs.filter(pl.col("ground").is_null()).select("copy", "source")
    if open_pairs.is_empty():
        return pairs
    cites = {
        side: names_document(bodies[open_pairs[side]], documents[open_pairs[other]])
        for side, other in _SIDES
    }
    settled = open_pairs.with_columns(
        (cites["copy"] != cites["source"]).alias("cited"), cites["source"].alias("cited_turn")
    )
    joined = pairs.join(settled, on=["copy", "source"], how="left", maintain_order="left")
    cited = pl.col("cited").fill_null(False)
    return joined.with_columns(
        pl.when(cited).then(pl.lit(Ground.CITATION.value)).otherwise("ground").alias("ground"),
        pl.when(cited).then("cited_turn").otherwise("turn").alias("turn"),
    ).drop("cited", "cited_turn")


def names_document(texts: pl.Series, named: pl.DataFrame) -> pl.Series:
    """Whether each text names the number, or the title in 《》, of the document beside it."""

    def read(part: pl.DataFrame) -> pl.DataFrame:
        alike = part.select(spelt_alike(pl.col("text")))["text"]
        title = pl.concat_str(
            pl.lit("《"), pl.col("title").str.replace_all(r"\s", ""), pl.lit("》")
        )
        names = part.select(number="doc_number", title=title)
        return around(alike, names).select(pl.any_horizontal(pl.all().is_not_null()))

    rows = named.select("doc_number", "title").with_columns(texts.alias("text"))
    return by_parts(rows, read).to_series().alias("named")


def spelt_alike(text: pl.Expr) -> pl.Expr:
    """Text as `around` reads it: one kind of brackets around years, and no space."""
    brackets = text.str.replace_all(r"[［\[【]", "〔").str.replace_all(r"[］\]】]", "〕")
    return brackets.str.replace_all(r"\s", "")


def around(texts: pl.Series, names: pl.DataFrame) -> pl.DataFrame:
    """What stands before and after the first mention of each of some names.

    `texts` are `spelt_alike`; `names` has in each column a name to look for in the text of the
    same row. For a column `title` the result has title_before and title_after, null without
    mention and for a null name.
    """
    # Most texts do not name what they resemble, and looking costs less than cutting.
    rows = names.with_columns(texts.alias("_text")).with_columns(
        pl.when(pl.col("_text").str.contains(pl.col(name), literal=True))
        .then("_text")
        .str.splitn(pl.col(name), 2)
        .alias(name)
        for name in names.columns
    )
    parts = [
        pl.col(name).struct.field(f"field_{n}").alias(f"{name}_{side}")
        for name in names.columns
        for n, side in enumerate(("before", "after"))
    ]
    return rows.select(parts).with_columns(
        pl.when(pl.col(f"{name}_after").is_not_null())
        .then(f"{name}_before")
        .alias(f"{name}_before")
        for name in names.columns
    )


def _turned(pairs: pl.DataFrame) -> pl.DataFrame:
    """Exchange the sides of the pairs marked `turn`."""
    exprs = []
    for name in pairs.columns:
        other = _other_side(name)
        if other in pairs.columns and other != name:
            exprs.append(pl.when("turn").then(other).otherwise(name).alias(name))
    return pairs.with_columns(exprs).drop("turn")


def _other_side(name: str) -> str:
    for side, other in _SIDES:
        if name == side or name.startswith(side + "_"):
            return other + name[len(side) :]
    return name
