"""Which hits of a phrase rule count, read in their sentence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from docanalyzer.detect.wording.hits import Flags, Hits, Ints
from docanalyzer.rulepack.kinds.phrase import Near, PhraseWhen

DEMANDS: tuple[str, ...] = (
    "请", "要", "务必", "必须", "应当", "应于", "须于", "需于", "须在", "需在", "应在", "须将",
    "需将", "应将", "不得", "责令", "限于", "限期", "一律", "实行", "落实", "确保", "严禁",
    "月底前", "年底前",
)  # fmt: skip
"""Words by which a sentence asks its reader to act."""

NO_DEMANDS: tuple[str, ...] = (
    "重要", "主要", "需要", "必要", "纪要", "摘要", "概要", "要素", "要点", "要害", "只要", "首要",
    "扼要", "次要", "要是", "想要", "紧要", "要件", "要义", "提要", "险要", "显要", "要闻", "申请",
    "邀请", "聘请", "请示", "提请", "报请", "请求", "请假", "宴请", "请客", "有请",
)  # fmt: skip
"""Words that hold such a word and ask for nothing."""


def vocabulary(when: PhraseWhen) -> set[str]:
    """Every word that a phrase rule looks for."""
    near = when.near.any if when.near else ()
    demands = (*DEMANDS, *NO_DEMANDS) if when.demanding else ()
    return {*when.any, *when.all, *when.not_inside, *when.unless, *near, *demands}


def matches(when: PhraseWhen, hits: Hits) -> Ints:
    """Indices of the hits of `when.any` that hold in context, in order and without overlap.

    `position`, `unless_title` and `word` look at more than hits and are checked by the caller.
    """
    found = hits.of(when.any)
    if when.position not in ("relayed", "named"):
        found = found[~hits.in_title[found]]
    if not when.quoted:
        found = found[~hits.in_quotes[found]]
    if when.not_inside:
        found = found[~_inside(hits, found, hits.of(when.not_inside))]
    for word in when.all:
        found = found[_shares_sentence(hits, found, hits.of([word]))]
    if when.unless:
        found = found[~_shares_sentence(hits, found, hits.of(when.unless))]
    if when.demanding:
        found = found[_shares_sentence(hits, found, _demands(hits))]
    if when.near:
        found = found[_is_near(hits, found, when.near)]
    return _longest(hits, found)


def _inside(hits: Hits, found: Ints, outer: Ints) -> Flags:
    """Whether a hit lies within one of the longer `outer` hits."""
    if len(outer) == 0:
        return np.zeros(len(found), dtype=np.bool_)
    reach = np.maximum.accumulate(hits.end[outer])
    last = np.searchsorted(hits.begin[outer], hits.begin[found], side="right") - 1
    inside: Flags = (last >= 0) & (reach[np.maximum(last, 0)] >= hits.end[found])
    return inside


def _demands(hits: Hits) -> Ints:
    words = hits.of(DEMANDS)
    demands: Ints = words[~_inside(hits, words, hits.of(NO_DEMANDS))]
    return demands


def _shares_sentence(hits: Hits, found: Ints, words: Ints) -> Flags:
    """Whether one of the hits `words` stands in the sentence of each hit."""
    sentences = hits.sentence
    marked = np.zeros(int(sentences[-1]) + 1 if len(sentences) else 1, dtype=np.bool_)
    marked[sentences[words]] = True
    shares: Flags = marked[sentences[found]]
    return shares


def _is_near(hits: Hits, found: Ints, near: Near) -> Flags:
    """Whether one of the words ends before or begins after the hit, close by."""
    words = hits.of(near.any)
    result = np.zeros(len(found), dtype=np.bool_)
    if len(words) == 0:
        return result
    if near.side != "after":
        by_end = words[np.argsort(hits.end[words], kind="stable")]
        last = np.searchsorted(hits.end[by_end], hits.begin[found], side="right") - 1
        gap = hits.begin[found] - hits.end[by_end[np.maximum(last, 0)]]
        result |= (last >= 0) & (gap <= near.within) & _same(hits, found, by_end, last)
    if near.side != "before":
        following = np.searchsorted(hits.begin[words], hits.end[found], side="left")
        within = np.minimum(following, len(words) - 1)
        gap = hits.begin[words[within]] - hits.end[found]
        close = (following < len(words)) & (gap <= near.within)
        result |= close & _same(hits, found, words, within)
    return result


def _same(hits: Hits, found: Ints, words: Ints, index: npt.NDArray[np.intp]) -> Flags:
    same: Flags = hits.sentence[words[np.maximum(index, 0)]] == hits.sentence[found]
    return same


def _longest(hits: Hits, found: Ints) -> Ints:
    """Leftmost and, from one place, longest hits; what lies inside or across one of them goes."""
    if len(found) == 0:
        return found
    order = found[np.lexsort((-hits.end[found], hits.begin[found]))]
    reach = np.maximum.accumulate(hits.end[order])
    covered = np.concatenate([[False], hits.begin[order][1:] < reach[:-1]])
    kept: Ints = order[~covered]
    return kept
