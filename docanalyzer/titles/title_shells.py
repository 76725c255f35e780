"""Relay shells: 转发, 批转 and 印发 wrapped around the title of what they pass on."""

from __future__ import annotations

import polars as pl

from docanalyzer.titles import title_words as words

_CUT = "\x1f"

DEEPEST = 4
"""Shells that are taken off; titles with more have not been seen."""

_BALANCED = rf"{words.OPEN}((?:[^《》〈〉]|[《〈][^《》〈〉]*[》〉])+){words.CLOSE}"
_QUOTED = (
    rf"^(?:关于)?{_BALANCED}(?:[（(][^（()）]*[）)])?(?:等[^的]{{0,12}})?"
    rf"(?:的?{words.GENRE_MODIFIER}{words.GENRE})?$"
)


def open_shells(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """`frame` with the outermost shell of each title in `column`.

    Adds organ (what stands in front, null where it is no organ), verb (转发 批转 印发; null
    without a shell), relayed (the title passed on, null without a shell). A shell stands at the
    head of a title, behind nothing but organs and 关于; elsewhere the verb is part of the subject.
    """
    cut = pl.col(column).str.replace(rf"(关于|{words.RELAY_VERB})", rf"{_CUT}${{1}}{_CUT}")
    parts = cut.str.splitn(_CUT, 3).struct.rename_fields(["_front", "_marker", "_rest"])
    frame = frame.with_columns(parts.alias("_parts")).unnest("_parts")
    # Null rows are skipped by the searches below, so each runs only where it can matter.
    shelled = pl.col("_marker").is_not_null()
    is_about = (pl.col("_marker") == "关于").fill_null(False)
    front = pl.when(shelled).then("_front").str.replace(rf"{words.VERB_LEAD}$", "")
    frame = frame.with_columns(front.alias("_front"))
    front = pl.col("_front")
    later = (
        pl.when(is_about).then("_rest")
        .str.extract_groups(rf"^{words.VERB_LEAD}({words.RELAY_VERB})(.*)$")
    )  # fmt: skip
    is_organ = is_organ_list(front)
    frame = frame.with_columns(
        pl.when(is_organ).then(front).alias("organ"),
        pl.when(~is_organ & (front != "")).then(None)
        .when(is_about).then(later.struct.field("1"))
        .otherwise("_marker").alias("verb"),
        pl.when(is_about).then(later.struct.field("2")).otherwise("_rest").alias("_object"),
    )  # fmt: skip
    relayed = pl.when(pl.col("verb").is_not_null()).then(_relayed_title(pl.col("_object")))
    return frame.with_columns(relayed.alias("relayed")).drop(
        "_front", "_marker", "_rest", "_object"
    )


def is_organ_list(text: pl.Expr) -> pl.Expr:
    """Whether `text` reads as the name of one or several organs."""
    return (
        text.str.contains(words.ORGAN_END)
        & ~text.str.contains(words.NO_ORGAN)
        & (text.str.len_chars() <= 80)
    )


def _relayed_title(rest: pl.Expr) -> pl.Expr:
    """The title passed on, from the text behind the verb.

    The outer 的通知 belongs to the relay alone where something with an end of its own stands in
    front of it (…的意见的通知), and to both where it does not (转发国务院关于…的通知).
    """
    quoted = rest.str.extract(_QUOTED, 1)
    without = rest.str.replace(words.END, "")
    nested = rest.str.contains(rf"^[^《关]*?(?:关于)?{words.VERB_LEAD}{words.RELAY_VERB}")
    about = rest.str.extract(r"^[^《]*?(关于.*)$")
    own_end = without.str.contains(words.ABOUT_END) & (
        ~about.str.contains(words.OBJECT_VERB) | without.str.contains(rf"的{words.GENRE}$")
    )
    shared = (
        pl.when(nested).then(~without.str.contains("通知$"))
        .when(about.is_not_null()).then(~own_end)
        .otherwise(False)
    )  # fmt: skip
    return pl.coalesce(quoted, pl.when(shared).then(rest).otherwise(without))
