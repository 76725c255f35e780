"""The issuing organ at the head of a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from docanalyzer.organs.folding import folded
from docanalyzer.organs.lexicon import lexicon
from docanalyzer.organs.resolve import read_names
from docanalyzer.organs.tails import Kind

if TYPE_CHECKING:
    from docanalyzer.organs.naming import Reading

# What follows the issuer in a title: 关于, a verb of issuing, or the kind of document.
_CUES = (
    "关于|批转|转发|印发|发布|颁发|颁布|公布|下发|转达|令(?:第|[\\[(〔]|\\d|$)|公告|通告|通报|决定|决议|"
    "通知|贯彻|对[^外口台]|给|授予|追授|任免|任命|免去|同意|批准|批复|废止|修改|修订|明确|成立|召开|嘉奖|"
    "表彰|表扬|答复|复函|重申|撤销|聘任|致|向|促进|紧急|一九..年|实施《|《"
)
_ORGAN_END = (
    "(?:[局厅委部办室院处科馆台府会所站队社署组校军司团区门]|"
    "中心|机制|联席会议|公司|银行|[大中小]学)$"
)
# A head with these inside is no name; it names a source or has run into the subject.
_NO_NAME = "关于|转发|批转|印发|转达|《|》|的|^转|^我|通知|命令"
_LONGEST = 60  # characters; the longest real head is a list of five organs
_CUES_TRIED = 3
_FIRST_CHARACTER = 3  # bytes of UTF-8: cues begin with a Chinese character


def issuer_in_title(titles: pl.Series) -> pl.Series:
    """The organ that a title names as its issuer, canonical as in `resolve_organs`.

    `titles` is String in any spelling. The result has the same length and order, null where
    the title is null, or its head is not an organ followed by 关于, a verb of issuing or the
    kind of document (转发国务院办公厅…的通知 names a source, not its issuer).
    """
    frame = titles.cast(pl.String).alias("title").to_frame()
    # A title is read up to its first cue; only where no organ ends there, up to the next one.
    beginning = folded(pl.col("title")).str.slice(0, 2 * _LONGEST)
    waiting = frame.unique().drop_nulls().select("title", beginning.alias("_text"), _from=pl.lit(0))
    read: list[pl.DataFrame] = []
    for _ in range(_CUES_TRIED):
        waiting = _to_next_cue(waiting)
        found = waiting.join(_organs(_plausible(waiting)), on="_head")
        read.append(found.select("title", "issuer"))
        waiting = waiting.join(found, on="title", how="anti")
    joined = frame.join(pl.concat(read), on="title", how="left", maintain_order="left")
    return joined["issuer"]


def _to_next_cue(waiting: pl.DataFrame) -> pl.DataFrame:
    """Titles that have a cue at byte `_from` or later, with the `_head` before that cue.

    A title that begins with a cue (转发…, 关于…) names no issuer and is left out.
    """
    text = pl.col("_text").cast(pl.Binary)
    rest = text.bin.slice(pl.col("_from")).cast(pl.String)
    cue = rest.str.find(_CUES).cast(pl.Int64) + pl.col("_from")
    return (
        waiting.with_columns(cue.alias("_cue"))
        .filter(pl.col("_cue") > 0)
        .with_columns(
            text.bin.slice(0, pl.col("_cue")).cast(pl.String).alias("_head"),
            (pl.col("_cue") + _FIRST_CHARACTER).alias("_from"),
        )
        .filter(pl.col("_head").str.len_chars() <= _LONGEST)
    )


def _plausible(waiting: pl.DataFrame) -> pl.Series:
    """Distinct heads that end like an organ and hold nothing that no name holds."""
    head = pl.col("_head")
    return (
        waiting.filter(head.str.contains(_ORGAN_END) & ~head.str.contains(_NO_NAME))
        .get_column("_head")
        .unique()
        .sort()
    )


def _organs(heads: pl.Series) -> pl.DataFrame:
    """Distinct heads that are organs, and the organ's canonical name."""
    readings = read_names(heads.to_list())
    rows = [(head, reading.canonical) for head, reading in readings.items() if _is_issuer(reading)]
    return pl.DataFrame(rows, schema={"_head": pl.String, "issuer": pl.String}, orient="row")


def _is_issuer(reading: Reading) -> bool:
    """An organ; without a level it must at least begin like one (教育局, not 本办法办)."""
    if reading.kind == Kind.UNKNOWN or reading.is_collective:
        return False
    if reading.level is not None or reading.place.level is not None:
        return True
    return reading.kind == Kind.DEPARTMENT and bool(lexicon().fields.match(reading.canonical))
