"""What a pair is: copied from above, passed on, lawfully alike, lateral, or one text again."""

from __future__ import annotations

import polars as pl

from docanalyzer.compare.passages.lineage import UNKNOWN_RANK
from docanalyzer.detect.copying.declared import declared_relays
from docanalyzer.detect.copying.directions import Ground
from docanalyzer.detect.copying.lawful import alike_by_law
from docanalyzer.model.terms import Relation

REISSUE_SHARE = 0.95
"""From this share on both sides a later text of the same issuer is the same document again."""

REISSUE_DAYS = 366

_GENERAL_OFFICE = r"(政府|[党县市区省州]委|委员会|街道办事处)办公[厅室]$"


def with_relation(
    pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series, passages: pl.DataFrame
) -> pl.DataFrame:
    """`pairs` with relation, relation_reason, days_between and is_open.

    `pairs` carry copy, source, copied_share, source_share, copy_chars and what `with_direction`
    added; `documents` and `bodies` stand in source order, `passages` are those of the pairs.
    `copied` needs a source of a higher level, not known to stand in another division, a direction
    that rests on that level, and no reason that makes it right. Of the undetermined ones, `is_open`
    marks those that might be copying for all that is known. Texts of one office, its general office
    included, and of offices that issued one of them together, are versions or reissues.
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
    level = pl.col("ground") == Ground.LEVEL.value
    pairs = pairs.with_columns(
        days.alias("days_between"),
        _same_unit().alias("same_unit"),
        (level & ~pl.col("off_path")).alias("from_above"),
        ((_level_unknown() | _doubted()) & ~pl.col("off_path")).alias("might_be"),
    )
    declared = declared_relays(pairs, documents, bodies, passages)
    pairs = pairs.with_columns(declared.alias("declared")).with_row_index("row")
    asked = pairs.filter(
        (pl.col("from_above") | pl.col("might_be"))
        & pl.col("declared").is_null()
        & ~pl.col("same_unit")
    )
    lawful = alike_by_law(asked, documents, bodies, passages)
    alike = pl.Series("alike", [None], pl.String).new_from_index(0, pairs.height)
    pairs = pairs.with_columns(alike.scatter(asked["row"], lawful).alias("alike")).drop("row")
    pairs = pairs.with_columns(_relation().alias("relation"))
    told = pl.col("relation").is_in([Relation.DECLARED_RELAY.value, Relation.LAWFUL.value])
    open_ = pl.col("relation") == Relation.UNDETERMINED.value
    passed_on = pl.col("declared").is_not_null() | pl.col("source_is_relay").fill_null(False)
    return pairs.with_columns(
        pl.when(told).then(pl.coalesce("declared", "alike")).alias("relation_reason"),
        (open_ & pl.col("might_be") & ~passed_on & pl.col("alike").is_null()).alias("is_open"),
    ).drop("declared", "alike", "same_unit")


def _levels_differ() -> pl.Expr:
    ranks = pl.col("copy_rank"), pl.col("source_rank")
    return (ranks[0] != ranks[1]) & (ranks[0] < UNKNOWN_RANK) & (ranks[1] < UNKNOWN_RANK)


def _doubted() -> pl.Expr:
    """Levels that would tell the order, but for a date that contradicts its number."""
    return (pl.col("ground") == Ground.UNDETERMINED.value) & _levels_differ()


def _level_unknown() -> pl.Expr:
    """A level that is not known, unless the copy stands at the top, with nothing above it."""
    return ((pl.col("copy_rank") >= UNKNOWN_RANK) | (pl.col("source_rank") >= UNKNOWN_RANK)) & (
        pl.col("copy_rank") > 0
    )


def _side(side: str, name: str) -> str:
    return side if name == "number" else f"{side}_{name}"


def _same_unit() -> pl.Expr:
    """One office on both sides, or one among those that issued together."""
    units = (
        pl.col(f"{side}_issuer")
        .str.replace_all("人民", "")
        .str.split("、")
        .list.eval(pl.element().str.replace(_GENERAL_OFFICE, "${1}"))
        for side in ("copy", "source")
    )
    return (next(units).list.set_intersection(next(units)).list.len() > 0).fill_null(False)


def _relation() -> pl.Expr:
    whole = (pl.col("copied_share") >= REISSUE_SHARE) & (pl.col("source_share") >= REISSUE_SHARE)
    soon = (pl.col("days_between").abs() <= REISSUE_DAYS).fill_null(False)
    unknown = (pl.col("copy_rank") >= UNKNOWN_RANK) | (pl.col("source_rank") >= UNKNOWN_RANK)
    cases = [
        (Relation.REISSUE, pl.col("same_unit") & _same_subject() & whole & soon),
        (Relation.VERSION, pl.col("same_unit")),
        (Relation.DECLARED_RELAY, pl.col("from_above") & pl.col("declared").is_not_null()),
        (Relation.LAWFUL, pl.col("from_above") & pl.col("alike").is_not_null()),
        (Relation.COPIED, pl.col("from_above")),
        (Relation.UNDETERMINED, unknown | (_doubted() & ~pl.col("off_path"))),
        (Relation.FROM_BELOW, pl.col("copy_rank") < pl.col("source_rank")),
        (Relation.ELSEWHERE, _levels_differ()),
    ]
    relation = pl.lit(Relation.LATERAL.value)
    for code, holds in reversed(cases):
        relation = pl.when(holds).then(pl.lit(code.value)).otherwise(relation)
    return relation


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
