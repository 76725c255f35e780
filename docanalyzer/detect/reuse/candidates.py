"""Which earlier or higher documents a document shares enough fingerprints with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.detect.reuse.lineage import Lineage
from docanalyzer.detect.reuse.origins import COMMON, Origins
from docanalyzer.detect.reuse.postings import Postings
from docanalyzer.text.compiled import grown, kernel

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


class Candidates(NamedTuple):
    """Pairs of a range of documents, ordered by copy, then source.

    Pair p compares `copies[p]` with `sources[p]`; its seeds `bounds[p]` to `bounds[p + 1]` say
    at which folded places both carry a fingerprint.
    """

    copies: npt.NDArray[np.int64]
    sources: npt.NDArray[np.int64]
    bounds: npt.NDArray[np.int64]
    copy_at: npt.NDArray[np.uint32]
    source_at: npt.NDArray[np.uint32]


@kernel
def find_candidates(
    first: int,
    last: int,
    index: Postings,
    origins: Origins,
    lines: Lineage,
) -> Candidates:
    """Pairs of documents `first` to `last` with those before them in source order."""
    shared = np.zeros(index.bounds.shape[0] - 1, np.uint32)
    stamp = np.full(index.bounds.shape[0] - 1, -1, np.int64)
    postings = np.empty(1024, np.int64)
    meetings = np.empty(1024, np.int64)
    copies = np.empty(256, np.int64)
    sources = np.empty(256, np.int64)
    bounds = np.zeros(257, np.int64)
    copy_at = np.empty(4096, np.uint32)
    source_at = np.empty(4096, np.uint32)
    pairs = 0
    seeds = 0
    touched = np.empty(256, np.int64)
    for doc in range(first, last):
        matches, postings, meetings = _matches(doc, index, origins, lines, postings, meetings)
        found, touched = _count(index, postings, meetings, matches, shared, stamp, touched)
        chosen = _choose(doc, touched[:found], shared, lines)
        for i in range(found):
            shared[touched[i]] = 0
            stamp[touched[i]] = -1
        if pairs + chosen.shape[0] >= copies.shape[0]:
            room = 2 * (pairs + chosen.shape[0])
            copies = grown(copies, room)
            sources = grown(sources, room)
            bounds = grown(bounds, room + 1)
        for source in chosen:
            begun = seeds
            for i in range(matches):
                if index.docs[postings[i]] != source:
                    continue
                if seeds == copy_at.shape[0]:
                    copy_at = grown(copy_at, 2 * seeds)
                    source_at = grown(source_at, 2 * seeds)
                copy_at[seeds] = index.at[meetings[i]]
                source_at[seeds] = index.places[postings[i]]
                seeds += 1
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
    )


@kernel
def _matches(
    doc: int,
    index: Postings,
    origins: Origins,
    lines: Lineage,
    postings: npt.NDArray[np.int64],
    meetings: npt.NDArray[np.int64],
) -> tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Postings of earlier documents for every fingerprint of `doc` that says something."""
    matches = 0
    keys = np.empty(lines.path.shape[1] + 8, np.int32)
    for meeting in range(index.bounds[doc], index.bounds[doc + 1]):
        group = index.met[meeting]
        if origins.worn[group]:
            continue
        begin = index.groups[group]
        end = index.groups[group + 1]
        if matches + COMMON + keys.shape[0] > postings.shape[0]:
            postings = grown(postings, 2 * postings.shape[0])
            meetings = grown(meetings, 2 * meetings.shape[0])
        if end - begin <= COMMON:
            for posting in range(begin, end):
                if index.docs[posting] >= doc:
                    break
                postings[matches] = posting
                meetings[matches] = meeting
                matches += 1
            continue
        wanted = _origin_keys(doc, lines, keys)
        low = origins.bounds[group]
        high = origins.bounds[group + 1]
        begun = matches
        for k in range(wanted):
            place = low + np.searchsorted(origins.keys[low:high], keys[k])
            if place == high or origins.keys[place] != keys[k]:
                continue
            posting = origins.postings[place]
            if index.docs[posting] >= doc:
                continue
            known = 0
            for i in range(begun, matches):
                known += postings[i] == posting
            if known == 0:
                postings[matches] = posting
                meetings[matches] = meeting
                matches += 1
    return matches, postings, meetings


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
def _count(
    index: Postings,
    postings: npt.NDArray[np.int64],
    meetings: npt.NDArray[np.int64],
    matches: int,
    shared: npt.NDArray[np.uint32],
    stamp: npt.NDArray[np.int64],
    touched: npt.NDArray[np.int64],
) -> tuple[int, npt.NDArray[np.int64]]:
    """Meetings shared with each earlier document, in `shared`; the documents in `touched`."""
    found = 0
    for i in range(matches):
        source = index.docs[postings[i]]
        if stamp[source] == meetings[i]:
            continue
        stamp[source] = meetings[i]
        if shared[source] == 0:
            if found == touched.shape[0]:
                touched = grown(touched, 2 * found)
            touched[found] = source
            found += 1
        shared[source] += 1
    return found, touched


@kernel
def _choose(
    doc: int,
    touched: npt.NDArray[np.int64],
    shared: npt.NDArray[np.uint32],
    lines: Lineage,
) -> npt.NDArray[np.int64]:
    """The sources worth aligning, in source order."""
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
    return np.sort(chosen)


@kernel
def _above(doc: int, source: int, lines: Lineage) -> bool:
    """Whether the source's division is one the document's division lies in."""
    met = 0
    for step in range(lines.path.shape[1]):
        met += lines.path[doc, step] == lines.node[source]
    return met > 0 and lines.node[source] >= 0
