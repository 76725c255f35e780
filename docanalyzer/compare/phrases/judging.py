"""Which words of a text meet what is asked of them, compiled: one walk over its hits.

A hit is judged by the words of its sentence and those a few dozen characters around it, so time
is linear in the hits.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.phrases.asked import (
    AFTER,
    APART,
    BEFORE,
    DEMANDING,
    IN_CONTEXT,
    Conditions,
)

Ints = npt.NDArray[np.int64]
Bits = npt.NDArray[np.uint64]

HIT_FIELDS = 5
BEGIN, END, WORD, SENTENCE, ENCLOSED = range(HIT_FIELDS)
"""Fields of a hit: half-open characters of its text, word, sentence, what encloses it."""

ASKED = ENCLOSED
"""In the last place of a hit that is kept: what asked for it."""


class Slate(NamedTuple):
    """What a judge notes down: how far the words kept for each asked reach in the text; bits of
    what the sentence refuses and of the words wanted that it holds."""

    reach: Ints
    refused: Bits
    held: Bits


@kernel
def clean_slate(conditions: Conditions) -> Slate:
    """A slate for any number of texts."""
    return Slate(
        np.zeros(conditions.flags.shape[0], np.int64),
        np.zeros(conditions.refuses.shape[1], np.uint64),
        np.zeros(conditions.wants.shape[1], np.uint64),
    )


@kernel
def most_kept(hits: Ints, by_word: npt.NDArray[np.int32]) -> int:
    """How many rows `judge` may fill for these hits."""
    most = 0
    for hit in range(hits.shape[0]):
        most += by_word[hits[hit, WORD] + 1] - by_word[hits[hit, WORD]]
    return most


@kernel
def judge(hits: Ints, conditions: Conditions, slate: Slate, kept: Ints) -> int:
    """Fill `kept` with a row per hit of one text and asked that keeps it; returns how many.

    `hits` are ordered by begin and end, kept ones by begin alone. What costs little stands in
    the loop: handing tables to a function costs more than most hits.
    """
    hits, conditions, slate, kept = borrowed((hits, conditions, slate, kept))
    by_word, askers, flags = conditions.by_word, conditions.askers, conditions.flags
    refused, reach = slate.refused, slate.reach
    reach[:] = 0
    count = first = last = 0
    ahead = behind = 0
    missing = 0
    for place in range(hits.shape[0]):
        if place == last:
            first, last = last, _sentence_end(hits, last)
            _gather(hits[first:last], conditions.refuses, refused)
            _gather(hits[first:last], conditions.wants, slate.held)
            missing = 0 if _demands(hits, first, last, conditions) else DEMANDING
        if place == behind:
            ahead = place
            while behind < last and hits[behind, BEGIN] == hits[ahead, BEGIN]:
                behind += 1
        # From one place the longest word comes first, and keeps out the others.
        hit = ahead + behind - 1 - place
        word = hits[hit, WORD]
        for number in range(by_word[word], by_word[word + 1]):
            asked = askers[number]
            wants = flags[asked]
            if wants & (hits[hit, ENCLOSED] | missing) or _has(refused, asked):
                continue
            if wants & IN_CONTEXT and not (
                _holds(slate.held, conditions.wants_from[asked], conditions.wants_from[asked + 1])
                and not _inside(hits, hit, conditions.outer, asked, conditions.longest)
                and (
                    not wants & (BEFORE | AFTER) or _near(hits, hit, first, last, asked, conditions)
                )
            ):
                continue
            apart = hits[hit, BEGIN] >= reach[asked]
            reach[asked] = max(reach[asked], hits[hit, END])
            if apart or not wants & APART:
                kept[count] = hits[hit]
                kept[count, ASKED] = asked
                count += 1
    return count


@kernel
def _sentence_end(hits: Ints, first: int) -> int:
    """Where the hits of a sentence end that begin with `first`."""
    last = first
    while last < hits.shape[0] and hits[last, SENTENCE] == hits[first, SENTENCE]:
        last += 1
    return last


@kernel
def _gather(hits: Ints, bits: Bits, gathered: Bits) -> None:
    """The bits of the words of any of these hits."""
    gathered[:] = 0
    for hit in range(hits.shape[0]):
        for column in range(gathered.shape[0]):
            gathered[column] |= bits[hits[hit, WORD], column]


@kernel
def _demands(hits: Ints, first: int, last: int, conditions: Conditions) -> bool:
    """Whether one of the hits of a sentence asks the reader to act."""
    demands, holders = conditions.demands, conditions.flags.shape[0]
    for hit in range(first, last):
        if demands[hits[hit, WORD]] and not _inside(
            hits, hit, conditions.outer, holders, conditions.longest
        ):
            return True
    return False


@kernel
def _holds(held: Bits, first: int, last: int) -> bool:
    """Whether a sentence holds all of a run of words that are wanted in it."""
    word = first
    while word < last and _has(held, word):
        word += 1
    return word == last


@kernel
def _inside(hits: Ints, hit: int, outer: Bits, asked: int, longest: int) -> bool:
    """Whether the hit lies within a longer word that takes its meaning away."""
    begin, end = hits[hit, BEGIN], hits[hit, END]
    at = hit
    while at + 1 < hits.shape[0] and hits[at + 1, BEGIN] == begin:
        at += 1
    while at >= 0 and hits[at, BEGIN] > begin - longest:
        if hits[at, END] >= end and _has(outer[hits[at, WORD]], asked):
            return True
        at -= 1
    return False


@kernel
def _near(hits: Ints, hit: int, first: int, last: int, asked: int, conditions: Conditions) -> bool:
    """Whether one of the words wanted close by ends before or begins after the hit."""
    sides, within = conditions.flags[asked], conditions.within[asked]
    begin, end = hits[hit, BEGIN], hits[hit, END]
    at = hit - 1
    while sides & BEFORE and at >= first and hits[at, BEGIN] >= begin - within - conditions.longest:
        gap = begin - hits[at, END]
        if 0 <= gap <= within and _has(conditions.near[hits[at, WORD]], asked):
            return True
        at -= 1
    at = hit + 1
    while sides & AFTER and at < last and hits[at, BEGIN] <= end + within:
        if hits[at, BEGIN] >= end and _has(conditions.near[hits[at, WORD]], asked):
            return True
        at += 1
    return False


@kernel
def _has(bits: Bits, number: int) -> bool:
    """Whether a bit is set."""
    return bool((bits[number >> 6] >> np.uint64(number & 63)) & np.uint64(1))
