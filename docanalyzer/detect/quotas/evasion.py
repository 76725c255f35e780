"""Signals that papers changed form only: formal documents fall, others rise by as much."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.quotas.rule import EvasionSeries, EvasionWhen
from docanalyzer.model.terms import Category

_CELL = ["unit", "year"]
_MOSTLY = 0.5

SIGNAL_COLUMNS = (
    "unit", "unit_level", "year", "previous", "count", "series", "series_en", "other_unit",
    "other_previous", "other_count",
)  # fmt: skip
"""Columns of `evasion_signals`."""


def evasion_signals(
    counted: pl.DataFrame, covered: pl.DataFrame, when: EvasionWhen
) -> pl.DataFrame:
    """Both series of every unit and year in which the one fell and the other made up for it.

    `counted` is what `count_documents` gives; `covered` names by unit and year (index) the years
    that the register covers together with the year before. Columns: unit, unit_level, year,
    previous and count (formal documents), series (in Chinese), series_en, other_unit (the sister
    unit that rose; null for papers of the unit itself), other_previous, other_count. Formal
    documents are the counted ones of category document that belong to no series. Order: unit,
    year, series, other_unit. A signal proves nothing; it says where to look.
    """
    rows = _with_series(counted, when)
    formal = _changes(
        rows.filter((pl.col("category") == str(Category.DOCUMENT)) & pl.col("series").is_null())
    )
    fell = (
        formal.join(covered.select("unit", pl.col("index").alias("year")), on=_CELL, how="semi")
        .filter(
            (pl.col("previous") >= when.fewest)
            & ((pl.col("previous") - pl.col("count")) * 100 >= when.fall_pct * pl.col("previous"))
        )
        .join(rows.group_by("unit").agg(pl.col("unit_level").first()), on="unit", how="left")
    )
    found = [_own(fell, rows, when)]
    if when.over_units:
        found.append(_sisters(fell, formal, when))
    return (
        pl.concat(found)
        .select(SIGNAL_COLUMNS)
        .sort("unit", "year", "series", "other_unit", nulls_last=False)
    )


def makes_up(
    when: EvasionWhen, fell_from: pl.Expr, fell_to: pl.Expr, rose_from: pl.Expr, rose_to: pl.Expr
) -> pl.Expr:
    """Whether the second series rose by as much as the first fell, and that fell enough."""
    lost, won = fell_from - fell_to, rose_to - rose_from
    enough = (fell_from >= when.fewest) & (lost * 100 >= when.fall_pct * fell_from)
    return enough & (lost > 0) & (won >= when.offset_share * lost)


def _with_series(counted: pl.DataFrame, when: EvasionWhen) -> pl.DataFrame:
    """Documents with a year and the place of the first series that takes them, else null.

    A document left out only because its number has no year still stands in a series.
    """
    numbered = pl.col("doc_number").is_not_null().mean().over("unit", "category")
    series = pl.coalesce(
        *[
            pl.when(_takes(one, numbered)).then(pl.lit(place, pl.Int64))
            for place, one in enumerate(when.series)
        ]
    )
    rows = counted.filter(pl.col("unit").is_not_null()).with_columns(
        pl.coalesce("year", pl.col("day").dt.year()).alias("year"), series.alias("series")
    )
    counts = pl.col("left_out").is_null() | pl.col("series").is_not_null()
    return rows.filter(counts & pl.col("year").is_not_null())


def _takes(series: EvasionSeries, numbered: pl.Expr) -> pl.Expr:
    kinds = []
    if series.number_words:
        kinds.append(pl.col("doc_number").str.contains_any(list(series.number_words)))
    if series.title_words:
        kinds.append(pl.col("title").str.contains_any(list(series.title_words)))
    if series.unnumbered:
        paper = pl.col("category") == str(Category.DOCUMENT)
        kinds.append(paper & pl.col("doc_number").is_null() & (numbered >= _MOSTLY))
    if series.category is not None:
        kinds.append(pl.col("category") == str(series.category))
    return pl.any_horizontal([kind.fill_null(value=False) for kind in kinds])


def _changes(rows: pl.DataFrame, *more: str) -> pl.DataFrame:
    """Counts per unit, year and `more`, beside those of the year before; 0 where there is none."""
    keys = [*_CELL, *more]
    counts = rows.group_by(keys).agg(pl.len().cast(pl.Int64).alias("count"))
    before = counts.select("unit", pl.col("year") + 1, *more, pl.col("count").alias("previous"))
    return counts.join(before, on=keys, how="full", coalesce=True).with_columns(
        pl.col("count", "previous").fill_null(0)
    )


def _own(fell: pl.DataFrame, rows: pl.DataFrame, when: EvasionWhen) -> pl.DataFrame:
    """Papers of the unit itself that rose."""
    others = _changes(rows.filter(pl.col("series").is_not_null()), "series").rename(
        {"count": "other_count", "previous": "other_previous"}
    )
    names = pl.DataFrame(
        {
            "series": list(range(len(when.series))),
            "zh": [one.name.zh for one in when.series],
            "en": [one.name.en for one in when.series],
        },
        schema={"series": pl.Int64(), "zh": pl.String(), "en": pl.String()},
    )
    return (
        fell.join(others, on=_CELL, how="inner")
        .filter(_rise(when))
        .join(names, on="series", how="left")
        .with_columns(
            pl.col("zh").alias("series"),
            pl.col("en").alias("series_en"),
            pl.lit(None, pl.String).alias("other_unit"),
        )
        .select(SIGNAL_COLUMNS)
    )


def _sisters(fell: pl.DataFrame, formal: pl.DataFrame, when: EvasionWhen) -> pl.DataFrame:
    """Formal documents of a sister unit that rose in the same year."""
    others = formal.select(
        "year",
        pl.col("unit").alias("other_unit"),
        pl.col("count").alias("other_count"),
        pl.col("previous").alias("other_previous"),
    ).filter(pl.col("other_count") > pl.col("other_previous"))
    related = _sister_names(fell["unit"].unique(), others["other_unit"].unique())
    return (
        fell.join(related, on="unit", how="inner")
        .join(others, on=["year", "other_unit"], how="inner")
        .filter(_rise(when))
        .with_columns(
            pl.lit("兄弟单位").alias("series"), pl.lit("a sister unit").alias("series_en")
        )
        .select(SIGNAL_COLUMNS)
    )


def _sister_names(units: pl.Series, others: pl.Series) -> pl.DataFrame:
    """Pairs (unit, other_unit) of which one name begins with the other."""
    one = units.to_frame("unit")
    two = others.to_frame("other_unit")
    longer = _prefixes(two, "other_unit").join(one, left_on="prefix", right_on="unit")
    shorter = _prefixes(one, "unit").join(two, left_on="prefix", right_on="other_unit")
    return pl.concat(
        [
            longer.select(pl.col("prefix").alias("unit"), "other_unit"),
            shorter.select("unit", pl.col("prefix").alias("other_unit")),
        ]
    ).unique()


def _prefixes(names: pl.DataFrame, name: str) -> pl.DataFrame:
    """Each name with every proper beginning of it that has two characters or more."""
    lengths = pl.int_ranges(2, pl.col(name).str.len_chars().cast(pl.Int64))
    return (
        names.with_columns(lengths.alias("length"))
        .explode("length")
        .filter(pl.col("length").is_not_null())
        .select(name, pl.col(name).str.head(pl.col("length")).alias("prefix"))
    )


def _rise(when: EvasionWhen) -> pl.Expr:
    return makes_up(
        when, pl.col("previous"), pl.col("count"), pl.col("other_previous"), pl.col("other_count")
    )
