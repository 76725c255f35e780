"""Chooses among places of one name by the organs that stand beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.model.terms import Level
from docanalyzer.organs.gazetteer import MUNICIPALITIES
from docanalyzer.organs.naming import ambiguity
from docanalyzer.organs.places import Place
from docanalyzer.organs.tails import Follows, read_tail

if TYPE_CHECKING:
    from docanalyzer.organs.gazetteer import Division, Gazetteer
    from docanalyzer.organs.naming import Reading

_ONE_GROUP = "all"
_DEPTHS = 3
"""Province, city and county are evidence; townships share names too freely."""


def as_pairs(context: pl.DataFrame | pl.Series | None) -> pl.DataFrame:
    """`context` as columns name and group; a plain series is one group."""
    if context is None:
        return pl.DataFrame(schema={"name": pl.String, "group": pl.String})
    if isinstance(context, pl.Series):
        context = context.cast(pl.String).alias("name").to_frame()
    group = pl.col("group") if "group" in context.columns else pl.lit(_ONE_GROUP)
    return context.select(pl.col("name"), group.cast(pl.String).alias("group")).drop_nulls()


def settled(
    readings: dict[str, Reading], pairs: pl.DataFrame, gazetteer: Gazetteer
) -> dict[str, Reading]:
    """Open readings as their neighbours settle them; names that stay open are left out.

    `pairs` has columns name (folded) and group; names of one group stand beside each other.

    - Of several places of one name, that wins which alone shares its province with a
      neighbour, or alone shares the city or more while the others share at most the province.
    - A bare word (市教育局) means the one division of its level that all neighbours lie in.
    - A division that no list has lies where its neighbours' full names put it: 清川县教育局
      beside 云岭市清川县人民政府 is in 云岭市.
    - A township named alone, whose only listed namesake lies in no province of its neighbours,
      is taken for one that no list has.
    """
    if pairs.is_empty():
        return {}
    adopted = _adopted(readings, pairs)
    readings = readings | adopted
    doubtful = {name for name, reading in readings.items() if _could_be_chance(reading)}
    open_names = doubtful | {name for name, reading in readings.items() if _is_open(reading)}
    open_pairs = pairs.filter(pl.col("name").is_in(sorted(open_names)))
    if open_pairs.is_empty():
        return adopted
    beside = _beside(readings, doubtful, pairs, open_pairs["group"].unique())
    chosen = _choices(readings, open_pairs, beside)
    chosen |= _homes(readings, open_pairs, beside, gazetteer)
    found = {name: with_choices(readings[name], choices) for name, choices in chosen.items()}
    return adopted | found | _chance_meetings(readings, doubtful, open_pairs, beside)


def with_choices(reading: Reading, choices: tuple[Division, ...]) -> Reading:
    """`reading` with its divisions narrowed to `choices`, its level following them."""
    first = choices[0].level
    level = first if all(choice.level == first for choice in choices) else None
    place = replace(reading.place, level=level, choices=choices, bare=False, note=None)
    follows = read_tail(reading.tail).follows == Follows.PLACE
    reason = ambiguity(place) if len(choices) > 1 else None
    return replace(reading, place=place, level=level if follows else reading.level, reason=reason)


def _is_open(reading: Reading) -> bool:
    return len(reading.place.choices) > 1 or reading.place.bare


def _could_be_chance(reading: Reading) -> bool:
    """A township named without anything above it: half of all names occur once by chance."""
    place = reading.place
    return (
        place.is_certain
        and place.choices[0].level == Level.TOWNSHIP
        and place.written.startswith(place.choices[0].name)
    )


def _adopted(readings: dict[str, Reading], pairs: pl.DataFrame) -> dict[str, Reading]:
    """Unlisted divisions named alone, put under the parents that a neighbour's name gives."""
    full: dict[str, Place] = {}
    named: list[tuple[str, str, str]] = []
    alone: list[tuple[str, str]] = []
    for name, reading in readings.items():
        place = reading.place
        if not place.made_up or len(place.choices) > 1:
            continue
        if not place.choices:
            alone.append((name, place.made_up[0][1]))
        for depth in range(1, len(place.made_up) + 1):
            part = Place(None, choices=place.choices, made_up=place.made_up[:depth])
            if len(part.path) > 1:
                full["/".join(part.path)] = part
                named.append((name, part.path[-1], "/".join(part.path)))
    parents = pl.DataFrame(named, schema=["by", "division", "path"], orient="row")
    orphans = pl.DataFrame(alone, schema=["name", "division"], orient="row")
    if parents.is_empty() or orphans.is_empty():
        return {}
    found = (
        pairs.join(orphans, on="name")
        .join(pairs.rename({"name": "by"}).join(parents, on="by"), on=["group", "division"])
        .group_by("name")
        .agg(pl.col("path").n_unique().alias("count"), pl.col("path").min())
        .filter(pl.col("count") == 1)
        .sort("name")
    )
    return {
        name: _under(readings[name], full[path])
        for name, path in zip(found["name"], found["path"], strict=True)
    }


def _under(reading: Reading, parents: Place) -> Reading:
    place = reading.place
    made_up = (*parents.made_up, *place.made_up[1:])
    return replace(reading, place=replace(place, choices=parents.choices, made_up=made_up))


def _beside(
    readings: dict[str, Reading], doubtful: set[str], pairs: pl.DataFrame, groups: pl.Series
) -> pl.DataFrame:
    """Per group the divisions that its certain names lie in: group, prefix, depth."""
    rows = [
        (name, depth, "/".join(reading.place.path[:depth]))
        for name, reading in readings.items()
        if reading.place.path and name not in doubtful and not _is_open(reading)
        for depth in range(1, min(len(reading.place.path), _DEPTHS) + 1)
    ]
    schema = {"name": pl.String, "depth": pl.Int64, "prefix": pl.String}
    anchors = pl.DataFrame(rows, schema=schema, orient="row")
    return (
        pairs.filter(pl.col("group").is_in(groups.implode()))
        .join(anchors, on="name")
        .select("group", "prefix", "depth")
        .unique()
    )


def _choices(
    readings: dict[str, Reading], open_pairs: pl.DataFrame, beside: pl.DataFrame
) -> dict[str, tuple[Division, ...]]:
    rows = [
        (name, number, "/".join(choice.path[:depth]))
        for name in open_pairs["name"].unique().sort().to_list()
        for number, choice in enumerate(readings[name].place.choices)
        if _is_open(readings[name])
        for depth in range(1, min(len(choice.path), _DEPTHS) + 1)
    ]
    schema = {"name": pl.String, "choice": pl.Int64, "prefix": pl.String}
    scored = (
        open_pairs.join(pl.DataFrame(rows, schema=schema, orient="row"), on="name")
        .join(beside, on=["group", "prefix"])
        .group_by("name", "choice")
        .agg(pl.col("depth").max())
        .sort("name", "depth", "choice", descending=[False, True, False])
        .group_by("name", maintain_order=True)
        .agg(
            pl.col("choice").first(),
            pl.col("depth").first().alias("best"),
            pl.col("depth").get(1, null_on_oob=True).alias("second"),
        )
    )
    alone = pl.col("second").is_null() | ((pl.col("best") > 1) & (pl.col("second") == 1))
    decided = scored.filter(alone).select("name", "choice")
    return {
        name: (readings[name].place.choices[choice],)
        for name, choice in zip(decided["name"], decided["choice"], strict=True)
    }


def _homes(
    readings: dict[str, Reading],
    open_pairs: pl.DataFrame,
    beside: pl.DataFrame,
    gazetteer: Gazetteer,
) -> dict[str, tuple[Division, ...]]:
    """For bare words, what they mean in the divisions that all neighbours share."""
    bare = sorted(name for name, reading in readings.items() if reading.place.bare)
    shared = (
        open_pairs.filter(pl.col("name").is_in(bare))
        .join(beside, on="group")
        .group_by("name", "depth")
        .agg(pl.col("prefix").n_unique().alias("count"), pl.col("prefix").min())
        .filter(pl.col("count") == 1)
        .sort("name", "depth")
        .group_by("name", maintain_order=True)
        .agg(pl.col("prefix").last())
    )
    found: dict[str, tuple[Division, ...]] = {}
    for name, prefix in zip(shared["name"], shared["prefix"], strict=True):
        homes = _above(tuple(prefix.split("/")), gazetteer)
        meant = tuple(home for home in homes if _can_mean(readings[name], home))
        if meant:
            found[name] = meant
    return found


def _above(path: tuple[str, ...], gazetteer: Gazetteer) -> list[Division]:
    """The listed divisions on `path`, from the province down."""
    return [
        division
        for depth in range(1, len(path) + 1)
        for division in gazetteer.names.get(path[depth - 1], ())
        if division.path == path[:depth]
    ]


def _can_mean(reading: Reading, home: Division) -> bool:
    """市 can mean a municipality, a prefecture or a county-level city; other words one level."""
    word = reading.place.written[-1]
    if word == "市" and home.name.endswith("市"):
        return home.level != Level.PROVINCE or home.name in MUNICIPALITIES
    return home.level == reading.place.level and (
        home.name.endswith(word) or home.level == Level.PROVINCE
    )


def _chance_meetings(
    readings: dict[str, Reading],
    doubtful: set[str],
    open_pairs: pl.DataFrame,
    beside: pl.DataFrame,
) -> dict[str, Reading]:
    rows = [(name, readings[name].place.choices[0].province) for name in sorted(doubtful)]
    schema = {"name": pl.String, "province": pl.String}
    tops = beside.filter(pl.col("depth") == 1).select("group", pl.col("prefix").alias("top"))
    met = (
        open_pairs.join(pl.DataFrame(rows, schema=schema, orient="row"), on="name")
        .join(tops, on="group")
        .group_by("name")
        .agg((pl.col("province") == pl.col("top")).any().alias("shares"))
        .filter(~pl.col("shares"))
    )
    return {name: _unlisted(readings[name]) for name in met["name"].sort().to_list()}


def _unlisted(reading: Reading) -> Reading:
    listed = reading.place.choices[0]
    note = f"the only {listed.name} in the lists is {listed.full_name()}, far from its neighbours"
    place = replace(
        reading.place,
        choices=(),
        made_up=((Level.TOWNSHIP, listed.name), *reading.place.made_up),
        note=note,
    )
    return replace(reading, place=place, reason=reading.reason or note)
