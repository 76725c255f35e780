"""Where in a title a hit stands: its own kind of document, or a document it passes on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.detect.urgency.hits import Flags, Hits, Ints

RELAY_VERBS: tuple[str, ...] = ("转发", "批转", "印发", "转批", "翻印", "下发")
ISSUE_VERBS: tuple[str, ...] = ("印发", "下发")
ABOUT = "关于"
TITLE_WORDS: tuple[str, ...] = (*RELAY_VERBS, ABOUT)
"""Words that a search must include for `positions` to work."""

_UPWARD = ("报告", "请示", "意见", "汇报", "建议", "来函")
"""A relay is itself a 通知; a title that ends in one of these names what it passes on."""

_TAIL = (
    r"(?:[\s。．.！!、，,]"
    r"|（[^（）]{0,60}）|\([^()]{0,60}\)|【[^【】]{0,60}】|\[[^\[\]]{0,60}\]|〔[^〔〕]{0,60}〕"
    r"|\p{Han}{0,12}[〔\[（(](?:19|20)[0-9]{2}[〕\]）)]第?[0-9]{1,5}号"
    r"|第[0-9一二三四五六七八九十]{1,4}号"
    r")+$"
)
"""What may follow the kind of document: remarks in brackets, a number, a full stop."""

_AFTER_PASSED_ON = (
    r"^[》”]?(?:等\p{Han}{0,8})?(?:的(?:紧急|补充)?(?:通知|函|复函|批复|意见|决定|通报))*$"
)
"""What follows the name of the document passed on: the relay's own kind, or nothing."""

_PASSED_ON_KIND = (
    r"(?:报告|请示|意见|办法|方案|规定|纪要|建议|函|决定|通报|通知|计划|规划|要点|细则|制度|[》”])"
    r"\p{Han}{0,1}$"
)
"""What a relay passes on, standing before the relay's own 紧急通知: …情况报告的紧急通知."""

END, RELAYED, OWN, INSIDE = "end", "relayed", "own", "inside"


def positions(titles: pl.DataFrame, hits: Hits, found: Ints) -> npt.NDArray[np.object_]:
    """Where each hit in `found` stands in its title.

    `end`: the title's own kind of document. `relayed`: the kind of the document passed on.
    `inside`: elsewhere in the name of the document passed on. `own`: anywhere else.
    `titles` are the searched texts (row, text). A relay verb counts when it stands at the head
    of the title, before any 关于 or right after one, and outside 《》. A relay often leaves out
    its own 的通知, so a kind at the end of a relay's title is its own only if the document passed
    on has shown its kind before: 转发…情况报告的紧急通知.
    """
    begin, end, row = hits.begin[found], hits.end[found], hits.row[found]
    base = row << 32
    tail = _tail_ends(titles, row)
    shell = _shell_ends(hits, row)
    at_tail = (end - base) == tail
    passed_on = (shell >= 0) & (begin >= shell)
    closes = passed_on & _ends_passed_on(titles, row, end - base, tail)
    borrowed = closes & ~_is_relays_own(titles, hits, found)
    result = np.full(len(found), OWN, dtype=object)
    result[passed_on] = INSIDE
    result[closes] = RELAYED
    result[at_tail & ~borrowed] = END
    return result


def _is_relays_own(titles: pl.DataFrame, hits: Hits, found: Ints) -> Flags:
    """For a kind at the end of a relay's title: whether it is the relay's own."""
    begin, row = hits.begin[found], hits.row[found]
    base = row << 32
    verbs = _outside_titles(hits, RELAY_VERBS)
    single = np.searchsorted(verbs, begin) - np.searchsorted(verbs, base) == 1
    issued = np.searchsorted(_outside_titles(hits, ISSUE_VERBS), begin) - np.searchsorted(
        _outside_titles(hits, ISSUE_VERBS), base
    )
    before = (
        pl.DataFrame({"row": row, "end": begin - base})
        .join(titles, on="row", how="left", maintain_order="left")
        .select(pl.col("text").str.slice(0, "end").str.contains(_PASSED_ON_KIND))
        .to_series()
        .to_numpy()
    )
    own: Flags = single & (before | (issued > 0)) & ~_ends_upward(hits, found)
    return own


def _outside_titles(hits: Hits, words: tuple[str, ...]) -> Ints:
    at = hits.of(words)
    return hits.begin[at[~hits.in_title[at]]]


def _tail_ends(titles: pl.DataFrame, row: Ints) -> Ints:
    """Characters of each hit's title up to and with its kind of document."""
    wanted = titles.join(pl.DataFrame({"row": row}).unique(), on="row", how="semi")
    lengths = wanted.select(
        pl.col("row").cast(pl.Int64),
        tail=pl.col("text").str.replace(_TAIL, "").str.len_chars().cast(pl.Int64),
    )
    joined = pl.DataFrame({"row": row}).join(lengths, on="row", how="left", maintain_order="left")
    return joined["tail"].to_numpy()


def _ends_passed_on(titles: pl.DataFrame, row: Ints, end: Ints, tail: Ints) -> Flags:
    """Whether a hit closes the name of the document passed on, not a word in its midst."""
    rest = (
        pl.DataFrame({"row": row, "end": end, "length": np.maximum(tail - end, 0)})
        .join(titles, on="row", how="left", maintain_order="left")
        .select(pl.col("text").str.slice("end", "length").str.contains(_AFTER_PASSED_ON))
    )
    return rest.to_series().to_numpy()


def _shell_ends(hits: Hits, row: Ints) -> Ints:
    """Where the relay verb at the head of each hit's title ends, on the common axis; else -1."""
    verbs = _first_per_row(hits, RELAY_VERBS)
    about = _first_per_row(hits, (ABOUT,))
    heads = verbs.join(about, on="row", how="left", suffix="_about").filter(
        pl.col("begin_about").is_null()
        | (pl.col("begin") < pl.col("begin_about"))
        | (pl.col("begin") == pl.col("end_about"))
    )
    joined = pl.DataFrame({"row": row}).join(heads, on="row", how="left", maintain_order="left")
    return joined["end"].fill_null(-1).to_numpy()


def _first_per_row(hits: Hits, words: tuple[str, ...]) -> pl.DataFrame:
    at = hits.of(words)
    at = at[~hits.in_title[at]]
    frame = pl.DataFrame({"row": hits.row[at], "begin": hits.begin[at], "end": hits.end[at]})
    return frame.unique("row", keep="first", maintain_order=True)


def _ends_upward(hits: Hits, found: Ints) -> Flags:
    upward = np.array([pattern.endswith(_UPWARD) for pattern in hits.patterns], dtype=np.bool_)
    flags: Flags = upward[hits.phrase[found]]
    return flags
