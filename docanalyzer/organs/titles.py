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
    "(?:[局厅委部办室院处科馆台府会所站队社署组校军司团区门]|中心|机制|联席会议|公司|银行|[大中小]学)$"
)
# A head with these inside is no name; it names a source or has run into the subject.
_NO_NAME = "关于|转发|批转|印发|转达|《|》|的|^转|^我|通知|命令"
_LONGEST = 60
_READ = 120
_CUES_TRIED = 3


def issuer_in_title(titles: pl.Series) -> pl.Series:
    """The organ that a title names as its issuer, canonical as in `resolve_organs`.

    `titles` is String in any spelling. The result has the same length and order, null where
    the title is null, or its head is not an organ followed by 关于, a verb of issuing or the
    kind of document (转发国务院办公厅…的通知 names a source, not its issuer).
    """
    frame = titles.cast(pl.String).alias("title").to_frame()
    distinct = frame.unique().select("title", folded(pl.col("title")).alias("_folded"))
    heads = distinct.select("title", *_heads(pl.col("_folded")))
    names = [f"head_{number}" for number in range(_CUES_TRIED)]
    organs = _organs(pl.concat([heads[name] for name in names]).drop_nulls().unique())
    for name in names:
        heads = heads.join(
            organs.rename({"head": name, "organ": f"organ_{name}"}), on=name, how="left"
        )
    issuers = heads.select("title", pl.coalesce(f"organ_{name}" for name in names).alias("issuer"))
    joined = frame.join(issuers, on="title", how="left", maintain_order="left", nulls_equal=True)
    return joined["issuer"]


def _heads(title: pl.Expr) -> list[pl.Expr]:
    """The text before the first, second and third cue, where it could be an organ's name."""
    found = []
    for number in range(_CUES_TRIED):
        passed = f"(?:.{{0,{_LONGEST}}}?(?:{_CUES})){{{number}}}" if number else ""
        head = title.str.slice(0, _READ).str.extract(f"^({passed}.{{2,{_LONGEST}}}?)(?:{_CUES})", 1)
        could_be = head.str.contains(_ORGAN_END) & ~head.str.contains(_NO_NAME)
        found.append(pl.when(could_be).then(head).alias(f"head_{number}"))
    return found


def _organs(heads: pl.Series) -> pl.DataFrame:
    """Distinct heads that are organs, and the organ's canonical name."""
    readings = read_names(heads.sort().to_list())
    rows = [(head, reading.canonical) for head, reading in readings.items() if _is_issuer(reading)]
    return pl.DataFrame(rows, schema={"head": pl.String, "organ": pl.String}, orient="row")


def _is_issuer(reading: Reading) -> bool:
    """An organ; without a level it must at least begin like one (教育局, not 本办法办)."""
    if reading.kind == Kind.UNKNOWN or reading.is_collective:
        return False
    if reading.level is not None or reading.place.level is not None:
        return True
    return reading.kind == Kind.DEPARTMENT and bool(lexicon().fields.match(reading.canonical))
