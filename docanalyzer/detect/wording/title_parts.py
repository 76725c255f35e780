"""Where in a title a hit stands: its own kind of document, or a document it passes on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from docanalyzer.compare.phrases.asked import Asked
from docanalyzer.compare.phrases.hits import Flags, Hits, Ints

_RELAY_VERBS: tuple[str, ...] = ("转发", "批转", "印发", "转批", "翻印", "下发", "修订")
_ISSUE_VERBS: tuple[str, ...] = ("印发", "下发", "修订")
TITLE_WORDS: tuple[Asked, ...] = tuple(
    Asked(words, quoted=True, overlapping=True, decisive=False)
    for words in (_RELAY_VERBS, _ISSUE_VERBS, ("关于",))
)
"""What a search must ask for `positions` to work."""

_RELAY, _ISSUE, _ABOUT = range(len(TITLE_WORDS))

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


def positions(
    titles: pl.Series, hits: Hits, found: Ints, title_words: int
) -> npt.NDArray[np.object_]:
    """Where each hit in `found` stands in its title.

    `end`: the title's own kind of document. `relayed`: the kind of the document passed on.
    `inside`: elsewhere in the name of the document passed on. `own`: anywhere else.
    `titles` are the searched texts, `title_words` the number under which they were asked for the
    first of `TITLE_WORDS`. A relay verb counts when it stands at the head of the title,
    before any 关于 or right after one, and outside 《》. A relay often leaves out its own 的通知,
    so a kind at the end of a relay's title is its own only if the document passed on has shown
    its kind before: 转发…情况报告的紧急通知.
    """
    at_tail, closes, after_kind = _at_the_tail(titles, hits, found)
    relay, issue, about = (hits.of(title_words + each) for each in (_RELAY, _ISSUE, _ABOUT))
    shell = _shell_ends(hits, relay, about, len(titles))[hits.row[found]]
    passed_on = (shell >= 0) & (hits.begin[found] >= shell)
    relayed = passed_on & closes
    single = _count_before(hits, found, relay) == 1
    issued = _count_before(hits, found, issue) > 0
    # A kind at the end of a relay's title that is the relay's own.
    own = single & (after_kind | issued) & ~_ends_upward(hits, found)
    result = np.full(len(found), OWN, dtype=object)
    result[passed_on] = INSIDE
    result[relayed] = RELAYED
    result[at_tail & (own | ~relayed)] = END
    return result


def _at_the_tail(titles: pl.Series, hits: Hits, found: Ints) -> tuple[Flags, Flags, Flags]:
    """Which hits end the title, close the name of a document, stand after the name's own kind.

    Only the last characters of a title can tell, so a title of any length costs the same.
    """
    row = hits.row[found]
    begin, end = hits.begin[found], hits.end[found]
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


def _count_before(hits: Hits, found: Ints, words: Ints) -> Ints:
    """How many of the hits `words` stand before each hit in its title."""
    row, begin = hits.row[found] << 32, hits.begin[found]
    places = (hits.row[words] << 32) + hits.begin[words]
    before = np.searchsorted(places, row + begin) - np.searchsorted(places, row)
    return before.astype(np.int64)


def _shell_ends(hits: Hits, relay: Ints, about: Ints, titles: int) -> Ints:
    """Where the relay verb at the head of each title ends; -1 without one."""
    verb, verb_end = _first_per_row(hits, relay, titles)
    about_begin, about_end = _first_per_row(hits, about, titles)
    heads = (verb >= 0) & ((about_begin < 0) | (verb < about_begin) | (verb == about_end))
    ends: Ints = np.where(heads, verb_end, -1)
    return ends


def _first_per_row(hits: Hits, words: Ints, titles: int) -> tuple[Ints, Ints]:
    """Begin and end of the first of the hits `words` in every title; -1 without one."""
    begin, end = np.full((2, titles), -1, dtype=np.int64)
    # Written last to first, so that the first occurrence stays.
    begin[hits.row[words[::-1]]] = hits.begin[words[::-1]]
    end[hits.row[words[::-1]]] = hits.end[words[::-1]]
    return begin, end


def _ends_upward(hits: Hits, found: Ints) -> Flags:
    upward = np.array([pattern.endswith(_UPWARD) for pattern in hits.patterns], dtype=np.bool_)
    flags: Flags = upward[hits.word[found]]
    return flags
