"""Which earlier or higher documents a document shares enough fingerprints with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.compare.compiled import grown, kernel
from docanalyzer.compare.ownership import borrowed
from docanalyzer.compare.passages.candidate_table import (
    Hits,
    Table,
    in_text_order,
    meet,
    slots_for,
    tabulate,
)
from docanalyzer.compare.passages.lineage import Lineage
from docanalyzer.compare.passages.origins import COMMON, LEVELS, WORN, Origins
from docanalyzer.compare.passages.postings import MOST_REPEATS, Postings

LEAST_SHARED = 2
"""Fingerprints in line that a pair must share; sixty equal characters always share four."""

_DRIFT = 16
_STRETCH = 200

MOST_SOURCES = 16
"""Sources looked at per document, those that share most, the ones above it first."""

_HIGHER_WEIGHT = 4
"""A source of a higher level counts this many times its fingerprints."""

_PATH_WEIGHT = 8
"""The same for one on the document's own division path."""

_NOBODY = np.uint32(0xFFFFFFFF)


class Candidates(NamedTuple):
    """Pairs of a range of documents, ordered by copy, then source.

    Pair p compares `copies[p]` with `sources[p]`; its seeds `bounds[p]` to `bounds[p + 1]` say
    at which folded places both carry a fingerprint. `left_out[n]` counts, for document n of the
    range, the further documents that share fingerprints with it and were not looked at.
    """

    copies: npt.NDArray[np.int64]
    sources: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    copy_at: npt.NDArray[np.uint32]
    source_at: npt.NDArray[np.uint32]
    left_out: npt.NDArray[np.int64]


@kernel
def find_candidates(
    first: int,
    last: int,
    index: Postings,
    origins: Origins,
    lines: Lineage,
) -> Candidates:
    """Pairs of documents `first` to `last` with those before them in source order."""
    index, origins, lines = borrowed((index, origins, lines))
    shared = np.zeros(index.bounds.shape[0] - 1, np.uint32)
    copies = np.empty(256, np.int64)
    sources = np.empty(256, np.int64)
    left_out = np.zeros(last - first, np.int64)
    bounds = np.zeros(257, np.int64)
    copy_at = np.empty(4096, np.uint32)
    source_at = np.empty(4096, np.uint32)
    pairs = seeds = 0
    # Room for every document before the last: to grow it inside the count would cost more.
    touched = np.empty(last + 1, np.int64)
    keys = np.empty(lines.path.shape[1] + LEVELS, np.int32)
    hints = np.empty(keys.shape[0], np.int64)
    room = slots_for(0)
    table = Table(np.empty(room, np.uint64), np.empty(room, np.int32))
    hits = Hits(np.empty(4096, np.int32), np.empty(4096, np.uint32), np.empty(room, np.int64))
    for doc in range(first, last):
        wanted = _origin_keys(doc, lines, keys)
        hints[:] = 0
        found = _count(doc, index, origins, keys[:wanted], hints, shared, touched)
        chosen, left_out[doc - first] = _choose(doc, touched[:found], shared, lines)
        for i in range(found):
            shared[touched[i]] = 0
        if chosen.shape[0] == 0:
            continue
        if pairs + chosen.shape[0] >= copies.shape[0]:
            wider = 2 * (pairs + chosen.shape[0])
            copies = grown(copies, wider)
            sources = grown(sources, wider)
            bounds = grown(bounds, wider + 1)
        room = slots_for(index.bounds[doc + 1] - index.bounds[doc])
        if room > table.chain.shape[0]:
            table = Table(np.empty(room, np.uint64), np.empty(room, np.int32))
            hits = Hits(hits.meeting, hits.source_at, np.empty(room, np.int64))
        filled = Table(table.slots[:room], table.chain)
        tabulate(doc, index, origins, filled)
        for source in chosen:
            most = MOST_REPEATS * (index.bounds[source + 1] - index.bounds[source])
            if most > hits.meeting.shape[0]:
                hits = Hits(np.empty(2 * most, np.int32), np.empty(2 * most, np.uint32), hits.fill)
            if seeds + most > copy_at.shape[0]:
                copy_at = grown(copy_at, 2 * (seeds + most))
                source_at = grown(source_at, 2 * (seeds + most))
            begun = seeds
            found = meet(source, index, filled, hits)
            seeds = in_text_order(doc, index, hits, found, seeds, copy_at, source_at)
            if not _in_line(copy_at[begun:seeds], source_at[begun:seeds]):
                seeds = begun
            if seeds > begun:
                copies[pairs] = doc
                sources[pairs] = source
                pairs += 1
                bounds[pairs] = seeds
    return Candidates(
        copies[:pairs].copy(),
        sources[:pairs].copy(),
        bounds[: pairs + 1].copy(),
        copy_at[:seeds].copy(),
        source_at[:seeds].copy(),
        left_out,
    )


@kernel
def _count(
    doc: int,
    index: Postings,
    origins: Origins,
    keys: npt.NDArray[np.int32],
    hints: npt.NDArray[np.int64],
    shared: npt.NDArray[np.uint32],
    touched: npt.NDArray[np.int64],
) -> int:
    """Meetings shared with each earlier document, in `shared`; the documents in `touched`, which
    are counted.

    Only meetings that say something count: with every carrier of a group that few carry, with
    the origins of a common one.
    """
    keys, hints = borrowed((keys, hints))
    docs = index.docs
    met = np.empty(keys.shape[0], np.uint32)
    groups, heads = _telling_groups(doc, index, origins)
    found = 0
    for n in range(groups.shape[0]):
        if heads[n] >= doc:
            continue
        group = groups[n]
        begin = index.groups[group]
        end = index.groups[group + 1]
        if end - begin <= COMMON:
            last = _NOBODY
            for posting in range(begin, end):
                source = docs[posting]
                if source >= doc:
                    break
                if source == last:
                    continue
                last = source
                touched[found] = source
                found += shared[source] == 0
                shared[source] += 1
            continue
        low = origins.bounds[group]
        high = origins.bounds[group + 1]
        for k in range(keys.shape[0]):
            place = _origin_place(origins.keys[low:high], keys[k], hints, k)
            met[k] = _NOBODY
            if place < 0:
                continue
            source = docs[origins.postings[low + place]]
            known = source >= doc
            for other in range(k):
                known = known or met[other] == source
            if known:
                continue
            met[k] = source
            touched[found] = source
            found += shared[source] == 0
            shared[source] += 1
    return found


@kernel
def _telling_groups(
    doc: int, index: Postings, origins: Origins
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """The groups of a document that say something, and the first document of each.

    Looked up in loops of their own, so that the processor waits for many of them at once.
    """
    first = index.bounds[doc]
    count = index.bounds[doc + 1] - first
    groups = np.empty(count, np.uint32)
    found = 0
    for i in range(count):
        groups[found] = index.met[first + i]
        found += origins.marks[groups[found]] & WORN == 0
    heads = np.empty(found, np.uint32)
    for i in range(found):
        heads[i] = index.docs[index.groups[groups[i]]]
    return groups[:found], heads


@kernel
def _in_line(copy_at: npt.NDArray[np.uint32], source_at: npt.NDArray[np.uint32]) -> bool:
    """Whether `LEAST_SHARED` different places lie near each other at about one distance."""
    for i in range(copy_at.shape[0]):
        found = 1
        last = copy_at[i]
        apart = np.int64(source_at[i]) - np.int64(copy_at[i])
        for other in range(i + 1, copy_at.shape[0]):
            if copy_at[other] - copy_at[i] > _STRETCH:
                break
            drift = np.int64(source_at[other]) - np.int64(copy_at[other]) - apart
            if abs(drift) <= _DRIFT and copy_at[other] > last:
                found += 1
                last = copy_at[other]
        if found >= LEAST_SHARED:
            return True
    return False


@kernel
def _origin_keys(doc: int, lines: Lineage, keys: npt.NDArray[np.int32]) -> int:
    """Keys of `Origins` under which a source of `doc` can stand; returns how many."""
    wanted = 0
    for step in range(lines.path.shape[1]):
        if lines.path[doc, step] >= 0:
            keys[wanted] = lines.path[doc, step]
            wanted += 1
    for level in range(lines.rank[doc] + 1):
        keys[wanted] = lines.nodes + level
        wanted += 1
    return wanted


@kernel
def _origin_place(
    keys: npt.NDArray[np.int32], key: np.int32, hints: npt.NDArray[np.int64], k: int
) -> int:
    """Where `key` stands among sorted `keys`, -1 if nowhere. The groups of one circular have
    much the same origins, so the place in the last group is looked at first."""
    place = hints[k]
    if place < keys.shape[0] and keys[place] == key:
        return int(place)
    place = np.searchsorted(keys, key)
    hints[k] = place
    return int(place) if place < keys.shape[0] and keys[place] == key else -1


@kernel
def _choose(
    doc: int,
    touched: npt.NDArray[np.int64],
    shared: npt.NDArray[np.uint32],
    lines: Lineage,
) -> tuple[npt.NDArray[np.int64], int]:
    """The sources worth aligning, in source order, and how many more there are."""
    weight = np.empty(touched.shape[0], np.int64)
    kept = 0
    for i in range(touched.shape[0]):
        source = touched[i]
        if shared[source] < LEAST_SHARED:
            continue
        heavy = np.int64(shared[source])
        if lines.rank[source] < lines.rank[doc]:
            heavy *= _PATH_WEIGHT if _above(doc, source, lines) else _HIGHER_WEIGHT
        # Ties go to the earlier document, whatever order they were met in.
        weight[kept] = (-heavy << 32) | source
        kept += 1
    best = np.sort(weight[:kept])[:MOST_SOURCES]
    chosen = np.empty(best.shape[0], np.int64)
    for i in range(best.shape[0]):
        chosen[i] = best[i] & 0xFFFFFFFF
    return np.sort(chosen), kept - best.shape[0]


@kernel
def _above(doc: int, source: int, lines: Lineage) -> bool:
    """Whether the source's division is one the document's division lies in."""
    met = 0
    for step in range(lines.path.shape[1]):
        met += lines.path[doc, step] == lines.node[source]
    return met > 0 and lines.node[source] >= 0
