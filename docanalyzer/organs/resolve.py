"""Organ names to level, division path and superior, over whole columns."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.model.terms import Level
from docanalyzer.organs.context import as_pairs, settled
from docanalyzer.organs.folding import folded_names
from docanalyzer.organs.gazetteer import gazetteer
from docanalyzer.organs.joint import JointReader
from docanalyzer.organs.lexicon import lexicon
from docanalyzer.organs.naming import OrganReader, Reading
from docanalyzer.organs.places import PlaceReader
from docanalyzer.organs.superiors import superior_of

if TYPE_CHECKING:
    from collections.abc import Iterable

ORGANS_SCHEMA: dict[str, pl.DataType] = {
    "name": pl.String(),
    "canonical": pl.String(),
    "level": pl.String(),
    "province": pl.String(),
    "city": pl.String(),
    "county": pl.String(),
    "township": pl.String(),
    "division_path": pl.List(pl.String()),
    "superior": pl.String(),
    "kind": pl.String(),
    "reason": pl.String(),
}
"""Columns of `resolve_organs`, in order."""


def resolve_organs(
    names: pl.Series, context: pl.DataFrame | pl.Series | None = None
) -> pl.DataFrame:
    """What each distinct organ name says: its level, its divisions, what stands above it.

    `names` holds organ names (String), repeated and in any order; nulls are left out.
    `context` holds organs that stand beside the names, which settle names like 鼓楼区教育局 or
    市教育局: a frame with columns name and group (names of one group stand beside each other:
    the row, the file), or a series, which is one group. It never changes a name that is clear.

    Returns one row per distinct name, sorted by name, with the columns of `ORGANS_SCHEMA`:

    - canonical: NFKC, no white space; full names for short forms of central organs; joint
      issuers with 、 between where both are certain. Local names are not lengthened.
    - level: central to village; null when the name does not tell it.
    - province, city, county, township: as far as they are certain. A division that no list
      knows fills its column as written when its last word tells what it is.
    - division_path: those names from the province down, empty when the division is not known.
    - superior: canonical name of the organ above, null when it is not known.
    - kind: a value of `tails.Kind`.
    - reason: why the level is null, or what is not certain besides; null when all is clear.

    A zone (开发区, 新区, 园区) has the level of the government that owns it, as far as its name
    or the lists tell the owner; an office inside a zone has none. Field offices of central
    organs stand at the division they are named after (国家税务总局厦门市税务局: city). Schools
    and hospitals follow the division in their name; universities and enterprises have no level.
    Of a joint issuer the first organ decides. The same names give the same table in any order.
    """
    distinct = names.cast(pl.String).drop_nulls().unique().alias("name").to_frame()
    keyed = distinct.with_columns(folded_names(pl.col("name")).alias("key")).sort("name")
    pairs = as_pairs(context).with_columns(folded_names(pl.col("name"))).unique()
    readings = read_names(pl.concat([keyed["key"], pairs["name"]]).unique().sort().to_list())
    readings |= settled(readings, pairs, gazetteer())
    table = _table(keyed["key"].unique().sort().to_list(), readings)
    return keyed.join(table, on="key", how="left").select(list(ORGANS_SCHEMA)).sort("name")


@cache
def organ_reader() -> JointReader:
    """The reader over the default gazetteer and lexicon; built once per process."""
    divisions, words = gazetteer(), lexicon()
    return JointReader(OrganReader(divisions, words, PlaceReader(divisions, words)))


def read_names(names: Iterable[str]) -> dict[str, Reading]:
    """Folded names to their readings, without context."""
    return {name: _reading(name) for name in names}


@lru_cache(maxsize=1 << 17)
def _reading(name: str) -> Reading:
    """One folded name; issuers, receivers and heads of titles are mostly the same names."""
    return organ_reader().read(name)


def _table(keys: list[str], readings: dict[str, Reading]) -> pl.DataFrame:
    """The columns of `ORGANS_SCHEMA`, keyed by the folded name."""
    found = [readings[key] for key in keys]
    places = [reading.place for reading in found]
    text = pl.String()
    columns: dict[str, list[str | None]] = {
        "key": list(keys),
        "canonical": [reading.canonical or None for reading in found],
        "level": [None if reading.level is None else reading.level.value for reading in found],
        "province": [place.slot(Level.PROVINCE) for place in places],
        "city": [place.slot(Level.CITY) for place in places],
        "county": [place.slot(Level.COUNTY) for place in places],
        "township": [place.slot(Level.TOWNSHIP) for place in places],
        "division_path": ["/".join(place.path) or None for place in places],
        "superior": [superior_of(reading) for reading in found],
        "kind": [reading.kind.value for reading in found],
        "reason": [reading.reason for reading in found],
    }
    table = pl.DataFrame({name: pl.Series(name, cells, text) for name, cells in columns.items()})
    none = pl.lit([], dtype=pl.List(pl.String))
    return table.with_columns(pl.col("division_path").str.split("/").fill_null(none))
