"""Pairs that titles alone show: a lower organ takes up the subject of a higher organ's document."""

from __future__ import annotations

import polars as pl

from docanalyzer.compare.passages.lineage import UNKNOWN_RANK
from docanalyzer.detect.copying.near_subjects import MOST_NEAR, near_subjects, subject_forms
from docanalyzer.model.terms import Relation
from docanalyzer.titles.subject import places_named

_LEAST_SUBJECT = 6
"""Folded characters below which equal subjects say too little."""

_SLACK_DAYS = 31
"""A relay may be registered this many days before what it names: registers date loosely."""


_LONGEST_YEARS = 5
"""A source of the same subject is not older: the term of a government, and of a plan."""

_NEAR_YEARS = 3

_PLACES = ("province", "city", "county")

_CASES = ("批复", "函")
"""Genres that settle a single case; near words are then about another case."""


def title_pairs(numbered: pl.DataFrame) -> pl.DataFrame:
    """Pairs by titles: copy, source (numbers), relation; sorted, each pair once.

    `numbered` are documents in source order with number, rank, issued_on, province, city,
    county, genre, title, relayed_title, subject_key, is_relay, is_generic, is_compared. A
    document is paired, per level above it, with the latest document on its own division path
    that is not younger.

    A 转发 or 批转 gives `declared_relay` with the document whose title it names, or else with
    one of the same subject. Any other document gives `same_subject` with one of the same
    subject, or else with one whose subject differs in a word (`near_subjects`), and nothing
    where the subject is generic or the texts of both are compared: those tell by themselves. A
    source of the same subject is at most five years older, one of a near subject three; one that
    is about a place which the copy's title does not name is none. Documents without level are in
    no pair; documents without a date only where there is one source of just that subject at that
    level, as the year cannot be told.
    """
    known = numbered.filter(pl.col("rank") < UNKNOWN_RANK).with_columns(
        _bare("title").alias("name"),
        _bare("relayed_title").alias("named"),
        pl.when(pl.col("subject_key").str.len_chars() >= _LEAST_SUBJECT)
        .then("subject_key")
        .alias("subject"),
    )
    relays = known.filter(pl.col("is_relay").fill_null(False)).with_columns(
        day=pl.col("issued_on") + pl.duration(days=_SLACK_DAYS)
    )
    telling = known.filter(~pl.col("is_generic"))
    others = _not_compared(telling).with_columns(day="issued_on")
    named = _per_level(relays, known, "named", "name")
    unnamed = _recent(_per_level(relays, known, "subject", "subject"), numbered, _LONGEST_YEARS)
    unnamed = unnamed.join(named, on=["copy", "source_rank"], how="anti")
    same = _recent(_per_level(others, telling, "subject", "subject"), numbered, _LONGEST_YEARS)
    near = _near(others, telling, same, numbered)
    declared = pl.lit(Relation.DECLARED_RELAY.value).alias("relation")
    subject = pl.lit(Relation.SAME_SUBJECT.value).alias("relation")
    by_subject = _of_one_place(_untold(pl.concat([same, near]), numbered), numbered)
    found = pl.concat(
        [frame.select("copy", "source", label)
         for frame, label in ((named, declared), (unnamed, declared), (by_subject, subject))]
    )  # fmt: skip
    return found.sort("copy", "source")


def _not_compared(telling: pl.DataFrame) -> pl.DataFrame:
    """Those that are no relays and may lack a comparison with one of `telling`."""
    others = telling.filter(~pl.col("is_relay").fill_null(False))
    return others.filter(~pl.col("is_compared")) if telling["is_compared"].all() else others


def _untold(pairs: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Pairs without those whose texts were compared with each other."""
    compared = numbered["is_compared"]
    return pairs.filter(~(compared[pairs["copy"]] & compared[pairs["source"]]))


def _near(
    others: pl.DataFrame, telling: pl.DataFrame, same: pl.DataFrame, numbered: pl.DataFrame
) -> pl.DataFrame:
    """Documents and sources whose subjects differ in a word, where none is just the same."""
    general = ~pl.col("genre").is_in(_CASES).fill_null(False) & ~pl.col("title").str.contains(
        "同意|批准"
    ).fill_null(False)
    others, telling = others.filter(general), telling.filter(general)
    dated = others.filter(pl.col("day").is_not_null())
    if dated.is_empty():
        return same.clear()
    given = telling.filter(pl.col("issued_on").is_not_null())
    forms = subject_forms(pl.concat([dated["subject"], given["subject"]]))
    found = [same.clear().with_columns(pl.lit(0).alias("choice"))]
    for rank in range(UNKNOWN_RANK):
        above = given.filter(rank=rank)
        below = dated.filter(pl.col("rank") > rank).join(
            same.filter(source_rank=rank), left_on="number", right_on="copy", how="anti"
        )
        area = pl.concat_str(
            [pl.lit(""), *(pl.col(name).fill_null("") for name in _PLACES[: min(rank, 3)])],
            separator="/",
        ).alias("area")
        if above.is_empty() or below.is_empty():
            continue
        below, above = below.with_columns(area), above.with_columns(area)
        ours, theirs = (side.select("area", key="subject") for side in (below, above))
        keys = near_subjects(ours, theirs, forms)
        alternatives = below.join(keys, left_on=["subject", "area"], right_on=["copy_key", "area"])
        for place in range(MOST_NEAR):
            choice = alternatives.filter(choice=place)
            pairs = _recent(
                _per_level(choice, above, "source_key", "subject"), numbered, _NEAR_YEARS
            )
            found.append(pairs.with_columns(choice=place))
    return (
        pl.concat(found)
        .sort("copy", "source_rank", "choice")
        .unique(["copy", "source_rank"], keep="first", maintain_order=True)
        .select("copy", "source", "source_rank")
    )


def _recent(pairs: pl.DataFrame, numbered: pl.DataFrame, years: int) -> pl.DataFrame:
    """Pairs whose source is not more than `years` older; unknown ages pass."""
    days = numbered["issued_on"]
    age = (days[pairs["copy"]] - days[pairs["source"]]).dt.total_days()
    return pairs.filter((age <= years * 366).fill_null(True))


def _of_one_place(pairs: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
    """Pairs without those whose source is about a place that is neither its own nor the copy's.

    Keys are blind to places, so a plan for the free-trade zone of one province would otherwise
    be the source of every other province's.
    """
    sources = pairs.select(pl.col("source").unique().sort())["source"]
    own = [numbered[name][sources].str.replace("(?:省|市)$", "").fill_null("")
           for name in _PLACES]  # fmt: skip
    foreign = (
        pl.DataFrame([sources, places_named(numbered["title"][sources]), *own])
        .explode("places")
        .filter(
            pl.col("places").is_not_null()
            & ~pl.any_horizontal(pl.col(name) == pl.col("places") for name in _PLACES)
        )
        .select("source", "places")
        .unique()
    )
    asked = pairs.select("copy", "source").join(foreign, on="source")
    titles = numbered["title"][asked["copy"]].fill_null("")
    missing = asked.with_columns(title=titles).filter(
        ~pl.col("title").str.contains(pl.col("places"), literal=True)
    )
    return pairs.join(missing, on=["copy", "source"], how="anti")


def _bare(column: str) -> pl.Expr:
    """A title without spaces, punctuation and symbols."""
    return pl.col(column).str.normalize("NFKC").str.replace_all(r"[\s\p{P}\p{S}\p{C}]", "")


def _per_level(
    copies: pl.DataFrame,
    sources: pl.DataFrame,
    copy_key: str,
    source_key: str,
) -> pl.DataFrame:
    """Copies with their source at each level above: copy, source, source_rank."""
    keyed = copies.filter(pl.col(copy_key).is_not_null()).select(
        "number", "rank", "day", *_PLACES, key=copy_key
    )
    given = sources.filter(pl.col(source_key).is_not_null()).select(
        "number", "rank", "issued_on", *_PLACES, key=source_key
    )
    # Few keys are at two levels; the others need no look at dates and places.
    given = given.join(keyed.select("key"), on="key", how="semi", maintain_order="left")
    highest = given.group_by("key").agg(highest=pl.col("rank").min())
    keyed = keyed.join(highest, on="key", maintain_order="left")
    keyed = keyed.filter(pl.col("rank") > pl.col("highest")).drop("highest")
    given = given.join(keyed.select("key"), on="key", how="semi", maintain_order="left")
    ranks = given["rank"].unique().sort().to_list() or [0]
    return pl.concat(
        [
            _with_level(keyed.filter(pl.col("rank") > rank), given.filter(rank=rank), rank)
            for rank in ranks
        ]
    )


def _with_level(copies: pl.DataFrame, sources: pl.DataFrame, rank: int) -> pl.DataFrame:
    by = ["key", *_PLACES[: min(rank, 3)]]
    dated = copies.filter(pl.col("day").is_not_null()).sort("day", "number")
    given = sources.filter(pl.col("issued_on").is_not_null()).sort("issued_on", "number")
    latest = dated.join_asof(
        given.select(*by, "issued_on", source="number"),
        left_on="day",
        right_on="issued_on",
        by=by,
        strategy="backward",
        check_sortedness=False,
    ).filter(pl.col("source").is_not_null())
    alone = sources.group_by(by).agg(
        source=pl.col("number").first(), of=pl.len(), begun=pl.col("issued_on").first()
    )
    rest = copies.join(latest.select("number"), on="number", how="anti")
    by_name = rest.join(alone.filter(of=1), on=by).filter(
        pl.col("day").is_null() | pl.col("begun").is_null()
    )
    source_rank = pl.lit(rank).alias("source_rank")
    return pl.concat(
        [frame.select(pl.col("number").alias("copy"), "source", source_rank)
         for frame in (latest, by_name)]
    )  # fmt: skip
