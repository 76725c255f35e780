"""The index from fingerprint to the documents that carry it.

Fingerprints of one document only, about two thirds, are dropped; the rest become numbered
groups. Work goes by partitions of the hash, each sorted on its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.engine import in_order
from docanalyzer.text.compiled import kernel

MOST_REPEATS = 4
"""Places within one document at which a fingerprint counts; tables repeat theirs endlessly."""

_PARTITION = 1 << 19
_LEAST_BITS, _MOST_BITS = 8, 14


class Postings(NamedTuple):
    """Groups of equal fingerprints, and the way back from each document.

    Group g lists `docs[groups[g]:groups[g + 1]]` in document order with the folded `places` of
    their grams. Document i meets the groups `met[bounds[i]:bounds[i + 1]]` at `at`, in text
    order. Documents are numbered in source order.
    """

    groups: npt.NDArray[np.int64]
    docs: npt.NDArray[np.uint32]
    places: npt.NDArray[np.uint32]
    bounds: npt.NDArray[np.int64]
    met: npt.NDArray[np.uint32]
    at: npt.NDArray[np.uint32]


def build_postings(
    bounds: npt.NDArray[np.int64],
    hashes: npt.NDArray[np.uint64],
    positions: npt.NDArray[np.uint32],
    progress: Callable[[float], None] = lambda _share: None,
) -> Postings:
    """Index the fingerprints of all documents; document i has those from `bounds[i]` on.

    The result does not depend on the number of processors. Needs 8 bytes per fingerprint
    beyond its input and 24 per fingerprint that two documents share. At most 2^32 of them.
    """
    if len(hashes) >= 1 << 32:
        raise ValueError("more than 2^32 fingerprints in one index")
    bits = _LEAST_BITS
    while bits < _MOST_BITS and len(hashes) >> bits > _PARTITION:
        bits += 1
    packed, edges = _partition(hashes, bits)
    parts = np.split(packed, edges[1:-1])

    def work(
        part: npt.NDArray[np.uint64],
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
        part.sort()
        return _shared(part, bounds)

    sizes: list[npt.NDArray[np.int64]] = []
    entries: list[npt.NDArray[np.uint32]] = []
    owners: list[npt.NDArray[np.uint32]] = []
    for size, entry, owner in in_order(work, parts, progress):
        sizes.append(size)
        entries.append(entry)
        owners.append(owner)
    del packed, parts
    entry = np.concatenate(entries) if entries else np.zeros(0, np.uint32)
    groups = np.zeros(1 + sum(map(len, sizes)), np.int64)
    np.cumsum(np.concatenate([*sizes, np.zeros(0, np.int64)]), out=groups[1:])
    back = _by_entry(entry, groups)
    back.sort()
    kept = (back >> np.uint64(32)).astype(np.uint32)
    return Postings(
        groups,
        np.concatenate(owners),
        positions[entry],
        np.searchsorted(kept, bounds).astype(np.int64),
        back.astype(np.uint32),
        positions[kept],
    )


@kernel
def _partition(
    hashes: npt.NDArray[np.uint64], bits: int
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """Entries by the first `bits` bits of their hash: 32 further bits, then the entry."""
    shift = np.uint64(64 - bits)
    edges = np.zeros((1 << bits) + 1, np.int64)
    for i in range(hashes.shape[0]):
        edges[np.int64(hashes[i] >> shift) + 1] += 1
    for part in range(1 << bits):
        edges[part + 1] += edges[part]
    fill = edges[:-1].copy()
    packed = np.empty(hashes.shape[0], np.uint64)
    low = np.uint64(32 - bits)
    for i in range(hashes.shape[0]):
        place = np.int64(hashes[i] >> shift)
        rest = (hashes[i] >> low) & np.uint64(0xFFFFFFFF)
        packed[fill[place]] = (rest << np.uint64(32)) | np.uint64(i)
        fill[place] += 1
    return packed, edges


@kernel
def _document(bounds: npt.NDArray[np.int64], entry: np.int64) -> np.int64:
    low = np.int64(0)
    high = np.int64(bounds.shape[0] - 1)
    while high - low > 1:
        middle = (low + high) >> 1
        if bounds[middle] <= entry:
            low = middle
        else:
            high = middle
    return low


@kernel
def _shared(
    packed: npt.NDArray[np.uint64], bounds: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint32], npt.NDArray[np.uint32]]:
    """Group sizes, entries and documents of sorted fingerprints that two documents carry."""
    sizes = np.empty(packed.shape[0] // 2 + 1, np.int64)
    entries = np.empty(packed.shape[0], np.uint32)
    owners = np.empty(packed.shape[0], np.uint32)
    found = 0
    filled = 0
    half = np.uint64(32)
    begin = 0
    while begin < packed.shape[0]:
        end = begin + 1
        while end < packed.shape[0] and packed[end] >> half == packed[begin] >> half:
            end += 1
        if end - begin > 1:
            kept = filled
            documents = 0
            last = np.int64(-1)
            repeats = 0
            for i in range(begin, end):
                entry = np.uint32(packed[i] & np.uint64(0xFFFFFFFF))
                document = _document(bounds, np.int64(entry))
                if document != last:
                    documents += 1
                    repeats = 0
                    last = document
                repeats += 1
                if repeats <= MOST_REPEATS:
                    entries[kept] = entry
                    owners[kept] = document
                    kept += 1
            if documents > 1:
                sizes[found] = kept - filled
                found += 1
                filled = kept
        begin = end
    return sizes[:found].copy(), entries[:filled].copy(), owners[:filled].copy()


@kernel
def _by_entry(
    entry: npt.NDArray[np.uint32], groups: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint64]:
    """Entry and group of each posting in one number that sorts by entry."""
    back = np.empty(entry.shape[0], np.uint64)
    for group in range(groups.shape[0] - 1):
        for i in range(groups[group], groups[group + 1]):
            back[i] = (np.uint64(entry[i]) << np.uint64(32)) | np.uint64(group)
    return back
