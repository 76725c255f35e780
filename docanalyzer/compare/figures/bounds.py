"""What the words around a figure ask for: at least, at most, or nothing that can be told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Bound(StrEnum):
    """Which change of a figure asks for more; NONE where the words leave it open."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Bounded:
    """A bound, the word that says it, and the stretch of the clause that figure and word fill."""

    bound: Bound
    word: str
    begin: int
    end: int


_LEAST = (
    "不得少于|不能少于|不应少于|应不少于|不少于|不得低于|不能低于|不应低于|不低于"
    "|不得小于|不小于|不得短于|不短于|至少|最少"
)
_MOST = (
    "不得超过|不能超过|不应超过|不超过|不得高于|不高于|不得多于|不多于"
    "|不得大于|不大于|不突破|至多|最多|最长"
)
BEFORE = re.compile(rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST}))$")
_NEAR = re.compile(rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})).{{0,10}}$")
AFTER = re.compile(r"(?P<least>及?以上)|(?P<most>及?以下|以内|之内|内)")
_REACHED = re.compile(r"(?:达到|达|提高到|提高至|提升到|提升至)$")
_ATTAINED = re.compile(
    r"(?:达到|达|提高到|提高至|提升到|提升至|增加到|增长到|上升到|保持在|稳定在|增长|提高|提升|上升"
    r"|下降|降低|减少|压减|压缩|完成|实现|力争|确保|建成|新增|培育|培训|组织|开展|覆盖)$"
)
_DONE = re.compile(
    r"(?:完成|实现|力争|确保|建成|建设|打造|选树|新增|培育|培训|组织|开展|投入).{1,10}$"
)
_KEPT = re.compile(
    r"(?:控制在|压缩到|压缩至|压减到|压减至|下降到|下降至|降低到|降至|降到|缩短到|缩短至)$"
)
_LOOKS_BACK = re.compile(r"(?:近|最近|过去|此前|前|满)$")
_HOLDS_OVER = re.compile(r"不得|不予|不再|未|没有|无|禁止|累计|连续|发生|曾|受|有|两次|再次|又|的")


def bound_of(clause: str, before: int, span: tuple[int, int], kind: str) -> Bounded:
    """The bound of the figure at `span` of a clause whose words from `before` on belong to it.

    `kind` is time, share or other. 以上 and 以下 alone grade things (100人以上的企业), so they
    bind only behind a verb of attaining or, for a share, at the end of the clause; 以下 never
    binds time, and a stretch of time that something is judged over (近三年内, 两年内不得) is none.
    """
    begin, end = span
    front = clause[before:begin]
    after = AFTER.match(clause, end)
    ends = end if after is None else after.end()
    adjoining = BEFORE.search(front)
    begins = begin - len(adjoining[0]) if adjoining else begin
    if kind == "time" and (_LOOKS_BACK.search(front) or _holds_over(after, clause)):
        return Bounded(Bound.NONE, "", begins, ends)
    near = adjoining or _NEAR.search(front)
    if near:
        bound = Bound.AT_LEAST if near["least"] else Bound.AT_MOST
        return Bounded(bound, near["least"] or near["most"], begins, ends)
    bound, word = _bound_behind(front, after, kind, last=ends == len(clause))
    return Bounded(bound, word, begins, ends)


def _bound_behind(
    front: str, after: re.Match[str] | None, kind: str, *, last: bool
) -> tuple[Bound, str]:
    """The bound by the word behind the figure, or for a share by the verb before it."""
    if after and after["most"]:
        binds = "以下" not in after[0] if kind == "time" else bool(_KEPT.search(front))
        return (Bound.AT_MOST, after[0]) if binds else (Bound.NONE, "")
    if after and kind != "time":
        binds = bool(_ATTAINED.search(front)) or (
            last and (kind == "share" or bool(_DONE.search(front)))
        )
        return (Bound.AT_LEAST, after[0]) if binds else (Bound.NONE, "")
    if kind == "share" and (verb := _REACHED.search(front)):
        return Bound.AT_LEAST, verb[0]
    if kind == "share" and (verb := _KEPT.search(front)):
        return Bound.AT_MOST, verb[0]
    return Bound.NONE, ""


def _holds_over(after: re.Match[str] | None, clause: str) -> bool:
    return after is not None and _HOLDS_OVER.match(clause, after.end()) is not None
