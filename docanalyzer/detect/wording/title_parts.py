"""Where in a title a hit stands: its own kind of document, or a document it passes on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.detect.wording.hits import Flags, Hits, Ints

RELAY_VERBS: tuple[str, ...] = ("转发", "批转", "印发", "转批", "翻印", "下发", "修订")
ISSUE_VERBS: tuple[str, ...] = ("印发", "下发", "修订")
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
    r"^(?:[（(][^（()）]{1,12}[)）])?[》”]?(?:[（(][^（()）]{1,12}[)）])?"
    r"(?:等\p{Han}{0,8})?(?:的(?:紧急|补充)?(?:通知|函|复函|批复|意见|决定|通报))*$"
)
"""What follows the name of the document passed on: the relay's own kind, or nothing."""

_PASSED_ON_KIND = (
    r"(?:报告|请示|意见|办法|方案|规定|纪要|建议|函|决定|通报|通知|计划|规划|要点|细则|制度|[》”])"
    r"的?$"
)
"""What a relay passes on, standing before the relay's own 紧急通知: …情况报告的紧急通知."""

_ENDING = 300
"""Characters at the end of a title that say what kind of document it is."""

END, RELAYED, OWN, INSIDE = "end", "relayed", "own", "inside"


def positions(titles: pl.Series, hits: Hits, found: Ints) -> npt.NDArray[np.object_]:
    """Where each hit in `found` stands in its title.

    `end`: the title's own kind of document. `relayed`: the kind of the document passed on.
    `inside`: elsewhere in the name of the document passed on. `own`: anywhere else.
    `titles` are the searched texts. A relay verb counts when it stands at the head of the title,
    before any 关于 or right after one, and outside 《》. A relay often leaves out its own 的通知,
    so a kind at the end of a relay's title is its own only if the document passed on has shown
    its kind before: 转发…情况报告的紧急通知.
    """
    row = hits.row[found]
    at_tail, closes, after_kind = _at_the_tail(titles, hits, found)
    shell = _shell_ends(hits, row)
    passed_on = (shell >= 0) & (hits.begin[found] >= shell)
    relayed = passed_on & closes
    borrowed = relayed & ~_is_relays_own(hits, found, after_kind)
    result = np.full(len(found), OWN, dtype=object)
    result[passed_on] = INSIDE
    result[relayed] = RELAYED
    result[at_tail & ~borrowed] = END
    return result


def _at_the_tail(titles: pl.Series, hits: Hits, found: Ints) -> tuple[Flags, Flags, Flags]:
    """Which hits end the title, close the name of a document, stand after the name's own kind.

    Only the last characters of a title can tell, so a title of any length costs the same.
    """
    row = hits.row[found]
    begin, end = hits.place(found)
    rows, number = np.unique(row, return_inverse=True)
    last = pl.DataFrame({"title": titles.gather(rows)}).select(
        ending=pl.col("title").str.tail(_ENDING),
        before=(pl.col("title").str.len_chars().cast(pl.Int64) - _ENDING).clip(0),
    )
    last = last.with_columns(
        tail=pl.col("before") + pl.col("ending").str.replace(_TAIL, "").str.len_chars()
    )
    tail = last["tail"].to_numpy()[number]
    near = np.flatnonzero(tail - end <= _ENDING // 2)
    ending, before = last["ending"].gather(number[near]), last["before"].to_numpy()[number[near]]
    facts = pl.DataFrame(
        {
            "ending": ending,
            "begin": np.maximum(begin[near] - before, 0),
            "end": np.maximum(end[near] - before, 0),
            "rest": np.maximum(tail[near] - end[near], 0),
        }
    ).select(
        closes=pl.col("ending").str.slice("end", "rest").str.contains(_AFTER_PASSED_ON),
        after_kind=pl.col("ending").str.slice(0, "begin").str.contains(_PASSED_ON_KIND),
    )
    closes, after_kind = np.zeros((2, len(found)), dtype=np.bool_)
    closes[near] = facts["closes"].to_numpy()
    after_kind[near] = facts["after_kind"].to_numpy()
    return end == tail, closes, after_kind


def _is_relays_own(hits: Hits, found: Ints, after_kind: Flags) -> Flags:
    """For a kind at the end of a relay's title: whether it is the relay's own."""
    single = _count_before(hits, found, RELAY_VERBS) == 1
    issued = _count_before(hits, found, ISSUE_VERBS) > 0
    own: Flags = single & (after_kind | issued) & ~_ends_upward(hits, found)
    return own


def _count_before(hits: Hits, found: Ints, words: tuple[str, ...]) -> Ints:
    """How many of `words` stand before each hit in its title, outside 《》."""
    at = hits.of(words)
    begins = hits.begin[at[~hits.in_title[at]]]
    starts = hits.starts[hits.row[found]]
    before = np.searchsorted(begins, hits.begin[found]) - np.searchsorted(begins, starts)
    return before.astype(np.int64)


def _shell_ends(hits: Hits, row: Ints) -> Ints:
    """Where the relay verb at the head of each hit's title ends; -1 without one."""
    verb, verb_end = _first_per_row(hits, RELAY_VERBS)
    about, about_end = _first_per_row(hits, (ABOUT,))
    heads = (verb >= 0) & ((about < 0) | (verb < about) | (verb == about_end))
    ends: Ints = np.where(heads, verb_end, -1)[row]
    return ends


def _first_per_row(hits: Hits, words: tuple[str, ...]) -> tuple[Ints, Ints]:
    """Begin and end of the first of `words` in every text, outside 《》; -1 without one."""
    at = hits.of(words)
    at = at[~hits.in_title[at]]
    begin = np.full(len(hits.starts), -1, dtype=np.int64)
    end = begin.copy()
    # Written last to first, so that the first occurrence stays.
    begin[hits.row[at[::-1]]] = hits.begin[at[::-1]]
    end[hits.row[at[::-1]]] = hits.end[at[::-1]]
    return begin, end


def _ends_upward(hits: Hits, found: Ints) -> Flags:
    upward = np.array([pattern.endswith(_UPWARD) for pattern in hits.patterns], dtype=np.bool_)
    flags: Flags = upward[hits.phrase[found]]
    return flags
