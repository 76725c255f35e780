"""Few sources for fingerprints that many documents carry, and how far such text reaches.

A circular that three thousand counties copied must cost three thousand comparisons, not four
million. For a fingerprint beyond `COMMON` documents only its origins are kept: the earliest
document of every division and of every level.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import kernel
from docanalyzer.compare.fetching import ask_for
from docanalyzer.compare.passages.circulars import parts_of_circulars
from docanalyzer.compare.passages.fingerprint import GRAM
from docanalyzer.compare.passages.lineage import UNKNOWN_RANK, Lineage
from docanalyzer.compare.passages.postings import Postings
from docanalyzer.engine import aside, in_order

COMMON = 48
"""Postings up to which every document of a fingerprint is compared with every other."""

STANDING_CARRIERS = 8
"""Documents that must carry a text before it can count as a standing phrase."""

STANDING_RATE = 1 << 16
"""The same for large corpora, as one of so many documents: among a million, eight carry most
sentences by chance."""

STANDING_REACH = 150
"""Folded characters from which on a text that travels as one piece is no standing phrase."""

LEVELS = UNKNOWN_RANK + 1

_TOGETHER = 3
"""Two fingerprints travel together when one in so many carriers has both in a row."""

_ALIKE = 3
_FEWEST = STANDING_CARRIERS // 2
_PASSED_OVER = 5

_SOME = np.uint8(0x80)
_STEP = np.uint8(0x7F)
_NOBODY = np.uint32(0xFFFFFFFF)

_SLICES = 4
"""Parts in which the documents are gone through; the result is the same for any number."""

_SHARES = 2
"""The same for the groups. Each share goes through all meetings."""

_BLOCK = 512
"""Meetings whose groups are asked for at once."""

# What is counted of a group's followers lies together: the usual one, and votes for it.
_FIELDS = 2
_USUAL, _VOTES = range(_FIELDS)

STANDING = np.uint8(1)
WORN = np.uint8(2)


class Origins(NamedTuple):
    """Origins of common fingerprints, and how far the text around each fingerprint goes.

    Group g has origins `keys[bounds[g]:bounds[g + 1]]`, sorted: a division, or the number of
    divisions plus a level rank; `postings` is the first posting of that key. Groups that are
    not common have none. `marks[g]` has the bit `STANDING` for a part of a standing phrase: text
    that many documents carry and that goes on differently in most of them. It has `WORN` for these
    and for common turns of speech; both say nothing about where a text comes from.
    """

    bounds: npt.NDArray[np.int64]
    keys: npt.NDArray[np.int32]
    postings: npt.NDArray[np.int64]
    marks: npt.NDArray[np.uint8]


def find_origins(index: Postings, lines: Lineage) -> Origins:
    """Origins and reach of an index; linear in its postings but for small sorts."""
    carriers = index.carriers
    # Large arrays are made by numpy, as in `build_postings`.
    bounds = np.zeros(len(index.groups), np.int64)
    # Both are for long on one processor.
    found = aside(partial(_origins, index, lines.node, lines.rank, lines.nodes, bounds))
    reach = _reach(index)
    filled, keys, postings = found.result()
    keys, postings = keys[:filled].copy(), postings[:filled].copy()
    documents = len(index.bounds) - 1
    fewest = max(STANDING_CARRIERS, documents // STANDING_RATE)
    short = (carriers >= fewest) & (reach < STANDING_REACH)
    short &= ~parts_of_circulars(index, short)
    standing = short & (reach > GRAM)
    worn = standing | (short & (carriers > COMMON))
    return Origins(bounds, keys, postings, standing * STANDING | worn * WORN)


@kernel
def _origins(
    index: Postings,
    node: npt.NDArray[np.int32],
    rank: npt.NDArray[np.int8],
    nodes: int,
    bounds: npt.NDArray[np.int64],
) -> tuple[int, npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    """Fills `bounds`; returns how many keys and postings there are, and room that holds them."""
    groups, docs = index.groups, index.docs
    count = groups.shape[0] - 1
    room = 0
    for group in range(count):
        if groups[group + 1] - groups[group] > COMMON:
            room += groups[group + 1] - groups[group] + LEVELS
    keys = np.empty(room, np.int32)
    postings = np.empty(room, np.int64)
    seen = np.full(nodes + LEVELS, -1, np.int64)
    filled = 0
    for group in range(count):
        begun = filled
        if groups[group + 1] - groups[group] > COMMON:
            for posting in range(groups[group], groups[group + 1]):
                doc = docs[posting]
                level = nodes + rank[doc]
                if seen[level] != group:
                    seen[level] = group
                    keys[filled] = level
                    postings[filled] = posting
                    filled += 1
                own = node[doc]
                if own >= 0 and seen[own] != group:
                    seen[own] = group
                    keys[filled] = own
                    postings[filled] = posting
                    filled += 1
            order = np.argsort(keys[begun:filled])
            keys[begun:filled] = keys[begun:filled][order]
            postings[begun:filled] = postings[begun:filled][order]
        bounds[group + 1] = filled
    return filled, keys, postings


def _reach(index: Postings) -> npt.NDArray[np.uint32]:
    """Length of the longest piece around each group, ended where its carriers go on differently.

    A group's usual follower is found by majority vote (Boyer and Moore 1981) and then counted.
    """
    documents = len(index.bounds) - 1
    edges = np.linspace(0, documents, _SLICES + 1).astype(np.int64)
    slices = list(pairwise(edges.tolist()))
    after = np.empty(len(index.met), np.uint8)
    for _ in in_order(lambda part: _follow(part[0], part[1], index, after), slices):
        pass
    count = len(index.carriers)
    followers = np.zeros((count, _FIELDS), np.uint32)
    even = np.linspace(0, len(index.met), _SHARES + 1).astype(np.int64)
    shares = list(pairwise(np.searchsorted(index.groups, even).tolist()))
    for _ in in_order(lambda part: _follow_most(part[0], part[1], index, after, followers), shares):
        pass
    together = followers[:, _VOTES].astype(np.uint64)
    # One look-up for each meeting instead of two.
    follower = np.where(_TOGETHER * together < index.carriers, _NOBODY, followers[:, _USUAL])

    def measured(part: tuple[int, int]) -> npt.NDArray[np.uint32]:
        reach = np.zeros(count, np.uint32)
        _measure(index, after, follower, part[0], part[1], reach)
        return reach

    reach = np.zeros(count, np.uint32)
    for part in in_order(measured, slices):
        np.maximum(reach, part, out=reach)
    return reach


@kernel
def _follow(first: int, last: int, index: Postings, after: npt.NDArray[np.uint8]) -> None:
    """How many meetings on the next one lies that has about as many carriers, 0 for none, and
    `_SOME` besides where the group has some; text that is everywhere is passed over."""
    room = 0
    for doc in range(first, last):
        room = max(room, index.bounds[doc + 1] - index.bounds[doc])
    carried = np.empty(room, np.uint32)
    for doc in range(first, last):
        begin = index.bounds[doc]
        count = index.bounds[doc + 1] - begin
        for i in range(count):
            carried[i] = index.carriers[index.met[begin + i]]
        for i in range(count):
            after[begin + i] = 0
            if carried[i] < _FEWEST:
                continue
            after[begin + i] = _SOME
            few = carried[i] // _ALIKE
            many = carried[i] * _ALIKE
            for other in range(i + 1, min(count, i + 1 + _PASSED_OVER)):
                if few <= carried[other] <= many:
                    after[begin + i] = _SOME | (other - i)
                    break


@kernel
def _follow_most(
    first: int,
    last: int,
    index: Postings,
    after: npt.NDArray[np.uint8],
    followers: npt.NDArray[np.uint32],
) -> None:
    """The usual follower of each of the groups `first` to `last`, and how often it has it, into
    its row of `followers`, all 0 before."""
    met = index.met
    own = followers[first:last]
    places = np.empty(_BLOCK, np.int64)
    for begin in range(0, met.shape[0], _BLOCK):
        for n in range(_followed(begin, first, last, met, after, own, places)):
            other = met[places[n] + (after[places[n]] & _STEP)]
            row = own[met[places[n]] - first]
            if row[_VOTES] == 0:
                row[_USUAL] = other
            row[_VOTES] += 1 if row[_USUAL] == other else -1
    own[:, _VOTES] = 0
    for begin in range(0, met.shape[0], _BLOCK):
        for n in range(_followed(begin, first, last, met, after, own, places)):
            row = own[met[places[n]] - first]
            row[_VOTES] += row[_USUAL] == met[places[n] + (after[places[n]] & _STEP)]


@kernel
def _followed(
    begin: int,
    first: int,
    last: int,
    met: npt.NDArray[np.uint32],
    after: npt.NDArray[np.uint8],
    own: npt.NDArray[np.uint32],
    places: npt.NDArray[np.int64],
) -> int:
    """The meetings of the block from `begin` with one of the groups `first` to `last` that
    another one follows, into `places`; returns how many. Their rows of `own` are asked for."""
    found = 0
    for i in range(begin, min(begin + _BLOCK, met.shape[0])):
        places[found] = i
        found += (after[i] & _STEP > 0) & (first <= met[i]) & (met[i] < last)
    for n in range(found):
        ask_for(own, np.int64(met[places[n]]) - first)
    return found


@kernel
def _measure(
    index: Postings,
    after: npt.NDArray[np.uint8],
    follower: npt.NDArray[np.uint32],
    first: int,
    last: int,
    reach: npt.NDArray[np.uint32],
) -> None:
    """Length of the longest piece around each group in the documents `first` to `last`, where it
    is longer than in `reach`.

    A piece goes on as long as each group is followed by its follower, if it has one.
    """
    met, at = index.met, index.at
    room = 0
    for doc in range(first, last):
        room = max(room, index.bounds[doc + 1] - index.bounds[doc])
    goes_on = np.empty(room, np.bool_)
    begins = np.empty(room, np.int64)
    for doc in range(first, last):
        begin = index.bounds[doc]
        count = index.bounds[doc + 1] - begin
        for i in range(count):
            begins[i] = i
            if after[begin + i] & _STEP:
                ask_for(follower, met[begin + i])
            if after[begin + i] & _SOME:
                ask_for(reach, met[begin + i])
        for i in range(count):
            place = begin + i
            step = after[place] & _STEP
            goes_on[i] = step > 0 and met[place + step] == follower[met[place]]
            if goes_on[i]:
                begins[i + step] = min(begins[i + step], begins[i])
        for i in range(count - 1, -1, -1):
            place = begin + i
            # From here on `begins[i]` is done with and holds the end of the piece instead.
            head = begins[i]
            begins[i] = begins[i + (after[place] & _STEP)] if goes_on[i] else i
            if after[place] & _SOME:
                group = met[place]
                size = at[begin + begins[i]] - at[begin + head] + GRAM
                reach[group] = max(reach[group], size)


class Places(NamedTuple):
    """Folded places in a range of documents: document n of it has `at[bounds[n]:bounds[n + 1]]`,
    in order."""

    bounds: npt.NDArray[np.int64]
    at: npt.NDArray[np.uint32]


@kernel
def standing_and_telling(
    first: int, last: int, index: Postings, marks: npt.NDArray[np.uint8]
) -> tuple[Places, Places]:
    """Where the documents `first` to `last` carry standing phrases, and groups not worn."""
    room = index.bounds[last] - index.bounds[first]
    standing = Places(np.zeros(last - first + 1, np.int64), np.empty(room, np.uint32))
    telling = Places(np.zeros(last - first + 1, np.int64), np.empty(room, np.uint32))
    stand = tell = 0
    for doc in range(first, last):
        for i in range(index.bounds[doc], index.bounds[doc + 1]):
            mark = marks[index.met[i]]
            standing.at[stand] = telling.at[tell] = index.at[i]
            stand += mark & STANDING > 0
            tell += mark & WORN == 0
        standing.bounds[doc - first + 1] = stand
        telling.bounds[doc - first + 1] = tell
    return (
        Places(standing.bounds, standing.at[:stand].copy()),
        Places(telling.bounds, telling.at[:tell].copy()),
    )
