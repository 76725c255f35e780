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

LEVELS = UNKNOWN_RANK + 1


class Origins(NamedTuple):
    """Origins of common fingerprints and the size of the block around each fingerprint.

    Group g has origins `keys[bounds[g]:bounds[g + 1]]`, sorted: a division, or the number of
    divisions plus a level rank; `postings` is the first posting of that key. Groups that are
    not common have none. `carriers[g]` counts the documents of the group; `block[i]` the folded
    characters of the stretch around meeting i (of `Postings.met`) that travels as one piece.
    """

    bounds: npt.NDArray[np.int64]
    keys: npt.NDArray[np.int32]
    postings: npt.NDArray[np.int64]
    carriers: npt.NDArray[np.uint32]
    block: npt.NDArray[np.uint32]


def find_origins(index: Postings, lines: Lineage) -> Origins:
    """Origins and blocks of an index; linear in its postings but for small sorts."""
    bounds, keys, postings = _origins(index.groups, index.docs, lines.node, lines.rank, lines.nodes)
    carriers = _carriers(index.groups, index.docs)
    block = _blocks(index.bounds, index.met, index.at, carriers)
    return Origins(bounds, keys, postings, carriers, block)


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
def _blocks(
    bounds: npt.NDArray[np.int64],
    met: npt.NDArray[np.uint32],
    at: npt.NDArray[np.uint32],
    carriers: npt.NDArray[np.uint32],
) -> npt.NDArray[np.uint32]:
    """Length of the piece around each meeting, ended where most carriers go on differently.

    A group's usual follower is found by majority vote (Boyer and Moore 1981) and then counted.
    """
    follower = np.zeros(carriers.shape[0], np.uint32)
    votes = np.zeros(carriers.shape[0], np.int64)
    for doc in range(bounds.shape[0] - 1):
        for i in range(bounds[doc], bounds[doc + 1] - 1):
            group = met[i]
            if votes[group] == 0:
                follower[group] = met[i + 1]
                votes[group] = 1
            elif follower[group] == met[i + 1]:
                votes[group] += 1
            else:
                votes[group] -= 1
    votes[:] = 0
    for doc in range(bounds.shape[0] - 1):
        for i in range(bounds[doc], bounds[doc + 1] - 1):
            if follower[met[i]] == met[i + 1]:
                votes[met[i]] += 1
    block = np.empty(met.shape[0], np.uint32)
    for doc in range(bounds.shape[0] - 1):
        begin = bounds[doc]
        while begin < bounds[doc + 1]:
            end = begin + 1
            while end < bounds[doc + 1] and _go_together(
                met[end - 1], met[end], follower, votes, carriers
            ):
                end += 1
            block[begin:end] = at[end - 1] - at[begin] + GRAM
            begin = end
    return block


@kernel
def _go_together(
    first: int,
    second: int,
    follower: npt.NDArray[np.uint32],
    votes: npt.NDArray[np.int64],
    carriers: npt.NDArray[np.uint32],
) -> bool:
    shared = 2 * votes[first]
    return bool(
        follower[first] == second and shared >= carriers[first] and shared >= carriers[second]
    )
