"""The index from fingerprint to the documents that carry it.

Fingerprints of one document only are dropped; the rest become groups, numbered by the first
document that carries them, so that what one document shares lies together. Work goes by ranges
of the hash and, inside one, by partitions small enough to sort in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from docanalyzer.detect.reuse.prints import PrintShelf
from docanalyzer.engine import in_order
from docanalyzer.text.compiled import kernel
from docanalyzer.text.fingerprint import Fingerprints

MOST_REPEATS = 4
"""Places within one document at which a fingerprint counts; tables repeat theirs endlessly."""

_RANGE = 1 << 26
_PARTITION = 1 << 16
_MOST_BITS = 10
_ALONE = np.uint32(0xFFFFFFFF)
_ENTRY = np.uint64(0xFFFFFFFF)
_HALF = np.uint64(32)
_STEP = 7
_SLICES = 2
"""Parts in which the lists are written at once; the result is the same for any number."""


class Postings(NamedTuple):
    """Groups of equal fingerprints, and the way back from each document.

    Group g lists `docs[groups[g]:groups[g + 1]]` in document order, a document up to
    `MOST_REPEATS` times; `carriers[g]` counts them once each. Document i meets the groups
    `met[bounds[i]:bounds[i + 1]]` at the folded places `at`, in text order. Documents are
    numbered in source order.
    """

    groups: npt.NDArray[np.int64]
    docs: npt.NDArray[np.uint32]
    carriers: npt.NDArray[np.uint32]
    bounds: npt.NDArray[np.int64]
    met: npt.NDArray[np.uint32]
    at: npt.NDArray[np.uint32]


def build_postings(
    shelf: PrintShelf, progress: Callable[[float], None] = lambda _share: None
) -> Postings:
    """Index the fingerprints of all documents.

    The result does not depend on the number of processors. Needs 4 bytes per fingerprint, 8
    per fingerprint of the range in work, and 12 per fingerprint that two documents share. At
    most 2^32 - 1 fingerprints.
    """
    if shelf.entries >= int(_ALONE):
        raise ValueError("too many fingerprints for one index")
    bounds = shelf.bounds()
    leader = _leaders(shelf, bounds, progress)
    slices = np.linspace(0, len(shelf), _SLICES + 1).astype(np.int64).tolist()
    documents = [shelf.first_document(batch) for batch in slices]
    # Made here and not in the kernels: large arrays of numpy lie in large pages, and what is looked
    # up all over an array takes half the time there.
    count = int(_count_groups(leader))
    sizes, carriers, last = (np.zeros(count, np.uint32) for _ in range(3))
    repeats = np.zeros(count, np.uint8)
    held = np.zeros((_SLICES, count), np.uint32)
    tally = _Tally(sizes, carriers, last, repeats)
    shared = _number(leader, bounds, np.array(documents[:-1]), tally, held)
    groups = np.zeros(count + 1, np.int64)
    np.cumsum(sizes, out=groups[1:])
    del sizes, last, repeats, tally
    total = int(groups[-1])
    docs, met, at = (np.empty(total, np.uint32) for _ in range(3))
    index = Postings(groups, docs, carriers, shared, met, at)

    def enter(part: int) -> None:
        for number in range(slices[part], slices[part + 1]):
            entries = leader[shelf.first_entry(number) :]
            _list(shelf.batch(number), entries, shelf.first_document(number), index, held[part])

    for _ in in_order(enter, range(_SLICES)):
        pass
    return index


def _leaders(
    shelf: PrintShelf, bounds: npt.NDArray[np.int64], progress: Callable[[float], None]
) -> npt.NDArray[np.uint32]:
    """For each entry the first one of its group; `_ALONE` where no other document has it."""
    ranges = parts = 0
    while shelf.entries >> ranges > _RANGE:
        ranges += 1
    while shelf.entries >> ranges >> parts > _PARTITION and parts < _MOST_BITS:
        parts += 1
    leader = np.full(shelf.entries, _ALONE, np.uint32)
    steps = np.arange(0, shelf.entries + (2 << _STEP), 1 << _STEP)
    coarse = np.searchsorted(bounds, steps, "right").astype(np.int64)
    batches = range(len(shelf))
    rows = [*in_order(lambda n: _counts(shelf.batch(n).hashes, ranges + parts), batches)]
    counts = np.stack([np.zeros(1 << (ranges + parts), np.int64), *rows])
    for number in range(1 << ranges):
        share = counts[:, number << parts : (number + 1) << parts]
        edges = np.concatenate([np.zeros(1, np.int64), np.cumsum(share.sum(axis=0))])
        begins = edges[:-1] + np.cumsum(share, axis=0)
        packed = np.empty(edges[-1], np.uint64)
        scatter = partial(_scatter_batch, shelf, begins, packed, number, ranges, parts)
        for _ in in_order(scatter, batches):
            pass
        lead = partial(_lead_part, packed, edges, bounds, coarse, leader)
        for _ in in_order(lead, range(1 << parts)):
            pass
        progress((number + 1) / (1 << ranges))
    return leader


def _scatter_batch(
    shelf: PrintShelf,
    begins: npt.NDArray[np.int64],
    packed: npt.NDArray[np.uint64],
    number: int,
    ranges: int,
    parts: int,
    batch: int,
) -> None:
    hashes = shelf.batch(batch).hashes
    fill = begins[batch].copy()
    _scatter(hashes, shelf.first_entry(batch), number, ranges, parts, fill, packed)


def _lead_part(
    packed: npt.NDArray[np.uint64],
    edges: npt.NDArray[np.int64],
    bounds: npt.NDArray[np.int64],
    coarse: npt.NDArray[np.int64],
    leader: npt.NDArray[np.uint32],
    part: int,
) -> None:
    rows = packed[edges[part] : edges[part + 1]]
    rows.sort()
    _lead(rows, bounds, coarse, leader)


@kernel
def _counts(hashes: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.int64]:
    """How many hashes begin with each value of their first `bits` bits."""
    counts = np.zeros(1 << bits, np.int64)
    if bits == 0:
        counts[0] = hashes.shape[0]
        return counts
    shift = np.uint64(64 - bits)
    for i in range(hashes.shape[0]):
        counts[hashes[i] >> shift] += 1
    return counts


@kernel
def _scatter(
    hashes: npt.NDArray[np.uint64],
    entry: int,
    number: int,
    ranges: int,
    parts: int,
    fill: npt.NDArray[np.int64],
    packed: npt.NDArray[np.uint64],
) -> None:
    """Entries of one range to their partitions: 32 bits behind those of the partition, then
    the entry."""
    bits = np.uint64(ranges + parts)
    mask = np.uint64((1 << parts) - 1)
    shift = np.uint64(64) - bits
    for i in range(hashes.shape[0]):
        value = hashes[i]
        if ranges and value >> np.uint64(64 - ranges) != np.uint64(number):
            continue
        part = (value >> shift) & mask if ranges + parts else np.uint64(0)
        packed[fill[part]] = ((value << bits) >> _HALF << _HALF) | np.uint64(entry + i)
        fill[part] += 1


@kernel
def _lead(
    rows: npt.NDArray[np.uint64],
    bounds: npt.NDArray[np.int64],
    coarse: npt.NDArray[np.int64],
    leader: npt.NDArray[np.uint32],
) -> None:
    """Name the leader of every entry in sorted rows whose hash two documents carry."""
    begin = 0
    while begin < rows.shape[0]:
        key = rows[begin] >> _HALF
        end = begin + 1
        while end < rows.shape[0] and rows[end] >> _HALF == key:
            end += 1
        if end - begin > 1:
            first = np.int64(rows[begin] & _ENTRY)
            low = coarse[first >> _STEP] - 1
            high = coarse[(first >> _STEP) + 1]
            while high - low > 1:
                middle = (low + high) >> 1
                if bounds[middle] <= first:
                    low = middle
                else:
                    high = middle
            if np.int64(rows[end - 1] & _ENTRY) >= bounds[low + 1]:
                for i in range(begin, end):
                    leader[rows[i] & _ENTRY] = first
        begin = end


class _Tally(NamedTuple):
    """What is known of each group: entries, documents, the last of these plus 1, and how often
    that one has it."""

    sizes: npt.NDArray[np.uint32]
    carriers: npt.NDArray[np.uint32]
    last: npt.NDArray[np.uint32]
    repeats: npt.NDArray[np.uint8]


@kernel
def _count_groups(leader: npt.NDArray[np.uint32]) -> int:
    count = 0
    for entry in range(leader.shape[0]):
        count += leader[entry] == entry
    return count


@kernel
def _number(
    leader: npt.NDArray[np.uint32],
    bounds: npt.NDArray[np.int64],
    edges: npt.NDArray[np.int64],
    tally: _Tally,
    held: npt.NDArray[np.uint32],
) -> npt.NDArray[np.int64]:
    """Where each document's shared entries begin. Fills `tally`, and `held` with the sizes that
    the groups have before each of the documents `edges`, in rows.

    Groups are numbered as they come up; their numbers replace the leaders in place, and
    `_ALONE` an entry that its document has too often.
    """
    sizes, carriers, last, repeats = tally
    shared = np.zeros(bounds.shape[0], np.int64)
    edge = 0
    found = 0
    kept = 0
    for doc in range(bounds.shape[0] - 1):
        while edge < edges.shape[0] and edges[edge] == doc:
            held[edge] = sizes
            edge += 1
        for entry in range(bounds[doc], bounds[doc + 1]):
            first = leader[entry]
            if first == _ALONE:
                continue
            if first == entry:
                group = np.uint32(found)
                found += 1
            else:
                # The leader stands earlier, so its group's number has already replaced it.
                group = leader[first]
            if last[group] != doc + 1:
                last[group] = doc + 1
                repeats[group] = 0
                carriers[group] += 1
            if repeats[group] == MOST_REPEATS:
                leader[entry] = _ALONE
                continue
            repeats[group] += 1
            leader[entry] = group
            sizes[group] += 1
            kept += 1
        shared[doc + 1] = kept
    return shared


@kernel
def _list(
    batch: Fingerprints,
    groups: npt.NDArray[np.uint32],
    first: int,
    index: Postings,
    held: npt.NDArray[np.uint32],
) -> None:
    """Enter a batch of documents, from number `first` on, in the lists of their groups, of which
    `held` entries are there already."""
    begins, docs, met, at = index.groups, index.docs, index.met, index.at
    written = index.bounds[first]
    for i in range(batch.bounds.shape[0] - 1):
        for entry in range(batch.bounds[i], batch.bounds[i + 1]):
            group = groups[entry]
            if group == _ALONE:
                continue
            docs[begins[group] + held[group]] = first + i
            held[group] += 1
            met[written] = group
            at[written] = batch.positions[entry]
            written += 1
