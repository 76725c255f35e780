"""What a pair is: copied from above, passed on lawfully, lateral, issued again, or a version."""

from __future__ import annotations

import polars as pl

from docanalyzer.compare.passages.lineage import UNKNOWN_RANK
from docanalyzer.detect.copying.declared import declared_relays
from docanalyzer.detect.copying.directions import Ground
from docanalyzer.model.terms import Relation

REISSUE_SHARE = 0.95
"""From this share on both sides a later text of the same issuer is the same document again."""

REISSUE_DAYS = 366


def with_relation(
    pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series, passages: pl.DataFrame
) -> pl.DataFrame:
    """`pairs` with relation, days_between and is_open.

    `pairs` carry copy, source, copied_share, source_share and what `with_direction` added;
    `documents` and `bodies` stand in source order, `passages` are those of the pairs.
    `copied` needs a source of a higher level, not known to stand in another division, and a
    direction that rests on that level; anything else is `lateral`, which accuses nobody. Of the
    lateral ones, `is_open` marks those that might be copying for all that is known: the level of
    one side is not known, and nothing else speaks against it.
    """
    facts = documents.select("number", "issuer", "subject_key", "is_relay")
    pairs = pairs.join(
        facts.rename({name: _side("copy", name) for name in facts.columns}),
        on="copy", how="left", maintain_order="left",
    ).join(
        facts.rename({name: _side("source", name) for name in facts.columns}),
        on="source", how="left", maintain_order="left",
    )  # fmt: skip
    days = (pl.col("copy_issued_on") - pl.col("source_issued_on")).dt.total_days()
    pairs = pairs.with_columns(
        days.alias("days_between"),
        ((pl.col("ground") == Ground.LEVEL.value) & ~pl.col("off_path")).alias("from_above"),
        (_level_unknown() & ~pl.col("off_path")).alias("might_be"),
    )
    pairs = pairs.with_columns(declared_relays(pairs, documents, bodies, passages))
    pairs = pairs.with_columns(_relation().alias("relation"))
    lateral = pl.col("relation") == Relation.LATERAL.value
    relayed = pl.col("declared") | pl.col("source_is_relay").fill_null(False)
    return pairs.with_columns((lateral & pl.col("might_be") & ~relayed).alias("is_open"))


def _level_unknown() -> pl.Expr:
    """A level that is not known, unless the copy stands at the top, with nothing above it."""
    return ((pl.col("copy_rank") >= UNKNOWN_RANK) | (pl.col("source_rank") >= UNKNOWN_RANK)) & (
        pl.col("copy_rank") > 0
    )


def _side(side: str, name: str) -> str:
    return side if name == "number" else f"{side}_{name}"


def _relation() -> pl.Expr:
    same_issuer = (pl.col("copy_issuer") == pl.col("source_issuer")).fill_null(False)
    same_subject = _same_subject()
    whole = (pl.col("copied_share") >= REISSUE_SHARE) & (pl.col("source_share") >= REISSUE_SHARE)
    soon = (pl.col("days_between").abs() <= REISSUE_DAYS).fill_null(False)
    return (
        pl.when(same_issuer & same_subject & whole & soon).then(pl.lit(Relation.REISSUE.value))
        .when(same_issuer & same_subject).then(pl.lit(Relation.VERSION.value))
        .when(pl.col("from_above") & pl.col("declared")).then(pl.lit(Relation.DECLARED_RELAY.value))
        .when(pl.col("from_above")).then(pl.lit(Relation.COPIED.value))
        .otherwise(pl.lit(Relation.LATERAL.value))
    )  # fmt: skip


def _same_subject() -> pl.Expr:
    return (pl.col("copy_subject_key") == pl.col("source_subject_key")).fill_null(False)


def immediate_parents(pairs: pl.DataFrame) -> pl.Series:
    """Which pairs show the copy's nearest source: on its own division path, from above, the one
    with which most of the copy agrees, edits taken off; among equals the lowest level, then the
    same subject, then the latest. Null where nothing tells which of the two took from the other."""
    # Rounded, as passages of one length that were cut differently differ in the last digits.
    agreeing = (pl.col("copied_share") * pl.col("similarity")).round(6)
    rows = pairs.with_row_index("row").filter(pl.col("from_above") & pl.col("on_path"))
    best = rows.sort(
        "copy", agreeing, "source_rank", _same_subject(), "source_issued_on", "source",
        descending=[False, True, True, True, True, False], nulls_last=True,
    ).unique("copy", keep="first", maintain_order=True)  # fmt: skip
    chosen = pl.Series("is_immediate_parent", [False]).new_from_index(0, pairs.height)
    chosen = chosen.scatter(best["row"], True) if best.height else chosen
    told = pl.col("ground") != Ground.UNDETERMINED.value
    return pairs.select(pl.when(told).then(chosen).alias("is_immediate_parent")).to_series()
