"""What rules ask of words, in tables that a compiled loop can walk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

DEMANDS: tuple[str, ...] = (
    "请", "要", "务必", "必须", "应当", "应于", "须于", "需于", "须在", "需在", "应在", "须将",
    "需将", "应将", "不得", "责令", "限于", "限期", "一律", "实行", "落实", "确保", "严禁",
    "月底前", "年底前", "须",
)  # fmt: skip
"""Words by which a sentence asks its reader to act."""

NO_DEMANDS: tuple[str, ...] = (
    "重要", "主要", "需要", "必要", "纪要", "摘要", "概要", "要素", "要点", "要害", "只要", "首要",
    "扼要", "次要", "要是", "想要", "紧要", "要件", "要义", "提要", "险要", "显要", "要闻", "申请",
    "邀请", "聘请", "请示", "提请", "报请", "请求", "请假", "宴请", "请客", "有请", "须知",
)  # fmt: skip
"""Words that hold such a word and ask for nothing."""

IN_TITLE, IN_QUOTES = 1, 2
"""Flags of what encloses a hit, 《》 or quotation marks; of what is asked: it must not."""

DEMANDING, APART, IN_CONTEXT, BEFORE, AFTER = 4, 8, 16, 32, 64
"""Further flags of what is asked: the sentence must ask for something, words must not overlap,
other words matter, and on which side one of them must stand."""


Side = Literal["before", "after", "either"]


@dataclass(frozen=True)
class Nearby:
    """One of the words `any` stands at most `within` characters away, on `side`."""

    any: tuple[str, ...]
    within: int
    side: Side = "either"


@dataclass(frozen=True)
class Asked:
    """One of the words `any`, in a context that makes it count; each field as in a phrase rule.

    `titled`: between 《》 too. `overlapping`: without choosing the longest of words that overlap.
    `decisive`: its words make a sentence worth reading; where not, they count only near others.
    """

    any: tuple[str, ...]
    all: tuple[str, ...] = ()
    near: Nearby | None = None
    not_inside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    demanding: bool = False
    quoted: bool = False
    titled: bool = False
    overlapping: bool = False
    decisive: bool = True

    def words(self) -> set[str]:
        """Every word that must be looked for to judge this."""
        near = self.near.any if self.near else ()
        demands = (*DEMANDS, *NO_DEMANDS) if self.demanding else ()
        return {*self.any, *self.all, *self.not_inside, *self.unless, *near, *demands}


class Conditions(NamedTuple):
    """What the kernel reads: words and what is asked of them are numbers.

    Those of `askers[by_word[word] : by_word[word + 1]]` ask for a word. Each of the others has a
    row per word, with a bit (64 to a column) for each asked: the word stands in its way, holds its
    word, is wanted close by. `wants` has a bit for each word that one asked wants in the sentence,
    those from `wants_from[asked]` to `wants_from[asked + 1]`. `demands` marks the words that ask
    the reader to act; those that only hold one of them are one more row of bits of `outer`.
    """

    by_word: npt.NDArray[np.int32]
    askers: npt.NDArray[np.int32]
    wants_from: npt.NDArray[np.int32]
    wants: npt.NDArray[np.uint64]
    refuses: npt.NDArray[np.uint64]
    outer: npt.NDArray[np.uint64]
    near: npt.NDArray[np.uint64]
    demands: npt.NDArray[np.bool_]
    flags: npt.NDArray[np.uint8]
    within: npt.NDArray[np.int32]
    longest: int


def conditions(asked: Sequence[Asked], patterns: Sequence[str]) -> Conditions:
    """Tables of what is asked; `patterns` are the distinct words, each by its number."""
    codes = {word: code for code, word in enumerate(patterns)}
    askers: list[list[int]] = [[] for _ in patterns]
    for number, each in enumerate(asked):
        for word in set(each.any):
            askers[codes[word]].append(number)
    demands = np.zeros(len(patterns), np.bool_)
    demands[[codes[word] for word in DEMANDS if word in codes]] = True
    return Conditions(
        by_word=_bounds(askers),
        askers=np.array([number for numbers in askers for number in numbers], np.int32),
        wants_from=_bounds([each.all for each in asked]),
        wants=_bits([(word,) for each in asked for word in each.all], codes),
        refuses=_bits([each.unless for each in asked], codes),
        outer=_bits([*(each.not_inside for each in asked), NO_DEMANDS], codes),
        near=_bits([each.near.any if each.near else () for each in asked], codes),
        demands=demands,
        flags=np.array([_flags(each) for each in asked], np.uint8),
        within=np.array([each.near.within if each.near else 0 for each in asked], np.int32),
        longest=max(map(len, patterns), default=0),
    )


def _bounds(lists: Sequence[Sequence[object]]) -> npt.NDArray[np.int32]:
    """Where each of the lists begins once they stand behind each other, and where the last ends."""
    return np.array([0, *accumulate(map(len, lists))], np.int32)


def _bits(sets: Sequence[Sequence[str]], codes: Mapping[str, int]) -> npt.NDArray[np.uint64]:
    """A row per word: bit n is set if the word is one of `sets[n]`."""
    bits = np.zeros((len(codes), len(sets) // 64 + 1), np.uint64)
    for number, words in enumerate(sets):
        for code in {codes[word] for word in words if word in codes}:
            bits[code, number // 64] |= np.uint64(1 << number % 64)
    return bits


def _flags(asked: Asked) -> int:
    side = asked.near.side if asked.near else None
    return (
        IN_TITLE * (not asked.titled)
        | IN_QUOTES * (not asked.quoted)
        | DEMANDING * asked.demanding
        | APART * (not asked.overlapping)
        | IN_CONTEXT * bool(asked.all or asked.not_inside or asked.near)
        | BEFORE * (side in ("before", "either"))
        | AFTER * (side in ("after", "either"))
    )
