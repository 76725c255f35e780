"""What a pair is: copied from above, passed on lawfully, lateral, issued again, or a version."""

from __future__ import annotations

import polars as pl

from docanalyzer.detect.reuse.directions import Ground, around_name, spelt_alike
from docanalyzer.detect.reuse.lineage import UNKNOWN_RANK
from docanalyzer.engine import by_parts
from docanalyzer.model.terms import Relation

REISSUE_SHARE = 0.95
"""From this share on both sides a later text of the same issuer is the same document again."""

REISSUE_DAYS = 366

_HEAD = 1200
_VERB = r"转发|批转|印发|翻印"
_BEFORE = r"[将把][^。]{0,80}$"
_AFTER = rf"^[^。]{{0,60}}(?:{_VERB})"
_VERB_BEFORE = r"(?:转发|批转)[^。]{0,40}$"


def with_relation(pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series) -> pl.DataFrame:
    """`pairs` with relation, days_between and is_open.

    `pairs` carry copy, source, copied_share, source_share and what `with_direction` added;
    `documents` and `bodies` stand in source order.
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
    pairs = pairs.with_columns(_declared(pairs, documents, bodies))
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


def _declared(pairs: pl.DataFrame, documents: pl.DataFrame, bodies: pl.Series) -> pl.Series:
    """Whether the copy says that it passes the source on.

    A title with 转发 or 批转 says so about whatever the document carries. Otherwise the head of
    the body must: 现将《…》（国发〔2019〕1号）印发给你们. Naming a source as the ground for own
    measures (根据《…》制定) declares nothing.
    """
    by_title = pairs["copy_is_relay"].fill_null(False).alias("declared")
    asked = pairs.with_row_index("row").filter(
        (pl.col("from_above") | pl.col("might_be")) & ~by_title
    )
    heads = _heads(bodies, asked["copy"])
    asked = asked.join(heads, left_on="copy", right_on="number", maintain_order="left")
    around = around_name(asked["head"], documents[asked["source"]])
    declared = pl.any_horizontal(
        (
            pl.col(f"{name}_before").str.contains(_BEFORE)
            & pl.col(f"{name}_after").str.contains(_AFTER)
        )
        | pl.col(f"{name}_before").str.contains(_VERB_BEFORE)
        for name in ("number", "title")
    )
    rows = asked["row"].filter(around.select(declared.fill_null(False).alias("says"))["says"])
    return by_title.scatter(rows, True) if rows.len() else by_title


def _heads(bodies: pl.Series, copies: pl.Series) -> pl.DataFrame:
    """The heads (number, head) of those copies that speak of passing on, for `around_name`.

    A copy has many sources, so its head is read once.
    """
    from docanalyzer.text.reading import fetched

    numbers = copies.unique().sort()
    says = pl.col("head").str.contains(_VERB)

    def read(part: pl.DataFrame) -> pl.DataFrame:
        # Searching a whole body costs less than counting off its head.
        whole = part.with_columns(head=fetched(bodies.gather(part["number"]))).filter(says)
        heads = whole.with_columns(pl.col("head").str.slice(0, _HEAD)).filter(says)
        return heads.with_columns(spelt_alike(pl.col("head")))

    return by_parts(numbers.to_frame("number"), read)


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
