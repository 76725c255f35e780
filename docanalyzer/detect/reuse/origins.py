"""Few sources for fingerprints that many documents carry, and how far such text reaches.

A circular that three thousand counties copied must cost three thousand comparisons, not four
million. For a fingerprint beyond `COMMON` documents only its origins are kept: the earliest
document of every division and of every level.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.detect.reuse.lineage import UNKNOWN_RANK, Lineage
from docanalyzer.detect.reuse.postings import Postings
from docanalyzer.text.compiled import kernel
from docanalyzer.text.fingerprint import GRAM

COMMON = 48
"""Postings up to which every document of a fingerprint is compared with every other."""

STANDING_CARRIERS = 8
"""Documents that must carry a text before it can count as a standing phrase."""

STANDING_REACH = 150
"""Folded characters from which on a text that travels as one piece is no standing phrase."""

LEVELS = UNKNOWN_RANK + 1

_TOGETHER = 3
"""Two fingerprints travel together when one in so many carriers has both in a row."""

_ALIKE = 3
_FEWEST = STANDING_CARRIERS // 2
_PASSED_OVER = 5


class Origins(NamedTuple):
    """Origins of common fingerprints, and how far the text around each fingerprint goes.

    Group g has origins `keys[bounds[g]:bounds[g + 1]]`, sorted: a division, or the number of
    divisions plus a level rank; `postings` is the first posting of that key. Groups that are
    not common have none. `standing[g]` marks a part of a standing phrase: text that many
    documents carry and that goes on differently in most of them. `worn[g]` marks these and the
    common turns of speech; both say nothing about where a text comes from.
    """

    bounds: npt.NDArray[np.int64]
    keys: npt.NDArray[np.int32]
    postings: npt.NDArray[np.int64]
    standing: npt.NDArray[np.bool_]
    worn: npt.NDArray[np.bool_]


def find_origins(index: Postings, lines: Lineage) -> Origins:
    """Origins and reach of an index; linear in its postings but for small sorts."""
    bounds, keys, postings = _origins(index.groups, index.docs, lines.node, lines.rank, lines.nodes)
    carriers = _carriers(index.groups, index.docs)
    reach = _reach(index, carriers)
    short = (carriers >= STANDING_CARRIERS) & (reach < STANDING_REACH)
    standing = short & (reach > GRAM)
    return Origins(bounds, keys, postings, standing, standing | (short & (carriers > COMMON)))


@kernel
def _origins(
    groups: npt.NDArray[np.int64],
    docs: npt.NDArray[np.uint32],
    node: npt.NDArray[np.int32],
    rank: npt.NDArray[np.int8],
    nodes: int,
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int64]]:
    count = groups.shape[0] - 1
    room = 0
    for group in range(count):
        if groups[group + 1] - groups[group] > COMMON:
            room += groups[group + 1] - groups[group] + LEVELS
    bounds = np.zeros(count + 1, np.int64)
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
    return bounds, keys[:filled].copy(), postings[:filled].copy()


@kernel
def _carriers(
    groups: npt.NDArray[np.int64], docs: npt.NDArray[np.uint32]
) -> npt.NDArray[np.uint32]:
    carriers = np.zeros(groups.shape[0] - 1, np.uint32)
    for group in range(carriers.shape[0]):
        last = np.int64(-1)
        for posting in range(groups[group], groups[group + 1]):
            if np.int64(docs[posting]) != last:
                carriers[group] += 1
                last = np.int64(docs[posting])
    return carriers


@kernel
def _reach(index: Postings, carriers: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Length of the longest piece around each group, ended where its carriers go on differently.

    A group's usual follower is found by majority vote (Boyer and Moore 1981) and then counted.
    """
    met, at = index.met, index.at
    follower = np.zeros(carriers.shape[0], np.uint32)
    votes = np.zeros(carriers.shape[0], np.int64)
    after = np.empty(met.shape[0], np.int64)
    for doc in range(index.bounds.shape[0] - 1):
        for i in range(index.bounds[doc], index.bounds[doc + 1]):
            group = met[i]
            after[i] = -1
            if carriers[group] >= _FEWEST:
                after[i] = _next_alike(i, index.bounds[doc + 1], met, carriers)
            if after[i] < 0:
                continue
            other = met[after[i]]
            if votes[group] == 0:
                follower[group] = other
            votes[group] += 1 if follower[group] == other else -1
    votes[:] = 0
    for i in range(met.shape[0]):
        if after[i] >= 0 and follower[met[i]] == met[after[i]]:
            votes[met[i]] += 1
    reach = np.zeros(carriers.shape[0], np.uint32)
    seen = np.zeros(met.shape[0], np.bool_)
    for first in range(met.shape[0]):
        if seen[first] or carriers[met[first]] < _FEWEST:
            continue
        last = first
        while _goes_on(last, after, met, follower, votes, carriers):
            last = after[last]
        size = at[last] - at[first] + GRAM
        step = first
        while True:
            seen[step] = True
            reach[met[step]] = max(reach[met[step]], size)
            if step == last:
                break
            step = after[step]
    return reach


@kernel
def _next_alike(
    place: int, end: int, met: npt.NDArray[np.uint32], carriers: npt.NDArray[np.uint32]
) -> int:
    """The next meeting with about as many carriers; text that is everywhere is passed over."""
    few = carriers[met[place]] // _ALIKE
    many = carriers[met[place]] * _ALIKE
    for other in range(place + 1, min(end, place + 1 + _PASSED_OVER)):
        if few <= carriers[met[other]] <= many:
            return other
    return -1


@kernel
def _goes_on(
    place: int,
    after: npt.NDArray[np.int64],
    met: npt.NDArray[np.uint32],
    follower: npt.NDArray[np.uint32],
    votes: npt.NDArray[np.int64],
    carriers: npt.NDArray[np.uint32],
) -> bool:
    """Whether the text at a meeting goes on as it does with many of its carriers."""
    group = met[place]
    if after[place] < 0 or met[after[place]] != follower[group]:
        return False
    return bool(_TOGETHER * votes[group] >= carriers[group])


@kernel
def marked_places(
    documents: npt.NDArray[np.int64], index: Postings, marks: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32]]:
    """Where the given documents carry groups that are marked: document n at
    `places[bounds[n]:bounds[n + 1]]`, folded places in order."""
    bounds = np.zeros(documents.shape[0] + 1, np.int64)
    room = 0
    for document in documents:
        room += index.bounds[document + 1] - index.bounds[document]
    places = np.empty(room, np.uint32)
    filled = 0
    for n in range(documents.shape[0]):
        for i in range(index.bounds[documents[n]], index.bounds[documents[n] + 1]):
            if marks[index.met[i]]:
                places[filled] = index.at[i]
                filled += 1
        bounds[n + 1] = filled
    return bounds, places[:filled].copy()
